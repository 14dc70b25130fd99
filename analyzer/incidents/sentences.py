"""Which sentence each term of a score says of a candidate, and with which values. The words stand in `messages`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analyzer.facts import Fact, fact
from analyzer.incidents.refusals import ANONYMOUS

Row = Mapping[str, Any]
"""One candidate: its features and points by column."""


def tell(term: str, candidate: Row) -> Fact:
    """What one term says of a candidate."""
    return _TELLS[term](candidate) if term in _TELLS else fact(term)


def _base(row: Row) -> Fact:
    return fact("base", count=row["candidate_count"])


def _lift(row: Row) -> Fact:
    usual = row["telling_baseline_count"] / max(row["baseline_slots"], 1)
    key = "lift" if row["points_lift"] > 0 else "lift_usual"
    return fact(key, inside=row["telling_lookup_count"], usual=usual)


def _recurrence(row: Row) -> Fact:
    share = row["usual_slot_count"] / max(row["baseline_slots"], 1)
    counts = {"seen": row["seen_window_count"], "windows": row["failure_count"], "cached": row["cached_window_count"]}
    key = "recurrence" if row["points_recurrence"] > 0 else "recurrence_missing"
    return fact("recurrence_cached" if counts["cached"] else key, **counts, share=share)


def _near(row: Row) -> Fact:
    is_near = row["near"] and row["nearest_s"] == row["nearest_s"]  # NaN alone differs from itself
    return fact("near", offset_s=row["nearest_s"]) if is_near else fact("near_none")


def _label(term: str, kind: str) -> Callable[[Row], Fact]:
    def told(row: Row) -> Fact:
        known = (row["label"], row["label_owner"])
        return fact("label", label=list(known)) if row["label"] == kind else fact(term)

    return told


def _name(row: Row) -> Fact:
    kind = row["name_kind"]
    key = f"name_{kind}" if kind in {"application", "service", "owned", "owner"} else "name"
    return fact(key, piece=row["name_piece"], app=row["app"])


def _other_devices(row: Row) -> Fact:
    asked, active = row["other_device_count"], row["other_devices_active"]
    return fact("other_devices", asked=asked, active=active) if asked else fact("other_devices_none", active=active)


def _tls_error(row: Row) -> Fact:
    if row["tls_error_count"]:
        key = "tls_error" if row["refused"] > ANONYMOUS else "tls_error_anonymous"
        return fact(key, count=row["tls_error_count"])
    return fact("refused_later" if row["is_refused_later"] else "refused_perhaps", count=row["unused_count"])


def _inspected(row: Row) -> Fact:
    if row["contested_count"]:
        return fact("inspected_contested", count=row["contested_count"])
    key = "inspected" if row["is_decryption_named"] else "inspected_anonymous"
    return _of_its_hosts(key, row["decrypted_count"], row["questioned_count"], count=row["inspected_count"])


def _bypassed(row: Row) -> Fact:
    return _of_its_hosts("bypassed", row["exempt_count"], row["questioned_count"])


def _of_its_hosts(key: str, some: int, every: int, **values: Any) -> Fact:
    return fact(key, **values) if some == every else fact(f"{key}_some", some=some, all=every, **values)


_TELLS: dict[str, Callable[[Row], Fact]] = {
    "base": _base,
    "lift": _lift,
    "recurrence": _recurrence,
    "near": _near,
    "country_code": lambda row: fact("country_code", suffix=row["suffix"]),
    "os_label": _label("os_label", "os_service"),
    "sdk_label": _label("sdk_label", "sdk"),
    "ad_label": _label("ad_label", "ad_or_analytics"),
    "name": _name,
    "tls_error": _tls_error,
    "inspected": _inspected,
    "bypassed": _bypassed,
    "refused_again": lambda row: fact("refused_again", share=row["refused_again"]),
    "used": lambda row: _of_its_hosts("used", row["is_used_count"], row["questioned_count"], count=row["used_count"]),
    "origin_error": lambda row: fact("origin_error", count=row["origin_error_count"]),
    "unresolved": lambda row: fact("unresolved", failed=row["failed_lookup_count"], lookups=row["lookup_count"]),
    "app_contact": lambda row: fact("app_contact" if row["contact"] > 0 else "app_contact_others"),
    "alias": lambda row: fact("alias", alias=row["alias"]),
    "other_devices": _other_devices,
    "caution": lambda row: fact(f"caution_{row['caution']}", risk=row["risk"], app=row["app"]),
}
"""Of the other terms the sentence needs no values and has the term's own name."""
