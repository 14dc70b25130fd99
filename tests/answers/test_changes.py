"""What would change the answer: what it promises comes about, since it is computed as the score is."""

import datetime as dt

import pytest

import analyzer
from analyzer.answers.changes import what_would_change
from analyzer.incidents.scoring import Weights
from tests.builders import FAILED_AT, dns_row, moment, queries, refused, signals, write_log

pytestmark = pytest.mark.no_cover  # case by case what other tests pass through as a whole

DOMAIN, API, WWW, OTHER = "example.jp", "api.example.jp", "www.example.jp", "www.other.jp"
PAST = [dns_row(OTHER, second) for second in range(-7200, -300, 300)]
APART = 1000
"""Seconds from one failure to the next."""


def changes(answer, domain=DOMAIN):
    """What would change, by key."""
    return {one.key: one.values for one in what_would_change(answer, answer.explain(domain).candidate)}


def failure_points(answer):
    """What failures alone add to the score of the domain."""
    row = answer.explain(DOMAIN).candidate
    return row["points_lift"] + row["points_recurrence"]


def promised(said):
    return said.values["points"] if said.key != "change_none" else 0.0


LOGS = {
    "one failure named": [[dns_row(API)]],
    "two named, of which the log holds one": [[dns_row(API)], []],
    "asked in one of two": [[dns_row(API)], [dns_row(OTHER, APART)]],
    "asked in two": [[dns_row(API)], [dns_row(API, APART)]],
    "refused hosts were asked in one of two, others in both": [
        [dns_row(API), dns_row(WWW), *refused(API, 1)],
        [dns_row(WWW, APART)],
    ],
    "still cached in the second, though not in a third": [
        [dns_row(API, UpstreamRecordTTLs=[1500])],
        [dns_row(OTHER, APART)],
    ],
    "a usual domain": [[*(dns_row(API, second) for second in range(-7200, -300, 600)), dns_row(API)]],
}
"""What the log holds around each of the failures named."""


@pytest.mark.parametrize("again", [True, False], ids=["asked again", "not asked again"])
@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS.keys())
def test_one_more_failure_brings_what_was_promised(tmp_path, log, again):
    def find(failures, *rows):
        name = write_log(tmp_path / f"{failures}.log", [*PAST, *(row for part in log for row in part), *rows])
        at = [moment(number * APART) for number in range(failures)]
        return analyzer.find(name, at=at, tz="UTC", device="iPhone")

    before = find(len(log))
    more = dns_row(API if again else OTHER, len(log) * APART)
    gained = failure_points(find(len(log) + 1, more)) - failure_points(before)
    said = changes(before)["change_failure"]["asked" if again else "silent"]
    assert promised(said) == pytest.approx(gained, abs=1e-9 if abs(gained) >= 0.05 else 0.05)
    assert said.key == ("change_gain" if gained >= 0.05 else "change_loss" if gained <= -0.05 else "change_none")


def rank(*asked, told=(), app="", at=(0,), weights=None):
    return analyzer.rank(
        queries(*asked),
        signals=signals(*told),
        at=[FAILED_AT + dt.timedelta(seconds=second) for second in at],
        app=app,
        tz="UTC",
        weights=weights or Weights(),
    )


def test_a_failure_that_would_change_nothing_is_told_so():
    assert "change_failure_none" in changes(rank((API, 0), weights=Weights(lift=0.0, recurrence=0.0)))


@pytest.mark.parametrize(
    ("weight", "key"),
    [
        # Asked in 3 of 3 stretches: usual (3 + .3) / (3 + 1) = .825. Missed once more: ln(.2 / .175) = .134.
        pytest.param(0.37, "change_failure_none", id=".37 * .134 = .0494: not worth a word"),
        pytest.param(0.38, "change_failure", id=".38 * .134 = .0507"),
    ],
)
def test_less_than_a_twentieth_is_not_worth_a_word(weight, key):
    asked = [(API, second) for second in (-150, -330, -510, 0, APART)]
    # what lies between the failures counts as ordinary, too, and is empty here
    said = changes(rank(*asked, at=(0, APART), weights=Weights(recurrence=weight)))
    assert key in said
    if key == "change_failure":
        assert said[key]["asked"].key == "change_none"  # ln(.8 / .825) = -.031
        assert said[key]["silent"].key == "change_gain"


class TestDistance:
    def test_the_first_is_ahead_of_the_second_and_the_others_behind_the_first(self):
        answer = rank((API, 0), (OTHER, -40), ("c.third.jp", -60))
        scores = answer.candidates["score"].tolist()
        assert answer.candidates["registrable_domain"].tolist() == [DOMAIN, "other.jp", "third.jp"]
        for domain, key, points, other in (
            (DOMAIN, "change_ahead", scores[0] - scores[1], "other.jp"),
            ("other.jp", "change_behind", scores[1] - scores[0], DOMAIN),
            ("third.jp", "change_behind", scores[2] - scores[0], DOMAIN),
        ):
            assert changes(answer, domain)[key] == {"points": pytest.approx(points), "other": other}

    def test_the_only_candidate_has_none(self):
        assert not {"change_ahead", "change_behind"} & changes(rank((API, 0))).keys()


@pytest.mark.parametrize(
    ("app", "kinds", "missing"),
    [
        ("", [], {"change_name", "change_sessions", "change_requests"}),
        ("Hoshizora", [], {"change_sessions", "change_requests"}),
        ("Hoshizora", ["session"], {"change_requests"}),
        ("Hoshizora", ["tls_error"], {"change_requests"}),
        ("Hoshizora", ["origin_error"], {"change_requests"}),
        ("Hoshizora", ["connection"], {"change_sessions", "change_requests"}),
        ("Hoshizora", ["used"], {"change_requests"}),
        ("Hoshizora", ["unused"], {"change_sessions", "change_requests"}),
        ("Hoshizora", ["inspected"], {"change_sessions"}),
        ("Hoshizora", ["inspected", "session"], set()),
    ],
)
def test_evidence_that_could_still_be_had_is_named_with_its_weight(app, kinds, missing):
    said = changes(rank((API, 0), told=[(kind, OTHER, 0) for kind in kinds], app=app))
    own = Weights()
    weights = {"change_name": own.name, "change_sessions": own.tls_error, "change_requests": own.inspected}
    assert {key: said[key]["points"] for key in weights if key in said} == {key: weights[key] for key in missing}
