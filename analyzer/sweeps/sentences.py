"""Which sentence each term of a sweep's score says of a domain, and with which values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analyzer.facts import Fact, fact

Row = Mapping[str, Any]
"""One refused domain: its features and points by column."""


def tell(term: str, domain: Row) -> Fact:
    """What one term says of a domain."""
    return _TELLS[term](domain) if term in _TELLS else fact(f"sweep_{term}")


def _refused_share(row: Row) -> Fact:
    refused, served = row["refused_minutes"], row["served_count"]
    if not served:
        return fact("sweep_refused_share_all", refused=refused)
    key = "sweep_refused_share" if row["points_refused_share"] > 0 else "sweep_refused_share_low"
    return fact(key, refused=refused, served=served)


def _stray(row: Row) -> Fact:
    known = [row["label"], row["label_owner"]]
    return fact("sweep_stray_label", label=known) if row["label"] else fact("sweep_stray")


_TELLS: dict[str, Callable[[Row], Fact]] = {
    "devices": lambda row: fact("sweep_devices", devices=row["device_count"]),
    "returns": lambda row: fact("sweep_returns", hours=row["hour_count"]),
    "refused_share": _refused_share,
    "served": lambda row: fact("sweep_served", share=row["served"]),
    "stray": _stray,
    "origin_error": lambda row: fact("sweep_origin_error", count=row["own_origin_errors"]),
}
"""Of the other terms the sentence needs no values."""
