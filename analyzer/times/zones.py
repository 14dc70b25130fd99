"""Time zones as people name them."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import os
import re
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable

from analyzer.errors import TimeFormatError
from analyzer.facts import fact
from analyzer.times.typed import MOST, tidy

WESTMOST, EASTMOST = dt.timedelta(hours=-12), dt.timedelta(hours=14)
"""No clock on earth is farther from UTC."""
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?")
_POSIX = re.compile(r":?(?:<[+-]?[A-Za-z0-9]{1,9}>|[A-Za-z]{3,9})([+-]?)(\d{1,2})(?::(\d{2}))?")
_LIKENESS = 0.8
_LARGEST = (
    "America/Chicago", "America/Denver", "America/Havana", "America/Los_Angeles", "America/New_York", "Asia/Jerusalem",
    "Asia/Kolkata", "Asia/Manila", "Asia/Shanghai", "Europe/Dublin",
)  # fmt: skip
"""Of the many zones that share an abbreviation, those that most people mean."""


def parse_zone(tz: str | dt.tzinfo | None) -> dt.tzinfo:
    """The time zone of that name; None is the machine's own. Raises TimeFormatError.

    A name in any case (`asia/tokyo`), its last part (`Tokyo`), an offset (`+09:00`, `UTC+9`), or an abbreviation that
    means one offset only (`JST`, but not `CST`).

    >>> str(parse_zone("tokyo")), str(parse_zone("gmt+9"))
    ('Asia/Tokyo', 'UTC+09:00')
    """
    if isinstance(tz, dt.tzinfo):
        return tz
    if not tz:
        return _machine_zone()
    name = tidy(tz).casefold()
    if name in ("utc", "z"):
        return dt.UTC
    zone = _exact(tz.strip()) or _parse_offset(name) or _by_name(tz, name) or _by_abbreviation(name)
    if zone is None:
        raise _no_zone(tz, name)
    return zone


def _exact(name: str) -> dt.tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _parse_offset(name: str) -> dt.tzinfo | None:
    if not (parts := _OFFSET.fullmatch(name)):
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts.groups()[1:])
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if parts[1] == "-" else 1)
    if minutes > 59 or seconds > 59 or not WESTMOST <= offset <= EASTMOST:
        raise TimeFormatError("bad_offset", text=name.upper())
    return dt.timezone(offset) if offset else dt.UTC


@functools.cache
def _names() -> dict[str, list[str]]:
    """Zones by their name and by its last part, in small letters."""
    names: dict[str, list[str]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        names[name.casefold()].append(name)
        if "/" in name:
            names[name.rpartition("/")[2].casefold()].append(name)
    return dict(names)


def _by_name(tz: str, name: str) -> dt.tzinfo | None:
    fitting = _names().get(name.replace(" ", "_"), [])
    whole = [each for each in fitting if each.casefold() == name]
    if fitting and len({_year(each) for each in fitting}) == 1:
        return zoneinfo.ZoneInfo((whole or fitting)[0])
    if fitting:
        raise TimeFormatError("ambiguous_zone", text=tz, choices=fitting)
    return None


def _year(name: str) -> tuple[tuple[str | None, dt.timedelta | None], ...]:
    """What the clocks of a zone are called and how far they are from UTC, in winter and in summer."""
    zone, year = zoneinfo.ZoneInfo(name), dt.datetime.now(dt.UTC).year
    days = (dt.datetime(year, month, 15, tzinfo=zone) for month in (1, 7))
    return tuple((day.tzname(), day.utcoffset()) for day in days)


@functools.cache
def _abbreviations() -> dict[str, dict[dt.timedelta, list[str]]]:
    """Abbreviation in small letters -> offset from UTC -> the zones that call it so this year."""
    zones: dict[str, dict[dt.timedelta, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in sorted(zoneinfo.available_timezones()):
        for abbreviation, offset in _year(name):
            if abbreviation and offset is not None:
                zones[abbreviation.casefold()][offset].append(name)
    return dict(zones)


def _by_abbreviation(name: str) -> dt.tzinfo | None:
    if not 2 < len(name) <= 5 or not name.isalpha():
        return None
    zones = _abbreviations().get(name, {})
    if len(zones) > 1:
        raise TimeFormatError("ambiguous_zone", text=name.upper(), choices=[_largest(same) for same in zones.values()])
    return next((dt.timezone(offset) for offset in zones), None)


def _largest(names: Iterable[str]) -> str:
    return min(names, key=lambda name: (name not in _LARGEST, name))


def _no_zone(tz: str, name: str) -> TimeFormatError:
    names = _names()
    near = difflib.get_close_matches(name.replace(" ", "_"), names, n=1, cutoff=_LIKENESS)
    hints = [fact("near_zone", near=names[near[0]][0])] if near else []
    return TimeFormatError("bad_zone", *hints, text=tz)


def _machine_zone() -> dt.tzinfo:
    """The machine's own zone as it is now; also of a TZ such as `JST-9`, which is POSIX, with the sign turned round.

    A notebook may have set TZ since it was asked last, so what tzlocal remembers is read anew.
    """
    import tzlocal

    text = os.environ.get("TZ", "")
    try:
        if posix := _POSIX.fullmatch(text):
            sign = "+" if posix[1] == "-" else "-"
            return _parse_offset(f"{sign}{posix[2]}:{posix[3] or '00'}") or dt.UTC
        return tzlocal.reload_localzone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, TimeFormatError) as error:
        raise TimeFormatError("machine_zone", text=text[:MOST]) from error
