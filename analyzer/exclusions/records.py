"""The records of the journal, one a line: what each must hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from analyzer.checked_files import check, odd
from analyzer.facts import fact

VERSION = 1
"""Of each line; one that names none is of the first."""


class Scope(msgspec.Struct):
    """For whom it is."""

    users: tuple[str, ...]
    groups: tuple[str, ...]
    postures: tuple[str, ...]


class Record(msgspec.Struct, tag_field="event", tag=str.lower):
    """What every line has: whose it is."""

    mark: str


class Change(Record):
    """A change is about to be made."""

    account: str
    at: dt.datetime
    app: str
    lines: tuple[tuple[str, str, str], ...]
    scope: Scope
    review_by: dt.date
    enabled: bool


class List(Record):
    """A list is about to be made."""

    account: str
    match: str
    scope: Scope | None


class Rule(Record):
    """A rule is about to be made."""

    account: str
    match: str
    scope: Scope | None
    of: str


class Id(Record):
    """A list or rule was made."""

    id: str


class On(Record):
    """A rule is about to be switched on."""


class Going(Record):
    """A list or rule is about to be deleted."""


class Gone(Record):
    """A list or rule is no longer there."""


class Done(Record):
    """All steps of a change were taken."""


class Restore(Record):
    """Entries of a change are about to be taken back."""

    values: tuple[str, ...]


class Restored(Record):
    """What of a change was to be taken back was."""


class Needed(msgspec.Struct):
    """Which entries are needed, as far as is known."""

    chances: dict[str, float]
    open: list[str]
    kept: list[str]
    dropped: list[str]
    trial: list[str]
    suspects: list[str]

    @property
    def named(self) -> set[str]:
        """All entries of its parts."""
        return {*self.open, *self.kept, *self.dropped, *self.trial, *self.suspects}


class Search(Record):
    """How far the search for the entries that an app needs is."""

    search: Needed


_ANY = Change | List | Rule | Id | On | Going | Gone | Done | Restore | Restored | Search


def read(plain: Any, name: str) -> _ANY:
    """The record of a line of that name. Raises KeptFileError, which says which key is wrong and how."""
    version = VERSION if isinstance(plain, dict) and "version" in plain else None
    record: _ANY = check(plain, _ANY, name, version)  # type: ignore[arg-type]  # a union is no type
    if isinstance(record, Search) and not record.search.chances.keys() >= record.search.named:
        raise odd(name, "search", fact("kept_no_chance"))
    return record
