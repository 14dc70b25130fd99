"""Points: the value of each term times its weight, and their sum."""

import dataclasses
import math

import pandas as pd
import pytest

from analyzer.incidents.scoring import DEFAULT_WEIGHTS, TERMS, Weights, score, term_values

NEUTRAL = {
    "lift": 0.0,
    "recurrence": 0.0,
    "near": 0.0,
    "os_neighbours": 0.0,
    "country_code": 0.0,
    "is_os": 0.0,
    "is_sdk": False,
    "is_ad": 0.0,
    "name": 0.0,
    "name_strong": 0.0,
    "refused": 0.0,
    "decrypted": 0.0,
    "exempt": 0.0,
    "site_fault": 0.0,
    "never_decrypted": 0.0,
    "contact": 0.0,
    "suffix": "jp",
    "companion": 0.0,
    "alias_tie": 0.0,
    "other_device_share": 0.0,
}
"""The features of a domain that no term says anything of."""


def domains(*names, **features):
    index = pd.Index(names or ["example.jp"], name="registrable_domain", dtype="str")
    return pd.DataFrame([NEUTRAL | features] * len(index), index=index)


def points(window_count=1, **features):
    """The terms that count for one domain, without the base."""
    row = score(domains(**features), window_count).iloc[0].drop(["score", "points_base"])
    return {str(name).removeprefix("points_"): value for name, value in row.items() if value}


@pytest.mark.parametrize(
    ("features", "term", "expected"),
    [
        ({"lift": 1.5}, "lift", 0.41 * 1.5),
        ({"near": 0.5}, "near", 1.71 * 0.5),
        ({"os_neighbours": 0.5}, "os_neighbours", -0.40 * 0.5),
        ({"country_code": 1.0}, "country_code", 0.54),
        ({"is_os": 0.5}, "os_label", -1.14 * 0.5),
        ({"is_sdk": True}, "sdk_label", -0.99),
        ({"is_ad": 0.5}, "ad_label", -0.72 * 0.5),
        ({"name": 0.8}, "name", 2.46 * 0.8),
        ({"refused": 0.5}, "tls_error", 2.24 * 0.5),
        ({"decrypted": 0.25}, "inspected", -5.0 * 0.25),
        ({"exempt": 0.25}, "bypassed", -3.0 * 0.25),
        ({"site_fault": 1.0}, "origin_error", -6.0),
        ({"never_decrypted": 0.5}, "uninspected", 1.0 * 0.5),
        ({"contact": 1.0}, "app_contact", 3.0),
        ({"contact": -1.0}, "app_contact", -3.0),
        ({"suffix": ""}, "local_name", -3.0),
        ({"companion": 0.5}, "companion", 0.5 * 0.5),
        ({"alias_tie": 1.0}, "alias", 1.0),
        ({"other_device_share": 0.5}, "other_devices", -1.0 * 0.5),
    ],
)
def test_a_term_is_its_value_times_its_weight_and_no_other_term_counts(features, term, expected):
    assert points(**features) == {term: pytest.approx(expected)}


def test_nothing_known_counts_for_nothing():
    assert points() == {}


@pytest.mark.parametrize(
    ("windows", "counts"),
    [(1, {"lift": pytest.approx(0.41 * 2)}), (2, {"recurrence": pytest.approx(0.26 * 3)})],
)
def test_one_failure_counts_by_lift_and_several_by_recurrence(windows, counts):
    assert points(windows, lift=2.0, recurrence=3.0) == counts


EVERYDAY = {"is_os": 1.0, "is_sdk": True, "is_ad": 1.0, "other_device_share": 1.0}
"""What labels and other devices say against a domain."""


@pytest.mark.parametrize(
    ("features", "is_claimed"),
    [
        pytest.param({}, False, id="nothing claims it"),
        pytest.param({"name_strong": 0.49}, False, id="a likeness that is no match"),
        pytest.param({"name_strong": 0.5}, True, id="the app's own name"),
        pytest.param({"name": 0.9, "name_strong": 0.0}, False, id="the owner's name alone"),
        pytest.param({"refused": 0.5}, True, id="the client refused it"),
    ],
)
def test_labels_and_other_devices_count_for_nothing_where_the_name_or_a_refusal_claims_it(features, is_claimed):
    told = {"os_label", "sdk_label", "ad_label", "other_devices"} & points(**EVERYDAY, **features).keys()
    assert told == (set() if is_claimed else {"os_label", "sdk_label", "ad_label", "other_devices"})


@pytest.mark.parametrize("label", [{"is_os": 0.5}, {"is_sdk": True}, {"is_ad": 0.5}])
def test_company_counts_only_for_what_bears_no_label(label):
    assert "companion" in points(companion=1.0)
    assert "companion" not in points(companion=1.0, **label)


@pytest.mark.parametrize(
    ("name", "suffix", "is_local"),
    [("example.jp", "jp", 0), ("printer", "", 1), ("printer.lan", "", 1), ("com", "com", 1)],
)
def test_a_name_without_a_public_suffix_or_a_dot_is_local(name, suffix, is_local):
    assert term_values(domains(name, suffix=suffix), 1)["local_name"].tolist() == [is_local]


@pytest.mark.parametrize(("count", "base"), [(1, 0.0), (2, 0.0), (3, -math.log(2)), (11, -math.log(10))])
def test_the_base_is_the_odds_against_one_of_so_many(count, base):
    scored = score(domains(*(f"example-{number}.jp" for number in range(count))), 1)
    assert scored["points_base"].tolist() == pytest.approx([base] * count)


def test_the_score_is_the_sum_of_all_points():
    everything = {name: 1.0 for name, value in NEUTRAL.items() if not isinstance(value, str | bool)}
    scored = score(domains("a.jp", "b.jp", "c.jp", **everything, is_sdk=True), 2)
    assert scored.filter(like="points_").sum(axis=1).tolist() == pytest.approx(scored["score"].tolist())
    # the base and what a claimed and labelled domain is left with: labels, company and other devices count for nothing
    left = 0.26 + 1.71 - 0.40 + 0.54 + 2.46 + 2.24 - 5 - 3 - 6 + 1 + 3 + 1
    assert scored["score"].tolist() == pytest.approx([left - math.log(2)] * 3)


def test_each_weight_weighs_its_own_term_alone():
    features = domains(
        **{name: 1.0 for name in NEUTRAL if name not in ("suffix", "is_os", "is_sdk", "is_ad")}, suffix=""
    )
    values = term_values(features, 2).iloc[0]
    none = Weights(**dict.fromkeys(dataclasses.asdict(DEFAULT_WEIGHTS), 0.0))
    for field in dataclasses.fields(Weights):
        scored = score(features, 2, dataclasses.replace(none, **{field.name: 7.0})).iloc[0]
        assert scored["score"] == pytest.approx(7.0 * values[field.name])


def test_the_terms_are_the_base_and_the_weights_in_their_order():
    assert ("base", *(field.name for field in dataclasses.fields(Weights))) == TERMS
    assert list(score(domains(), 1)) == [*(f"points_{term}" for term in TERMS), "score"]
    assert list(term_values(domains(), 1)) == list(TERMS[1:])


def test_no_points_are_minus_0_which_would_print_as_such():
    scored = score(domains(), 1).iloc[0]
    assert not [name for name, value in scored.items() if math.copysign(1, value) < 0]


def test_of_no_domain_there_are_no_points():
    assert score(domains().head(0).assign(suffix=pd.Series(dtype="str")), 1).empty
