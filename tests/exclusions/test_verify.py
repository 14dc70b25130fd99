"""A run after the exclusion, held against the failure of before: each verdict, and what it rests on."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.exclusions.verify import FAILS, WORKS, Excluded, Run, chances, compare, entries_in, judge
from analyzer.incidents.outcomes import outcomes
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.pipelines.verify import entry_of
from analyzer.reading.accounting import Input
from tests.builders import background, incident, queries, signals

PAY = Excluded("pay.jp", "domain")
BUSY = (("inspected", "www.other.jp", 1), ("used", "www.other.jp", 2))


def ran(*hosts, told=(), said=""):
    """A run in which the phone of the app Pay asked for these hosts, with these signals."""
    asked = [(host, second, "phone") for second, host in enumerate(hosts)]
    about = incident(0, app="Pay")
    total = Tally(queries(*background(), *asked), signals(*told))
    finding = rank_tally(total, about, DEFAULT_WEIGHTS, Input.of_frame(len(total.queries)))
    return Run(finding, outcomes(total, about, [frozenset(own) for own in finding.devices]), said)


BEFORE = ran("api.pay.jp", told=[("tls_error", "api.pay.jp", 1), ("tls_error", "api.pay.jp", 3), *BUSY]).finding


def verdict(*hosts, told=(), said="", entries=(PAY,), trial=()):
    told = judge(BEFORE, entries, ran(*hosts, told=[*told, *BUSY], said=said), trial)
    return told.verdict, told.why.key.removeprefix("verify_why_")


REFUSALS = {
    "in the handshake": [("tls_error", "{}", 4)],
    "after the handshake": [("unused", "{}", 4), ("unused", "{}", 5)],
}


def refusals(way, host):
    return [(kind, host, second) for kind, _, second in REFUSALS[way]]


def test_the_finding_of_before_says_what_is_excluded():
    assert entries_in(BEFORE) == [PAY]


def test_an_app_whose_hosts_are_exempt_and_that_refuses_nothing_is_fixed():
    assert verdict("api.pay.jp", told=[("bypassed", "api.pay.jp", 1)]) == ("fixed", "exempt")


@pytest.mark.parametrize("way", REFUSALS)
@pytest.mark.no_cover
def test_a_host_that_is_still_refused_is_no_change(way):
    assert verdict("api.pay.jp", told=refusals(way, "api.pay.jp")) == ("no_change", "refused")


@pytest.mark.parametrize("way", REFUSALS)
@pytest.mark.no_cover
def test_a_host_that_is_refused_for_the_first_time_is_the_next_one(way):
    told = [("bypassed", "api.pay.jp", 1), *refusals(way, "id.pay-login.jp")]
    assert verdict("api.pay.jp", "id.pay-login.jp", told=told) == ("further", "next")
    result = judge(BEFORE, [PAY], ran("api.pay.jp", "id.pay-login.jp", told=[*told, *BUSY]))
    assert result.next == ["id.pay-login.jp"]
    assert "id.pay-login.jp" in result.summary()


def test_one_of_two_entries_in_force_is_partly():
    told = [("bypassed", "api.pay.jp", 1), ("tls_error", "id.pay-login.jp", 2)]
    both = (PAY, Excluded("id.pay-login.jp", "host"))
    assert verdict("api.pay.jp", "id.pay-login.jp", told=told, entries=both) == ("no_change", "partly")


def test_a_host_that_is_decrypted_as_before_shows_that_the_rule_does_not_reach_it():
    assert verdict("api.pay.jp", told=[("inspected", "api.pay.jp", 1)]) == ("no_change", "inspected")


def test_connections_without_a_request_are_no_change():
    assert verdict("api.pay.jp", told=[("session", "api.pay.jp", 1)]) == ("no_change", "undecrypted")


def test_a_run_that_asked_for_nothing_of_it_tells_nothing():
    assert verdict("www.other.jp") == ("unclear", "unseen")


def test_lookups_alone_tell_nothing_but_what_the_person_saw_counts():
    run = ran("api.pay.jp")
    assert judge(BEFORE, [PAY], run).verdict == "unclear"
    assert judge(BEFORE, [PAY], said(run, WORKS)).verdict == "fixed"
    assert judge(BEFORE, [PAY], said(run, FAILS)).verdict == "no_change"


def said(run, what):
    return Run(run.finding, run.outcomes, what)


def test_a_new_domain_of_the_app_in_lookups_alone_is_further_if_it_still_fails():
    run = ran("api.pay.jp", "auth.pay-id.jp", said=FAILS)
    told = judge(BEFORE, [PAY], run)
    assert told.verdict == "further"
    assert told.next == ["pay-id.jp"]


def test_an_app_that_fails_with_all_exempt_and_nothing_refused_has_another_cause():
    assert verdict("api.pay.jp", told=[("bypassed", "api.pay.jp", 1)], said=FAILS) == ("no_change", "other_cause")


def test_what_the_person_saw_outweighs_the_log():
    assert verdict("api.pay.jp", told=[("tls_error", "api.pay.jp", 1)], said=WORKS) == ("fixed", "said")


def test_a_refusal_of_a_name_that_is_always_refused_does_not_spoil_it():
    told = [("bypassed", "api.pay.jp", 1), ("tls_error", "stats.ads.example", 2)]
    before = ran(
        "api.pay.jp", "stats.ads.example", told=[("tls_error", "api.pay.jp", 1), ("tls_error", "stats.ads.example", 1)]
    )
    result = judge(before.finding, [PAY], ran("api.pay.jp", "stats.ads.example", told=[*told, *BUSY]))
    assert result.verdict == "fixed"
    assert "stats.ads.example" in " ".join(map(str, result.notes))


def test_an_entry_that_is_out_for_a_trial_and_is_refused_is_missed():
    trial = Excluded("id.pay-login.jp", "host")
    told = [("bypassed", "api.pay.jp", 1), ("tls_error", "id.pay-login.jp", 2)]
    assert verdict("api.pay.jp", "id.pay-login.jp", told=told, trial=(trial,)) == ("no_change", "trial")


def test_the_hosts_are_shown_as_before_and_as_now():
    run = ran("api.pay.jp", "new.pay.jp", told=[("bypassed", "api.pay.jp", 1), ("bypassed", "new.pay.jp", 2)])
    table = compare(BEFORE, [PAY], run.outcomes)
    assert table.to_numpy().tolist() == [
        ["api.pay.jp", "pay.jp", "refused", "exempt"],
        ["new.pay.jp", "pay.jp", "", "exempt"],
    ]


def test_a_host_that_was_refused_is_needed_for_sure_and_one_never_asked_again_hardly():
    run = ran("api.pay.jp")
    assert chances(BEFORE, [PAY], run.outcomes)["pay.jp"] > 0.95
    assert chances(BEFORE, [Excluded("gone.jp", "host")], run.outcomes)["gone.jp"] < 0.1


@pytest.mark.parametrize(("name", "entry"), [("Pay.jp.", PAY), ("api.pay.jp", Excluded("api.pay.jp", "host"))])
def test_an_entry_is_named_as_people_write_it(name, entry):
    assert entry_of(name) == entry


HOSTS = ["api.pay.jp", "cdn.pay.jp", "id.pay-login.jp", "stats.ads.example"]
OUTCOMES = st.sampled_from(["exempt", "refused", "site_fault", "decrypted", "used", "undecrypted", "asked"])
AFTER = ran("api.pay.jp", "id.pay-login.jp", told=BUSY).finding


@given(st.dictionaries(st.sampled_from(HOSTS), OUTCOMES), st.sampled_from([WORKS, FAILS, ""]))
def test_every_run_has_a_verdict_with_its_sentence_and_its_steps(became, seen):
    frame = pd.DataFrame({"outcome": pd.Series(became, dtype="str")})
    result = judge(BEFORE, [PAY], Run(AFTER, frame, seen))
    assert result.summary()
    assert all(result.steps())
    assert all(map(str, result.notes))
    still_refused = any(became.get(host) == "refused" for host in HOSTS[:2])
    if seen == WORKS:
        assert result.verdict == "fixed"
    elif still_refused or seen == FAILS:
        assert result.verdict != "fixed"
