"""What is covered already is said in every output: first line, reasons, steps, CSV and JSON."""

import pytest

from analyzer.answers.finding import Finding
from analyzer.cloudflare.gateway.coverage import Cover
from analyzer.exclusions.choices import applications_instead, choose
from analyzer.exports import render
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally
from analyzer.pipelines.cover import with_coverage
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.accounting import Input
from tests.builders import background, incident, queries, signals

DRIVE = "Google Drive (Do Not Inspect)"
ASKED = queries(*background(), ("api.pay.jp", 0), ("id.pay-login.jp", 1))
REFUSED = signals(
    ("tls_error", "api.pay.jp", 1), ("tls_error", "api.pay.jp", 2), ("tls_error", "id.pay-login.jp", 2)
)  # fmt: skip


class Known:
    """A coverage that is known beforehand."""

    def __init__(self, application="", **covers):
        self.application = application
        self.covers = {name.replace("_", "."): cover for name, cover in covers.items()}

    def of(self, entries, match):
        return self.covers.get(entries[0], Cover("nothing"))

    def named(self, app):
        return self.application

    def all_notes(self):
        return []


@pytest.fixture(scope="module")
def found() -> Finding:
    return rank_tally(Tally(ASKED, REFUSED), incident(0, app="Pay"), DEFAULT_WEIGHTS, Input.of_frame(len(ASKED)))


def covered(found, **covers):
    return with_coverage(found, Known(**covers))


def test_both_are_to_be_excluded_as_long_as_nothing_covers_them(found):
    assert list(found.candidates["band"][:2]) == ["exclude", "exclude"]
    assert "Do Not Inspect)" not in render(covered(found), "table")


def test_what_a_rule_excludes_already_is_not_proposed_again(found):
    answer = covered(found, pay_jp=Cover("rule", "Pinned apps"))
    text = " ".join(render(answer, "table").split())
    assert "pay.jp: excluded already, by the rule Pinned apps." in answer.summary()
    assert "Exclude first: pay.jp" not in text
    assert "pay.jp is excluded already, by the rule Pinned apps: add nothing for it." in text
    assert not any(step.startswith("Exclude pay.jp") for step in answer.plan())
    assert "excluded already by the rule Pinned apps: if it was when the app failed" in text


def test_an_application_is_selected_instead(found):
    answer = covered(found, pay_jp=Cover("application", DRIVE))
    assert f"Select the application {DRIVE}" in answer.summary()
    assert any(step.startswith(f"Select the application {DRIVE} in a Do Not Inspect rule") for step in answer.plan())
    assert f"Cloudflare has an application for it, {DRIVE}" in " ".join(render(answer, "table").split())


def test_the_others_are_still_proposed(found):
    answer = covered(found, pay_jp=Cover("rule", "Pinned apps"))
    other = answer.candidates["exclude"].iloc[1]
    assert f"Exclude first: {other}." in answer.summary()


def test_csv_and_json_hold_it(found):
    answer = covered(found, pay_jp=Cover("rule", "=HYPERLINK()"))
    first = answer.to_dict()["candidates"][0]
    assert (first["covered"], first["covered_by"]) == ("rule", "=HYPERLINK()")
    csv = render(answer, "csv")
    assert ",rule,'=HYPERLINK()," in csv


def test_of_log_files_nobody_looked(found):
    assert {*found.candidates["covered"]} == {""}


@pytest.mark.parametrize("kind", ["rule_in_part", "rule_for_some", "unreadable"])
def test_what_is_not_sure_is_said_and_stays_proposed(found, kind):
    answer = covered(found, pay_jp=Cover(kind, "Pinned apps"))
    assert "Exclude first: pay.jp" in answer.summary()
    assert render(answer, "table") != render(found, "table")


def test_exclude_is_told_of_the_application_too(found):
    answer = covered(found, pay_jp=Cover("application", DRIVE))
    told = applications_instead(answer, choose(answer))
    assert [str(fact) for fact in told] == [answer.plan()[0]]
    assert applications_instead(found, choose(found)) == []


def test_an_application_of_the_apps_own_name_comes_first(found):
    answer = with_coverage(found, Known(application="Pay (Do Not Inspect)"))
    assert answer.summary().startswith(
        "Select the application Pay (Do Not Inspect) in a Do Not Inspect rule. Still failing then? Exclude pay.jp"
    )
    assert answer.plan()[0].startswith("Select the application Pay (Do Not Inspect)")
    assert "Cloudflare has an application of that name: Pay (Do Not Inspect)" in answer.notes()


def test_it_is_the_answer_where_no_candidate_is_clear():
    about = incident(0, app="Pay")
    unclear = rank_tally(Tally(queries(*background()), signals()), about, DEFAULT_WEIGHTS, Input.of_frame(9))
    answer = with_coverage(unclear, Known(application="Pay (Do Not Inspect)"))
    assert unclear.verdict == "no_clear_candidate"
    assert answer.summary() == "Select the application Pay (Do Not Inspect) in a Do Not Inspect rule."
    assert answer.plan()[0].startswith("Select the application Pay (Do Not Inspect)")


def test_an_application_is_told_once(found):
    answer = with_coverage(found, Known(application=DRIVE, pay_jp=Cover("application", DRIVE)))
    assert answer.summary().count(DRIVE) == 1
    assert "\n".join(answer.plan()).count(DRIVE) == 1
