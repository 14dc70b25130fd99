"""The moment that a person means, seen from now."""

from __future__ import annotations

import datetime as dt

from analyzer.errors import TimeFormatError
from analyzer.times.clocks import between, in_zone, later, occurrences, only_one
from analyzer.times.said import TIME_FORMS, Ago, Clock, Said, no_moment, read_moment
from analyzer.times.typed import tidy

Moment = str | dt.datetime

_FIRST_YEAR, _LAST_YEAR = 1990, 9000
"""Outside these, a baseline of years or another zone may lie beyond the calendar."""
_NOTHING = dt.timedelta(0)


def parse_time(moment: Moment, *, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The aware datetime that a person means, at whole seconds.

    `14:05`, `Tuesday 14:05` and `11/24 14:05` are the latest that have passed at `now`; a time without a zone is in
    `zone`; `10 minutes ago`, `yesterday 14:05` and `now` count from `now`. Raises TimeFormatError, also for a time
    that a change of the clock skips, or shows twice.

    >>> now = dt.datetime(2026, 11, 24, 5, 30, tzinfo=dt.UTC)
    >>> str(parse_time("14:05", now=now, zone=dt.UTC)), str(parse_time("昨日 午後2時5分", now=now, zone=dt.UTC))
    ('2026-11-23 14:05:00+00:00', '2026-11-23 14:05:00+00:00')
    """
    if isinstance(moment, dt.datetime):
        return _aware(moment, zone)
    if not isinstance(moment, str):
        raise TimeFormatError("bad_time", text=str(moment), forms=TIME_FORMS)
    text = tidy(moment)
    if (said := read_moment(text)) is None:
        raise no_moment(text)
    return meant(said, now, zone)


def _aware(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    check_year(moment.date())
    whole = dt.datetime.combine(moment.date(), moment.time().replace(microsecond=0), moment.tzinfo)
    return whole if whole.tzinfo else only_one(whole, zone, occurrences(whole, zone))


def meant(said: Said, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """When that is, or begins. Raises TimeFormatError."""
    if isinstance(said, Clock):
        return _on_its_day(said, now, said.zone or zone)
    moment = in_zone(later(now, -said.length) if isinstance(said, Ago) else said.moment or now, zone)
    check_year(moment.date())
    return moment.replace(microsecond=0)


def _on_its_day(said: Clock, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    here = in_zone(now, zone)
    for day in said.day.seen_from(here.date()):
        check_year(day)
        shown = dt.datetime.combine(day, said.shown)
        moments = occurrences(shown, zone)
        passed = [moment for moment in moments if between(moment, now) >= _NOTHING]
        if said.day.is_latest and not passed and (moments or shown > here.replace(tzinfo=None)):
            continue
        return only_one(shown, zone, passed if len(passed) == 1 else moments)
    raise TimeFormatError("bad_time", text=f"{said.shown:%H:%M}", forms=TIME_FORMS)


def latest_passed(shown: dt.time, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """When the clocks of a zone showed this time last."""
    here = in_zone(now, zone)
    today = dt.datetime.combine(here.date(), shown.replace(fold=0), zone)
    return today if between(today, now) >= _NOTHING else later(today, dt.timedelta(days=-1))


def check_year(day: dt.date) -> None:
    """Raises TimeFormatError for a day that lies in no log."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise TimeFormatError("no_log_time", day=day.isoformat(), forms=TIME_FORMS)
