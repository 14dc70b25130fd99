"""A tally -> lookups: what one device asked, when, in which failure window, and how much there is to compare with."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analyzer.incidents.incident import Incident
from analyzer.incidents.windows import in_baseline, in_windows


def to_lookups(queries: pd.DataFrame, incident: Incident, *, pooled: bool) -> pd.DataFrame:
    """One row per lookup of placed queries: record types of one name in one second are one.

    Columns `device, hostname, second, registrable_domain, window, offset_s, near, blocked, failed, ttl_s,
    slot`; blocked if a DNS policy blocked any of the queries, failed if none of them could be resolved; the longest
    `ttl_s` of them; `slot` numbers the stretch of time, as long as a window, that the lookup falls in, for each device
    by itself unless they are pooled.
    """
    lookups = (
        queries.assign(
            hostname=queries["hostname"].astype("str"),
            blocked=queries["decision"] == "blocked",
            failed=queries["answer"] == "failed",
        )
        .groupby(["device", "hostname", "second"], observed=True, sort=True)
        .agg(
            registrable_domain=("registrable_domain", "first"),
            window=("window", "first"),
            offset_s=("offset_s", "first"),
            near=("near", "first"),
            blocked=("blocked", "any"),
            failed=("failed", "all"),
            ttl_s=("ttl_s", "max"),
        )
        .reset_index()
    )
    start = incident.windows[0][0].timestamp()
    number = (lookups["second"] - start) // incident.window_seconds
    keys = [number] if pooled else [number, lookups["device"].astype("str")]
    return lookups.assign(slot=lookups.groupby(keys).ngroup())


class Exposure(NamedTuple):
    """How much ordinary traffic of the device there is to compare with."""

    windows: int
    """Failure windows in which the device asked anything at all, at least 1."""
    slots: int
    """Slots of the baseline, each as long as a window, in which the device asked anything at all."""


def expose(lookups: pd.DataFrame) -> Exposure:
    """Count the windows and slots in which the device asked anything.

    Others do not count: of a phone that nobody touches at night they would make every domain look unusual.
    """
    windows, slots = in_windows(lookups)["window"].nunique(), in_baseline(lookups)["slot"].nunique()
    return Exposure(max(int(windows), 1), int(slots))
