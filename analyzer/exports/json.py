"""JSON: verdict, incident or span, candidates with their terms, plan, and what was read and dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.text import to_json

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def render(ranking: Ranking) -> str:
    """One object, as `to_dict` gives it."""
    return to_json(ranking.to_dict()) + "\n"
