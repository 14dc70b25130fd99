"""Times, lengths of time and zones as people write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from analyzer.errors import TimeFormatError
from analyzer.facts import fact

Moment = str | dt.datetime
Duration = str | float | dt.timedelta

TIME_FORMS = fact("time_forms")
"""How a time may be written, for the hints of errors."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_AGO = re.compile(r"(.+?)\s+ago", re.IGNORECASE)
_WITHOUT_SECONDS = re.compile(r"(?:.*[T ])?\d{1,2}:\d{2}(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_MINUTE = dt.timedelta(minutes=1)


class Stretch(NamedTuple):
    """From when to when something may have happened; both the same where the moment is known."""

    since: dt.datetime
    until: dt.datetime


def parse_stretch(moment: Moment, *, now: dt.datetime, zone: dt.tzinfo) -> Stretch:
    """When a person means that it happened, as exactly as they say it.

    `14:05` is all of that minute; `14:05:30` and a datetime are that second; `10 minutes ago` may be a minute
    off either way; `14:00/14:10` is anywhere in between, its last minute included. Raises TimeFormatError.
    """
    if isinstance(moment, str) and "/" in moment:
        return _parse_in_between(moment, now, zone)
    at = parse_time(moment, now=now, zone=zone)
    if isinstance(moment, str) and _WITHOUT_SECONDS.fullmatch(moment.strip()):
        return Stretch(at, at + _MINUTE)
    if isinstance(moment, str) and (ago := _AGO.fullmatch(moment.strip())) and not parse_duration(ago[1]) % _MINUTE:
        return Stretch(at - _MINUTE, at + _MINUTE)
    return Stretch(at, at)


def _parse_in_between(text: str, now: dt.datetime, zone: dt.tzinfo) -> Stretch:
    begin, _, end = text.partition("/")
    since, until = parse_stretch(begin, now=now, zone=zone).since, parse_stretch(end, now=now, zone=zone).until
    if since > until and _CLOCK.fullmatch(begin.strip()):
        since -= dt.timedelta(days=1)
    if not dt.timedelta(0) <= until - since <= dt.timedelta(days=1):
        raise TimeFormatError("bad_stretch", text=text)
    return Stretch(since, until)


def write_stretch(stretch: Stretch, zone: dt.tzinfo) -> str:
    """A stretch as `parse_stretch` reads it back: a second, a minute, or two times with a stroke between."""
    since, until = (moment.astimezone(zone) for moment in stretch)
    if since == until:
        return since.isoformat()
    if stretch.until - stretch.since == _MINUTE and since.second == 0:
        return since.isoformat(timespec="minutes")
    return f"{since.isoformat()}/{until.isoformat()}"


_FIRST_YEAR, _LAST_YEAR = 1990, 9000
"""Outside these, a baseline of years or another zone may lie beyond the calendar."""


def parse_time(moment: Moment, *, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The aware datetime that a person means, at whole seconds.

    `14:05` is the latest 14:05 in `zone` that has passed at `now`; a time without a zone is in `zone`;
    `10 minutes ago` and `now` count from `now`. Where a clock is set back and a time occurs twice, the
    first is meant. Raises TimeFormatError.
    """
    if isinstance(moment, dt.datetime):
        parsed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    else:
        parsed = _parse_text(moment.strip(), now.astimezone(zone), zone)
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        raise TimeFormatError("no_log_time", day=f"{parsed:%Y-%m-%d}", forms=TIME_FORMS)
    return parsed.replace(microsecond=0)


def _parse_text(text: str, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    if text.casefold() == "now":
        return now
    if ago := _AGO.fullmatch(text):
        # Through UTC: ten minutes ago is ten real minutes, also across a change of the clock.
        return (now.astimezone(dt.UTC) - parse_duration(ago[1])).astimezone(zone)
    try:
        if clock := _CLOCK.fullmatch(text):
            hour, minute, second = (int(part or 0) for part in clock.groups())
            today = now.replace(hour=hour, minute=minute, second=second, microsecond=0, fold=0)
            return today if today <= now else today - dt.timedelta(days=1)
        parsed = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise TimeFormatError("bad_time", text=text, forms=TIME_FORMS) from error
    if len(text) <= len("2026-11-24"):
        raise TimeFormatError("day_only", text=text, forms=TIME_FORMS)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def parse_duration(duration: Duration) -> dt.timedelta:
    """The length of time in `90s`, `3m`, `24h`, `10 minutes`, `1h30m`; a bare number is seconds.

    Raises TimeFormatError, also for what is below zero or beyond ten years.
    """
    try:
        if isinstance(duration, str) and not duration.strip().replace(".", "", 1).isdigit():
            parsed = _parse_units(duration.strip())
        elif isinstance(duration, dt.timedelta):
            parsed = duration
        else:
            parsed = dt.timedelta(seconds=float(duration))
    except (ValueError, OverflowError) as error:
        raise TimeFormatError("bad_duration", text=str(duration)) from error
    if not dt.timedelta(0) <= parsed <= dt.timedelta(days=3653):
        raise TimeFormatError("long_duration", text=str(duration))
    return parsed


def _parse_units(text: str) -> dt.timedelta:
    parsed = pd.Timedelta(text) if text else pd.NaT
    if not isinstance(parsed, pd.Timedelta):
        raise ValueError(text)
    return parsed.to_pytimedelta()


def write_duration(duration: dt.timedelta) -> str:
    """The shortest of `24h`, `3m`, `90s` that says it."""
    seconds = duration.total_seconds()
    for unit, length in (("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"


def parse_zone(tz: str | dt.tzinfo | None) -> dt.tzinfo:
    """The time zone of that name; None is the machine's own."""
    if tz is None or tz == "":
        import tzlocal

        return tzlocal.get_localzone()
    if isinstance(tz, dt.tzinfo):
        return tz
    if tz.upper() in ("UTC", "Z"):
        return dt.UTC
    if offset := re.fullmatch(r"(?:UTC)?([+-])(\d{2}):?(\d{2})", tz):
        tz = f"{offset[1]}{offset[2]}:{offset[3]}"
    try:
        return dt.datetime.strptime(tz, "%z").tzinfo or dt.UTC if tz[:1] in "+-" else ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TimeFormatError("bad_zone", text=tz) from error
