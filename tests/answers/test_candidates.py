"""Host or domain: the narrowest entries that should free the app, and the candidates in their order."""

import pandas as pd
import pytest

from analyzer.answers.candidates import MOST_HOSTS, exclusions, hosts_of_incident, of_incident, of_sweep
from analyzer.incidents.calibration import EXCLUDE_FROM, TRY_NEXT_FROM
from analyzer.incidents.features import Evidence
from analyzer.points import rank
from analyzer.sweeps import scoring as sweep_scoring
from analyzer.sweeps.features import Refusals

DOMAIN, API, WWW = "example.jp", "api.example.jp", "www.example.jp"

PLAIN_DOMAIN = {
    "stands_alone": False,
    "is_shared": False,
    "is_os": 0.0,
    "is_sdk": False,
    "is_ad": 0.0,
    "name": 0.0,
    "name_strong": 0.0,
    "other_device_count": 0,
    "label": "",
    "label_owner": "",
}
PLAIN_HOST = {
    "lookup_count": 1,
    "baseline_lookup_count": 0,
    "blocked_lookup_count": 0,
    "tls_error_count": 0,
    "unused_count": 0,
    "is_refused": False,
    "is_decrypted": False,
    "is_used": False,
    "is_exempt": False,
    "is_connected": False,
    "has_site_fault": False,
    "is_shared": False,
    "breaks_by_chance": False,
    "nearest_s": 0.0,
    "session_count": 0,
    "inspected_count": 0,
    "served_count": 0,
    "refused_count": 0,
}

REFUSED = {"is_refused": True, "refused_count": 1}
LATER = {"is_refused": True, "unused_count": 2}
"""Refused after the handshake."""
BLOCKED = {"lookup_count": 2, "blocked_lookup_count": 2}
"""A host of which a DNS policy blocked each lookup."""


def domains(rows):
    index = pd.Index(rows, name="registrable_domain", dtype="str")
    return pd.DataFrame([PLAIN_DOMAIN | row for row in rows.values()], index=index, columns=list(PLAIN_DOMAIN))


def hosts(rows):
    index = pd.Index(rows, name="hostname", dtype="str")
    frame = pd.DataFrame([PLAIN_HOST | row for row in rows.values()], index=index, columns=list(PLAIN_HOST))
    parents = [".".join(name.split(".")[-2:]) for name in rows]
    return frame.assign(registrable_domain=pd.Series(parents, index=index, dtype="str"))


def weighed(chances, index):
    """What cautions leave of each domain."""
    return pd.DataFrame({"likelihood": chances, "caution": ""}, index=index, columns=["likelihood", "caution"])


def incident(own_hosts, *, domain=DOMAIN, **features):
    """The one candidate of an incident: how it is meant, and its entries."""
    known = domains({domain: features})
    found = of_incident(
        Evidence(known, known, 1)._replace(hosts=hosts(own_hosts)),
        pd.DataFrame({"score": [1.0]}, index=known.index),
        weighed([0.9], known.index),
        "Hoshizora",
    ).iloc[0]
    return found["match"], found["exclude"]


class TestHostOrDomain:
    """A domain is meant whole unless it is known to serve others than the app."""

    @pytest.mark.parametrize(
        ("features", "more", "match"),
        [
            pytest.param({}, {}, "domain", id="nothing is known of it"),
            pytest.param({"is_shared": True}, {}, "host", id="a platform of strangers"),
            pytest.param({"stands_alone": True}, {}, "host", id="no registrable domain"),
            pytest.param({"is_os": 0.1}, {}, "host", id="of the operating system"),
            pytest.param({"is_sdk": True}, {}, "host", id="an SDK's"),
            pytest.param({"is_ad": 0.1}, {}, "host", id="advertising"),
            pytest.param({"other_device_count": 1}, {}, "host", id="other devices use it"),
            pytest.param(
                {}, {WWW: {"lookup_count": 0, "baseline_lookup_count": 1}}, "host", id="other hosts of it used"
            ),
            pytest.param({}, {WWW: {"is_decrypted": True}}, "host", id="another host of it was decrypted"),
            pytest.param({}, {WWW: {"is_used": True}}, "host", id="connections to another host of it were used"),
            pytest.param(
                {}, {WWW: {"is_used": True, "lookup_count": 0}}, "host", id="another host went well, though not asked"
            ),
            pytest.param(
                {}, {WWW: {"is_decrypted": True, **REFUSED}}, "domain", id="another host was decrypted and refused"
            ),
            pytest.param({}, {WWW: {"is_exempt": True}}, "domain", id="another host of it is exempt"),
            pytest.param({}, {"www.other.jp": {"is_used": True}}, "domain", id="another domain's host went well"),
            pytest.param({}, {WWW: {"baseline_lookup_count": 1}}, "domain", id="the same hosts used before"),
            pytest.param({}, {WWW: {"lookup_count": 0}}, "domain", id="other hosts of it known, but not asked"),
            pytest.param(
                {}, {"www.other.jp": {"lookup_count": 0, "baseline_lookup_count": 1}}, "domain", id="another domain's"
            ),
        ],
    )
    def test_by_what_is_known_of_it(self, features, more, match):
        assert incident({API: {}} | more, **features)[0] == match

    @pytest.mark.parametrize(
        ("features", "match"),
        [
            pytest.param({"is_os": 1.0}, "domain", id="of the operating system"),
            pytest.param({"is_sdk": True}, "domain", id="an SDK's"),
            pytest.param({"is_ad": 1.0}, "domain", id="advertising"),
            pytest.param({"other_device_count": 3}, "domain", id="other devices use it"),
            pytest.param({"is_shared": True}, "host", id="but strangers live there"),
            pytest.param({"stands_alone": True}, "host", id="but there is no domain"),
        ],
    )
    def test_the_apps_own_name_makes_it_the_apps(self, features, match):
        assert incident({API: {}}, name_strong=0.5, **features)[0] == match

    @pytest.mark.parametrize(
        ("more", "match"),
        [
            pytest.param({WWW: {"lookup_count": 0, "baseline_lookup_count": 1}}, "domain", id="other hosts of it used"),
            pytest.param({WWW: {"is_used": True}}, "host", id="but another host of it went well"),
        ],
    )
    def test_the_apps_own_domain_is_meant_whole_unless_a_host_of_it_went_well(self, more, match):
        assert incident({API: {}} | more, name_strong=0.5)[0] == match

    def test_a_likeness_that_is_no_match_does_not(self):
        assert incident({API: {}}, name_strong=0.49, is_sdk=True)[0] == "host"

    def test_whole_it_is_one_entry_and_else_its_hosts(self):
        rows = {API: {}, WWW: {"nearest_s": 1.0}}
        assert incident(rows) == ("domain", DOMAIN)
        assert incident(rows, is_sdk=True) == ("host", f"{API} {WWW}")


class TestWhichHosts:
    @pytest.mark.parametrize(
        ("rows", "entries"),
        [
            pytest.param({API: {}, WWW: {}}, f"{API} {WWW}", id="all"),
            pytest.param(
                {API: {}, WWW: {"is_refused": True, "tls_error_count": 1}}, WWW, id="those refused where any was"
            ),
            pytest.param({API: {"is_decrypted": True}, WWW: {}}, WWW, id="else those not decrypted"),
            pytest.param({API: {"is_used": True}, WWW: {}}, WWW, id="nor used well"),
            pytest.param({API: {"is_decrypted": True}, WWW: {"is_used": True}}, f"{API} {WWW}", id="else all"),
            pytest.param({API: {"is_used": True, **LATER}, WWW: {}}, API, id="refused, though others were used"),
            pytest.param(
                {API: {"baseline_lookup_count": 1}, WWW: {}}, WWW, id="those asked in failures only, where there are"
            ),
            pytest.param(
                {API: {"baseline_lookup_count": 1}, WWW: {"baseline_lookup_count": 2}}, f"{API} {WWW}", id="else all"
            ),
            pytest.param(
                {API: {"baseline_lookup_count": 9, **LATER}, WWW: {}}, API, id="one refused, asked before as well"
            ),
            pytest.param(
                {API: {"baseline_lookup_count": 1}, WWW: {"is_decrypted": True}},
                API,
                id="those asked before, where those asked in failures only went well",
            ),
            pytest.param({API: {"lookup_count": 0}, WWW: {}}, WWW, id="none that was neither asked nor refused"),
            pytest.param({API: BLOCKED, WWW: {}}, WWW, id="none that a DNS policy blocks"),
            pytest.param({API: BLOCKED | {"blocked_lookup_count": 1}, WWW: {}}, f"{API} {WWW}", id="blocked in part"),
            pytest.param({API: BLOCKED | {"is_connected": True}, WWW: {}}, f"{API} {WWW}", id="blocked, but connected"),
            pytest.param({API: BLOCKED, WWW: BLOCKED}, "", id="all are blocked: nothing to exclude"),
            pytest.param({API: BLOCKED, WWW: {"is_used": True}}, "", id="blocked, and all others went well"),
            pytest.param({API: BLOCKED, WWW: {"is_decrypted": True}}, "", id="blocked, and all others decrypted"),
            pytest.param({API: BLOCKED, WWW: {"is_exempt": True}}, "", id="blocked, and all others exempt"),
            pytest.param(
                {API: {"lookup_count": 0, **LATER}, WWW: {}}, API, id="refused after the handshake, not asked"
            ),
            pytest.param(
                {API: {"lookup_count": 0, "is_refused": True, "tls_error_count": 1}, WWW: {}},
                API,
                id="refused, not asked",
            ),
            pytest.param({API: {"lookup_count": 0, "baseline_lookup_count": 9}, WWW: {}}, WWW, id="only those asked"),
            pytest.param(
                {API: {"nearest_s": 30.0}, WWW: {"nearest_s": 3.0}},
                f"{WWW} {API}",
                id="the nearest to the failure first",
            ),
            pytest.param(
                {
                    API: {"is_refused": True, "tls_error_count": 1, "nearest_s": 0.0},
                    WWW: {"is_refused": True, "tls_error_count": 2, "nearest_s": 9.0},
                },
                f"{WWW} {API}",
                id="the most refused first, however near",
            ),
            pytest.param(
                {
                    API: {"is_refused": True, "tls_error_count": 1, "unused_count": 1, "nearest_s": 9.0},
                    WWW: {"is_refused": True, "tls_error_count": 1, "nearest_s": 0.0},
                },
                f"{API} {WWW}",
                id="refusals of both ways count",
            ),
            pytest.param(
                {API: {"unused_count": 1, "nearest_s": 9.0}, WWW: {"nearest_s": 0.0}},
                f"{WWW} {API}",
                id="one closed unused is no refusal",
            ),
        ],
    )
    def test_are_named_and_in_which_order(self, rows, entries):
        assert incident(rows, is_sdk=True) == ("host", entries)

    def test_what_is_known_of_one_domain_tells_nothing_of_another(self):
        known = domains({DOMAIN: {"is_sdk": True}, "other.jp": {"is_sdk": True}})
        own = hosts({API: {"is_refused": True, "tls_error_count": 1}, WWW: {}, "www.other.jp": {}})
        points = pd.DataFrame({"score": [1.0, 1.0]}, index=known.index)
        found = of_incident(Evidence(own, known, 1), points, weighed([0.9, 0.9], known.index), "")
        assert dict(zip(found["registrable_domain"], found["exclude"], strict=True)) == {
            DOMAIN: API,
            "other.jp": "www.other.jp",
        }

    def test_a_domain_of_which_all_hosts_are_blocked_is_not_excluded_whole_either(self):
        assert incident({API: BLOCKED}) == ("domain", "")
        assert incident({API: BLOCKED, WWW: {}}) == ("domain", DOMAIN)
        assert incident({API: {"is_exempt": True}}) == ("domain", DOMAIN)


class TestHosts:
    """The hosts behind the candidates, with what is known of connections to them."""

    def hosts(self, rows, name=0.0, band="exclude"):
        known = domains({DOMAIN: {"name": name}})
        ranked = pd.DataFrame({"registrable_domain": [DOMAIN], "band": [band]})
        return hosts_of_incident(Evidence(hosts(rows), known, 1), ranked)

    @pytest.mark.parametrize(
        ("features", "outcome"),
        [
            pytest.param({}, "", id="nothing is known"),
            pytest.param(BLOCKED, "blocked", id="each lookup blocked"),
            pytest.param(BLOCKED | {"is_connected": True}, "", id="blocked, but connected"),
            pytest.param(BLOCKED | {"blocked_lookup_count": 1}, "", id="blocked in part"),
            pytest.param({"is_used": True}, "used", id="used"),
            pytest.param({"is_exempt": True, "is_used": True}, "exempt", id="exempt comes before used"),
            pytest.param({"is_decrypted": True, "is_exempt": True}, "decrypted", id="decrypted before exempt"),
            pytest.param({"has_site_fault": True, "is_decrypted": True}, "site_fault", id="a fault before decrypted"),
            pytest.param({"is_refused": True, "has_site_fault": True}, "refused", id="refused before all"),
            pytest.param({"is_refused": True, **BLOCKED}, "refused", id="refused, then blocked"),
        ],
    )
    def test_the_first_outcome_that_applies_is_told(self, features, outcome):
        assert self.hosts({API: features})["outcome"].tolist() == [outcome]

    def test_are_those_asked_or_refused_in_either_way_the_nearest_first(self):
        rows = {
            API: {"nearest_s": 9.0},
            WWW: {"nearest_s": 1.0},
            "a.example.jp": {"lookup_count": 0, "baseline_lookup_count": 3},
            "b.example.jp": {"lookup_count": 0, "tls_error_count": 1, "nearest_s": 20.0},
            "c.example.jp": {"lookup_count": 0, "unused_count": 1, "nearest_s": 30.0},
        }
        assert self.hosts(rows)["hostname"].tolist() == [WWW, API, "b.example.jp", "c.example.jp"]

    def test_have_the_label_that_they_bear_apart_from_their_platforms(self):
        known = domains({"google.com": {}})
        own = hosts({"mtalk.google.com": {}, "messages.google.com": {}})
        ranked = pd.DataFrame({"registrable_domain": ["google.com"], "band": ["leave"]})
        assert hosts_of_incident(Evidence(own, known, 1), ranked)["label"].tolist() == ["os_service", ""]

    @pytest.mark.parametrize(("name", "bears"), [(0.5, True), (0.49, False)])
    def test_know_their_domains_band_and_whether_it_bears_the_apps_name(self, name, bears):
        found = self.hosts({API: {}}, name=name, band="try_next").iloc[0]
        assert (found["bears_name"], found["band"], found["label"]) == (bears, "try_next", "")

    def test_know_whether_their_connections_break_by_chance(self):
        found = self.hosts({API: {}, WWW: {"breaks_by_chance": True}}).set_index("hostname")["breaks_by_chance"]
        assert found.to_dict() == {API: False, WWW: True}


class TestExclusions:
    def exclusions(self, by_host, *names, domain=DOMAIN):
        flags = pd.Series([by_host], index=pd.Index([domain], dtype="str"))
        own = pd.DataFrame({"registrable_domain": [domain] * len(names)}, index=pd.Index(names, dtype="str"))
        return exclusions(flags, own).loc[domain].tolist()

    def test_at_most_20_hosts_are_named_the_best_first(self):
        names = [f"h{number}.example.jp" for number in range(30, 0, -1)]
        assert self.exclusions(True, *names) == ["host", " ".join(names[:20])]
        assert MOST_HOSTS == 20

    @pytest.mark.parametrize(
        ("by_host", "names", "domain", "expected"),
        [
            pytest.param(True, ["printer", API], DOMAIN, ["host", API], id="no single label"),
            pytest.param(True, ["bad_name!.jp", API], DOMAIN, ["host", API], id="nothing that no list can hold"),
            pytest.param(False, ["x.github.io"], "github.io", ["domain", ""], id="no public suffix"),
            pytest.param(False, ["a.amazonaws.com"], "amazonaws.com", ["domain", ""], id="no platform of strangers"),
            pytest.param(True, [], DOMAIN, ["host", ""], id="no host is known"),
            pytest.param(False, [], DOMAIN, ["domain", DOMAIN], id="a domain needs no host"),
        ],
    )
    def test_what_may_not_be_excluded_is_never_an_entry(self, by_host, names, domain, expected):
        assert self.exclusions(by_host, *names, domain=domain) == expected

    def test_20_are_counted_of_those_that_may_be_excluded(self):
        names = ["printer", *(f"h{number}.example.jp" for number in range(20))]
        assert self.exclusions(True, *names)[1].split() == names[1:]


class TestOrder:
    def ranked(self, scores, chances=None):
        known = domains({name: {} for name in scores})
        points = pd.DataFrame({"score": list(scores.values())}, index=known.index)
        own = hosts({f"www.{name}": {} for name in scores})
        left = weighed(chances or [0.1] * len(scores), known.index).astype({"likelihood": float})
        return of_incident(Evidence(own, known, 2), points, left, "Hoshizora")

    def test_the_likeliest_is_first_whatever_its_score(self):
        found = self.ranked({"a.jp": 9.0, "b.jp": 1.0}, [0.4, 0.6])
        assert found["registrable_domain"].tolist() == ["b.jp", "a.jp"]
        assert found["likelihood"].tolist() == [0.6, 0.4]

    def test_the_best_is_first_and_equal_scores_go_by_name(self):
        found = self.ranked({"c.jp": 1.0, "b.jp": 1.0, "a.jp": 0.0, "d.jp": 2.0})
        assert found["registrable_domain"].tolist() == ["d.jp", "b.jp", "c.jp", "a.jp"]
        assert found["rank"].tolist() == [1, 2, 3, 4]

    def test_each_has_its_band_and_what_its_sentences_need(self):
        edges = [EXCLUDE_FROM, TRY_NEXT_FROM, TRY_NEXT_FROM / 2]
        found = self.ranked({"a.jp": 2.0, "b.jp": 1.0, "c.jp": 0.0}, edges)
        assert found["band"].tolist() == ["exclude", "try_next", "leave"]
        assert found[["app", "candidate_count", "failure_count"]].to_numpy().tolist() == [["Hoshizora", 3, 2]] * 3

    def test_of_none_there_are_none_and_text_is_text(self):
        found = self.ranked({})
        assert found.empty
        text = ["registrable_domain", "label", "label_owner", "match", "exclude", "band"]
        assert {str(dtype) for dtype in found[text].dtypes} == {"str"}


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        pytest.param({"a.jp": (0.1, 9.0), "b.jp": (0.2, 0.0)}, ["b.jp", "a.jp"], id="by likelihood"),
        pytest.param({"a.jp": (0.2, 1.0), "b.jp": (0.2, 2.0)}, ["b.jp", "a.jp"], id="then by score"),
        pytest.param({"b.jp": (0.2, 1.0), "a.jp": (0.2, 1.0)}, ["a.jp", "b.jp"], id="then by name"),
    ],
)
def test_ranks_go_by_likelihood_then_score_then_name(rows, order):
    index = pd.Index(rows, name="registrable_domain", dtype="str")
    found = rank(pd.DataFrame(list(rows.values()), columns=["likelihood", "score"], index=index))
    assert found["registrable_domain"].tolist() == order
    assert found["rank"].tolist() == [1, 2]


class TestOfSweep:
    def sweep(self, own_hosts, scores=(2.5,), names=(DOMAIN,), **features):
        known = domains(dict.fromkeys(names, features))
        points = pd.DataFrame({"score": list(scores)}, index=known.index)
        trends = pd.DataFrame({"trend": ["steady"] * len(names)}, index=known.index)
        refused = Refusals(hosts(own_hosts), known, pd.DataFrame(), pd.DataFrame(), http_read=True)
        return of_sweep(refused, points, trends)

    @pytest.mark.parametrize(
        ("features", "more", "match"),
        [
            pytest.param({}, {}, "domain", id="all of it is refused"),
            pytest.param({"is_os": 0.5}, {}, "host", id="of the operating system"),
            pytest.param({"is_sdk": True}, {}, "host", id="an SDK's"),
            pytest.param({"is_ad": 0.5}, {}, "host", id="advertising"),
            pytest.param({"is_shared": True}, {}, "host", id="a platform of strangers"),
            pytest.param({"stands_alone": True}, {}, "host", id="no registrable domain"),
            pytest.param({}, {WWW: {"session_count": 1}}, "host", id="another host of it was connected to"),
            pytest.param({}, {WWW: {"inspected_count": 1}}, "host", id="another host of it was decrypted"),
            pytest.param({}, {WWW: {}}, "domain", id="another host of it was only exempt"),
            pytest.param({}, {WWW: {**REFUSED, "served_count": 1}}, "host", id="a refused host was served"),
            pytest.param({}, {WWW: {**REFUSED, "session_count": 1}}, "domain", id="a refused host was connected to"),
            pytest.param({}, {WWW: {"served_count": 1}}, "domain", id="served counts for refused hosts only"),
        ],
    )
    def test_a_domain_is_meant_whole_where_no_host_of_it_was_used_well(self, features, more, match):
        assert self.sweep({API: REFUSED} | more, **features)["match"].tolist() == [match]

    def test_refused_hosts_are_named_the_most_refused_first(self):
        rows = {
            API: {"is_refused": True, "refused_count": 1},
            WWW: {"is_refused": True, "refused_count": 3},
            "a.example.jp": {"is_refused": True, "refused_count": 1},
            "m.example.jp": {"session_count": 9},
        }
        assert self.sweep(rows)["exclude"].tolist() == [f"{WWW} {API} a.example.jp"]

    def test_of_many_hosts_refused_as_often_the_first_by_name_are_named(self):
        names = [f"h{number:02}.example.jp" for number in range(40)]
        found = self.sweep({name: REFUSED | {"refused_count": 1 + (name == names[39])} for name in names}, is_sdk=True)
        assert found["exclude"].tolist() == [" ".join([names[39], *names[:19]])]

    def test_the_best_is_first_with_its_band_and_trend(self):
        found = self.sweep({API: REFUSED}, scores=(1.0, 2.0, 0.9), names=("a.jp", "b.jp", "c.jp"))
        assert found["registrable_domain"].tolist() == ["b.jp", "a.jp", "c.jp"]
        assert found["band"].tolist() == ["exclude", "try_next", "leave"]
        chances = sweep_scoring.likelihood(pd.Series([2.0, 1.0, 0.9]))
        assert found["likelihood"].tolist() == pytest.approx(list(chances))
        assert found["trend"].tolist() == ["steady"] * 3
