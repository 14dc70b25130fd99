"""What holds a domain back: each caution at its edge, which of several counts, and what it leaves."""

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.incidents.calibration import (
    DEFAULT_CALIBRATION,
    EXCLUDE_FROM,
    Calibration,
    Likelihood,
    band,
    likelihood,
)
from analyzer.incidents.cautions import MOST_AT_ONCE, NEVER, UNLIKELY, UNSURE, cautions, weigh_up
from analyzer.points import chance_of

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

FREE = {
    "refused": 0.0,
    "is_known": True,
    "name": 0.0,
    "name_kind": "exact",
    "name_is_whole": True,
    "seen_window_count": 2,
    "missed_window_count": 0,
    "baseline_lookup_count": 1,
    "decrypted_count": 0,
    "is_used_count": 0,
    "questioned_count": 2,
    "unresolved": 0.0,
    "is_decryption_named": True,
    "risk": "",
    "is_distrusted": False,
    "lookup_count": 2,
    "baseline_slots": 5,
}
"""A domain that nothing speaks against."""
NEW = {"is_known": False, "seen_window_count": 1, "baseline_lookup_count": 0}
"""No table knows it, and one failure alone shows it."""
WENT_WELL = {"decrypted_count": 2}
ONCE = {"lookup_count": 1, "baseline_slots": 0}
RISKY = {"risk": "Phishing"}
JUST_REFUSED, HARDLY_REFUSED = {"refused": 0.5}, {"refused": 0.01}


def domains(*rows):
    index = pd.Index([f"d{number:02}.jp" for number in range(len(rows))], name="registrable_domain", dtype="str")
    return pd.DataFrame([FREE | row for row in rows], index=index)


def found(*rows, sessions_read=False):
    """The caution of each domain, and what it leaves."""
    told = cautions(domains(*rows), sessions_read=sessions_read)
    return list(zip(told["caution"], told["most"], strict=True))


NONE = ("", 1.0)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        pytest.param({}, NONE, id="nothing speaks against it"),
        pytest.param(RISKY, ("risk", NEVER), id="a security category"),
        pytest.param(RISKY | {"refused": 1.0}, ("risk", NEVER), id="a security category, though refused"),
        pytest.param({"is_distrusted": True, "refused": 1.0}, ("distrust", UNLIKELY), id="refused as nearly all else"),
        pytest.param(RISKY | {"is_distrusted": True}, ("risk", NEVER), id="a security category, refused as all else"),
        pytest.param({"decrypted_count": 2}, ("went_well", UNLIKELY), id="2 of 2 decrypted"),
        pytest.param({"decrypted_count": 1}, NONE, id="1 of 2 decrypted"),
        pytest.param(
            {"decrypted_count": 2, "is_decryption_named": False}, NONE, id="2 of 2 decrypted for nobody in particular"
        ),
        pytest.param(
            {"is_used_count": 2, "is_decryption_named": False}, ("went_well", UNLIKELY), id="2 of 2 used by the device"
        ),
        pytest.param({"is_used_count": 1}, NONE, id="1 of 2 used"),
        pytest.param(
            {"decrypted_count": 1, "is_used_count": 1, "is_decryption_named": False},
            ("went_well", UNLIKELY),
            id="1 decrypted, 1 used",
        ),
        pytest.param(WENT_WELL | JUST_REFUSED, NONE, id="all went well, but it was refused"),
        pytest.param(WENT_WELL | HARDLY_REFUSED, NONE, id="all went well, perhaps refused"),
        pytest.param({"unresolved": 1.0}, ("unresolved", UNLIKELY), id="no lookup resolved"),
        pytest.param({"unresolved": 0.9}, NONE, id="a lookup in ten resolved"),
        pytest.param({"unresolved": 1.0} | HARDLY_REFUSED, NONE, id="no lookup resolved, but perhaps refused"),
        pytest.param(NEW, ("unknown", UNSURE), id="unknown, in one failure, never before"),
        pytest.param(NEW | {"is_known": True}, ("one_failure", UNSURE), id="known, in one failure, with another name"),
        pytest.param(NEW | {"is_known": True, "name": 0.5}, NONE, id="known, in one failure, with the app's name"),
        pytest.param(NEW | {"seen_window_count": 2}, NONE, id="unknown, but in two failures"),
        pytest.param(NEW | {"seen_window_count": 0}, ("unknown", UNSURE), id="unknown, in no failure"),
        pytest.param(NEW | {"name": 0.5}, ("unknown", UNSURE), id="unknown with the app's name, never before"),
        pytest.param(NEW | {"baseline_lookup_count": 1}, ("unknown", UNSURE), id="unknown, before, another name"),
        pytest.param(
            NEW | {"baseline_lookup_count": 1, "name": 0.49}, ("unknown", UNSURE), id="before, with a mere likeness"
        ),
        pytest.param(NEW | {"baseline_lookup_count": 1, "name": 0.5}, NONE, id="before, with the app's name"),
        pytest.param(NEW | JUST_REFUSED, NONE, id="unknown, but refused"),
        pytest.param(NEW | HARDLY_REFUSED, NONE, id="unknown, perhaps refused: a second kind of evidence"),
        pytest.param(ONCE, ("one_lookup", UNSURE), id="one lookup, no baseline"),
        pytest.param(ONCE | {"lookup_count": 0}, ("one_lookup", UNSURE), id="none, no baseline"),
        pytest.param(ONCE | {"lookup_count": 2}, NONE, id="two lookups, no baseline"),
        pytest.param(ONCE | {"baseline_slots": 1}, NONE, id="one lookup, a baseline"),
        pytest.param(ONCE | JUST_REFUSED, NONE, id="one lookup, but refused"),
        pytest.param(ONCE | HARDLY_REFUSED, NONE, id="one lookup, perhaps refused"),
    ],
)
def test_a_caution_applies_from_its_edge_on(features, expected):
    assert found(features) == [expected]


@pytest.mark.parametrize(
    ("features", "sessions_read", "expected"),
    [
        pytest.param({"is_known": False}, True, ("no_refusal", UNSURE), id="unknown, and sessions tell of no refusal"),
        pytest.param({"is_known": False}, False, NONE, id="no sessions were read: no refusal is missing"),
        pytest.param({}, True, NONE, id="a table knows it"),
        pytest.param({"is_known": False, **JUST_REFUSED}, True, NONE, id="it was refused"),
        pytest.param({"is_known": False, **HARDLY_REFUSED}, True, NONE, id="perhaps refused"),
    ],
)
def test_where_sessions_were_read_an_unknown_domain_needs_a_refusal(features, sessions_read, expected):
    assert found(features, sessions_read=sessions_read) == [expected]


MISSED = {"missed_window_count": 1}
"""Not asked in one of the failures."""
NAMED = {"name": 0.5}


@pytest.mark.parametrize(
    ("features", "beside", "expected"),
    [
        pytest.param(MISSED, NAMED, ("not_in_all", UNSURE), id="another of the name was asked in both failures"),
        pytest.param(MISSED | NAMED, NAMED, ("not_in_all", UNSURE), id="it bears the name too"),
        pytest.param({}, NAMED, NONE, id="it was asked in both itself"),
        pytest.param(MISSED, {}, NONE, id="the other does not bear the name"),
        pytest.param(MISSED, {"name": 0.9, "name_kind": "owner"}, NONE, id="the other is its owner's only"),
        pytest.param(MISSED, NAMED | MISSED, NONE, id="the other was missing as well"),
        pytest.param(MISSED, NAMED | {"seen_window_count": 1}, NONE, id="there was one failure only"),
        pytest.param(
            MISSED, NAMED | {"is_known": False, "baseline_lookup_count": 0}, NONE, id="the other might be anybody's"
        ),
        pytest.param(
            MISSED, NAMED | {"is_known": False}, ("not_in_all", UNSURE), id="the other is unknown, but asked before"
        ),
        pytest.param(MISSED | HARDLY_REFUSED, NAMED, NONE, id="it was perhaps refused"),
    ],
)
def test_what_was_missing_in_a_failure_waits_where_another_of_the_apps_name_was_asked_in_each(
    features, beside, expected
):
    assert found(features, beside)[0] == expected


REAL = {"name": 1.0}
"""A domain with the app's name that a table knows."""
FAKE = {"is_known": False, "name": 0.5, "baseline_lookup_count": 0}
ASKED = FAKE | {"baseline_lookup_count": 1}
LOOK_ALIKE = ("look_alike", UNSURE)


class TestLookAlikes:
    """Unknown domains with the app's name, where another bears it with better right."""

    @pytest.mark.parametrize(
        ("other", "own", "expected"),
        [
            pytest.param(REAL, FAKE, LOOK_ALIKE, id="a table knows the other"),
            pytest.param(REAL, ASKED, LOOK_ALIKE, id="a table knows the other, and both were asked before"),
            pytest.param(
                REAL | {"name_is_whole": False, "baseline_lookup_count": 0},
                FAKE,
                NONE,
                id="the known one bears a word of the name only",
            ),
            pytest.param(FAKE | JUST_REFUSED, FAKE, NONE, id="the other was refused, and is unknown too"),
            pytest.param(ASKED, FAKE, LOOK_ALIKE, id="the other was asked before"),
            pytest.param(ASKED, ASKED, NONE, id="both were asked before"),
            pytest.param(FAKE, FAKE, NONE, id="none has a better right"),
            pytest.param(REAL, FAKE | {"name": 0.49}, NONE, id="a likeness is no rival"),
            pytest.param(REAL | {"name": 0.49}, FAKE, NONE, id="nor is another's"),
            pytest.param(REAL | {"name_kind": "owner"}, FAKE, NONE, id="the owner's other service is no rival"),
            pytest.param(REAL, FAKE | {"name_kind": "owner"}, NONE, id="nor is its own"),
            pytest.param(REAL, FAKE | {"is_known": True}, NONE, id="tables know both"),
            pytest.param(REAL, FAKE | JUST_REFUSED, NONE, id="it was refused itself"),
        ],
    )
    def test_case_by_case(self, other, own, expected):
        assert found(other, own)[1] == expected

    def test_the_one_with_the_better_right_is_free(self):
        assert [found(other, FAKE)[0] for other in (REAL, FAKE | JUST_REFUSED, ASKED)] == [NONE] * 3


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        pytest.param(RISKY | WENT_WELL | FAKE | NEW | ONCE, "risk", id="a risk before all"),
        pytest.param(WENT_WELL | FAKE | NEW | ONCE, "went_well", id="all went well before a look-alike"),
        pytest.param(FAKE | NEW | ONCE, "look_alike", id="a look-alike before a missing refusal"),
        pytest.param(NEW | ONCE, "no_refusal", id="a missing refusal before the unknown"),
    ],
)
def test_of_several_the_one_that_leaves_least_counts_and_of_equal_ones_the_first(features, expected):
    for other in (REAL, ASKED):  # look-alikes of either kind
        assert found(other, features, sessions_read=True)[1][0] == expected


def test_the_unknown_comes_before_the_single_lookup():
    assert found(NEW | ONCE) == [("unknown", UNSURE)]


def test_what_cautions_leave_is_less_than_what_is_excluded_first():
    assert (NEVER, UNLIKELY, UNSURE) == (0.01, 0.10, 0.45)
    assert EXCLUDE_FROM > UNSURE


def test_of_no_domain_there_is_no_caution():
    assert cautions(domains({}).head(0), sessions_read=True).empty


ONE_TO_ONE = Calibration(**dict.fromkeys(dataclasses.asdict(DEFAULT_CALIBRATION), 0.0) | {"strength": 1.0})
"""Points are log-odds."""
BEHIND = dataclasses.replace(ONE_TO_ONE, behind=1.0)
TOP = math.log(UNSURE / (1 - UNSURE))
"""The log-odds that `unknown` leaves at most."""
SURE = 6.0


def weighed(scores, *rows, calibration=ONE_TO_ONE, base=0.0, sessions_read=False):
    known = domains(*rows)
    strength = pd.Series(scores, index=known.index, dtype=float)
    points = pd.DataFrame({"points_base": base, "points_near": strength, "score": strength + base})
    model = Likelihood(pd.Series(0.0, index=known.index), calibration)
    return weigh_up(points, known, model, sessions_read=sessions_read)


def drawn(odds):
    """Within the last nat below what a caution leaves, log-odds are drawn together."""
    return TOP - math.exp(-(odds - (TOP - 1)))


class TestWeighingUp:
    def test_what_is_free_keeps_its_points(self):
        points, left = weighed([SURE, -1.0], {}, {})
        assert points["points_caution"].tolist() == [0, 0]
        assert points["score"].tolist() == [SURE, -1.0]
        assert left["likelihood"].tolist() == pytest.approx(list(chance_of(pd.Series([SURE, -1.0]))))
        assert left["caution"].tolist() == ["", ""]

    @pytest.mark.parametrize("odds", [TOP - 0.5, TOP, TOP + 1, SURE])
    def test_what_is_held_back_loses_points_down_to_below_what_the_caution_leaves(self, odds):
        points, left = weighed([odds], NEW)
        assert points["points_caution"].tolist() == pytest.approx([drawn(odds) - odds])
        assert points["score"].tolist() == pytest.approx([drawn(odds)])
        assert left["likelihood"].tolist() == pytest.approx([1 / (1 + math.exp(-drawn(odds)))])
        assert left["likelihood"].item() < UNSURE
        assert left["caution"].tolist() == ["unknown"]

    @pytest.mark.parametrize("odds", [TOP - 1, TOP - 1.01, -SURE])
    def test_what_is_a_nat_below_it_anyway_loses_nothing_and_is_not_told(self, odds):
        points, left = weighed([odds], NEW)
        assert points[["points_caution", "score"]].to_numpy().tolist() == [[0, odds]]
        assert left["caution"].tolist() == [""]

    @pytest.mark.parametrize(
        ("features", "most", "caution"), [(RISKY, NEVER, "risk"), (WENT_WELL, UNLIKELY, "went_well")]
    )
    def test_each_caution_leaves_its_own_likelihood(self, features, most, caution):
        _, left = weighed([SURE * 2], features)
        assert left["likelihood"].tolist() == pytest.approx([most], abs=1e-3)
        assert left["likelihood"].item() < most
        assert left["caution"].tolist() == [caution]

    def test_the_order_among_those_held_back_stays(self):
        scores = [5.0, 1.0, 3.0, 0.0, 2.0]
        points, left = weighed(scores, *[NEW] * 5)
        by_score = sorted(range(5), key=lambda number: -scores[number])
        assert sorted(range(5), key=lambda number: -left["likelihood"].iloc[number]) == by_score
        assert sorted(range(5), key=lambda number: -points["score"].iloc[number]) == by_score

    def test_the_score_is_the_sum_of_the_points_and_the_base_is_not_touched(self):
        points, _ = weighed([SURE, SURE], NEW, {}, base=-3.0)
        assert points.filter(like="points_").sum(axis=1).tolist() == pytest.approx(points["score"].tolist())
        assert points["points_base"].tolist() == [-3, -3]
        assert points["score"].tolist() == pytest.approx([drawn(SURE) - 3, SURE - 3])

    def test_all_are_behind_of_the_best_that_is_free_however_many_points_another_has(self):
        """Not of the first, which is held back: 1 point behind 2 gives 1 + (1 - 2) = 0, an even chance."""
        _, left = weighed([9.0, 2.0, 1.0], NEW, {}, {}, calibration=BEHIND)
        assert left["likelihood"].tolist()[1:] == pytest.approx([1 / (1 + math.exp(-2)), 0.5])

    def test_where_none_is_free_they_are_behind_of_the_best_of_all(self):
        """0 behind 1 gives 0 + (0 - 1) = -1, within the last nat."""
        _, left = weighed([1.0, 0.0], NEW, NEW, calibration=BEHIND)
        assert left["likelihood"].tolist() == pytest.approx([1 / (1 + math.exp(-drawn(odds))) for odds in (1, -1)])

    def test_of_no_domain_there_is_none(self):
        known = domains({}).head(0)
        points = pd.DataFrame({"points_base": [], "score": []}, index=known.index, dtype=float)
        model = likelihood(known, app_named=True, sessions_read=True)
        points, left = weigh_up(points, known, model, sessions_read=True)
        assert list(left) == ["likelihood", "caution"]
        assert points.empty
        assert left.empty


class TestFlood:
    """More domains at once than any answer has, on names and times alone, are none."""

    @pytest.mark.parametrize(("count", "caution"), [(MOST_AT_ONCE, ""), (MOST_AT_ONCE + 1, "flood")])
    def test_begins_with_one_more_than_the_most(self, count, caution):
        _, left = weighed([SURE] * count, *[{}] * count)
        assert left["caution"].tolist() == [caution] * count
        assert set(band(left["likelihood"])) == ({"try_next"} if caution else {"exclude"})

    def test_is_more_than_eight(self):
        assert MOST_AT_ONCE == 8

    def test_counts_only_what_would_be_excluded_first(self):
        even = math.log(EXCLUDE_FROM / (1 - EXCLUDE_FROM))
        for last, caution in ((even + 1e-9, "flood"), (even - 1e-6, "")):
            _, left = weighed([SURE] * MOST_AT_ONCE + [last], *[{}] * (MOST_AT_ONCE + 1))
            assert left["caution"].tolist()[:MOST_AT_ONCE] == [caution] * MOST_AT_ONCE

    def test_does_not_count_or_touch_what_was_refused(self):
        rows = [{}] * MOST_AT_ONCE + [JUST_REFUSED]
        assert set(weighed([SURE] * len(rows), *rows)[1]["caution"]) == {""}
        rows = [{}] * MOST_AT_ONCE + [HARDLY_REFUSED, JUST_REFUSED]
        points, left = weighed([SURE] * len(rows), *rows)
        assert left["caution"].tolist() == ["flood"] * (MOST_AT_ONCE + 1) + [""]
        assert points["score"].iloc[-1] == SURE

    def test_does_not_count_what_is_held_back_already(self):
        rows = [{}] * MOST_AT_ONCE + [NEW]
        assert weighed([SURE] * len(rows), *rows)[1]["caution"].tolist() == [""] * MOST_AT_ONCE + ["unknown"]

    def test_leaves_those_below_alone(self):
        rows = [{}] * (MOST_AT_ONCE + 2)
        points, left = weighed([SURE] * (MOST_AT_ONCE + 1) + [-1.0], *rows)
        assert left["caution"].iloc[-1] == ""
        assert points["points_caution"].iloc[-1] == 0

    def test_keeps_its_order(self):
        scores = [SURE - number / 10 for number in range(MOST_AT_ONCE + 1)]
        points, left = weighed(scores, *[{}] * len(scores))
        assert left["likelihood"].is_monotonic_decreasing
        assert left["likelihood"].is_unique
        assert points["score"].is_monotonic_decreasing


shares = st.sampled_from([0.0, 0.3, 0.49, 0.5, 1.0])
counts = st.integers(0, 2)
features = st.fixed_dictionaries(
    {
        "refused": shares,
        "is_known": st.booleans(),
        "name": shares,
        "name_kind": st.sampled_from(["exact", "owner", ""]),
        "seen_window_count": counts,
        "baseline_lookup_count": counts,
        "decrypted_count": counts,
        "is_used_count": counts,
        "questioned_count": st.integers(1, 2),
        "is_decryption_named": st.booleans(),
        "risk": st.sampled_from(["", "Phishing"]),
        "lookup_count": counts,
        "baseline_slots": counts,
    }
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(features, st.floats(-12, 12)), min_size=1, max_size=MOST_AT_ONCE + 3),
    st.booleans(),
    st.booleans(),
)
def test_whatever_is_known_nothing_that_is_held_back_reaches_the_first_band(rows, app_named, sessions_read):
    known = domains(*(row for row, _ in rows))
    points = pd.DataFrame({"points_base": -1.0, "score": [score for _, score in rows]}, index=known.index)
    model = likelihood(known, app_named=app_named, sessions_read=sessions_read)
    told = cautions(known, sessions_read=sessions_read)
    after, left = weigh_up(points, known, model, sessions_read=sessions_read)
    is_told = told["caution"] != ""
    held = left["caution"] != ""
    assert (left["likelihood"] <= told["most"]).all()
    assert "exclude" not in set(band(left["likelihood"])[is_told | held])
    assert (held == (after["points_caution"] < 0)).all()
    assert (after["points_caution"] <= 0).all()
    assert (after["score"] == points["score"] + after["points_caution"]).all()
    assert not (held & (known["refused"] >= 0.5) & (known["risk"] == "")).any()
    unbacked = (band(left["likelihood"]) == "exclude") & (known["refused"] < 0.5)
    assert unbacked.sum() <= MOST_AT_ONCE
    # points and likelihoods tell the same, and those held back alike keep the order of their scores
    strength, is_free = after["score"] + 1.0, ~(is_told | held)
    best = strength[is_free].max() if is_free.any() else None
    if best is not None and "flood" not in set(left["caution"]):
        assert list(chance_of(model.log_odds(strength, best))) == pytest.approx(list(left["likelihood"]))
        for _, alike in known.assign(before=points["score"], after=left["likelihood"], rest=model.rest).groupby(
            [told["caution"], told["most"], "rest"]
        ):
            assert alike.sort_values("before", kind="stable")["after"].is_monotonic_increasing
