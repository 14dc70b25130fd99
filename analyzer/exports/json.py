"""JSON: verdict, incident, candidates with their terms, plan, and what was read and dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.text import to_json

if TYPE_CHECKING:
    from analyzer.finding import Finding


def render(finding: Finding) -> str:
    """One object, as `Finding.to_dict` gives it."""
    return to_json(finding.to_dict()) + "\n"
