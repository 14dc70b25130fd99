"""What of a log need not be looked at: files of another time.

Logpush writes the first and last time of a file into its name. That is a hint, not a promise, so a file is left
out only if it misses the time by a quarter of an hour; and what is left out is counted and told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import PurePath

Span = tuple[dt.datetime, dt.datetime]
Bounds = tuple[dt.datetime | None, dt.datetime | None]
"""From when to when; None is no bound."""

SLACK = dt.timedelta(minutes=15)
_NAME = re.compile(r"(?<!\d)(\d{8}T\d{6}Z)_(\d{8}T\d{6}Z)(?!\d)")
_FOLDER_DATE = re.compile(
    r"(?:.*[/=_.-])?(\d{4})(?:-?(\d\d)|/(?:month=|m=)?(\d\d))(?:-?(\d\d)|/(?:day=|d=)?(\d\d))(?:[T/_-].*)?"
)
_FOLDER_YEAR = re.compile(r"(?:.*[/=_.-])?(\d{4})(?:/(?:month=|m=)?(\d\d))?")
_FIRST_YEAR, _LAST_YEAR = 1970, 9998


def span_of(name: str) -> Span | None:
    """The time that a file's name says it holds, None if it says none.

    >>> span_of("dns/20261110/20261110T050000Z_20261110T050030Z_6eea5f31.log.gz")[0].isoformat()
    '2026-11-10T05:00:00+00:00'
    """
    if not (found := _NAME.search(PurePath(name).name)):
        return None
    try:
        start, end = (dt.datetime.strptime(text, "%Y%m%dT%H%M%S%z") for text in found.groups())
    except ValueError:
        return None
    return (start, end) if start.year >= _FIRST_YEAR and start <= end and end.year <= _LAST_YEAR else None


def may_hold(name: str, spans: Iterable[Bounds]) -> bool:
    """Whether a file may hold anything of one of these spans, by its name."""
    told = span_of(name)
    return told is None or any(
        (start is None or told[1] + SLACK >= start) and (end is None or told[0] - SLACK <= end) for start, end in spans
    )


def folder_may_hold(path: str, spans: Iterable[Bounds]) -> bool:
    """Whether a folder may hold files with anything of one of these spans, by the date in its path.

    A file lies in the folder of the day on which it begins, and may reach into the next. Days are read as archives
    write them: `20261110`, `2026-11-10`, `date=2026-11-10`, `2026/11/10`, `year=2026/month=11/day=10`, also as far as
    a path goes: `2026/11`. A folder that tells no day may hold anything.

    >>> import datetime as dt
    >>> day = dt.datetime(2026, 11, 10, 5, tzinfo=dt.UTC)
    >>> [folder_may_hold(path, [(day, day)]) for path in ("dns/20261110", "dns/20261109", "dns/20261108", "dns/2025")]
    [True, True, False, False]
    """
    told = days_of(path.strip("/"))
    return told is None or any(
        (start is None or told[1] + SLACK >= start) and (end is None or told[0] - SLACK <= end) for start, end in spans
    )


def days_of(path: str) -> Span | None:
    """From the first day that a path tells to the end of the day after the last."""
    numbers: list[int] = []
    for pattern in (_FOLDER_DATE, _FOLDER_YEAR):
        if found := pattern.fullmatch(path):
            numbers = [int(text) for text in found.groups() if text]
            break
    if not numbers or not _FIRST_YEAR <= numbers[0] < _LAST_YEAR:
        return None
    year, month, day = (*numbers, 0, 0)[:3]
    try:
        first = dt.datetime(year, month or 1, day or 1, tzinfo=dt.UTC)
    except ValueError:
        return None
    longest = dt.timedelta(days=1 if day else 31 if month else 366)
    return first, first + longest + dt.timedelta(days=1)
