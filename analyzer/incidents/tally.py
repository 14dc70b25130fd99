"""Queries and signals, shrunk to what an incident needs: of one piece or file, and of all together.

A tally is two sets of rows, and tallies are merged by union. So the same row from two overlapping files counts once,
and the answer does not depend on how the input was cut, in what order it came, or what ran it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer import sources
from analyzer.frames import as_categorical, empty_queries, empty_signals, fold, union
from analyzer.incidents.device_names import device_fit
from analyzer.incidents.incident import Incident
from analyzer.incidents.windows import window_of
from analyzer.reading.accounting import Reading
from analyzer.reading.needles import needles_for
from analyzer.reading.workers import Tell
from analyzer.schema import APP_CONTACT


class Tally(NamedTuple):
    """Distinct queries and signals of the incident's span."""

    queries: pd.DataFrame
    signals: pd.DataFrame


def tally(incident: Incident, *, queries: pd.DataFrame | None = None, signals: pd.DataFrame | None = None) -> Tally:
    """The rows of a piece that the incident needs, each once.

    Of the devices that failed, those of the whole span; of all others those in the failure windows. Where a failure
    names no device, all rows of the span. Signals that name no device count as those of the devices that failed.
    """
    return Tally(
        empty_queries() if queries is None else _relevant(queries, "asked_at", incident),
        empty_signals() if signals is None else _relevant(signals, "seen_at", incident),
    )


def merge(tallies: Iterable[Tally]) -> Tally:
    """The union of tallies; that of none is empty."""
    return fold(tallies, _union, lambda one: len(one.queries) + len(one.signals))


def _union(parts: list[Tally]) -> Tally:
    return Tally(
        union([part.queries for part in parts], empty_queries()),
        union([part.signals for part in parts], empty_signals()),
    )


def _relevant(frame: pd.DataFrame, time: str, incident: Incident) -> pd.DataFrame:
    start, end = incident.span
    in_span = frame[time].between(pd.Timestamp(start), pd.Timestamp(end))
    is_signals = "kind" in frame
    if is_signals:
        in_span |= frame["kind"] == APP_CONTACT  # stands for up to seven days, and its time is that of the last contact
    if incident.device_names:
        ours = np.any([device_fit(frame, name) > 0 for name in incident.device_names], axis=0)
        if is_signals:
            ours |= (frame["device"] == "").to_numpy()
        in_span &= ours | (window_of(frame[time], incident) >= 0)
    chosen = frame[in_span]
    return (_without_idle_sessions(chosen, incident) if is_signals else chosen).drop_duplicates(ignore_index=True)


def _without_idle_sessions(signals: pd.DataFrame, incident: Incident) -> pd.DataFrame:
    """The signals without session ids outside the failure windows, and without rows there that name no host.

    Ids are needed to give sessions of the windows a hostname. With an id each row differs from all others; without,
    rows of one host, device, kind and second become one.
    """
    idle = window_of(signals["seen_at"], incident) < 0
    if not idle.any():
        return signals
    session = as_categorical(signals["session_id"]).cat
    blank = session.add_categories([] if "" in session.categories else [""]).mask(idle, "")
    nameless = (signals["hostname"] == "").to_numpy()
    return signals.assign(session_id=blank.cat.remove_unused_categories())[~(idle & nameless)]


def tally_file(name: str, *, incident: Incident, tell: Tell = bool) -> tuple[Tally, Reading]:
    """What one file holds of an incident, and what became of its rows: the part that may run in another process."""
    reading = Reading(name)
    frames = sources.read(name, reading, needles_for(name, incident.windows, incident.device_names), tell)
    return merge(tally(incident, **{kind: frame}) for kind, frame in frames), reading
