"""What a clock on the wall shows, and when it did: also where it is set forward or back."""

from __future__ import annotations

import datetime as dt

from analyzer.errors import TimeFormatError


def occurrences(shown: dt.datetime, zone: dt.tzinfo) -> list[dt.datetime]:
    """When the clocks of a zone show this: once, twice where they are set back, never where they are set forward."""
    both = [shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    real = [moment for moment in both if in_zone(moment, zone).replace(tzinfo=None, fold=0) == shown]
    return real[:1] if len(real) == 2 and real[0].utcoffset() == real[1].utcoffset() else real


def only_one(shown: dt.datetime, zone: dt.tzinfo, moments: list[dt.datetime]) -> dt.datetime:
    """The moment, if it is one. Raises TimeFormatError where the clock never shows this, or shows it twice."""
    if len(moments) == 1:
        return moments[0]
    if moments:
        choices = [_write(moment, "T") for moment in moments]
        raise TimeFormatError("twice_time", time=_write(shown), zone=str(zone), choices=choices)
    # Read with the offset from before the change, and with that from behind it.
    around = sorted(in_zone(shown.replace(tzinfo=zone, fold=fold), zone).replace(tzinfo=None) for fold in (0, 1))
    before, after = map(_write, around)
    raise TimeFormatError("skipped_time", time=_write(shown), zone=str(zone), before=before, after=after)


def in_zone(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The same moment on the clocks of a zone, and one that they do show."""
    return moment.astimezone(dt.UTC).astimezone(zone)


def later(moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """So much later in real time, also across a change of the clock; a length below zero is earlier."""
    return (moment.astimezone(dt.UTC) + length).astimezone(moment.tzinfo)


def between(since: dt.datetime, until: dt.datetime) -> dt.timedelta:
    """The real time from one moment to another, also across a change of the clock."""
    return until.astimezone(dt.UTC) - since.astimezone(dt.UTC)


def _write(moment: dt.datetime, separator: str = " ") -> str:
    return moment.isoformat(separator, "seconds" if moment.second else "minutes")
