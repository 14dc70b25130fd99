"""Devices in a log: who was active when, and which one an incident is about."""

from __future__ import annotations

import pandas as pd

from analyzer.errors import AmbiguousDeviceError, NoRecordsError
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.incidents.device_names import device_fit
from analyzer.incidents.incident import Incident
from analyzer.incidents.tally import Tally
from analyzer.incidents.windows import window_of

_SHOWN = 12


def list_devices(queries: pd.DataFrame) -> pd.DataFrame:
    """One row per device, busiest first: `device, device_name, user, query_count, hostname_count, first_at, last_at`.

    A device that the log gives several names or users shows the last in order of name.
    """
    text = queries.astype(dict.fromkeys(("device", "device_name", "user"), "str"))
    return (
        text.groupby("device", sort=True)
        .agg(
            device_name=("device_name", "max"),
            user=("user", "max"),
            query_count=("hostname", "size"),
            hostname_count=("hostname", "nunique"),
            first_at=("asked_at", "min"),
            last_at=("asked_at", "max"),
        )
        .sort_values("query_count", ascending=False, kind="stable")
        .reset_index()
    )


def seen_in(queries: pd.DataFrame, signals: pd.DataFrame) -> pd.DataFrame:
    """Queries, and signals that name a device as if they were queries: for `list_devices`."""
    named = signals[signals["device"] != ""].rename(columns={"seen_at": "asked_at"})
    columns = ["device", "device_name", "user", "hostname", "asked_at"]
    text = [frame[columns].astype(dict.fromkeys(columns[:-1], "str")) for frame in (queries, named)]
    return pd.concat([frame for frame in text if len(frame)] or text[:1], ignore_index=True)


def choose(total: Tally, incident: Incident) -> list[frozenset[str]]:
    """The devices of each failure: the one asked for, or the only one in the windows, or all if pooled.

    Raises AmbiguousDeviceError if several fit or none does, NoRecordsError if the log holds nothing of that time.
    """
    queries = total.queries
    if queries.empty and total.signals.empty:
        raise NoRecordsError("nothing_around", times=incident.moments)
    present = queries[window_of(queries["asked_at"], incident) >= 0]
    if incident.all_devices:
        return [frozenset(map(str, queries["device"].unique()))] * len(incident.failures)
    chosen = {}
    for name in {failure.device or incident.device for failure in incident.failures}:
        chosen[name] = _asked_for(queries, present, name) if name else _only_one(queries if present.empty else present)
    return [chosen[failure.device or incident.device] for failure in incident.failures]


def _asked_for(queries: pd.DataFrame, present: pd.DataFrame, name: str) -> frozenset[str]:
    fit = device_fit(queries, name)
    best = fit.max(initial=0)
    if not best:
        raise AmbiguousDeviceError("no_such_device", *_listing(present), name=name)
    chosen = frozenset(map(str, queries.loc[fit == best, "device"].unique()))
    if len(chosen) > 1:
        raise AmbiguousDeviceError("devices_fit", *_listing(queries[fit == best]), count=len(chosen), name=name)
    return chosen


def _only_one(present: pd.DataFrame) -> frozenset[str]:
    chosen = frozenset(map(str, present["device"].unique()))
    if len(chosen) > 1:
        raise AmbiguousDeviceError("devices_active", *_listing(present), count=len(chosen))
    return chosen


def _listing(queries: pd.DataFrame) -> list[Fact]:
    """The devices to choose from, the busiest first; nothing if there are none."""
    if queries.empty:
        return []
    devices = list_devices(queries)
    lines = [
        fact("device_line", name=row.device_name, user=row.user, id=row.device or "-", count=row.query_count)
        for row in rows(devices.head(_SHOWN))
    ]
    rest = len(devices) - len(lines)
    return [fact("device_list", devices=[*lines, *([fact("devices_more", count=rest)] if rest else [])])]
