"""Points -> likelihood -> bands: each coefficient alone, each cut at its very edge."""

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.incidents.calibration import (
    DEFAULT_CALIBRATION,
    EXCLUDE_FROM,
    TRY_NEXT_FROM,
    Calibration,
    Likelihood,
    band,
    likelihood,
)
from analyzer.points import chance_of

CALIBRATION = Calibration(
    intercept=-2.0,
    strength=1.5,
    behind=0.5,
    app_named=-0.7,
    name_missing=-1.1,
    name_unmet=-1.3,
    sessions_read=1.9,
    refusal_missing=-2.4,
)
"""Coefficients of these cases: those of the code are fitted, and change with the incidents that they are fitted to."""
NONE = Calibration(**dict.fromkeys(dataclasses.asdict(DEFAULT_CALIBRATION), 0.0))


def log_odds(calibration, *, strength=(0.0,), name=0.0, refused=0.0, app=False, sessions=False):
    """The log-odds of domains with so many points, the best of which is the best of all."""
    points = pd.Series(strength)
    domains = pd.DataFrame({"name": name, "refused": refused}, index=points.index)
    model = likelihood(domains, app_named=app, sessions_read=sessions, calibration=calibration)
    return list(model.log_odds(points, points.max()))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param({}, [-2.0], id="nothing known: the intercept"),
        pytest.param({"strength": (2.0,)}, [-2 + 1.5 * 2], id="each point"),
        pytest.param({"strength": (2.0, 0.5)}, [-2 + 1.5 * 2, -2 + 1.5 * 0.5 - 0.5 * 1.5], id="points behind the best"),
        pytest.param({"strength": (2.0, 2.0)}, [-2 + 1.5 * 2] * 2, id="two that are as good are behind of none"),
        pytest.param({"app": True, "name": 0.5}, [-2 - 0.7], id="the app was named and its name fits"),
        pytest.param({"app": True, "name": 0.49}, [-2 - 1.3], id="the app was named and no candidate's name fits"),
        pytest.param(
            {"app": True, "strength": (0.0, 0.0), "name": [0.5, 0.49]},
            [-2 - 0.7, -2 - 0.7 - 1.1],
            id="the app was named and another's name fits",
        ),
        pytest.param({"strength": (0.0, 0.0), "name": [0.5, 0.0]}, [-2, -2], id="no app was named: no name is missing"),
        pytest.param({"sessions": True, "refused": 0.5}, [-2 + 1.9], id="sessions were read and it was refused"),
        pytest.param({"sessions": True, "refused": 0.0}, [-2 + 1.9 - 2.4], id="sessions were read and it was not"),
        pytest.param(
            {"sessions": True, "refused": 0.25}, [-2 + 1.9 - 2.4 / 2], id="sessions were read and it half was"
        ),
        pytest.param(
            {"sessions": True, "strength": (0.0, 0.0), "refused": [1.0, 0.0]},
            [-2 + 1.9, -2 + 1.9 - 2.4],
            id="that another was refused tells nothing of it",
        ),
        pytest.param({"refused": 1.0}, [-2.0], id="no sessions were read: no refusal is missing"),
        pytest.param(
            {"app": True, "sessions": True, "strength": (2.0,)}, [-2 + 3 - 1.3 + 1.9 - 2.4], id="all of it adds up"
        ),
    ],
)
def test_the_log_odds_are_the_sum_of_what_is_known(given_, expected):
    assert log_odds(CALIBRATION, **given_) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("coefficient", "given_", "value"),
    [
        ("intercept", {}, 1.0),
        ("strength", {"strength": (2.5,)}, 2.5),
        ("behind", {"strength": (2.5, 1.0)}, -1.5),
        ("app_named", {"app": True, "name": 1.0}, 1.0),
        ("name_missing", {"app": True, "strength": (0.0, 0.0), "name": [1.0, 0.0]}, 1.0),
        ("name_unmet", {"app": True}, 1.0),
        ("sessions_read", {"sessions": True}, 1.0),
        ("refusal_missing", {"sessions": True}, 1.0),
    ],
)
def test_each_coefficient_weighs_its_own_evidence_alone(coefficient, given_, value):
    assert log_odds(dataclasses.replace(NONE, **{coefficient: 0.7}), **given_)[-1] == pytest.approx(0.7 * value)


def test_the_signs_of_the_coefficients_are_fixed_whatever_numbers_are_fitted():
    fitted = DEFAULT_CALIBRATION
    assert fitted.strength > 0
    assert fitted.behind >= 0
    assert fitted.refusal_missing < 0
    assert fitted.name_missing < 0


def test_where_no_calibration_is_given_that_of_the_code_counts():
    domains = pd.DataFrame({"name": [0.0], "refused": [0.0]})
    assert likelihood(domains, app_named=True, sessions_read=True).calibration == DEFAULT_CALIBRATION


def test_there_is_a_likelihood_for_each_domain_by_its_name():
    domains = pd.DataFrame({"name": [0.0, 0.0], "refused": [0.0, 0.0]}, index=["b.jp", "a.jp"])
    assert list(likelihood(domains, app_named=False, sessions_read=False).rest.index) == ["b.jp", "a.jp"]
    assert likelihood(domains.head(0), app_named=True, sessions_read=True).rest.empty


class TestLogOddsAndStrength:
    """Each is the other the other way round, on both sides of the best."""

    @pytest.mark.parametrize(
        ("strength", "odds"),
        [
            pytest.param(3.0, -1 + 2 * 3, id="more than the best: behind of none"),
            pytest.param(2.0, -1 + 2 * 2, id="the best"),
            pytest.param(0.5, -1 + 2 * 0.5 + 0.5 * (0.5 - 2), id="1.5 points behind"),
        ],
    )
    def test_with_their_arithmetic(self, strength, odds):
        model = Likelihood(pd.Series([-1.0]), dataclasses.replace(NONE, strength=2.0, behind=0.5))
        assert model.log_odds(pd.Series([strength]), 2.0).tolist() == pytest.approx([odds])
        assert model.strength_of(pd.Series([odds]), 2.0).tolist() == pytest.approx([strength])

    number = st.floats(-20, 20)

    @given(st.lists(st.tuples(number, number), min_size=1, max_size=6), number, st.floats(0.1, 3), st.floats(0, 3))
    def test_are_inverse(self, rows, best, own, gap):
        rest, values = (pd.Series(column) for column in zip(*rows, strict=True))
        model = Likelihood(rest, dataclasses.replace(NONE, strength=own, behind=gap))
        back = model.strength_of(model.log_odds(values, best), best)
        assert list(back) == pytest.approx(list(values), abs=1e-6)
        odds = model.log_odds(model.strength_of(values, best), best)
        assert list(odds) == pytest.approx(list(values), abs=1e-6)

    @given(st.lists(number, min_size=2, max_size=6), number)
    def test_more_points_are_never_less_likely(self, points, best):
        strength = pd.Series(sorted(points))
        model = Likelihood(pd.Series(0.0, index=strength.index), DEFAULT_CALIBRATION)
        assert model.log_odds(strength, best).is_monotonic_increasing


@pytest.mark.parametrize(("odds", "chance"), [(0.0, 0.5), (math.log(3), 3 / 4), (-math.log(9), 1 / 10)])
def test_log_odds_are_told_as_a_chance(odds, chance):
    assert chance_of(pd.Series([odds])).tolist() == pytest.approx([chance])


BELOW = 1e-6


@pytest.mark.parametrize(
    ("chances", "bands"),
    [
        pytest.param([1.0], ["exclude"], id="sure"),
        pytest.param([EXCLUDE_FROM, EXCLUDE_FROM - BELOW], ["exclude", "try_next"], id="from there on, none below"),
        pytest.param([TRY_NEXT_FROM, TRY_NEXT_FROM - BELOW], ["try_next", "leave"], id="to be tried next, none below"),
        pytest.param([0.0], ["leave"], id="the best of all may be left"),
        pytest.param([0.99, EXCLUDE_FROM], ["exclude", "exclude"], id="any number, whatever the best has"),
        pytest.param([], [], id="none"),
    ],
)
def test_bands_are_cuts_through_the_likelihood(chances, bands):
    found = band(pd.Series(chances, dtype=float))
    assert found.tolist() == bands
    assert found.dtype == "str"


def test_what_is_excluded_first_is_likelier_than_what_is_tried_next():
    assert 0 < TRY_NEXT_FROM < EXCLUDE_FROM <= 0.5
