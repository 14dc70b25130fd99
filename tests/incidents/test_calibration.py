"""Points -> probability -> bands: each coefficient alone, each threshold at its very edge."""

import dataclasses
import math

import pandas as pd
import pytest

from analyzer.incidents.calibration import DEFAULT_CALIBRATION, Calibration, band, probability

NONE = Calibration(**dict.fromkeys(dataclasses.asdict(DEFAULT_CALIBRATION), 0.0))


def logits(
    calibration=DEFAULT_CALIBRATION, *, score=(0.0,), base=0.0, name=0.0, refused=0.0, app=False, sessions=False
):
    points = pd.DataFrame({"score": score, "points_base": base})
    domains = pd.DataFrame({"name": name, "refused": refused}, index=points.index)
    chance = probability(points, domains, app_named=app, sessions_read=sessions, calibration=calibration)
    return [math.log(value / (1 - value)) for value in chance]


@pytest.mark.parametrize(
    ("given", "logit"),
    [
        pytest.param({}, [-2.19], id="nothing known: the intercept"),
        pytest.param({"score": (2.0,)}, [-2.19 + 1.35 * 2], id="each point of the score"),
        pytest.param({"score": (2.0,), "base": -3.0}, [-2.19 + 1.35 * (2 + 3)], id="the base apart"),
        pytest.param(
            {"score": (2.0, 0.5)}, [-2.19 + 1.35 * 2, -2.19 + 1.35 * 0.5 - 0.61 * 1.5], id="points behind the best"
        ),
        pytest.param({"app": True, "name": 0.5}, [-2.19 - 0.63], id="the app was named and the name fits"),
        pytest.param({"app": True, "name": 0.49}, [-2.19 - 0.63 - 1.10], id="the app was named and the name does not"),
        pytest.param({"name": 0.0}, [-2.19], id="no app was named: no name is missing"),
        pytest.param({"sessions": True, "refused": 0.5}, [-2.19 + 1.93], id="sessions were read and it was refused"),
        pytest.param({"sessions": True}, [-2.19 + 1.93 - 2.39], id="sessions were read and it was not"),
        pytest.param({"refused": 0.0}, [-2.19], id="no sessions were read: no refusal is missing"),
    ],
)
def test_the_logit_is_the_sum_of_what_is_known(given, logit):
    assert logits(**given) == pytest.approx(logit)


@pytest.mark.parametrize(
    ("coefficient", "given", "value"),
    [
        ("intercept", {}, 1.0),
        ("strength", {"score": (2.5,)}, 2.5),
        ("behind", {"score": (2.5, 1.0)}, -1.5),
        ("app_named", {"app": True}, 1.0),
        ("name_missing", {"app": True}, 1.0),
        ("sessions_read", {"sessions": True}, 1.0),
        ("refusal_missing", {"sessions": True}, 1.0),
    ],
)
def test_each_coefficient_weighs_its_own_evidence_alone(coefficient, given, value):
    assert logits(dataclasses.replace(NONE, **{coefficient: 0.7}), **given)[-1] == pytest.approx(0.7 * value)


@pytest.mark.parametrize(
    ("chances", "bands"),
    [
        pytest.param([0.60], ["exclude"], id="from .6 on"),
        pytest.param([0.80, 0.60, 0.599], ["exclude", "exclude", "try_next"], id="any number from .6 on, none below"),
        pytest.param([0.80, 0.15, 0.149], ["exclude", "try_next", "leave"], id="to be tried next from .15 on"),
        pytest.param([0.45], ["exclude"], id="the best is clear from .45 on"),
        pytest.param([0.449], ["try_next"], id="below .45 nothing is clear"),
        pytest.param([0.50, 0.49], ["exclude", "try_next"], id="the best alone, not the next"),
        pytest.param([0.50, 0.50], ["exclude", "exclude"], id="two that are as good"),
        pytest.param([0.149], ["leave"], id="the best of all may be left"),
        pytest.param([], [], id="none"),
    ],
)
def test_bands_change_at_their_thresholds(chances, bands):
    found = band(pd.Series(chances, dtype=float))
    assert found.tolist() == bands
    assert found.dtype == "str"
