"""Signals, shrunk to what a sweep needs: the map, and the merge.

Both are sets of rows, and merging is union: a row that comes twice counts once, and the answer does not depend
on how the log was cut or in what order it came. Broken handshakes are kept as they are, exact to the second;
of what went well only the minute is kept, so that a day of many devices fits into memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from analyzer.errors import AnalyzerError
from analyzer.incidents.tally import union
from analyzer.schema import SIGNAL_COLUMNS, empty_signals
from analyzer.times import Moment, parse_time, parse_zone

BROKEN_KINDS = ("tls_error", "origin_error")
USED_KINDS = ("session", "inspected", "bypassed")
BROKEN_COLUMNS = [column for column in SIGNAL_COLUMNS if column not in ("app", "device_name", "user")]
USED_COLUMNS = ["seen_at", "hostname", "device", "kind"]
PEOPLE_COLUMNS = ["device", "device_name", "user"]
MINUTE = pd.Timedelta(minutes=1)
_MERGE_FROM = 500_000


class Period(NamedTuple):
    """From when on, and before when; None for as far as the log reaches."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    zone: dt.tzinfo = dt.UTC

    @classmethod
    def of(cls, since: Moment | None, until: Moment | None, tz: str | dt.tzinfo | None) -> Period:
        """The period in a person's words, as in `parse_time`. Raises AnalyzerError if it ends before it begins."""
        zone, now = parse_zone(tz), dt.datetime.now(dt.UTC)
        start, end = (None if text is None else parse_time(text, now=now, zone=zone) for text in (since, until))
        if start is not None and end is not None and start >= end:
            raise AnalyzerError("The span ends before it begins.", "Give --since before --until.")
        return cls(start, end, zone)


WHOLE_LOG = Period()


class Sightings(NamedTuple):
    """What was seen of connections."""

    broken: pd.DataFrame
    """Distinct handshakes that a client or a site broke: Signals of kind tls_error and origin_error, without people.
    One that names no host has its `session`."""
    used: pd.DataFrame
    """Distinct `seen_at` (the minute), `hostname`, `device`, `kind`: session, inspected, bypassed."""
    people: pd.DataFrame
    """Distinct `device, device_name, user`."""


def sight(signals: pd.DataFrame, period: Period = WHOLE_LOG) -> Sightings:
    """What matters of a piece: how connections of that period ended, and what was decrypted or exempt."""
    inside = (signals["hostname"] != "") | (signals["session"] != "")
    if period.since is not None:
        inside &= signals["seen_at"] >= pd.Timestamp(period.since)
    if period.until is not None:
        inside &= signals["seen_at"] < pd.Timestamp(period.until)
    broken = signals[inside & signals["kind"].isin(BROKEN_KINDS)]
    used = signals[inside & (signals["hostname"] != "") & signals["kind"].isin(USED_KINDS)]
    minutes = used["seen_at"].dt.floor(MINUTE).dt.as_unit("us")
    return Sightings(
        broken[BROKEN_COLUMNS].drop_duplicates(ignore_index=True),
        used[USED_COLUMNS].assign(seen_at=minutes).drop_duplicates(ignore_index=True),
        signals.loc[inside & (signals["device"] != ""), PEOPLE_COLUMNS].drop_duplicates(ignore_index=True),
    )


def merge(sightings: Iterable[Sightings]) -> Sightings:
    """The union of sightings; that of none is empty. Takes them one by one and never holds many more than it gives."""
    total, waiting = _union([]), []
    for one in sightings:
        waiting.append(one)
        if sum(map(_rows, waiting)) > max(_rows(total), _MERGE_FROM):
            total, waiting = _union([total, *waiting]), []
    return _union([total, *waiting])


def _union(parts: list[Sightings]) -> Sightings:
    empty = empty_signals()
    return Sightings(
        union([part.broken for part in parts], empty[BROKEN_COLUMNS]),
        union([part.used for part in parts], empty[USED_COLUMNS]),
        union([part.people for part in parts], empty[PEOPLE_COLUMNS]),
    )


def _rows(one: Sightings) -> int:
    return len(one.broken) + len(one.used)
