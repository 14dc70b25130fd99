"""Signals, shrunk to what a sweep needs: of one piece or file, and of all together.

Sightings are sets of rows, merged by union: a row that comes twice counts once, and the answer does not depend on how
the log was cut or in what order it came. Broken handshakes are kept as they are, exact to the second; of what went
well only the minute is kept, so that a day of many devices fits into memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from analyzer import sources
from analyzer.frames import empty_signals, fold, union
from analyzer.reading.accounting import Reading
from analyzer.reading.workers import Tell
from analyzer.schema import (
    BYPASSED,
    CONNECTION,
    INSPECTED,
    ORIGIN_ERROR,
    SESSION,
    SIGNAL_COLUMNS,
    TLS_ERROR,
    UNUSED,
    USED,
)
from analyzer.sweeps.period import WHOLE_LOG, Period

SESSIONS = "zero_trust_network_sessions"
"""The dataset without which a sweep can't be: only that tells who broke off a handshake."""
BROKEN_KINDS = (TLS_ERROR, UNUSED, ORIGIN_ERROR)
USED_KINDS = (USED, SESSION, CONNECTION, INSPECTED, BYPASSED)
BROKEN_COLUMNS = [column for column in SIGNAL_COLUMNS if column not in ("app", "device_name", "user")]
USED_COLUMNS = ["seen_at", "hostname", "device", "kind"]
PEOPLE_COLUMNS = ["device", "device_name", "user"]
MINUTE = pd.Timedelta(minutes=1)


class Sightings(NamedTuple):
    """What was seen of connections."""

    broken: pd.DataFrame
    """Distinct connections that a client or a site broke off, or that were closed unused: Signals of kind tls_error,
    unused and origin_error, without people. One that names no host, or looks unused, has its `session_id`."""
    used: pd.DataFrame
    """Distinct `seen_at` (the minute), `hostname`, `device`, `kind`: used, session, connection, inspected, bypassed."""
    people: pd.DataFrame
    """Distinct `device, device_name, user`."""


def sight(signals: pd.DataFrame, period: Period = WHOLE_LOG) -> Sightings:
    """What a sweep needs of a piece, in that period: broken handshakes, the minutes of good connections, devices."""
    inside = (signals["hostname"] != "") | (signals["session_id"] != "")
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
    """The union of sightings; that of none is empty."""
    return fold(sightings, _union, lambda one: len(one.broken) + len(one.used))


def _union(parts: list[Sightings]) -> Sightings:
    empty = empty_signals()
    return Sightings(
        union([part.broken for part in parts], empty[BROKEN_COLUMNS]),
        union([part.used for part in parts], empty[USED_COLUMNS]),
        union([part.people for part in parts], empty[PEOPLE_COLUMNS]),
    )


def since(seen: Sightings, start: dt.datetime) -> Sightings:
    """What was seen from then on, and the devices that it names."""
    broken, used = (frame[frame["seen_at"] >= pd.Timestamp(start)] for frame in (seen.broken, seen.used))
    devices = {*broken["device"].unique(), *used["device"].unique()}
    people = seen.people[seen.people["device"].isin(devices)]
    return Sightings(*(frame.reset_index(drop=True) for frame in (broken, used, people)))


def sight_file(name: str, *, period: Period, tell: Tell = bool) -> tuple[Sightings, Reading]:
    """What one file holds of that period, and what became of its rows: the part that may run in another process."""
    reading = Reading(name)
    frames = sources.read(name, reading, tell=tell)
    return merge(sight(frame, period) for kind, frame in frames if kind == "signals"), reading


def lenders_in(name: str, *, sessions: frozenset[str], tell: Tell = bool) -> pd.DataFrame:
    """`session_id, hostname, device` of the rows of one file that name the host of one of these sessions."""
    columns = ["session_id", "hostname", "device"]
    frames = sources.read(name, Reading(name), tell=tell)
    found = [frame.loc[frame["session_id"].isin(sessions), columns] for kind, frame in frames if kind == "signals"]
    rows = pd.concat([empty_signals()[columns], *found], ignore_index=True).astype("str")
    return rows[rows["hostname"] != ""]
