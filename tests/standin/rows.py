"""Logpush rows, told apart by their keys and ordered by time."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

Row = dict[str, Any]
Filed = tuple[str, int, Row]
"""The dataset and the second of a row, and the row."""

DATASETS = ("gateway_dns", "gateway_http", "gateway_network", "zero_trust_network_sessions")
_GZIP_MAGIC = b"\x1f\x8b"
_UNITS = {10: 1, 13: 10**3, 16: 10**6, 19: 10**9}  # digits of a unix time -> ticks a second


@dataclass
class Table:
    """The rows of one dataset, oldest first; `times[i]` is the whole second of `rows[i]`."""

    times: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def span(self, first: float, last: float) -> range:
        """The positions of the rows from `first` to `last`, both included."""
        return range(bisect.bisect_left(self.times, first), bisect.bisect_right(self.times, last))


Store = dict[str, Table]


def load(sources: Iterable[str | Path | Row], shift: int = 0) -> Store:
    """All rows of files, folders and single rows, every time moved by `shift` seconds.

    Lines that cannot be read, rows of other datasets and rows without a time are left out.
    """
    timed: dict[str, list[tuple[int, Row]]] = {name: [] for name in DATASETS}
    for dataset, second, row in _all_rows(sources):
        timed[dataset].append((second + shift, row))
    return {name: _table(pairs) for name, pairs in timed.items()}


def merged(one: Store, other: Store) -> Store:
    """The rows of both, ordered by time."""
    return {
        name: _table([*zip(one[name].times, one[name].rows, strict=True), *zip(table.times, table.rows, strict=True)])
        for name, table in other.items()
    }


def dataset_of(row: Row) -> str | None:
    """The Logpush dataset that has such keys, or None."""
    if "QueryName" in row or "QueryNameReversed" in row:
        return "gateway_dns"
    if "ConnectionCloseReason" in row or "SessionStartTime" in row:
        return "zero_trust_network_sessions"
    if "HTTPHost" in row or ("URL" in row and "HTTPMethod" in row):
        return "gateway_http"
    if "SNI" in row and ("Transport" in row or "DestinationPort" in row):
        return "gateway_network"
    return None


def epoch(value: object) -> float:
    """Seconds since 1970 of a time in any of Logpush's spellings; raises ValueError for others."""
    text = str(value)
    if text.isdecimal():
        return int(text) // _UNITS.get(len(text), 1)
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {text!r}")
    return moment.timestamp()


def stamp(second: int) -> str:
    """The time as the API writes it: RFC 3339 in UTC, whole seconds."""
    return dt.datetime.fromtimestamp(second, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _second(row: Row) -> int | None:
    # A session is filed under its end: that is what the API's `datetime` of a session means.
    value = row.get("Datetime") or row.get("SessionEndTime") or row.get("SessionStartTime")
    try:
        return int(epoch(value))
    except (ValueError, OverflowError):
        return None


def _table(pairs: list[tuple[int, Row]]) -> Table:
    pairs.sort(key=lambda pair: pair[0])
    return Table([second for second, _ in pairs], [row for _, row in pairs])


def _all_rows(sources: Iterable[str | Path | Row]) -> Iterator[Filed]:
    for source in sources:
        if isinstance(source, dict):
            yield from _filed([source])
            continue
        path = Path(source)
        files = sorted(each for each in path.rglob("*.log*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            yield from _of_file(file, file.stat().st_mtime_ns)


@functools.lru_cache(maxsize=100)
def _of_file(path: Path, changed_ns: int) -> list[Filed]:
    """The rows of a file, read once for all the stand-ins of a process: none of them changes a row."""
    return list(_filed(_rows_of(path.read_bytes())))


def _filed(rows: Iterable[Row]) -> Iterator[Filed]:
    for row in rows:
        dataset, second = dataset_of(row), _second(row)
        if dataset and second is not None:
            yield dataset, second, row


def _rows_of(content: bytes) -> Iterator[Row]:
    stream = gzip.GzipFile(fileobj=io.BytesIO(content)) if content.startswith(_GZIP_MAGIC) else io.BytesIO(content)
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    try:
        for line in stream:
            try:
                yield decode(line)
            except msgspec.DecodeError:
                continue
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return
