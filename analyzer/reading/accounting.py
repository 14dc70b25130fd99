"""What became of the input: rows used, rows dropped by reason, files left out, and what was odd."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from analyzer.errors import NoRecordsError
from analyzer.facts import Fact, fact

Dropped = Counter[str]
"""How many rows were dropped, by reason."""


EMPTY = fact("looks_empty")
MOST_TOLD = 5


@dataclass
class Reading:
    """What became of one file: rows = used + all that was dropped, always."""

    name: str
    rows: int = 0
    used: int = 0
    dropped: Dropped = field(default_factory=Counter)
    datasets: Counter[str] = field(default_factory=Counter)
    facts: list[Fact] = field(default_factory=list)
    """What is odd about the file, or about single files packed in it."""
    unread_time: str = ""
    """The first text for a time that is none, as the file has it."""
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None

    def oddities(self) -> list[Fact]:
        """What a reader should know about this file; of many facts the first few, and how many there are."""
        if len(self.facts) <= MOST_TOLD:
            return self.facts
        rest = fact("more_oddities", name=self.name, count=len(self.facts) - MOST_TOLD)
        return [*self.facts[:MOST_TOLD], rest]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is in the file."""
        return not self.rows and any(known.values.get("looks_like") == EMPTY for known in self.facts)


@dataclass(frozen=True)
class Input:
    """What was read, over all files: rows = used + dropped."""

    files: int = 0
    rows: int = 0
    used: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    notes: tuple[Fact, ...] = ()
    """What a reader should know about the input as a whole, and then about single files, in order of their names."""
    empty: tuple[Fact, ...] = ()
    """Notes on files that are empty. One alone may be an hour in which nothing was asked, so they are told only where
    no file holds anything of use."""
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None

    def plus(self, reading: Reading) -> Input:
        """With one file more, which was read to its end."""
        odd, is_empty = tuple(reading.oddities()), reading.is_empty
        return dataclasses.replace(
            self,
            files=self.files + 1,
            rows=self.rows + reading.rows,
            used=self.used + reading.used,
            dropped=self.dropped + reading.dropped,
            notes=self.notes if is_empty else _by_file(self.notes + odd),
            empty=_by_file(self.empty + odd) if is_empty else self.empty,
            first_at=min(filter(None, (self.first_at, reading.first_at)), default=None),
            last_at=max(filter(None, (self.last_at, reading.last_at)), default=None),
        )

    def with_notes(self, *facts: Fact) -> Input:
        """With these notes as well."""
        return dataclasses.replace(self, notes=_by_file(self.notes + facts))

    @classmethod
    def of_frame(cls, rows: int) -> Input:
        """The input of a frame that was read elsewhere."""
        return cls(rows=rows, used=rows)

    @property
    def of_all(self) -> list[Fact]:
        """The notes that are on no single file."""
        return [note for note in self.notes if "name" not in note.values]

    def counts(self) -> list[Fact]:
        """How many rows were used, of how many, from where; and what was left out, if anything was."""
        read = fact("read", used=self.used, rows=self.rows, files=self.files)
        return [read, *self.losses()]

    def losses(self) -> list[Fact]:
        """What was left out, by reason; nothing if nothing was."""
        return [fact("dropped", reasons=dict(self.dropped))] if self.dropped else []

    def nothing(self, *, is_live: bool = False) -> NoRecordsError:
        """The error for an input in which nothing could be used; of a live log, whose files are ours, without those."""
        if is_live:
            told = [*self.of_all, *self.losses()] or [fact("live_nothing")]
            return NoRecordsError("live_nothing_usable", facts=told)
        return NoRecordsError("nothing_usable", facts=[*self.notes, *self.empty[:3], *self.losses()])

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as a saved answer holds them."""
        return {
            "files": self.files,
            "rows": self.rows,
            "used": self.used,
            "dropped": dict(sorted(self.dropped.items())),
            "notes": [note.to_dict() for note in self.notes],
            "empty": [note.to_dict() for note in self.empty],
            "first_at": self.first_at and self.first_at.isoformat(),
            "last_at": self.last_at and self.last_at.isoformat(),
        }

    def in_words(self) -> dict[str, Any]:
        """As `to_dict`, with the notes said, as JSON for people prints it."""
        said = {"notes": list(map(str, self.notes)), "empty": list(map(str, self.empty))}
        return self.to_dict() | said

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Input:
        """What `to_dict` wrote."""
        moments = {
            key: dt.datetime.fromisoformat(values[key]) if values[key] else None for key in ("first_at", "last_at")
        }
        facts = {key: tuple(map(Fact.from_dict, values[key])) for key in ("notes", "empty")}
        return cls(**{**values, "dropped": Counter(values["dropped"]), **moments, **facts})


def _by_file(notes: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Notes on the whole input first, then those on files, by the file's name: files may be read in any order."""
    return tuple(sorted(notes, key=lambda note: str(note.values.get("name", ""))))
