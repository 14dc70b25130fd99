"""Devices in a log: who was active when, and which one an incident is about."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from tabulate import tabulate

from analyzer.errors import AmbiguousDeviceError, NoRecordsError
from analyzer.incidents.incident import Incident
from analyzer.incidents.tally import Tally, device_fit, window_of
from analyzer.messages.en import plural
from analyzer.schema import rows
from analyzer.text import printable, shorten

UNNAMED = "(no device named)"
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


def choose(total: Tally, incident: Incident) -> list[frozenset[str]]:
    """The devices of each failure: the one asked for, or the only one in the windows, or all if pooled.

    Raises AmbiguousDeviceError if several fit or none does, NoRecordsError if the log holds nothing of that time.
    """
    queries = total.queries
    if queries.empty and total.signals.empty:
        raise NoRecordsError(
            f"The log holds nothing around {write_times(incident)}.",
            "Check the date and the zone of the failure time (--tz).",
        )
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
        raise AmbiguousDeviceError(
            f"The log holds no device {name!r} in that time.",
            _listing(present) or "Check the time.",
        )
    chosen = frozenset(map(str, queries.loc[fit == best, "device"].unique()))
    if len(chosen) > 1:
        raise AmbiguousDeviceError(f"{plural(len(chosen), 'device')} fit {name!r}.", _listing(queries[fit == best]))
    return chosen


def _only_one(present: pd.DataFrame) -> frozenset[str]:
    chosen = frozenset(map(str, present["device"].unique()))
    if len(chosen) > 1:
        raise AmbiguousDeviceError(
            f"{plural(len(chosen), 'device')} were active around the failure: say which one failed.",
            _listing(present),
        )
    return chosen


def _listing(queries: pd.DataFrame) -> str:
    if queries.empty:
        return ""
    table = list_devices(queries)
    lines = [
        "  ".join(["", row.device_name or UNNAMED, row.user, f"id {row.device or '-'}", plural(row.query_count, "row")])
        for row in rows(table.head(_SHOWN))
    ]
    if len(table) > _SHOWN:
        lines.append(f"  and {len(table) - _SHOWN} more")
    return "Name it by --device NAME, or pool them by --all-devices:\n" + "\n".join(lines)


def write_times(incident: Incident) -> str:
    """The failure times in the incident's zone, separated by commas."""
    return ", ".join(f"{failure.since.astimezone(incident.zone):%Y-%m-%d %H:%M:%S %Z}" for failure in incident.failures)


def table(devices: pd.DataFrame, zone: dt.tzinfo) -> str:
    """The devices as a table for the terminal."""
    cells = [
        (
            shorten(row.device_name or UNNAMED, 22),
            shorten(row.user, 24),
            f"{row.query_count:,}",
            row.first_at.tz_convert(zone).strftime("%m-%d %H:%M"),
            row.last_at.tz_convert(zone).strftime("%m-%d %H:%M"),
            printable(row.device),
        )
        for row in rows(devices)
    ]
    align = ("left", "left", "right", "left", "left", "left")
    headers = ("device", "user", "queries", "first", "last", "id")
    text: str = tabulate(cells, headers, colalign=align, disable_numparse=True)
    return text
