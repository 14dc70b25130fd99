"""Plain names, one a line: the entries to exclude first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.answers.entries import entries

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def render(ranking: Ranking, match: str = "") -> str:
    """The entries of one match in the band `exclude`, best first, each once."""
    return "".join(f"{entry.value}\n" for entry in entries(ranking, match))
