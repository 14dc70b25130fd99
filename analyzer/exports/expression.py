"""The expression of a Do Not Inspect rule that needs no list: http.conn.domains, http.conn.hostname."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.exports._pairs import pairs_of
from analyzer.wirefilter import in_names

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def render(ranking: Ranking) -> str:
    """One line for all entries of the band `exclude`; nothing where there is none."""
    parts = [in_names(pair.match, [entry.value for entry in pair.entries]) for pair in pairs_of(ranking)]
    return " or ".join(parts) + "\n" if parts else ""
