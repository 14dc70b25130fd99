"""A tally -> lookups: what one device asked, when, in which failure window, and how much there is to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer.incidents.incident import Failure, Incident
from analyzer.incidents.tally import epoch_seconds, offset_from, window_of

NEAR_BEFORE_S, NEAR_AFTER_S = 75.0, 30.0
"""How far ahead of a reported failure, and behind it, a lookup still counts as near: people report late.

Chosen on composed incidents, reported rightly and up to a minute late; all from 60 to 90 s serve about as well.
"""


def place(
    frame: pd.DataFrame, time: str, incident: Incident, parts: pd.DataFrame, devices: Sequence[frozenset[str]]
) -> pd.DataFrame:
    """Each row with its second, window, distance from that failure, nearness to it, and registrable domain.

    `parts` is the frame of `registrable_domains`; `devices` are those of each failure, and their rows belong
    to no window but their own. Outside the windows (-1) the distance is missing and the nearness 0.
    """
    ours = frozenset().union(*devices)
    strangers = ~frame["device"].isin(ours).to_numpy()
    open_to = [strangers | frame["device"].isin(own).to_numpy() for own in devices]
    seconds, window = epoch_seconds(frame[time]), window_of(frame[time], incident, open_to)
    offset, near = np.full(len(frame), np.nan), np.zeros(len(frame))
    for number, failure in enumerate(incident.failures):
        inside = window == number
        offset[inside] = offset_from(seconds[inside], failure)
        near[inside] = nearness(seconds[inside], failure)
    return frame.assign(
        second=seconds,
        window=window,
        offset_s=offset,
        near=near,
        registrable_domain=frame["hostname"].astype("str").map(parts["registrable_domain"]).astype("str"),
    )


def nearness(seconds: np.ndarray, failure: Failure) -> np.ndarray:
    """1 at the very second of the failure, falling to 0 over 75 s before it and 30 s after it.

    Of a failure that may have happened at any time of a stretch, the mean over the stretch.
    """
    since, until = failure.since.timestamp(), failure.until.timestamp()
    if since == until:
        return np.interp(seconds - since, [-NEAR_BEFORE_S, 0, NEAR_AFTER_S], [0.0, 1.0, 0.0])
    mean: np.ndarray = (_area(seconds - since) - _area(seconds - until)) / (until - since)
    return mean


def _area(offset: np.ndarray) -> np.ndarray:
    """The integral of the triangle of `nearness` up to an offset."""
    rising, falling = np.clip(offset, -NEAR_BEFORE_S, 0), np.clip(offset, 0, NEAR_AFTER_S)
    area: np.ndarray = (rising + NEAR_BEFORE_S) ** 2 / (2 * NEAR_BEFORE_S) + falling - falling**2 / (2 * NEAR_AFTER_S)
    return area


def in_windows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that fall into a failure window."""
    return frame[frame["window"] >= 0]


def in_baseline(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that fall into none."""
    return frame[frame["window"] < 0]


def to_lookups(queries: pd.DataFrame, incident: Incident, *, pooled: bool) -> pd.DataFrame:
    """One row per lookup of placed queries: record types of one name in one second are one.

    Columns `device, hostname, second, asked_at, registrable_domain, window, offset_s, near, blocked, ttl_s, slot`;
    blocked if a DNS policy blocked any of the queries; the longest `ttl_s` of them; `slot` numbers the stretch of
    time, as long as a window, that the lookup falls in, for each device by itself unless they are pooled.
    """
    lookups = (
        queries.assign(hostname=queries["hostname"].astype("str"), blocked=(queries["decision"] == "blocked"))
        .groupby(["device", "hostname", "second"], observed=True, sort=True)
        .agg(
            asked_at=("asked_at", "first"),
            registrable_domain=("registrable_domain", "first"),
            window=("window", "first"),
            offset_s=("offset_s", "first"),
            near=("near", "first"),
            blocked=("blocked", "any"),
            ttl_s=("ttl_s", "max"),
        )
        .reset_index()
    )
    start = incident.windows[0][0].timestamp()
    stretch = (lookups["second"] - start) // incident.window_seconds
    keys = [stretch] if pooled else [stretch, lookups["device"].astype("str")]
    return lookups.assign(slot=lookups.groupby(keys).ngroup())


class Exposure(NamedTuple):
    """How much ordinary traffic of the device there is to compare with."""

    windows: int
    """Failure windows in which the device asked anything at all, at least 1."""
    slots: int
    """Stretches of the baseline, as long as a window, in which the device asked anything at all."""


def expose(lookups: pd.DataFrame) -> Exposure:
    """Counts windows and stretches in use: a phone that lies on the table all night is no baseline for one in hand."""
    windows, slots = in_windows(lookups)["window"].nunique(), in_baseline(lookups)["slot"].nunique()
    return Exposure(max(int(windows), 1), int(slots))
