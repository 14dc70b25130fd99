"""What was read: rows used, rows dropped by reason, files left out, and what was odd."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.errors import NoRecordsError
from analyzer.messages.en import REASONS, plural, say
from analyzer.reading.skipping import may_hold, span_of

if TYPE_CHECKING:
    from analyzer.sources import Reading


@dataclass
class Input:
    """What was read: rows = used + dropped, over all files."""

    files: int = 0
    rows: int = 0
    used: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None

    def choose(
        self, names: Iterable[str], spans: Sequence[tuple[dt.datetime | None, dt.datetime | None]], *, all_files: bool
    ) -> list[str]:
        """The files that may hold something of these spans by their names; notes how many are left out.

        Raises NoRecordsError where none of them is left.
        """
        every = list(names)
        chosen = [name for name in every if all_files or may_hold(name, spans)]
        if every and not chosen:
            raise NoRecordsError(_other_time(every, spans), say("other_time_hint"))
        if skipped := len(every) - len(chosen):
            self.notes.append(say("skipped_files", count=plural(skipped, "file")))
        return chosen

    def add(self, reading: Reading) -> None:
        """Count one file that was read to its end."""
        self.files += 1
        self.rows += reading.rows
        self.used += reading.used
        self.dropped.update(reading.dropped)
        moments = [moment for moment in (self.first_at, reading.first_at) if moment is not None]
        self.first_at = min(moments, default=None)
        moments = [moment for moment in (self.last_at, reading.last_at) if moment is not None]
        self.last_at = max(moments, default=None)
        if reading.truncated:
            self.notes.append(say("truncated", name=_shown(reading.name)))
        if reading.looks_like:
            note = say("unused_file", name=_shown(reading.name), looks_like=reading.looks_like)
            # An hour in which nothing was asked is an empty file, and worth a word only if all of them are.
            (self.notes if reading.rows else self.empty).append(note)

    @classmethod
    def of_frame(cls, rows: int) -> Input:
        """The input of a frame that was read elsewhere."""
        return cls(rows=rows, used=rows)

    def read_text(self) -> str:
        """How many rows were used, of how many, from where."""
        return say("read", used=f"{self.used:,}", rows=f"{self.rows:,}", files=plural(self.files, "file"))

    def dropped_text(self) -> str:
        """What was left out, by reason; "" if nothing was."""
        reasons = [f"{count:,} {REASONS.get(reason, reason)}" for reason, count in sorted(self.dropped.items())]
        return say("dropped", reasons=", ".join(reasons)) if reasons else ""

    def nothing_text(self) -> str:
        """The sentence for an input in which nothing could be used."""
        return "; ".join([*self.notes, *self.empty[:3], *filter(None, [self.dropped_text()])]) + "."

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as in JSON."""
        return {
            "files": self.files,
            "rows": self.rows,
            "used": self.used,
            "dropped": dict(sorted(self.dropped.items())),
            "notes": list(self.notes),
            "empty": list(self.empty),
            "first_at": self.first_at and self.first_at.isoformat(),
            "last_at": self.last_at and self.last_at.isoformat(),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Input:
        """What `to_dict` wrote."""
        moments = {
            key: dt.datetime.fromisoformat(values[key]) if values[key] else None for key in ("first_at", "last_at")
        }
        return cls(**{**values, "dropped": Counter(values["dropped"]), **moments})


def _other_time(names: list[str], spans: Sequence[tuple[dt.datetime | None, dt.datetime | None]]) -> str:
    told = [span for span in map(span_of, names) if span]
    bounds = [moment for span in spans for moment in span if moment is not None]
    return say(
        "other_time",
        count=plural(len(names), "file"),
        times=_between(min(bounds), max(bounds)),
        span=_between(min(start for start, _ in told), max(end for _, end in told)),
    )


def _between(first: dt.datetime, last: dt.datetime) -> str:
    texts = [f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M}" for moment in (first, last)]
    return " to ".join(dict.fromkeys(texts)) + " UTC"


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name
