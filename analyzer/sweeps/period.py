"""The time that a sweep looks at."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from analyzer.errors import TimeFormatError
from analyzer.times import Moment, parse_time, parse_zone


class Period(NamedTuple):
    """From when on, and before when; None for as far as the log reaches."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    zone: dt.tzinfo = dt.UTC

    @classmethod
    def of(cls, since: Moment | None, until: Moment | None, tz: str | dt.tzinfo | None) -> Period:
        """The period in a person's words, as in `parse_time`. Raises TimeFormatError if it ends before it begins."""
        zone, now = parse_zone(tz), dt.datetime.now(dt.UTC)
        start, end = (None if text is None else parse_time(text, now=now, zone=zone) for text in (since, until))
        if start is not None and end is not None and start >= end:
            raise TimeFormatError("bad_period")
        return cls(start, end, zone)


WHOLE_LOG = Period()
