"""The journal: a private file of every change, one JSON record a line, written before a request is sent and after.

What it says is folded from all its lines. A record is on the disk before the request that it announces leaves, so a
line that was cut off by a crash announces nothing that was done, and is taken away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from analyzer.answers.saved import state_folder
from analyzer.checked_files import odd, read_json
from analyzer.errors import AnalyzerError, KeptFileError, NewerFileError
from analyzer.exclusions import records
from analyzer.exclusions.change import Needs
from analyzer.exclusions.scope import EVERYBODY, Scope
from analyzer.facts import fact
from analyzer.private_files import LOCK, held, make_private_folder

FILE = "exclusions.jsonl"
NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
"""Windows has no such flag."""


class Line(NamedTuple):
    """An entry as it was meant to stand in a list."""

    value: str
    match: str
    description: str


@dataclass(frozen=True)
class Change:
    """Entries that were excluded at one time, for one app."""

    mark: str
    account: str
    at: dt.datetime
    app: str
    lines: tuple[Line, ...]
    scope: Scope
    review_by: dt.date
    enabled: bool
    is_done: bool = False
    """Whether all of its steps were taken; else it was cut off."""
    taken_back: frozenset[str] = frozenset()
    """The values that are to be taken back, or were."""
    is_restoring: bool = False
    """Whether taking back was begun and not ended."""

    @property
    def in_force(self) -> tuple[Line, ...]:
        """The entries that were not taken back."""
        return tuple(line for line in self.lines if line.value not in self.taken_back)


@dataclass(frozen=True)
class Made:
    """A list or a rule of ours; without an id it was announced, and its answer never came."""

    mark: str
    account: str
    match: str
    scope: Scope
    id: str = ""
    of: str = ""
    """Of a rule: the mark of its list."""
    is_going: bool = False
    """We began to delete it, so it is no wonder if it is not there."""
    is_gone: bool = False


@dataclass
class Journal:
    """What was changed by whom this file belongs to, oldest first."""

    path: Path
    changes: dict[str, Change] = field(default_factory=dict)
    lists: dict[str, Made] = field(default_factory=dict)
    rules: dict[str, Made] = field(default_factory=dict)
    searches: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Which entries of an app are needed, as far as is known, by app and device: what `Search.to_plain` gives."""
    is_kept: bool = False
    """Whether records go to the file; else they are taken in and forgotten, as for a look ahead."""

    @classmethod
    def read(cls, path: Path | None = None) -> Journal:
        """The journal of this user. Raises AnalyzerError where it cannot be read or understood."""
        journal = cls(path or state_folder() / FILE)
        for number, line in enumerate(_whole_lines(journal.path), 1):
            name = f"{journal.path}:{number}"
            try:
                journal._fold(read_json(line, name), name)
            except NewerFileError:
                raise
            except KeptFileError as error:
                raise error.with_hints(fact("journal_damaged_hint")) from error
        return journal

    @classmethod
    @contextlib.contextmanager
    def reading(cls) -> Iterator[Journal]:
        """The journal for a look ahead: what it is told is forgotten at the end of the block."""
        yield cls.read()

    @classmethod
    @contextlib.contextmanager
    def writing(cls, path: Path | None = None) -> Iterator[Journal]:
        """The journal, which nobody else writes until the block ends. Raises AnalyzerError where somebody does."""
        path = path or state_folder() / FILE
        with held(path.with_name(f"{path.name}{LOCK}"), "journal_busy"):
            journal = cls.read(path)
            journal.is_kept = True
            yield journal

    def begin(self, change: Change) -> None:
        """A change is about to be made."""
        self._add(
            event="change",
            mark=change.mark,
            account=change.account,
            at=change.at.isoformat(),
            app=change.app,
            lines=[list(line) for line in change.lines],
            scope=change.scope.to_dict(),
            review_by=change.review_by.isoformat(),
            enabled=change.enabled,
        )

    def announce_list(self, made: Made) -> None:
        """A list is about to be made."""
        self._add(event="list", **_announced(made))

    def announce_rule(self, made: Made) -> None:
        """A rule is about to be made."""
        self._add(event="rule", of=made.of, **_announced(made))

    def identify(self, mark: str, id_: str) -> None:
        """A list or rule was made, and this is its id."""
        self._add(event="id", mark=mark, id=id_)

    def note_on(self, mark: str) -> None:
        """A rule is about to be switched on."""
        self._add(event="on", mark=mark)

    def note_going(self, mark: str) -> None:
        """A list or rule is about to be deleted."""
        self._add(event="going", mark=mark)

    def note_gone(self, mark: str) -> None:
        """A list or rule is no longer there."""
        self._add(event="gone", mark=mark)

    def note_done(self, mark: str) -> None:
        """All steps of a change were taken."""
        self._add(event="done", mark=mark)

    def take_back(self, mark: str, values: Iterable[str]) -> None:
        """Entries of a change are about to be taken back."""
        self._add(event="restore", mark=mark, values=sorted(values))

    def note_restored(self, mark: str) -> None:
        """What of a change was to be taken back was."""
        self._add(event="restored", mark=mark)

    def note_search(self, key: str, search: dict[str, Any]) -> None:
        """How far the search for the entries that an app needs is."""
        self._add(event="search", mark=key, search=search)

    def of_app(self, app: str) -> list[Change]:
        """The changes for an app, in whatever account, oldest first."""
        return [change for change in self.changes.values() if change.app == app]

    def of_account(self, account: str) -> list[Change]:
        """The changes in an account, oldest first."""
        return [change for change in self.changes.values() if change.account == account]

    def needs(self, account: str) -> Needs:
        """What is to stay excluded in an account."""
        needed: dict[tuple[str, Scope], set[str]] = {}
        for change in self.of_account(account):
            for line in change.in_force:
                needed.setdefault((line.match, change.scope), set()).add(line.value)
        return needed

    def _add(self, **record: Any) -> None:
        """Write a record to the disk, then take it in."""
        record = {
            "version": records.VERSION,
            "noted_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            **record,
        }
        try:
            if self.is_kept:
                _append(self.path, json.dumps(record, ensure_ascii=False))
        except OSError as error:
            raise AnalyzerError("not_written", path=str(self.path), error=error.strerror or str(error)) from error
        self._fold(record, str(self.path))

    def _fold(self, plain: dict[str, Any], name: str) -> None:
        """Take in a record of the file, or line, of that name. Raises KeptFileError for one that tells nothing."""
        record = records.read(plain, name)
        mark = record.mark
        try:
            match record:
                case records.Change():
                    self.changes[mark] = _change(record)
                case records.List():
                    self.lists[mark] = _made(record)
                case records.Rule():
                    self.rules[mark] = _made(record)
                case records.Search():
                    self.searches[mark] = msgspec.to_builtins(record.search)
                case records.Id():
                    self._change_made(mark, id=record.id)
                case records.On():
                    self._change_made(mark)
                case records.Going():
                    self._change_made(mark, is_going=True)
                case records.Gone():
                    self._change_made(mark, is_gone=True)
                case records.Done():
                    self.changes[mark] = replace(self.changes[mark], is_done=True)
                case records.Restore():
                    gone = self.changes[mark].taken_back.union(record.values)
                    self.changes[mark] = replace(self.changes[mark], taken_back=gone, is_restoring=True)
                case records.Restored():
                    self.changes[mark] = replace(self.changes[mark], is_restoring=False)
        except KeyError:
            raise odd(name, "mark", fact("kept_no_mark")) from None

    def _change_made(self, mark: str, **told: Any) -> None:
        made = self.lists if mark in self.lists else self.rules
        made[mark] = replace(made[mark], **told)


def _announced(made: Made) -> dict[str, Any]:
    return {"mark": made.mark, "account": made.account, "match": made.match, "scope": made.scope.to_dict()}


def _change(record: records.Change) -> Change:
    return Change(
        mark=record.mark,
        account=record.account,
        at=record.at,
        app=record.app,
        lines=tuple(Line(*line) for line in record.lines),
        scope=_scope(record.scope),
        review_by=record.review_by,
        enabled=record.enabled,
    )


def _made(record: records.List | records.Rule) -> Made:
    of = record.of if isinstance(record, records.Rule) else ""
    return Made(mark=record.mark, account=record.account, match=record.match, scope=_scope(record.scope), of=of)


def _scope(told: records.Scope | None) -> Scope:
    return Scope(told.users, told.groups, told.postures) if told else EVERYBODY


def _whole_lines(path: Path) -> list[bytes]:
    """The lines that were written to their ends; none where there is no file."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise AnalyzerError("unreadable", name=str(path), error=error.strerror or str(error)) from error
    return [line for line in content[: content.rfind(b"\n") + 1].split(b"\n") if line.strip()]


def _append(path: Path, line: str) -> None:
    """One more line behind the last whole one, on the disk when this returns; for the file's owner alone."""
    make_private_folder(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
