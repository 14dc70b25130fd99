"""Sources: bytes or records of a log -> Queries and Signals. A module with a DATASET is a source.

Which dataset a record belongs to is told by its keys, record by record, never by the file's name.
"""

from __future__ import annotations

import datetime as dt
import functools
import stat
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pandas as pd

from analyzer import _plugins
from analyzer.facts import Fact, fact
from analyzer.reading.accounting import EMPTY, Dropped, Reading
from analyzer.reading.files import read_parts
from analyzer.reading.needles import Needles
from analyzer.reading.streams import Notes
from analyzer.reading.unpacking import Part
from analyzer.sources._dataset import Dataset, Records
from analyzer.sources._looks import MOST_QUOTED, looks_like
from analyzer.sources._records import RecordReader
from analyzer.sources._sessions import lend_names, name_sessions, settle_unused

PIECE_ROWS = 100_000
_MOST_PATHS = 3


@functools.cache
def datasets() -> tuple[Dataset, ...]:
    """All datasets that can be read, in order of their names."""
    here = sys.modules[__name__]
    return tuple(_plugins.load_plugin(here, name).DATASET for name in _plugins.plugin_names(here))


def read(
    name: str, reading: Reading, needles: Needles | None = None, tell: Callable[[int], object] = bool
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Frames of the file, piece by piece, each with what it is: "queries" or "signals".

    `reading` is filled as the pieces are taken, and is complete after the last. With `needles`, lines of NDJSON
    that hold none of them are not decoded, and counted as `other_device`. `tell` is called with the number of bytes
    of each chunk read. What can't be used is counted by reason, and what can't be read is told.
    """
    notes, reader = Notes(name, tell), None
    looks = EMPTY
    for part in read_parts(notes):
        mark = next(dataset.mark for dataset in datasets() if dataset.mark)
        reader = RecordReader(datasets(), needles, mark, before=reader, last_change=_last_change(name))
        first = yield from _read_part(part, reader, reading, notes)
        if first and not reader.has_records:
            reading.facts.append(fact("unused_file", name=part.path, looks_like=_looks(first, reader)))
        reading.facts += _taken_off(part.path, reader)
        if reader.is_undated and (changed := _last_change(name)):
            reading.facts.append(fact("undated", name=name, changed=changed))
        looks = _looks(first, reader) if looks == EMPTY else looks
    if reader is not None:
        yield from _frames(reader, reading, 1)
    reading.rows = reading.used + reading.dropped.total()
    reading.facts += _inspectors(name, reading)
    is_told = bool(notes.facts) or any(known.key == "unused_file" for known in reading.facts)
    if not reading.used and not is_told:
        reading.facts.append(_unused(name, reading, looks))
    elif reading.used and reading.unread_time and not notes.damages:
        reading.facts.append(fact("unread_time", name=name, time=reading.unread_time[:MOST_QUOTED]))
    reading.facts = notes.facts + reading.facts


def _read_part(
    part: Part, reader: RecordReader, reading: Reading, notes: Notes
) -> Generator[tuple[str, pd.DataFrame], None, bytes]:
    """Read a part to its end; the first bytes of it. Records too few for a frame stay for the next part's."""
    first, damages = b"", notes.damages
    for block in part.chunks:
        first = first or block[:4096]
        reader.feed(block)
        yield from _frames(reader, reading, PIECE_ROWS)
    reader.finish(truncated=notes.damages > damages)
    reading.dropped.update(reader.dropped)
    return first


def _looks(first: bytes, reader: RecordReader) -> Fact:
    return looks_like(first, reader.other_datasets, error=reader.error, keys=reader.other_keys)


def _taken_off(name: str, reader: RecordReader) -> list[Fact]:
    """In what the rows were wrapped, the commonest first, and whose names their keys had."""
    paths = [path for path, _ in reader.wrapped_in.most_common(_MOST_PATHS)]
    told = [fact("unwrapped", name=name, paths=paths)] if paths else []
    if reader.sampled_by:
        told.append(fact("sampled", name=name, told_by=reader.sampled_by))
    return told + [fact("dialect", name=name, dialect=dialect) for dialect in sorted(reader.dialects)]


def _last_change(name: str) -> str:
    """When the file was changed last, by this machine's clock and zone; "" for what is no file, such as a pipe."""
    try:
        about = Path(name).stat()
    except (OSError, ValueError):
        return ""
    return dt.datetime.fromtimestamp(about.st_mtime).astimezone().isoformat() if stat.S_ISREG(about.st_mode) else ""


def _inspectors(name: str, reading: Reading) -> list[Fact]:
    """Who else than the gateway was refused, in a file of which rows were used."""
    told = (dataset.inspector for dataset in datasets() if dataset.inspector and reading.datasets[dataset.name])
    return [fact("other_inspector", name=name, inspector=inspector) for inspector in told]


def _unused(name: str, reading: Reading, looks: Fact) -> Fact:
    """What a file looks like of which no row could be used, or how its times look."""
    if reading.unread_time:
        looks = fact("looks_unread_time", time=reading.unread_time[:MOST_QUOTED])
    elif reading.dropped["no_time"]:
        looks = fact("looks_without_time")
    return fact("unused_file", name=name, looks_like=looks)


def _frames(reader: RecordReader, reading: Reading, at_least: int) -> Iterator[tuple[str, pd.DataFrame]]:
    for dataset, records in reader.take(at_least):
        dropped: Dropped = Counter()
        frame = dataset.to_frame(records, dropped)
        reading.dropped.update(dropped)
        if dropped["no_time"] and not reading.unread_time:
            reading.unread_time = dataset.unread_time(records)
        used = len(records) - dropped.total()
        reading.used += used
        reading.datasets[dataset.name] += used
        if used:
            first, last = frame.iloc[:, 0].min(), frame.iloc[:, 0].max()
            reading.first_at = min(reading.first_at or first, first)
            reading.last_at = max(reading.last_at or last, last)
        yield dataset.becomes, frame


__all__ = ["Dataset", "Records", "datasets", "lend_names", "name_sessions", "read", "settle_unused"]
