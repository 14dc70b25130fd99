"""Containers of records: NDJSON, CSV and TSV with a header, a JSON document, told apart by content.

Most lines of a log are alike, so they are decoded together by a struct in the spelling that the file
uses; a line that does not fit is decoded by itself, slowly and forgivingly.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from analyzer.reading.accounting import Dropped
from analyzer.reading.skipping import lines_with
from analyzer.sources._dataset import Dataset, Field, Record, fold_key
from analyzer.sources._looks import name_dataset
from analyzer.sources._spelling import row_type

_DELIMITERS = ("\t", ",", ";", "|")
_BAD_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_LONGEST_CELL = 1 << 24
LOOKED_AT = 10
"""Lines by which a file is told to be NDJSON although its first line is something else."""
MOST_DEPTH = 16
"""Lists and envelopes around a record; no answer and no batch has more than a few."""


class RecordReader:
    """Takes blocks of lines, gives records by dataset; counts what is no record in `dropped`."""

    def __init__(self, datasets: Sequence[Dataset], needles: tuple[bytes, ...] = (), mark: bytes = b"") -> None:
        self.dropped: Dropped = Counter()
        self.other_datasets: Counter[str] = Counter()
        self._datasets = datasets
        self._needles, self._mark = needles, mark
        self._rows = {dataset.name: row_type(dataset, None) for dataset in datasets}
        self._records: dict[str, list[Any]] = {dataset.name: [] for dataset in datasets}
        self._fast: tuple[list[Any], msgspec.json.Decoder[Any]] | None = None
        self._table: _Table | None = None
        self._document: list[bytes] | None = None
        self._started = False
        self._last_fault = ""

    def feed(self, block: bytes) -> None:
        """Read a block of whole lines."""
        if not self._started and block.strip():
            self._start(block)
        if self._document is not None:
            self._document.append(block)
        elif self._table is not None:
            for line in block.splitlines():
                self._feed_row(line)
        elif self._needles:
            kept, left_out = lines_with(self._needles, block, self._mark)
            if left_out:
                self.dropped["other_device"] += left_out
            self._feed_lines(kept)
        else:
            self._feed_lines(block)

    def finish(self, truncated: bool) -> None:
        """Read what needed the whole file. If that was cut short, a broken last line counts as `truncated`."""
        if self._document is not None:
            self._feed_document(b"".join(self._document))
        if truncated and self._last_fault:
            self.dropped[self._last_fault] -= 1
            self.dropped["truncated"] += 1
            self.dropped += Counter()  # adding drops the reasons whose count is 0

    def take(self, at_least: int) -> Iterator[tuple[Dataset, list[Record]]]:
        """The records gathered so far, of each dataset that has at least so many."""
        for dataset in self._datasets:
            records = self._records[dataset.name]
            if len(records) >= at_least:
                yield dataset, records[:]
                records.clear()

    def _start(self, block: bytes) -> None:
        """Tell by the first lines what the file is; one odd line ahead of records does not decide."""
        self._started = True
        first, *next_lines = block.lstrip().split(b"\n", LOOKED_AT)
        if first[:1] in (b"{", b"["):
            if _decode(first) is None and (first[:1] == b"[" or len(first.strip()) < 3):
                self._document = []
            return
        table = _Table.from_header(first, self._datasets)
        if table.datasets or not any(line.lstrip()[:1] == b"{" for line in next_lines[: LOOKED_AT - 1]):
            self._table = table

    def _feed_lines(self, block: bytes) -> None:
        if self._fast is not None:
            records, decoder = self._fast
            try:
                records.extend(decoder.decode_lines(block))
            except _BAD_JSON:
                pass
            else:
                self._last_fault = ""
                return
        for line in block.split(b"\n"):
            if line and not line.isspace():
                self._feed_line(line)

    def _feed_line(self, line: bytes) -> None:
        self._last_fault = ""
        if self._fast is not None:
            records, decoder = self._fast
            try:
                records.append(decoder.decode(line))
            except _BAD_JSON:
                pass
            else:
                return
        document = _decode(line.strip().rstrip(b","))
        if document is None:
            self._drop("broken_line" if _is_utf8(line) else "bad_encoding")
        else:
            self._feed_value(document)

    def _feed_document(self, data: bytes) -> None:
        document = _decode(data)
        if document is None:
            for line in data.splitlines():
                if line.strip():
                    self._drop("broken_line")
        else:
            self._feed_value(document)

    def _feed_value(self, value: object, depth: int = 0) -> None:
        if depth > MOST_DEPTH:
            self._drop("broken_line")
        elif isinstance(value, list):
            for item in value:
                self._feed_value(item, depth + 1)
        elif isinstance(value, dict):
            self._feed_object(value, depth)
        else:
            self._drop("broken_line")

    def _feed_object(self, record: dict[str, Any], depth: int = 0) -> None:
        keys = frozenset(map(fold_key, record))
        for dataset in self._datasets:
            if dataset.recognises(keys):
                self._records[dataset.name].append(self._to_row(dataset, record))
                if self._fast is None:
                    decoder = msgspec.json.Decoder(row_type(dataset, record))
                    self._fast = self._records[dataset.name], decoder
                return
        if (inner := _unwrap(record)) is not None:
            self._feed_value(inner, depth + 1)
        else:
            self.other_datasets[name_dataset(keys)] += 1
            self._drop("other_dataset")

    def _to_row(self, dataset: Dataset, record: dict[str, Any]) -> Any:
        folded = {fold_key(key): value for key, value in record.items()}
        values = {
            name: next((_plain(folded[key], field) for key in field.spellings if key in folded), "")
            for name, field in dataset.fields.items()
        }
        return self._rows[dataset.name](**values)

    def _feed_row(self, line: bytes) -> None:
        self._last_fault = ""
        table = self._table
        if table is None or not line.strip():
            return
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = line.decode(errors="replace")
        cells = table.split(text)
        if cells == table.header and not table.header_seen:
            table.header_seen = True
        elif cells is None or len(cells) > len(table.header):
            self._drop("broken_line")
        elif not table.datasets:
            self._drop("other_dataset")
        else:
            self._feed_object(dict(zip(table.header, cells, strict=False)))

    def _drop(self, reason: str) -> None:
        self.dropped[reason] += 1
        self._last_fault = reason


class _Table:
    """Delimited text: its delimiter and header."""

    def __init__(self, delimiter: str, header: list[str], datasets: list[Dataset]) -> None:
        self.delimiter, self.header, self.datasets = delimiter, header, datasets
        self.header_seen = not datasets

    @classmethod
    def from_header(cls, line: bytes, datasets: Sequence[Dataset]) -> _Table:
        csv.field_size_limit(_LONGEST_CELL)
        text = line.decode(errors="replace").rstrip("\r")
        best = cls(",", [], [])
        for delimiter in _DELIMITERS:
            table = cls(delimiter, [], [])
            table.header = table.split(text) or []
            keys = frozenset(map(fold_key, table.header))
            table.datasets = [dataset for dataset in datasets if dataset.recognises(keys)]
            table.header_seen = not table.datasets
            if table.datasets:
                return table
            best = max(best, table, key=lambda one: len(one.header))
        return best

    def split(self, text: str) -> list[str] | None:
        """The cells of a line, None if its quotes don't close. A record never spans lines in these logs."""
        try:
            return next(csv.reader([text.rstrip("\r\n")], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return None


def _decode(data: bytes) -> object | None:
    """The JSON value, read forgivingly; None if it is none, or is null."""
    value: object
    try:
        value = msgspec.json.decode(data)
    except _BAD_JSON:
        try:
            value = json.loads(data.decode(errors="replace"))
        except (ValueError, RecursionError):
            return None
    return value


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unwrap(record: dict[str, Any]) -> object | None:
    """What an envelope holds: the list of an answer or batch, or the one object in it; None if it is no envelope."""
    for value in record.values():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return value
    inner = [value for value in record.values() if isinstance(value, dict)]
    return inner[0] if len(inner) == 1 and len(record) == 1 else None


def _plain(value: object, field: Field) -> object:
    """A scalar, or for a field of lists a list of scalars; no lone surrogates, which nothing downstream can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and field.is_list:
        return [_plain(item, field) for item in value if isinstance(item, str | int)]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else ""
