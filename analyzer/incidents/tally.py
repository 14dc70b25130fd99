"""Queries and signals, shrunk to what an incident needs: the map, and the merge.

Both are sets of rows, and merging is union. So the same row from two overlapping files counts once, and
the answer does not depend on how the input was cut, in what order it came, or what ran it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from analyzer.incidents.incident import Failure, Incident
from analyzer.schema import empty_queries, empty_signals


class Tally(NamedTuple):
    """Distinct queries and signals of the incident's span."""

    queries: pd.DataFrame
    signals: pd.DataFrame


def tally(incident: Incident, *, queries: pd.DataFrame | None = None, signals: pd.DataFrame | None = None) -> Tally:
    """What matters of a piece: the span of the device asked for, and the failure windows of all others."""
    return Tally(
        empty_queries() if queries is None else _relevant(queries, "asked_at", incident),
        empty_signals() if signals is None else _relevant(signals, "seen_at", incident),
    )


def merge(tallies: Iterable[Tally]) -> Tally:
    """The union of tallies; that of none is empty."""
    parts = list(tallies)
    return Tally(
        union([part.queries for part in parts], empty_queries()),
        union([part.signals for part in parts], empty_signals()),
    )


def union(frames: list[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """Distinct rows of frames with the same columns; repeated text stays categorical. `empty` if there are none."""
    parts = [frame for frame in frames if len(frame)]
    if not parts:
        return empty
    columns = {}
    for column in empty.columns:
        values = [part[column] for part in parts]
        if isinstance(empty[column].dtype, pd.CategoricalDtype):
            columns[column] = pd.Series(union_categoricals([_as_categorical(value) for value in values]))
        else:
            columns[column] = pd.concat(values, ignore_index=True)
    return pd.DataFrame(columns).drop_duplicates(ignore_index=True)


def _as_categorical(values: pd.Series) -> pd.Series:
    return values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category")


def _relevant(frame: pd.DataFrame, time: str, incident: Incident) -> pd.DataFrame:
    start, end = incident.span
    in_span = frame[time].between(pd.Timestamp(start), pd.Timestamp(end))
    is_signals = "kind" in frame
    if is_signals:
        in_span |= frame["kind"] == "app_contact"  # a total of days, whatever time it bears
    if incident.device_names:
        ours = np.any([device_fit(frame, name) > 0 for name in incident.device_names], axis=0)
        if is_signals:
            ours |= (frame["device"] == "").to_numpy()
        in_span &= ours | (window_of(frame[time], incident) >= 0)
    chosen = frame[in_span]
    return (_without_idle_sessions(chosen, incident) if is_signals else chosen).drop_duplicates(ignore_index=True)


def _without_idle_sessions(signals: pd.DataFrame, incident: Incident) -> pd.DataFrame:
    """Ids of sessions only where they matter, in the windows: elsewhere they would keep all rows apart."""
    idle = window_of(signals["seen_at"], incident) < 0
    if not idle.any():
        return signals
    session = _as_categorical(signals["session"]).cat
    blank = session.add_categories([] if "" in session.categories else [""]).mask(idle, "")
    nameless = (signals["hostname"] == "").to_numpy()
    return signals.assign(session=blank.cat.remove_unused_categories())[~(idle & nameless)]


def window_of(times: pd.Series, incident: Incident, open_to: Sequence[np.ndarray] | None = None) -> np.ndarray:
    """For each time the number of the failure window it falls in, -1 if in none.

    A window holds its first and last second. Where windows overlap, the nearest failure has it, the
    earlier one of two that are equally near. `open_to` tells for each failure which rows may be its.
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


def device_fit(frame: pd.DataFrame, wanted: str) -> np.ndarray:
    """How well each row's device fits what a person typed: 2 its id, name or user; 1 part of its name; 0 not."""
    wanted = wanted.casefold()
    fit = np.zeros(len(frame), dtype=np.int8)
    for column in ("device", "device_name", "user"):
        values = _as_categorical(frame[column]).cat
        folded = [str(text).casefold() for text in values.categories]
        fits = [2 * (text == wanted) or int(column == "device_name" and wanted in text) for text in folded]
        if fits:
            fit = np.maximum(fit, np.array(fits, dtype=np.int8)[values.codes])
    return fit
