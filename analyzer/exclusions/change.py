"""The pure difference: what an account holds of ours, and what it is to hold -> the steps from one to the other.

Lists and rules go in pairs. A pair has one match and one scope, its rule speaks of its list alone, and what a rule that
is there selects is never changed: so each step adds something or takes something of ours away, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from analyzer.bodies import Item
from analyzer.cloudflare.gateway.lists import clean_value
from analyzer.exclusions.marks import marks_in
from analyzer.exclusions.scope import EVERYBODY, Scope
from analyzer.wirefilter import MATCHES

ROOM = 1000
"""Lines that a list of the smallest plan may hold; what is more goes into a list of its own."""


@dataclass(frozen=True)
class Holding:
    """A list of ours and its rule, as they are in the account. Lists and rules are named by their marks."""

    mark: str
    match: str
    scope: Scope
    items: tuple[Item, ...] = ()
    rule: str = ""
    """The mark of its rule; "" if there is none."""
    is_on: bool = True
    """Whether its rule is switched on."""
    is_rule_as_made: bool = True
    """Whether nobody has changed what its rule does."""
    is_marked: bool = True
    """Whether the list still carries its mark: without it, it is somebody else's now."""
    is_used_elsewhere: bool = False
    """Whether a rule that is not ours uses the list, too."""

    @property
    def values(self) -> set[str]:
        """The names in the list, as Cloudflare compares them."""
        return {clean_value(item.value) for item in self.items}


@dataclass(frozen=True)
class Wanted:
    """What is to be excluded: lines by match, for whom, and whether new rules are switched on."""

    items: Mapping[str, tuple[Item, ...]]
    scope: Scope = EVERYBODY
    enabled: bool = True
    room: int = ROOM
    """How many lines a list may hold."""


class MakeList(NamedTuple):
    """A new list with its lines."""

    list: str
    match: str
    scope: Scope
    items: tuple[Item, ...]


class Append(NamedTuple):
    """New lines for a list of ours."""

    list: str
    items: tuple[Item, ...]


class MakeRule(NamedTuple):
    """A new rule for a list of ours."""

    rule: str
    list: str
    match: str
    scope: Scope
    enabled: bool


class Remove(NamedTuple):
    """Lines of ours to take out of a list."""

    list: str
    values: tuple[str, ...]


class DropRule(NamedTuple):
    """A rule of ours to delete."""

    rule: str
    list: str


class DropList(NamedTuple):
    """An empty list of ours to delete."""

    list: str


class SwitchOn(NamedTuple):
    """A rule of ours to switch on."""

    rule: str
    list: str
    values: tuple[str, ...]
    """What its list holds, and is excluded from then on."""
    body: dict[str, Any]
    """The rule as it was read, but switched on."""


Step = MakeList | Append | MakeRule | Remove | DropRule | DropList | SwitchOn


def to_exclude(holdings: Iterable[Holding], wanted: Wanted, marks: Iterator[str]) -> list[Step]:
    """The steps after which all that is wanted stands in a list of ours that has a rule. None if it does already."""
    own = [one for one in holdings if one.scope == wanted.scope and one.is_marked]
    return [
        step
        for match in MATCHES
        for step in _to_hold(
            [one for one in own if one.match == match], match, wanted.items.get(match, ()), wanted, marks
        )
    ]


def _to_hold(
    own: list[Holding], match: str, items: tuple[Item, ...], wanted: Wanted, marks: Iterator[str]
) -> Iterator[Step]:
    by_value = {clean_value(item.value): item for item in reversed(items)}
    there = set[str]().union(*(one.values for one in own))
    left = [by_value[value] for value in dict.fromkeys(clean_value(item.value) for item in items) if value not in there]
    for one in own:
        room = max(wanted.room - len(one.items), 0)
        chosen, left = left[:room], left[room:]
        if chosen:
            yield Append(one.mark, tuple(chosen))
        if not one.rule and (chosen or one.values & by_value.keys()):
            yield MakeRule(next(marks), one.mark, match, wanted.scope, wanted.enabled)
    while left:
        mark = next(marks)
        yield MakeList(mark, match, wanted.scope, tuple(left[: wanted.room]))
        yield MakeRule(next(marks), mark, match, wanted.scope, wanted.enabled)
        left = left[wanted.room :]


Needs = Mapping[tuple[str, Scope], Collection[str]]
"""The names that are to stay excluded, by match and scope."""


def to_restore(holdings: Iterable[Holding], needs: Needs, own_marks: Collection[str]) -> list[Step]:
    """The steps after which no line with a mark of ours is there that nobody needs, nor a pair of ours that is empty.

    Lines without such a mark stay, and with them their list and its rule. A rule goes before its list; a rule that
    somebody changed stays, and so do a list that somebody uses and all that has lost its mark.
    """
    steps: list[Step] = []
    for one in holdings:
        needed = needs.get((one.match, one.scope), ())
        going = [item for item in one.items if _is_ours(item, own_marks) and clean_value(item.value) not in needed]
        if going:
            steps.append(Remove(one.mark, tuple(item.value for item in going)))
        steps += _to_clear(one) if len(going) == len(one.items) else []
    return steps


def _is_ours(item: Item, own_marks: Collection[str]) -> bool:
    return not marks_in(item.description).isdisjoint(own_marks)


def _to_clear(one: Holding) -> list[Step]:
    if not one.is_marked or one.is_used_elsewhere or (one.rule and not one.is_rule_as_made):
        return []
    return [*([DropRule(one.rule, one.mark)] if one.rule else []), DropList(one.mark)]


def applied(holdings: Iterable[Holding], step: Step) -> list[Holding]:
    """What an account holds of ours after a step."""
    held = {one.mark: one for one in holdings}
    match step:
        case MakeList(mark, match_, scope, items):
            held[mark] = Holding(mark, match_, scope, items)
        case Append(mark, items):
            held[mark] = replace(held[mark], items=held[mark].items + items)
        case MakeRule(rule, mark, _, _, enabled):
            held[mark] = replace(held[mark], rule=rule, is_on=enabled)
        case Remove(mark, values):
            left = tuple(item for item in held[mark].items if item.value not in values)
            held[mark] = replace(held[mark], items=left)
        case DropRule(_, mark):
            held[mark] = replace(held[mark], rule="")
        case DropList(mark):
            del held[mark]
        case SwitchOn(_, mark):
            held[mark] = replace(held[mark], is_on=True)
    return list(held.values())
