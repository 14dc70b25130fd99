"""Points of a sweep: the value of each term times its weight, and the bands."""

import dataclasses
import math

import pandas as pd
import pytest

from analyzer.sweeps.scoring import (
    DEFAULT_WEIGHTS,
    EXCLUDE_FROM,
    TERMS,
    TRY_NEXT_FROM,
    PinWeights,
    band,
    likelihood,
    score,
    term_values,
)

NEUTRAL = {
    "device_count": 1,
    "hour_count": 1,
    "retried": False,
    "refused_minutes": 1,
    "refused_count": 1,
    "served_count": 1,
    "own_origin_errors": 0,
    "served": 0.0,
    "stray": 0.0,
    "exempt": 0.0,
    "suffix": "jp",
}
"""A domain of which only the base tells: refused as often as served."""


def domains(**features):
    return pd.DataFrame([NEUTRAL | features], index=pd.Index(["example.jp"], name="registrable_domain"))


def points(**features):
    """The terms that count beside the base."""
    row = score(domains(**features)).iloc[0].drop(["score", "points_base"])
    return {str(name).removeprefix("points_"): value for name, value in row.items() if value}


@pytest.mark.parametrize(
    ("features", "term", "expected"),
    [
        pytest.param({"device_count": 2}, "devices", 0.7 * 1, id="2 devices: one doubling"),
        pytest.param({"device_count": 6}, "devices", 0.7 * math.log2(6), id="6 devices"),
        pytest.param({"device_count": 8}, "devices", 0.7 * 3, id="8 devices: three doublings"),
        pytest.param({"device_count": 100}, "devices", 0.7 * 3, id="100 devices: three at most"),
        pytest.param({"hour_count": 4}, "returns", 0.4 * 2, id="4 hours"),
        pytest.param({"hour_count": 24}, "returns", 0.4 * 3, id="24 hours: three at most"),
        pytest.param({"retried": True}, "retries", 1.8, id="retries"),
        pytest.param({"served_count": 0}, "refused_share", 0.4 * math.log(1.5 / 0.5), id="refused once, never served"),
        pytest.param({"refused_minutes": 3}, "refused_share", 0.4 * math.log(3.5 / 1.5), id="refused 3, served 1"),
        pytest.param({"refused_minutes": 99}, "refused_share", 0.4 * 2, id="2 at most"),
        pytest.param({"served_count": 99}, "refused_share", 0.4 * -3, id="-3 at least"),
        pytest.param({"served": 0.5}, "served", -3.0 * 0.5, id="half of them served"),
        pytest.param({"stray": 0.5}, "stray", -2.5 * 0.5, id="half of the refusals by chance"),
        pytest.param({"exempt": 0.5}, "bypassed", -3.0 * 0.5, id="half of the hosts exempt"),
        pytest.param({"own_origin_errors": 1}, "origin_error", -6.0 * 1 / 2, id="1 of 2 broken by the site"),
        pytest.param(
            {"own_origin_errors": 3, "refused_count": 9}, "origin_error", -6.0 * 3 / 12, id="3 of 12 broken by the site"
        ),
        pytest.param({"suffix": ""}, "local_name", -3.0, id="no public domain"),
    ],
)
def test_a_term_is_its_value_times_its_weight_and_no_other_term_counts(features, term, expected):
    assert points(**features) == {term: pytest.approx(expected)}


@pytest.mark.parametrize("features", [{}, {"device_count": 0}, {"hour_count": 0}])
def test_nothing_known_but_a_refusal_counts_for_the_base_alone(features):
    assert points(**features) == {}
    assert score(domains(**features))["score"].tolist() == [0.5]


def test_the_score_is_the_sum_of_all_points():
    found = score(domains(device_count=4, hour_count=2, retried=True, served=1.0, stray=1.0, exempt=1.0, suffix=""))
    assert found["score"].tolist() == pytest.approx([0.5 + 0.7 * 2 + 0.4 * 1 + 1.8 - 3 - 2.5 - 3 - 3])


def test_each_weight_weighs_its_own_term_alone():
    features = domains(device_count=4, hour_count=2, retried=True, refused_minutes=5, served=1.0, stray=1.0, exempt=1.0)
    features = features.assign(own_origin_errors=1, suffix="")
    values = term_values(features).iloc[0]
    none = PinWeights(**dict.fromkeys(dataclasses.asdict(DEFAULT_WEIGHTS), 0.0))
    for field in dataclasses.fields(PinWeights):
        found = score(features, dataclasses.replace(none, **{field.name: 7.0})).iloc[0]
        assert found["score"] == pytest.approx(7.0 * values[field.name])
        assert values[field.name] != 0


def test_the_terms_are_the_weights_in_their_order():
    assert tuple(field.name for field in dataclasses.fields(PinWeights)) == TERMS
    assert list(score(domains())) == [*(f"points_{term}" for term in TERMS), "score"]


@pytest.mark.parametrize(("nats", "chance"), [(0.0, 0.5), (math.log(3), 3 / 4), (-math.log(9), 1 / 10)])
def test_the_likelihood_is_the_score_as_a_chance(nats, chance):
    assert likelihood(pd.Series([nats])).tolist() == pytest.approx([chance])


@pytest.mark.parametrize(
    ("chances", "bands"),
    [
        pytest.param([0.88, 0.879], ["exclude", "try_next"], id="from .88 on, none below"),
        pytest.param([0.73, 0.729], ["try_next", "leave"], id="to be tried next from .73 on"),
        pytest.param([1.0, 0.0], ["exclude", "leave"], id="the ends"),
        pytest.param([], [], id="none"),
    ],
)
def test_bands_change_at_their_thresholds(chances, bands):
    found = band(pd.Series(chances, dtype=float))
    assert found.tolist() == bands
    assert found.dtype == "str"


def test_the_thresholds_are_2_nats_and_1():
    nats = [math.log(chance / (1 - chance)) for chance in (EXCLUDE_FROM, TRY_NEXT_FROM)]
    assert nats == pytest.approx([2.0, 1.0], abs=0.01)


def band_of(**features):
    return band(likelihood(score(domains(**features))["score"])).item()


def test_one_devices_single_refusal_is_left_and_with_retries_it_is_to_be_excluded():
    # .5 + .4 * ln 3 = .94, under 1 nat; and 1.8 more with retries
    assert (band_of(served_count=0), band_of(served_count=0, retried=True)) == ("leave", "exclude")
