"""Sources: bytes or records of a log -> Queries and Signals. A module with a DATASET is a source.

Which dataset a record belongs to is told by its keys, record by record, never by the file's name.
"""

from __future__ import annotations

import datetime as dt
import functools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from analyzer import _plugins
from analyzer.reading.files import Notes, read_lines
from analyzer.sources._dataset import Dataset, Dropped, Record
from analyzer.sources._looks import looks_like
from analyzer.sources._records import RecordReader

PIECE_ROWS = 50_000


@dataclass
class Reading:
    """What became of one file: rows = used + all that was dropped, always."""

    name: str
    rows: int = 0
    used: int = 0
    dropped: Dropped = field(default_factory=Counter)
    datasets: Counter[str] = field(default_factory=Counter)
    looks_like: str = ""
    """What the file looks like, where nothing in it could be used."""
    truncated: bool = False
    """The compressed stream ended too early or was damaged."""
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None


@functools.cache
def datasets() -> tuple[Dataset, ...]:
    """All datasets that can be read, in order of their names."""
    here = sys.modules[__name__]
    return tuple(_plugins.load_plugin(here, name).DATASET for name in _plugins.plugin_names(here))


def read(
    name: str, reading: Reading, needles: tuple[bytes, ...] = (), tell: Callable[[int], object] = bool
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Frames of the file, piece by piece, each with what it is: "queries" or "signals".

    `reading` is filled as the pieces are taken, and is complete after the last. With `needles`, lines of NDJSON
    that hold none of them are not decoded, and counted as `other_device`. `tell` is told how many bytes of the
    file were read. Raises AnalyzerError only for a file that can't be opened; what can't be used is counted by
    reason.
    """
    notes, first = Notes(tell=tell), b""
    reader = RecordReader(datasets(), needles)
    for block in read_lines(name, notes):
        first = first or block[:4096]
        reader.feed(block)
        yield from _frames(reader, reading, PIECE_ROWS)
    reader.finish(notes.truncated)
    yield from _frames(reader, reading, 1)
    reading.truncated = notes.truncated
    reading.dropped.update(reader.dropped)
    reading.rows = reading.used + reading.dropped.total()
    if not reading.used:
        reading.looks_like = looks_like(first, reader) if first or not notes.truncated else "damaged compressed data"


def _frames(reader: RecordReader, reading: Reading, at_least: int) -> Iterator[tuple[str, pd.DataFrame]]:
    for dataset, records in reader.take(at_least):
        dropped: Dropped = Counter()
        frame = dataset.to_frame(records, dropped)
        reading.dropped.update(dropped)
        used = len(records) - dropped.total()
        reading.used += used
        reading.datasets[dataset.name] += used
        if used:
            first, last = frame.iloc[:, 0].min(), frame.iloc[:, 0].max()
            reading.first_at = min(reading.first_at or first, first)
            reading.last_at = max(reading.last_at or last, last)
        yield dataset.becomes, frame


__all__ = ["Dataset", "Reading", "Record", "datasets", "read"]
