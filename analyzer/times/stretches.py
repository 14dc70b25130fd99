"""From when to when something may have happened, as exactly as a person says it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.errors import TimeFormatError
from analyzer.times.clocks import between, in_zone, later, occurrences, only_one
from analyzer.times.moments import Moment, meant, parse_time
from analyzer.times.said import Ago, Clock, Said, no_moment, read_moment
from analyzer.times.typed import tidy

_SECOND, _MINUTE, _HOUR, _DAY = (dt.timedelta(seconds=seconds) for seconds in (1, 60, 3600, 86400))
_STROKE = re.compile(r" ?(?:[-/~〜–—]|から|(?<= )(?:to|until|and)(?= )) ?", re.IGNORECASE)
_NOON = 12
_LONGEST_NIGHT = dt.timedelta(hours=18)
_AROUND = re.compile(r"(?:between|from) (.*)|(.*)(?:まで|の間)", re.IGNORECASE)
_FINAL = frozenset(["ambiguous_dash"])
"""What is wrong with a moment, though it could be a stretch."""


class Stretch(NamedTuple):
    """From when to when something may have happened; both the same where the moment is known."""

    since: dt.datetime
    until: dt.datetime


def parse_stretch(moment: Moment, *, now: dt.datetime, zone: dt.tzinfo) -> Stretch:
    """When a person means that it happened, as exactly as they say it.

    `14:05` is all of that minute; `14:05:30` and a datetime are that second; `10 minutes ago` may be a minute
    off either way; `14:00/14:10` is anywhere in between, its last minute included. Raises TimeFormatError.

    >>> now = dt.datetime(2026, 11, 24, 14, 30, tzinfo=dt.UTC)
    >>> [str(end.time()) for end in parse_stretch("14:00-14:10", now=now, zone=dt.UTC)]
    ['14:00:00', '14:11:00']
    """
    if not isinstance(moment, str):
        at = parse_time(moment, now=now, zone=zone)
        return Stretch(at, at)
    text = tidy(moment)
    wrong = no_moment(text)
    try:
        if said := read_moment(text):
            return _as_exact(said, meant(said, now, zone))
    except TimeFormatError as error:
        wrong = error
    halves = None if wrong.fact.key in _FINAL else _halves(text)
    if halves is None:
        raise wrong
    stretch = _in_between(*halves, now, zone)
    if not dt.timedelta(0) <= between(*stretch) <= _DAY:
        raise TimeFormatError("bad_stretch", text=text)
    return stretch


def _as_exact(said: Said, at: dt.datetime) -> Stretch:
    if isinstance(said, Clock) and not said.has_seconds:
        return Stretch(at, later(at, _MINUTE))
    if isinstance(said, Ago) and not said.length % _MINUTE:
        return Stretch(later(at, -_MINUTE), later(at, _MINUTE))
    return Stretch(at, at)


def _halves(text: str) -> tuple[Said, Said] | None:
    """What stands on both sides of a stroke, at the first one where both are moments: dates may hold strokes, too."""
    around = _AROUND.fullmatch(text)
    text = next(filter(None, around.groups()), text) if around else text
    for begin, end in _splits(text):
        try:
            first, last = read_moment(begin), read_moment(end)
        except TimeFormatError:
            continue
        if first and last:
            return first, last
    return None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    return ((text[: stroke.start()], text[stroke.end() :]) for stroke in _STROKE.finditer(text))


def _in_between(first: Said, last: Said, now: dt.datetime, zone: dt.tzinfo) -> Stretch:
    """The stretch from one moment to the other; a clock without a day or a zone takes those of its counterpart."""
    if not isinstance(last, Clock) or last.day.is_said:
        until = meant(last, now, zone)
        since = meant(first, until if _is_bare(first) else now, zone)
        return Stretch(_as_exact(first, since).since, _as_exact(last, until).until)
    if isinstance(first, Clock):
        first = first._replace(zone=first.zone or last.zone)
        last = last._replace(zone=last.zone or first.zone)
        first, last = _same_half(first, last)
    stretch = _from_to(first, last, now, zone)
    if _is_bare(first) and between(now, stretch.until) > _HOUR:
        # At noon, 22:00/02:00 is last night; at 14:05, 13:55/14:10 is now.
        return _from_to(first, last, later(stretch.since, -_SECOND), zone)
    return stretch


def _same_half(first: Clock, last: Clock) -> tuple[Clock, Clock]:
    """With morning or afternoon told of one end alone, as in `2:00-2:10 PM`, the other is as near to it as can be."""
    if first.has_half == last.has_half or (last if first.has_half else first).shown.hour > _NOON:
        return first, last
    firsts = [first] if first.has_half else _halves_of(first)
    lasts = [last] if last.has_half else _halves_of(last)
    return min(itertools.product(firsts, lasts), key=lambda ends: (_seconds(ends[1]) - _seconds(ends[0])) % 86400)


def _halves_of(said: Clock) -> list[Clock]:
    return [said._replace(shown=said.shown.replace(hour=said.shown.hour % _NOON + half)) for half in (0, _NOON)]


def _seconds(said: Clock) -> int:
    return said.shown.hour * 3600 + said.shown.minute * 60 + said.shown.second


def _is_bare(said: Said) -> bool:
    return isinstance(said, Clock) and not said.day.is_said


def _from_to(first: Said, last: Clock, now: dt.datetime, zone: dt.tzinfo) -> Stretch:
    """From a moment to the next time that a clock shows what it shows last.

    A longer one over midnight is refused: `14:10/14:00` is rather in the wrong order than nearly a day.
    """
    since = meant(first, now, zone)
    here = in_zone(since, last.zone or zone)
    for day in (here.date(), here.date() + _DAY):
        shown = dt.datetime.combine(day, last.shown)
        moments = occurrences(shown, last.zone or zone)
        behind = [moment for moment in moments if between(since, moment) >= dt.timedelta(0)]
        if behind and day != here.date() and between(since, behind[-1]) > _LONGEST_NIGHT:
            break
        if behind or (not moments and shown >= here.replace(tzinfo=None)):
            until = only_one(shown, last.zone or zone, behind)
            return Stretch(_as_exact(first, since).since, _as_exact(last, until).until)
    raise TimeFormatError("bad_stretch", text=f"{here:%H:%M}/{last.shown:%H:%M}")


def write_stretch(stretch: Stretch, zone: dt.tzinfo) -> str:
    """A stretch as `parse_stretch` reads it back: a second, a minute, or two times with a stroke between."""
    since, until = (in_zone(moment, zone) for moment in stretch)
    length = between(since, until)
    if not length:
        return since.isoformat()
    if length == _MINUTE and since.second == 0:
        return since.isoformat(timespec="minutes")
    return f"{since.isoformat()}/{until.isoformat()}"
