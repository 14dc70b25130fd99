"""Values that all sources share: times in every form that logs use, names, and columns of repeated text."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pandas as pd

REDACTED = "REDACTED"
_NOBODY = "non_identity@"
ABSENT = frozenset({"", REDACTED, "0.0.0.0", "::", "00000000-0000-0000-0000-000000000000"})  # noqa: S104
_REPLACEMENT = "\ufffd"
# Unix times by size: a number below a bound counts in that unit (10, 13, 16 and 19 digits in our era).
_UNIX_UNITS = ((10**11, 10**6), (10**14, 10**3), (10**17, 1))
_EDGES = "." + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
# Zero times (Go's year 1, Unix 0) mean that there is none; after 9998 not every zone can tell the date.
_FIRST_TIME, _LAST_TIME = pd.Timestamp(0, unit="s", tz="UTC"), pd.Timestamp("9998-12-31", tz="UTC").as_unit("us")
_MOST_DIGITS = 18
_YEAR_10000_US = 253_402_300_800 * 10**6


@dataclass(frozen=True)
class Coded:
    """Values one behind the other, as numbers of those in `distinct`."""

    codes: np.ndarray
    distinct: np.ndarray

    @classmethod
    def of(cls, codes: np.ndarray, distinct: Sequence[Any]) -> Coded:
        """With the values in a list, of which none is a list itself."""
        return cls(codes, _as_objects(distinct))

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, places: Sequence[int]) -> Coded:
        """The values at these places."""
        return Coded(self.codes[np.asarray(places, dtype="intp")], self.distinct)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.distinct[self.codes])


def clean_text(value: object) -> str:
    """The text of a scalar; "" for what logs write where there is none: REDACTED, a null address, an id of zeros."""
    if isinstance(value, str):
        return "" if value in ABSENT else value
    is_nothing = value is None or isinstance(value, bool) or value != value  # NaN alone differs from itself
    return "" if is_nothing else str(value)


def clean_user(value: object) -> str:
    """The text of a user; "" for the stand-in that Cloudflare writes for everybody who did not sign in.

    >>> clean_user("aoi@example.jp"), clean_user("non_identity@example.cloudflareaccess.com")
    ('aoi@example.jp', '')
    """
    text = clean_text(value)
    return "" if text.casefold().startswith(_NOBODY) else text


def to_int(value: object) -> int | None:
    """The whole number, not below zero, that a value is or that its digits say; None if it is none.

    >>> to_int(12), to_int("12"), to_int("²"), to_int(-1), to_int("")
    (12, 12, None, None, None)
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
        value = int(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value >= 0 else None  # type: ignore[operator, return-value]


def to_list(value: bytes) -> list[Any]:
    r"""The scalars of a list in JSON, also of one that stands as text in a cell of a table; a scalar is a list of one.

    >>> to_list(b'["a.jp", "b.jp"]'), to_list(rb'"[\"a.jp\"]"'), to_list(b'"a.jp"'), to_list(b'[["deep"], 60]')
    (['a.jp', 'b.jp'], ['a.jp'], ['a.jp'], [60])
    """
    found = _from_json(value)
    if isinstance(found, str) and found.startswith("["):
        found = _from_json(found.encode("utf-8", "replace"))
    listed = found if isinstance(found, list) else [found] if found else []
    return [_encodable(item) for item in listed if isinstance(item, str | int)]


def _from_json(text: bytes) -> object:
    """The value, read forgivingly; None if it is none."""
    value: object = None
    try:
        value = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(text.decode(errors="replace"))
    return value


def _encodable(item: str | int) -> str | int:
    """Without the halves of characters that JSON can escape and nothing downstream can hold."""
    return item.encode("utf-8", "replace").decode() if isinstance(item, str) else item


def clean_hostname(value: object) -> str:
    """Lower case, no dots or blanks at the ends; "" for the root and for what is not text.

    >>> clean_hostname(" A.Example.JP. . ")
    'a.example.jp'
    """
    return value.strip(_EDGES).lower() if isinstance(value, str) else ""


def first_of(*values: Any) -> Any:
    """The first of the values that is something, else the last."""
    return next((value for value in values if value), values[-1])


def hostname_fault(hostname: str) -> str:
    """Why a cleaned hostname can't be used: no_name, bad_encoding, reverse_lookup; "" if it can."""
    if not hostname:
        return "no_name"
    if _REPLACEMENT in hostname:
        return "bad_encoding"
    return "reverse_lookup" if hostname.endswith(".arpa") else ""


def without_faults(
    frame: pd.DataFrame, dropped: Counter[str], may_lack_name: np.ndarray | None = None, **also: np.ndarray
) -> pd.DataFrame:
    """The rows whose hostname can be used, or may be missing; the others are counted by reason.

    `also` tells further reasons and where they hold; the first reason of a row is the one that counts.
    """
    hostname = frame["hostname"].cat
    fault = _as_objects([hostname_fault(name) for name in hostname.categories])[hostname.codes.to_numpy()]
    if may_lack_name is not None:
        fault[(fault == "no_name") & may_lack_name] = ""
    for reason, holds in also.items():
        fault[(fault == "") & holds] = reason
    usable = np.asarray(fault == "", dtype=bool)
    dropped.update(fault[~usable].tolist())
    kept = frame if usable.all() else frame[usable].reset_index(drop=True)
    return kept.assign(hostname=kept["hostname"].cat.remove_unused_categories())


def _as_objects(values: Sequence[Any] | np.ndarray) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def distinct_of(values: Sequence[Any] | np.ndarray | Coded) -> tuple[np.ndarray, np.ndarray]:
    """The number of each value among the distinct ones, and these, in the order in which they come."""
    if isinstance(values, Coded):
        return values.codes, values.distinct
    codes, distinct = pd.factorize(_as_objects(values), use_na_sentinel=False)
    return codes, np.asarray(distinct, dtype=object)


def numbers(values: Sequence[Any] | np.ndarray | Coded, to_number: Callable[[Any], int]) -> np.ndarray:
    """The number for each value, each distinct value looked at once."""
    codes, distinct = distinct_of(values)
    found: np.ndarray = np.array([to_number(value) for value in distinct], dtype="int64")[codes]
    return found


def categorical(values: Sequence[Any] | np.ndarray | Coded, clean: Callable[[Any], str] = clean_text) -> pd.Categorical:
    """The values as a categorical of cleaned text, each distinct value cleaned once; categories are sorted."""
    codes, distinct = distinct_of(values)
    texts, categories = pd.factorize(np.array([clean(value) for value in distinct], dtype=object), sort=True)
    if not len(categories):
        return pd.Categorical([], categories=pd.Index([""], dtype="str"))
    return pd.Categorical.from_codes(texts[codes], categories=pd.Index(categories, dtype="str"))


def parse_times(values: Sequence[Any] | np.ndarray | Coded, *, floor: bool = True) -> pd.Series:
    """UTC times, floored to the second unless told otherwise, missing where a value is no time; one for each value.

    Whole numbers and text of digits are Unix seconds, milli-, micro- or nanoseconds, told apart by
    size and never put through a float; other text is ISO 8601, in UTC if it names no zone or ends in ` UTC`.
    """
    codes, distinct = distinct_of(values)
    micros = [_unix_micros(value) for value in distinct]
    times = pd.Series(pd.to_datetime(pd.Series(micros, dtype="Int64"), unit="us", utc=True, errors="coerce"))
    text = [
        value.removesuffix(" UTC") if isinstance(value, str) and unix is None and value.lstrip()[:1].isdigit() else None
        for value, unix in zip(distinct, micros, strict=True)
    ]
    iso = pd.to_datetime(pd.Series(text, dtype="object"), format="ISO8601", utc=True, errors="coerce")
    merged = times.dt.as_unit("us").fillna(iso.dt.as_unit("us"))
    merged = merged.dt.floor("s") if floor else merged
    return merged.where(merged.between(_FIRST_TIME, _LAST_TIME)).take(codes).reset_index(drop=True)


def _unix_micros(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) <= 20:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float) and 0 < value < _UNIX_UNITS[0][0]:
        return int(value * 10**6)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    for bound, factor in _UNIX_UNITS:
        if value < bound:
            return value * factor if value * factor < _YEAR_10000_US else None
    return value // 1000 if value // 1000 < _YEAR_10000_US else None
