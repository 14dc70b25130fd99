"""Failure windows: which of them a moment falls in, how far from the failure it is, and how near."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analyzer.incidents.incident import Failure, Incident


def window_of(times: pd.Series, incident: Incident, open_to: Sequence[np.ndarray] | None = None) -> np.ndarray:
    """For each time the number of the failure window it falls in, -1 if in none.

    A window holds its first and last second. Where windows overlap, a time belongs to the nearest failure, and to the
    earlier one of two that are equally near. `open_to` has one mask a failure: which rows may belong to its window.

    >>> incident = Incident.of(["2026-11-10 14:05:00", "2026-11-10 14:07:00"], tz="UTC")
    >>> times = ["2026-11-10 14:03:29", "2026-11-10 14:03:30", "2026-11-10 14:05:59", "2026-11-10 14:06:01"]
    >>> window_of(pd.Series(pd.to_datetime(times, utc=True)), incident).tolist()
    [-1, 0, 0, 1]
    """
    seconds = epoch_seconds(times)
    best = np.full(len(seconds), np.inf)
    window = np.full(len(seconds), -1, dtype=np.int64)
    for number, failure in enumerate(incident.failures):
        offset = offset_from(seconds, failure)
        nearer = (
            (offset >= -incident.before.total_seconds())
            & (offset <= incident.after.total_seconds())
            & (np.abs(offset) < best)
        )
        if open_to is not None:
            nearer &= open_to[number]
        best[nearer] = np.abs(offset)[nearer]
        window[nearer] = number
    return window


def offset_from(seconds: np.ndarray, failure: Failure) -> np.ndarray:
    """Seconds from the failure, negative before it, 0 while it may have happened."""
    before = np.minimum(seconds - failure.since.timestamp(), 0)
    after = np.maximum(seconds - failure.until.timestamp(), 0)
    offset: np.ndarray = before + after
    return offset


def epoch_seconds(times: pd.Series) -> np.ndarray:
    """Whole seconds since 1970."""
    seconds: np.ndarray = times.dt.as_unit("s").astype("int64").to_numpy()
    return seconds


NEAR_BEFORE_S, NEAR_AFTER_S = 75.0, 30.0
"""How far ahead of a reported failure, and behind it, a lookup still counts as near: people report late.

Chosen on composed incidents, reported rightly and up to a minute late; all from 60 to 90 s serve about as well.
"""


def place(
    frame: pd.DataFrame, time: str, incident: Incident, parts: pd.DataFrame, devices: Sequence[frozenset[str]]
) -> pd.DataFrame:
    """Each row with its second, window, distance from that failure, nearness to it, and registrable domain.

    Adds `second, window, offset_s, near, registrable_domain`. `parts` is the frame of `registrable_domains`. `devices`
    has the devices of each failure: their rows can fall only into the windows of their own failures, the rows of other
    devices into any. Outside the windows (`window` -1) `offset_s` is missing and `near` 0.
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

    Of a failure that may have happened at any time from `since` to `until`, the mean over that time.

    >>> failure = Incident.of("2026-11-10T05:05:30Z").failures[0]
    >>> nearness(failure.since.timestamp() + np.array([-75.0, -37.5, 0.0, 15.0, 30.0]), failure).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
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
