"""What a dataset is: which keys it has, how it is recognised, and what frame its records become."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.sources._values import Coded, parse_times

_REMEMBERED = 1 << 12
"""Keys that are folded once only: those of all datasets, and a bound where a log invents some."""


class Records(Protocol):
    """Records as columns, with our field names: see `_columns.Columns`."""

    def __len__(self) -> int: ...

    def __getitem__(self, name: str) -> Coded: ...

    def combined(self, make: Callable[..., Any], *names: str) -> Coded: ...


@dataclass(frozen=True)
class Field:
    """One field that we need: its spelling in Logpush, other spellings, and the types that it may have."""

    key: str
    type: Any = str | int | None
    also: tuple[str, ...] = ()
    is_list: bool = False
    """It may hold several values. Its column has them as JSON, in bytes."""
    stands_in_for: str = ""
    """Our name of the field whose place it takes where that has no value. Where that has one this is not looked at."""

    @functools.cached_property
    def spellings(self) -> tuple[str, ...]:
        """All spellings as `fold_key` writes them, Logpush's first."""
        return tuple(fold_key(key) for key in (self.key, *self.also))


IDENTITY_FIELDS = {
    "device_id": Field("DeviceID", str | None),
    "registration_id": Field("RegistrationID", str | None, stands_in_for="device_id"),
    "device_name": Field("DeviceName", str | None),
    "user": Field("Email", str | None, ("UserEmail",)),
    "source_ip": Field("SrcIP", str | None, ("SourceIP",), stands_in_for="device_id"),
}
"""What tells devices apart; the same in all of Cloudflare's datasets but for the address's spelling."""


NOBODY_FIELDS = {name: Field(f"no {name}", str | None) for name in IDENTITY_FIELDS}
"""For a dataset that does not tell whose device it was: keys that no record has."""


@dataclass(frozen=True)
class Dataset:
    """A kind of record: how to tell it from others, which fields to read, what frame it becomes."""

    name: str
    becomes: Literal["queries", "signals"]
    fields: Mapping[str, Field]
    required: tuple[str, ...]
    """Fields without which a record is of no use. A line that lacks one is not decoded with the others, but by itself,
    where it is told again which dataset it is of."""
    recognises: Callable[[frozenset[str]], bool]
    """Whether a record with these keys (folded) is of this dataset."""
    foreign: tuple[str, ...]
    """Keys, as Logpush spells them, that no record of this dataset has. They tell it from records of other datasets
    that have all the required keys."""
    to_frame: Callable[[Records, Dropped], pd.DataFrame]
    """The frame of these records; what can't be used is counted in `Dropped` by reason."""
    times: tuple[str, ...] = ("asked_at",)
    """Fields that hold when it was, the one that counts first."""
    mark: bytes = b""
    """Text, in lower case, that each JSON line of this dataset holds; b"" for all but one dataset. It is the one whose
    rows are needed, away from the failures, only if they name the device: see `reading.skipping.lines_with`."""

    inspector: str = ""
    """Whose certificate was refused in these records, if it was not the gateway's."""
    from_line: Callable[[str], Mapping[str, Any] | None] | None = None
    """The record that a line of text is, in this dataset's keys, for a log that is neither JSON nor a table; None for a
    line that is none."""

    def unread_time(self, records: Records) -> str:
        """The first text of these records that should be a time and is none; "" if there is none."""
        told = [str(value) for values in zip(*(records[name] for name in self.times), strict=True) for value in values]
        unread = parse_times(told).isna()
        return next((text for text, is_unread in zip(told, unread, strict=True) if text and is_unread), "")


def folded(keys: Iterable[str]) -> frozenset[str]:
    """The keys as they are compared."""
    return frozenset(map(fold_key, keys))


@functools.lru_cache(maxsize=_REMEMBERED)
def fold_key(key: str) -> str:
    """A key as it is compared: `QueryName`, `query_name` and `Query name` are all `queryname`."""
    return key.replace("_", "").replace(" ", "").casefold()
