"""The list entries that a finding or a survey proposes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from analyzer.domains import is_valid_hostname
from analyzer.schema import rows

if TYPE_CHECKING:
    from analyzer.exports._ranking import Ranking

_PLAIN = re.compile(r"[^\w .:/-]+")
_MOST_NOTE = 80


class Entry(NamedTuple):
    """One line of a Gateway list."""

    value: str
    match: str
    description: str


def entries(ranking: Ranking) -> list[Entry]:
    """The entries of the band `exclude`, best first, each once; only names that a list can hold."""
    description = " ".join(_PLAIN.sub(" ", ranking.list_note()).split())[:_MOST_NOTE]
    chosen = ranking.candidates[ranking.candidates["band"] == "exclude"]
    found = {
        value: Entry(value, str(row.match), description)
        for row in rows(chosen)
        for value in str(row.exclude).split()
        if is_valid_hostname(value)
    }
    return list(found.values())
