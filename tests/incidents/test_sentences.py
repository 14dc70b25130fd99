"""Which sentence each term says of a candidate, and with which values."""

import pytest

from analyzer.facts import fact
from analyzer.incidents import cautions
from analyzer.incidents.cautions import Caution
from analyzer.incidents.scoring import TERMS
from analyzer.incidents.sentences import tell

ROW = {
    "app": "Hoshizora",
    "candidate_count": 12,
    "failure_count": 3,
    "points_lift": 1.0,
    "points_recurrence": 1.0,
    "telling_lookup_count": 4,
    "telling_baseline_count": 10,
    "baseline_slots": 40,
    "usual_slot_count": 8,
    "seen_window_count": 2,
    "cached_window_count": 0,
    "near": 0.5,
    "nearest_s": -3.0,
    "suffix": "co.jp",
    "label": "",
    "label_owner": "",
    "name_kind": "exact",
    "name_piece": "hoshizora",
    "other_device_count": 1,
    "other_devices_active": 5,
    "refused": 1.0,
    "tls_error_count": 2,
    "contested_count": 0,
    "is_decryption_named": True,
    "decrypted_count": 1,
    "questioned_count": 1,
    "inspected_count": 7,
    "exempt_count": 1,
    "origin_error_count": 6,
    "unused_count": 4,
    "used_count": 8,
    "is_used_count": 1,
    "is_refused_later": False,
    "refused_again": 0.5,
    "failed_lookup_count": 3,
    "lookup_count": 5,
    "caution": "unknown",
    "risk": "Phishing",
    "contact": 1.0,
    "alias": "edge.hoshizora-cdn.net",
}
"""A candidate of which everything is told."""
COUNTS = {"seen": 2, "windows": 3, "share": 8 / 40}
MISSING = float("nan")


@pytest.mark.parametrize(
    ("term", "changed", "said"),
    [
        ("base", {}, fact("base", count=12)),
        ("lift", {}, fact("lift", inside=4, usual=10 / 40)),
        ("lift", {"points_lift": -0.1}, fact("lift_usual", inside=4, usual=10 / 40)),
        ("lift", {"points_lift": 0.0}, fact("lift_usual", inside=4, usual=10 / 40)),
        ("lift", {"baseline_slots": 0, "telling_baseline_count": 0}, fact("lift", inside=4, usual=0)),
        ("recurrence", {}, fact("recurrence", cached=0, **COUNTS)),
        ("recurrence", {"points_recurrence": -0.1}, fact("recurrence_missing", cached=0, **COUNTS)),
        ("recurrence", {"points_recurrence": 0.0}, fact("recurrence_missing", cached=0, **COUNTS)),
        ("recurrence", {"cached_window_count": 1}, fact("recurrence_cached", cached=1, **COUNTS)),
        (
            "recurrence",
            {"cached_window_count": 1, "points_recurrence": -0.1},
            fact("recurrence_cached", cached=1, **COUNTS),
        ),
        (
            "recurrence",
            {"baseline_slots": 0, "usual_slot_count": 0},
            fact("recurrence", cached=0, **COUNTS | {"share": 0}),
        ),
        ("near", {}, fact("near", offset_s=-3.0)),
        ("near", {"near": 0.0, "nearest_s": -80.0}, fact("near_none")),
        ("near", {"nearest_s": MISSING}, fact("near_none")),
        ("os_neighbours", {}, fact("os_neighbours")),
        ("country_code", {}, fact("country_code", suffix="co.jp")),
        ("os_label", {}, fact("os_label")),
        ("os_label", {"label": "sdk", "label_owner": "Braze"}, fact("os_label")),
        (
            "os_label",
            {"label": "os_service", "label_owner": "Apple"},
            fact("label", label=["os_service", "Apple"]),
        ),
        ("sdk_label", {"label": "sdk", "label_owner": "Braze"}, fact("label", label=["sdk", "Braze"])),
        ("sdk_label", {"label": "os_service", "label_owner": "Apple"}, fact("sdk_label")),
        ("ad_label", {"label": "ad_or_analytics", "label_owner": "X"}, fact("label", label=["ad_or_analytics", "X"])),
        ("ad_label", {"label": "sdk", "label_owner": "Braze"}, fact("ad_label")),
        ("name", {}, fact("name", piece="hoshizora", app="Hoshizora")),
        ("name", {"name_kind": "part"}, fact("name", piece="hoshizora", app="Hoshizora")),
        ("name", {"name_kind": "owner"}, fact("name_owner", piece="hoshizora", app="Hoshizora")),
        ("name", {"name_kind": "owned"}, fact("name_owned", piece="hoshizora", app="Hoshizora")),
        ("name", {"name_kind": "service"}, fact("name_service", piece="hoshizora", app="Hoshizora")),
        ("name", {"name_kind": "application"}, fact("name_application", piece="hoshizora", app="Hoshizora")),
        ("tls_error", {}, fact("tls_error", count=2)),
        ("tls_error", {"refused": 0.5}, fact("tls_error_anonymous", count=2)),
        ("tls_error", {"tls_error_count": 0, "is_refused_later": True}, fact("refused_later", count=4)),
        ("tls_error", {"tls_error_count": 0}, fact("refused_perhaps", count=4)),
        ("tls_error", {"is_refused_later": True}, fact("tls_error", count=2)),
        ("refused_again", {}, fact("refused_again", share=0.5)),
        ("inspected", {}, fact("inspected", count=7)),
        ("inspected", {"is_decryption_named": False}, fact("inspected_anonymous", count=7)),
        ("inspected", {"contested_count": 3}, fact("inspected_contested", count=3)),
        ("inspected", {"questioned_count": 2}, fact("inspected_some", some=1, all=2, count=7)),
        (
            "inspected",
            {"questioned_count": 2, "is_decryption_named": False},
            fact("inspected_anonymous_some", some=1, all=2, count=7),
        ),
        ("bypassed", {}, fact("bypassed")),
        ("bypassed", {"questioned_count": 3}, fact("bypassed_some", some=1, all=3)),
        ("used", {}, fact("used", count=8)),
        ("used", {"questioned_count": 4}, fact("used_some", some=1, all=4, count=8)),
        ("origin_error", {}, fact("origin_error", count=6)),
        ("unresolved", {}, fact("unresolved", failed=3, lookups=5)),
        ("uninspected", {}, fact("uninspected")),
        ("app_contact", {}, fact("app_contact")),
        ("app_contact", {"contact": -1.0}, fact("app_contact_others")),
        ("local_name", {}, fact("local_name")),
        ("companion", {}, fact("companion")),
        ("alias", {}, fact("alias", alias="edge.hoshizora-cdn.net")),
        ("other_devices", {}, fact("other_devices", asked=1, active=5)),
        ("other_devices", {"other_device_count": 0}, fact("other_devices_none", active=5)),
    ],
)
def test_a_term_says_what_it_knows(term, changed, said):
    found = tell(term, ROW | changed)
    assert found == said
    assert str(found)


@pytest.mark.parametrize("term", TERMS)
def test_every_term_has_a_sentence(term):
    assert str(tell(term, ROW))


@pytest.mark.parametrize("key", sorted({one.key for one in vars(cautions).values() if isinstance(one, Caution)}))
def test_every_caution_has_a_sentence(key):
    found = tell("caution", ROW | {"caution": key})
    assert found == fact(f"caution_{key}", risk="Phishing", app="Hoshizora")
    assert str(found)
    assert ("Phishing" in str(found)) is (key == "risk")
