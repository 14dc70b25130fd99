"""Points: the value of each term times its weight, and their sum."""

import dataclasses
import math

import pandas as pd
import pytest

from analyzer.incidents.scoring import DEFAULT_WEIGHTS, TERMS, Weights, score, term_values

WEIGHTS = Weights(
    lift=0.5,
    recurrence=0.25,
    near=1.5,
    os_neighbours=-0.5,
    country_code=0.75,
    os_label=-1.5,
    sdk_label=-1.25,
    ad_label=-0.75,
    name=2.5,
    tls_error=2.25,
    refused_again=0.4,
    inspected=-5.0,
    used=-2.0,
    bypassed=-3.0,
    origin_error=-6.0,
    unresolved=-4.0,
    uninspected=1.0,
    app_contact=3.5,
    local_name=-3.25,
    companion=0.6,
    alias=1.1,
    other_devices=-1.2,
)
"""Weights of these cases: those of the code are fitted, and change with the incidents that they are fitted to."""

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
    "name_kind": "",
    "refused": 0.0,
    "refused_again": 0.0,
    "decrypted": 0.0,
    "used": 0.0,
    "unresolved": 0.0,
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
    row = score(domains(**features), window_count, WEIGHTS).iloc[0].drop(["score", "points_base"])
    return {str(name).removeprefix("points_"): value for name, value in row.items() if value}


@pytest.mark.parametrize(
    ("features", "term", "expected"),
    [
        ({"lift": 1.5}, "lift", 0.5 * 1.5),
        ({"near": 0.5}, "near", 1.5 * 0.5),
        ({"os_neighbours": 0.5}, "os_neighbours", -0.5 * 0.5),
        ({"country_code": 1.0}, "country_code", 0.75),
        ({"is_os": 0.5}, "os_label", -1.5 * 0.5),
        ({"is_sdk": True}, "sdk_label", -1.25),
        ({"is_ad": 0.5}, "ad_label", -0.75 * 0.5),
        ({"name": 0.8}, "name", 2.5 * 0.8),
        ({"refused": 0.5}, "tls_error", 2.25 * 0.5),
        ({"refused_again": 0.5}, "refused_again", 0.4 * 0.5),
        ({"decrypted": 0.25}, "inspected", -5.0 * 0.25),
        ({"used": 0.25}, "used", -2.0 * 0.25),
        ({"exempt": 0.25}, "bypassed", -3.0 * 0.25),
        ({"site_fault": 1.0}, "origin_error", -6.0),
        ({"unresolved": 0.5}, "unresolved", -4.0 * 0.5),
        ({"never_decrypted": 0.5}, "uninspected", 1.0 * 0.5),
        ({"contact": 1.0}, "app_contact", 3.5),
        ({"contact": -1.0}, "app_contact", -3.5),
        ({"suffix": ""}, "local_name", -3.25),
        ({"companion": 0.5}, "companion", 0.6 * 0.5),
        ({"alias_tie": 1.0}, "alias", 1.1),
        ({"other_device_share": 0.5}, "other_devices", -1.2 * 0.5),
    ],
)
def test_a_term_is_its_value_times_its_weight_and_no_other_term_counts(features, term, expected):
    assert points(**features) == {term: pytest.approx(expected)}


def test_nothing_known_counts_for_nothing():
    assert points() == {}


@pytest.mark.parametrize(
    ("windows", "counts"),
    [(1, {"lift": 0.5 * 2}), (2, {"recurrence": 0.25 * 3})],
)
def test_one_failure_counts_by_lift_and_several_by_recurrence(windows, counts):
    assert points(windows, lift=2.0, recurrence=3.0) == counts


EVERYDAY = {"is_os": 1.0, "is_sdk": True, "is_ad": 0.5, "other_device_share": 1.0}
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


@pytest.mark.parametrize(
    ("features", "share"),
    [
        pytest.param({}, 1.0, id="another's SDK"),
        pytest.param({"name_kind": "owned"}, 1.0, id="a service's name"),
        pytest.param({"name_kind": "owner"}, 0.0, id="an SDK of the app's own owner"),
        pytest.param({"is_ad": 1.0}, 0.0, id="an SDK that is all advertising"),
        pytest.param({"is_ad": 0.25}, 0.75, id="an SDK that is advertising in part"),
    ],
)
def test_an_sdk_is_noise_but_to_its_owners_apps_and_advertising_counts_once(features, share):
    told = points(is_sdk=True, **features)
    assert told.get("sdk_label", 0.0) == pytest.approx(-1.25 * share)
    assert told.get("ad_label", 0.0) == pytest.approx(-0.75 * features.get("is_ad", 0.0))


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
    scored = score(domains("a.jp", "b.jp", "c.jp", **everything, is_sdk=True), 2, WEIGHTS)
    assert scored.filter(like="points_").sum(axis=1).tolist() == pytest.approx(scored["score"].tolist())
    # the base and what a claimed and labelled domain is left with: labels, company and other devices count for nothing
    left = 0.25 + 1.5 - 0.5 + 0.75 + 2.5 + 2.25 + 0.4 - 5 - 2 - 3 - 6 - 4 + 1 + 3.5 + 1.1
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


def test_the_terms_are_the_base_the_weights_in_their_order_and_the_caution():
    weighed = [field.name for field in dataclasses.fields(Weights)]
    assert ("base", *weighed, "caution") == TERMS
    assert list(score(domains(), 1)) == [*(f"points_{term}" for term in TERMS[:-1]), "score"]
    assert list(term_values(domains(), 1)) == weighed


def test_where_no_weights_are_given_those_of_the_code_count():
    features = domains(near=1.0, name=1.0, refused=1.0, decrypted=0.5)
    pd.testing.assert_frame_equal(score(features, 1), score(features, 1, DEFAULT_WEIGHTS))


ADDS = ("lift", "recurrence", "near", "country_code", "name", "tls_error", "uninspected", "app_contact")
TAKES = ("os_label", "sdk_label", "ad_label", "inspected", "used", "bypassed", "origin_error", "unresolved")


def test_the_signs_of_the_weights_are_fixed_whatever_numbers_are_fitted():
    weights = dataclasses.asdict(DEFAULT_WEIGHTS)
    assert all(weights[term] > 0 for term in (*ADDS, "companion", "alias"))
    assert all(weights[term] < 0 for term in (*TAKES, "os_neighbours", "local_name", "other_devices"))
    assert weights["refused_again"] >= 0


def test_a_request_acquits_more_than_a_connection_that_was_used():
    assert DEFAULT_WEIGHTS.inspected < DEFAULT_WEIGHTS.used < 0


def test_no_points_are_minus_0_which_would_print_as_such():
    scored = score(domains(), 1).iloc[0]
    assert not [name for name, value in scored.items() if math.copysign(1, value) < 0]


def test_of_no_domain_there_are_no_points():
    assert score(domains().head(0).assign(suffix=pd.Series(dtype="str")), 1).empty
