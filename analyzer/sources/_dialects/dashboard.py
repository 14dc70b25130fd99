"""The column titles of Cloudflare's own dashboard, as its log's CSV has them: `DNS`, `Time`, `Device Name`."""

from __future__ import annotations

from typing import Any

_QUERY = "DNS"
_BESIDE = frozenset({"Device Name", "Resolver Decision", "Policy Name", "Email"})
"""Titles of which one stands beside `DNS`, so that a column of that name elsewhere is not taken for it."""


def as_logpush(row: dict[str, Any]) -> dict[str, Any] | None:
    """The row in Logpush's keys; None if its titles are not the dashboard's."""
    if _QUERY not in row or not _BESIDE & row.keys():
        return None
    return {"QueryName" if title == _QUERY else title: value for title, value in row.items()}
