"""A tally -> lookups: what one device asked, when, in which failure window, and how much there is to compare with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer.incident import Incident
from analyzer.tally import epoch_seconds, window_of


def place(frame: pd.DataFrame, time: str, incident: Incident, parts: pd.DataFrame) -> pd.DataFrame:
    """Each row with its second, its window, its distance from the nearest failure, and its registrable domain.

    `parts` is the frame of `registrable_domains`.
    """
    seconds = epoch_seconds(frame[time])
    failures = np.array([moment.timestamp() for moment in incident.at])
    nearest = failures[np.abs(seconds[:, None] - failures[None, :]).argmin(axis=1)] if len(frame) else seconds
    return frame.assign(
        second=seconds,
        window=window_of(frame[time], incident),
        offset_s=seconds - nearest,
        registrable_domain=frame["hostname"].astype("str").map(parts["registrable_domain"]).astype("str"),
    )


def in_windows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that fall into a failure window."""
    return frame[frame["window"] >= 0]


def in_baseline(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that fall into none."""
    return frame[frame["window"] < 0]


def to_lookups(queries: pd.DataFrame) -> pd.DataFrame:
    """One row per lookup of placed queries: record types of one name in one second are one.

    Columns `device, hostname, second, asked_at, registrable_domain, window, offset_s, blocked`; blocked if a
    DNS policy blocked any of the queries.
    """
    return (
        queries.assign(hostname=queries["hostname"].astype("str"), blocked=(queries["decision"] == "blocked"))
        .groupby(["device", "hostname", "second"], observed=True, sort=True)
        .agg(
            asked_at=("asked_at", "first"),
            registrable_domain=("registrable_domain", "first"),
            window=("window", "first"),
            offset_s=("offset_s", "first"),
            blocked=("blocked", "any"),
        )
        .reset_index()
    )


class Exposure(NamedTuple):
    """How much ordinary traffic of the device there is to compare with."""

    windows: int
    """Failure windows in which the device asked anything at all, at least 1."""
    slots: int
    """Stretches of the baseline, as long as a window, in which the device asked anything at all."""


def expose(lookups: pd.DataFrame, incident: Incident) -> Exposure:
    """Counts windows and stretches in use: a phone that lies on the table all night is no baseline for one in hand."""
    inside = in_windows(lookups)["window"].nunique()
    outside = slot_of(in_baseline(lookups)["second"], incident).nunique()
    return Exposure(max(int(inside), 1), int(outside))


def slot_of(seconds: pd.Series, incident: Incident) -> pd.Series:
    """The number of the window-long stretch of time that each second falls in, counted from the first window."""
    start = incident.windows[0][0].timestamp()
    return ((seconds - start) // incident.window_seconds).astype("int64")
