"""One moment as a person says it: which day, what the clock showed, in which zone, and how exactly."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from analyzer.errors import TimeFormatError
from analyzer.facts import fact
from analyzer.times.days import Day, day_first, is_day, take_day
from analyzer.times.durations import parse_duration
from analyzer.times.zones import WESTMOST, parse_zone

TIME_FORMS = fact("time_forms")
"""How a time may be written, for the hints of errors."""


class Ago(NamedTuple):
    """`10 minutes ago`, `10分前`."""

    length: dt.timedelta


class Instant(NamedTuple):
    """`now`, which is None, or seconds since 1970, as machines count them."""

    moment: dt.datetime | None


class Clock(NamedTuple):
    """What the clock showed, on some day."""

    day: Day
    shown: dt.time
    has_seconds: bool
    zone: dt.tzinfo | None
    """None where the text names none."""
    has_half: bool = False
    """Whether morning or afternoon was said."""


Said = Ago | Instant | Clock

_NOW = re.compile(r"(?:(?:just|right) )?now|(?:たった)?今", re.IGNORECASE)
_AGO = re.compile(r"([\w.]+(?:,? [\w.]+){0,12}) ago|([\w.]+)前", re.IGNORECASE)
_COUNTED = re.compile(r"(\d{10})(?:\d{3})?")
_CLOCK = re.compile(
    r"(?:(?P<half>午前|午後) ?)?(?P<hour>\d\d?)"
    r"(?:(?::|\.(?=\d\d ?[ap]\.?m)|h(?=\d))(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"|(?P<oclock>時)(?:(?P<分>\d\d?)分(?:(?P<秒>\d\d?)秒)?)?)?"
    r"(?: ?(?P<m>[ap])(?:m\b|\.m\.))?",
    re.IGNORECASE,
)
_COMPACT_CLOCK = re.compile(r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?")
_ZONE = re.compile(
    r"[+-]\d\d?(?::?\d\d){0,2}|[a-z][a-z0-9_]*(?:[/-][a-z][a-z0-9_]*){0,3}(?:[+-]\d\d?(?::?\d\d)?)?", re.IGNORECASE
)
_DASH = re.compile(r"-(\d\d?):(\d\d)")
_DAY_MINUTES, _SHORT_MINUTES = 24 * 60, 12 * 60


def read_moment(text: str) -> Said | None:
    """What a `tidy` text says, or None if it has none of the forms of a moment.

    Raises TimeFormatError where it has one, but can't be meant: hour 25, no such day, no such zone.
    """
    if _NOW.fullmatch(text):
        return Instant(None)
    if counted := _COUNTED.fullmatch(text):
        return Instant(dt.datetime.fromtimestamp(int(counted[1]), dt.UTC))
    if ago := _AGO.fullmatch(text):
        return Ago(parse_duration(ago[1] or ago[2]))
    text = day_first(text)
    day, behind = take_day(text)
    clock = (_COMPACT_CLOCK if day.is_compact else _CLOCK).match(behind)
    if not clock or clock[0].isdigit() != day.is_compact:
        return None
    told, zone = clock.groupdict(), behind[clock.end() :]
    if not zone:
        return _clock(text, day, told, None)
    if not _ZONE.fullmatch(zone.lstrip()) or not _is_zone(text, zone, day, told):
        return None
    return _clock(text, day, told, parse_zone(zone.lstrip()))


def no_moment(text: str) -> TimeFormatError:
    """The error for a `tidy` text in which there is no moment."""
    return TimeFormatError("day_only" if is_day(text) else "bad_time", text=text, forms=TIME_FORMS)


def _clock(text: str, day: Day, told: dict[str, str | None], zone: dt.tzinfo | None) -> Clock:
    hour, minute, second = int(told["hour"] or 0), _number(told, "minute", "分"), _number(told, "second", "秒")
    if half := told.get("half") or told.get("m"):
        if hour > 12:
            raise TimeFormatError("bad_time", text=text, forms=TIME_FORMS)
        hour = hour % 12 + (12 if half in ("午後", "p", "P") else 0)
    try:
        shown = dt.time(hour, minute, second)
    except ValueError as error:
        raise TimeFormatError("bad_time", text=text, forms=TIME_FORMS) from error
    return Clock(day, shown, bool(told.get("second") or told.get("秒")), zone, bool(half))


def _number(told: dict[str, str | None], *names: str) -> int:
    return next((int(number) for name in names if (number := told.get(name))), 0)


def _is_zone(text: str, zone: str, day: Day, told: dict[str, str | None]) -> bool:
    """Whether what stands behind a time is its zone, or the end of a stretch that begins with it.

    `2026-11-24T05:05-05:00` is a zone, as machines write it; `14:00-14:10` is a stretch: no clock is so far from UTC.
    Raises TimeFormatError where people may mean either.
    """
    if not (dash := _DASH.fullmatch(zone.lstrip())):
        return True
    hours, minutes = int(dash[1]), int(dash[2])
    if hours * 60 + minutes > -WESTMOST / dt.timedelta(minutes=1):
        return False
    if day.is_iso or told["second"]:
        return True
    if minutes not in (0, 30, 45) or (minutes and not hours):
        return False
    if zone != zone.lstrip():
        return True
    begins = _clock(text, day, told, None).shown
    length = (hours * 60 + minutes - begins.hour * 60 - begins.minute) % _DAY_MINUTES
    is_stretch = length <= _SHORT_MINUTES
    if is_stretch == day.is_full:
        begin = text.removesuffix(zone)
        raise TimeFormatError("ambiguous_dash", text=text, stretch=f"{begin}/{zone[1:]}", offset=f"{begin} {zone}")
    return not is_stretch
