"""The changes that a watch tells, as lines and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from analyzer import text
from analyzer.answers.ranking import head
from analyzer.answers.watch_changes import BACK, FIXED, GONE, NEW, RISEN, Change
from analyzer.facts import Fact, fact

_TELLS = {NEW: "watch_new", BACK: "watch_back", RISEN: "watch_risen", GONE: "watch_gone", FIXED: "watch_fixed"}
_TODO = {"exclude": "watch_exclude", "try_next": "watch_try_next"}


def lines(changes: Iterable[Change], still: Iterable[str], zone: dt.tzinfo) -> str:
    """A line for each change, and one for what is refused still."""
    told = [str(_line(change, zone)) for change in changes]
    if domains := list(still):
        told.append(str(fact("watch_open", domains=domains)))
    return "".join(f"{text.printable(line)}\n" for line in told)


def to_json(changes: Iterable[Change], still: Iterable[str]) -> str:
    """One object: `changes`, each as plain values, and `open`, the domains that are refused still."""
    told = {"changes": [change.to_dict() for change in changes], "open": list(still)}
    return text.to_json(head("watch") | told) + "\n"


def _line(change: Change, zone: dt.tzinfo) -> Fact:
    told = fact(
        _TELLS[change.kind],
        domain=change.domain,
        devices=change.device_count,
        refused=change.refused_count,
        total=change.session_count,
        at=dt.datetime.fromisoformat(change.at).astimezone(zone).isoformat(),
    )
    if not change.entries:
        return fact("watch_line", number=change.number, told=told)
    todo = fact(_TODO[change.band], entries=list(change.entries))
    return fact("watch_line_todo", number=change.number, told=told, todo=todo)
