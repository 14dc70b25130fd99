"""Lengths of time as people write them."""

from __future__ import annotations

import datetime as dt
import re

from analyzer.errors import TimeFormatError
from analyzer.times.typed import tidy

Duration = str | float | dt.timedelta

_LONGEST = dt.timedelta(days=3653)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PART = re.compile(
    r"(\d+(?:\.\d+)?|(?:half[ ]an?|an?|one)\b) ?"
    r"(?:(?P<s>s|secs?|seconds?|秒)|(?P<m>m|mins?|minutes?|分)|(?P<h>h|hrs?|hours?|時間)|(?P<d>d|days?|日)|(?P<w>w|weeks?|週間))"
    r"(?![a-z])(?: ?(?:,|and\b))? ?",
    re.IGNORECASE,
)


def parse_duration(duration: Duration) -> dt.timedelta:
    """The length of time in `90s`, `3m`, `24h`, `10 minutes`, `1h30m`, `an hour`, `10分`; a bare number is seconds.

    Raises TimeFormatError, also for what is below zero or beyond ten years.

    >>> parse_duration("1時間30分") == parse_duration("90 minutes") == dt.timedelta(hours=1.5)
    True
    """
    try:
        if isinstance(duration, str):
            parsed = _parse_text(tidy(duration))
        elif isinstance(duration, dt.timedelta):
            parsed = duration
        else:
            parsed = dt.timedelta(seconds=float(duration))
    except (ValueError, OverflowError) as error:
        raise TimeFormatError("bad_duration", text=str(duration)) from error
    if not dt.timedelta(0) <= parsed <= _LONGEST:
        raise TimeFormatError("long_duration", text=str(duration))
    return parsed


def _parse_text(text: str) -> dt.timedelta:
    if text.replace(".", "", 1).isdigit():
        return dt.timedelta(seconds=float(text))
    seconds, position = 0.0, 0
    while part := _PART.match(text, position):
        number = float(part[1]) if part[1][0].isdigit() else 0.5 if part[1][0] in "hH" else 1
        seconds, position = seconds + number * _SECONDS[str(part.lastgroup)], part.end()
    if not text or position < len(text):
        raise ValueError(text)
    return dt.timedelta(seconds=seconds)


def write_duration(duration: dt.timedelta) -> str:
    """The shortest of `24h`, `3m`, `90s` that says it."""
    seconds = duration.total_seconds()
    for unit, length in (("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"
