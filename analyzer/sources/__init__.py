"""Sources: bytes or records of a log -> Queries and Signals. A module with a DATASET is a source.

Which dataset a record belongs to is told by its keys, record by record, never by the file's name.
"""

from __future__ import annotations

import functools
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pandas as pd

from analyzer import _plugins
from analyzer.facts import fact
from analyzer.reading.accounting import Dropped, Reading
from analyzer.reading.files import Notes, read_lines
from analyzer.sources._dataset import Dataset, Record
from analyzer.sources._looks import looks_like
from analyzer.sources._records import RecordReader
from analyzer.sources._sessions import lend_names, name_sessions, settle_unused

PIECE_ROWS = 50_000


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
    that hold none of them are not decoded, and counted as `other_device`. `tell` is called with the number of bytes
    of each chunk read. Raises AnalyzerError only for a file that can't be opened; what can't be used is counted by
    reason.
    """
    notes, first = Notes(tell=tell), b""
    reader = RecordReader(datasets(), needles, mark=next(dataset.mark for dataset in datasets() if dataset.mark))
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
        is_damaged = notes.truncated and not first
        reading.looks_like = fact("looks_damaged") if is_damaged else looks_like(first, reader.other_datasets)


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


__all__ = ["Dataset", "Record", "datasets", "lend_names", "name_sessions", "read", "settle_unused"]
