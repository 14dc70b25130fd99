"""What formats of whole policies share: the lists and rules that a ranking needs, one of each for a match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from analyzer import bodies
from analyzer.answers.entries import Entry, entries, matches_of
from analyzer.messages import say
from analyzer.wirefilter import in_list

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


class Pair(NamedTuple):
    """A list and the rule that excludes what is in it."""

    match: str
    name: str
    entries: tuple[Entry, ...]

    def list_body(self) -> dict[str, Any]:
        """What the API takes for the list."""
        items = [bodies.Item(entry.value, entry.description) for entry in self.entries]
        return bodies.list_body(self.name, say("ex_list_note"), items)

    def rule_body(self, list_id: str) -> dict[str, Any]:
        """What the API takes for the rule of the list with this id."""
        return bodies.rule_body(self.name, say("ex_rule_note"), in_list(self.match, list_id))


def pairs_of(ranking: Ranking) -> list[Pair]:
    """The pairs for the band `exclude`, domains first; none where nothing is in it."""
    return [
        Pair(match, say("ex_name", match=match), tuple(entries(ranking, match)))
        for match in matches_of(ranking.candidates)
    ]
