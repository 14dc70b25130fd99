"""Log files as frames, for a notebook to go on from."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Literal

import pandas as pd

from analyzer import sources
from analyzer.columns import ColumnError
from analyzer.errors import AnalyzerError
from analyzer.frames import empty_queries, empty_signals, union
from analyzer.reading.accounting import Input, Reading
from analyzer.reading.files import Source, find_files
from analyzer.schema import Queries, Signals


class DroppedRowsWarning(UserWarning):
    """Rows of a source could not be used; the text counts them by reason."""


def load(*files: Source | Iterable[Source]) -> pd.DataFrame:
    """The DNS queries in log files, as DataFrame[Queries]: `asked_at` (UTC), `hostname`, `device`, ...

    `files` are paths or lists of them. All distinct rows of all files, whatever their time. What could not be used is
    told by a DroppedRowsWarning. Raises AnalyzerError as `find` does.
    """
    frame, read = read_frames(files, "queries")
    _warn(read)
    return frame


def load_signals(*files: Source | Iterable[Source]) -> pd.DataFrame:
    """What sessions, requests, network rows and App Privacy Reports tell, as DataFrame[Signals]; else as `load`.

    For `rank(queries, signals=...)`: `seen_at` (UTC), `hostname`, `device`, `kind`, ...
    """
    frame, read = read_frames(files, "signals")
    _warn(read)
    return frame


def read_frames(
    files: Iterable[Source | Iterable[Source]], wanted: Literal["queries", "signals"]
) -> tuple[pd.DataFrame, Input]:
    """All that files hold of one kind, and what became of their rows; errors as in `read_all`."""
    queries, signals, read = read_all(files)
    return (queries if wanted == "queries" else signals), read


def read_all(files: Iterable[Source | Iterable[Source]]) -> tuple[pd.DataFrame, pd.DataFrame, Input]:
    """All queries and all signals that files hold, and what became of their rows.

    Raises AnalyzerError for a source that names nothing, NoRecordsError where nothing in them can be used.
    """
    found = find_files(files)
    read = Input().with_notes(*found.notes)
    frames: dict[str, list[pd.DataFrame]] = {"queries": [], "signals": []}
    for name in found.names:
        reading = Reading(name)
        for kind, frame in sources.read(name, reading):
            frames[kind].append(frame)
        read = read.plus(reading)
    if not read.used:
        raise read.nothing()
    queries = Queries.validate(union(frames["queries"], empty_queries()))
    return queries, Signals.validate(union(frames["signals"], empty_signals())), read


def read_frame(frame: pd.DataFrame, schema: type[Queries] | type[Signals], loader: str) -> pd.DataFrame:
    """A person's frame, checked. Raises AnalyzerError, which names what it lacks and what gives such a frame."""
    if not isinstance(frame, pd.DataFrame):
        raise AnalyzerError("no_frame", loader=loader)
    every = list(schema.columns)
    if lacking := [column for column in every if column not in frame]:
        raise AnalyzerError("frame_lacks", columns=lacking, loader=loader)
    try:
        return schema.validate(frame)
    except ColumnError as error:
        raise AnalyzerError("frame_odd", column=error.column, check=error.needed, loader=loader) from error


def _warn(read: Input) -> None:
    for loss in read.losses():
        warnings.warn(str(loss), DroppedRowsWarning, stacklevel=3)
