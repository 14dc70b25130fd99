"""Blocks of bytes to records: JSON in any arrangement, CSV and TSV with a header, told apart by content.

Most lines of a log are alike, so they are decoded together by a struct in the spelling that the file
uses; a line that does not fit is decoded by itself, slowly and forgivingly.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from analyzer.reading.accounting import Dropped
from analyzer.reading.files import LONG_LINE_BYTES
from analyzer.reading.json_values import MOST_BYTES, JsonValues, Kind, Piece
from analyzer.reading.needles import Needles, lines_with
from analyzer.sources._alike import BAD_JSON, Alike
from analyzer.sources._columns import Columns
from analyzer.sources._dataset import Dataset, Field, Records, fold_key, folded
from analyzer.sources._dialects import translate
from analyzer.sources._envelopes import MOST_DEPTH, Found, json_in, unwrap
from analyzer.sources._looks import error_in, is_bulk_action, name_dataset, sampled_by
from analyzer.sources._spelling import row_type
from analyzer.sources._tables import Table, text_of

_OF_PROSE = ("broken_line", "bad_encoding", "other_dataset")
BLANKS = b" \t\r\n\v\f\0"
"""What may stand around a line; NULs are what a crash leaves where a file was not yet written."""
_JSON = re.compile(rb'[\s\0]*(?:\[[\s\0]*)?(?:\{\s*(?:"|$)|\[$)')  # how a line of JSON begins that stands among rows
_NUMBER = re.compile(rb"\d\d")  # each row has a time, and no header has a number
_BEHIND_TEXT = "text {…}"
_LONGEST_TEXT = 1 << 12
"""Bytes of a line of text that may be a record; those that are have some hundred."""
_CLOCK_ALONE = len("14:05:02.123456")
LOOKED_AT = 10
"""Lines by which a file is told to be NDJSON although its first line is something else."""


class RecordReader:
    """Takes blocks of lines, gives records by dataset; counts what is no record in `dropped`."""

    def __init__(
        self,
        datasets: Sequence[Dataset],
        needles: Needles | None = None,
        mark: bytes = b"",
        before: RecordReader | None = None,
        last_change: str = "",
    ) -> None:
        """`before`: the reader whose records that are not taken yet are taken with those of this one.

        `last_change` is when the file was changed last, for lines whose clock shows no day.
        """
        self._last_change = last_change
        self.is_undated = False
        self._of_text = [dataset for dataset in datasets if dataset.from_line]
        self.has_records = False
        self.dropped: Dropped = Counter()
        self.other_datasets: Counter[str] = Counter()
        self.other_keys: tuple[str, ...] = ()
        self.wrapped_in: Counter[str] = Counter()
        self.dialects: Counter[str] = Counter()
        self.sampled_by = ""
        """The key by which a record tells that it stands for others that were left out."""
        self.error = ""
        self._datasets = datasets
        self._needles, self._mark = needles, mark
        self._rows: dict[str, type[msgspec.Struct]] = (
            before._rows if before else {dataset.name: row_type(dataset, None) for dataset in datasets}
        )
        self._records: dict[str, Columns] = (
            before._records if before else {each.name: Columns(each) for each in datasets}
        )
        self._fast: Alike | None = None
        self._table: Table | None = None
        self._values = JsonValues()
        self._row_begun = b""
        self._is_skipping = False
        self._has_objects = False
        self._started = self._is_binary = False
        self._ends_a_line = True
        self._last_fault = ""

    def feed(self, block: bytes) -> None:
        """Read a block of whole lines, or a piece of a line too long for a block."""
        is_whole = self._ends_a_line and (block.endswith(b"\n") or len(block) < LONG_LINE_BYTES)
        self._ends_a_line = block.endswith(b"\n")
        if not self._started and block.strip(BLANKS):
            self._start(block)
        if self._table is not None:
            self._feed_rows(block)
        elif self._values.is_open:
            self._take_pieces(self._values.feed(block))
        elif self._needles and is_whole:
            kept, left_out = lines_with(self._needles, block, self._mark)
            if left_out:
                self.dropped["other_device"] += left_out
            self._feed_lines(kept)
        else:
            self._feed_lines(block)

    def finish(self, truncated: bool) -> None:
        """Read what is left at the end. If the file was cut short, a broken last line counts as `truncated`."""
        if self._table is not None:
            self._finish_table(self._table)
        self._take_pieces(self._values.finish())
        is_prose = self._table is not None and (self._table.is_prose or (self._is_binary and not self._table.datasets))
        if is_prose and not self._has_objects:
            for reason in _OF_PROSE:
                del self.dropped[reason]
        if truncated and self._last_fault:
            self._recount(self._last_fault, "truncated")

    def take(self, at_least: int) -> Iterator[tuple[Dataset, Records]]:
        """The records gathered so far, of each dataset that has at least so many."""
        for dataset in self._datasets:
            records = self._records[dataset.name]
            if len(records) >= at_least:
                yield dataset, records.take()

    def _start(self, block: bytes) -> None:
        """Tell by the first lines whether the file is a table; one odd line ahead of records does not decide."""
        self._started = True
        self._is_binary = b"\0" in block.strip(BLANKS)[:_LONGEST_TEXT]
        first, *next_lines = block.lstrip(BLANKS).split(b"\n", LOOKED_AT)
        if first[:1] in (b"{", b"[") or json_in(text_of(first)) is not None:
            return
        if any(self._said(line) for line in (first, *next_lines[: LOOKED_AT - 1])):
            return
        table = Table.from_header(first, self._datasets)
        if table.datasets or not any(line.lstrip()[:1] == b"{" for line in next_lines[: LOOKED_AT - 1]):
            self._table = table

    def _feed_lines(self, block: bytes) -> None:
        if self._fast is not None and self._fast.takes(block):
            self._last_fault = ""
            return
        at = 0
        while at < len(block) and not self._values.is_open and self._table is None:
            end = block.find(b"\n", at) + 1 or len(block)
            self._feed_line(block[at:end])
            at = end
        if at < len(block):
            self._feed_rows(block[at:]) if self._table is not None else self._take_pieces(self._values.feed(block[at:]))

    def _feed_line(self, line: bytes) -> None:
        """A line, which may be a record, the beginning of one, several, or something else."""
        stripped = line.strip(BLANKS).rstrip(b",")
        if not stripped:
            return
        self._last_fault = ""
        if self._is_like_the_first(stripped):
            return
        if said := self._said(stripped):
            self._keep(*said)
        elif (document := _decode(stripped)) is not None:
            self._feed_value(document)
        elif stripped[:1] in (b"{", b"[") or not line.endswith(b"\n"):
            self._take_pieces(self._values.feed(line))
        else:
            self._feed_text(line)

    def _take_pieces(self, pieces: Iterable[Piece], *, is_inside: bool = False) -> None:
        """Pieces of JSON; `is_inside` where they are of a document that could not be decoded as a whole."""
        for kind, data in pieces:
            if kind is Kind.VALUE:
                self._take_value(data, is_inside=is_inside)
            elif kind is Kind.REST:
                self._take_rest(data)
            elif kind is Kind.TOO_LONG:
                self._drop("too_long")
            elif (scalar := _decode(data.strip())) is not None:
                self._feed_value(scalar)
            else:
                self._feed_text(data)

    def _take_value(self, data: bytes, *, is_inside: bool) -> None:
        self._last_fault = ""
        if self._is_like_the_first(data):
            return
        if (document := _decode(data)) is not None:
            self._feed_value(document)
        elif not is_inside and b"\n" in data:
            inside = JsonValues(enter=True)
            self._take_pieces([*inside.feed(data), *inside.finish()], is_inside=True)
        else:
            self._drop_text(data)

    def _is_like_the_first(self, data: bytes) -> bool:
        """Whether it is a record spelled as the first was; then it is kept."""
        if self._fast is None:
            return False
        return self._fast.takes_one(data)

    def _take_rest(self, data: bytes) -> None:
        """What stands around the records of a document: of use only if it holds records, too."""
        rest = _decode(data)
        if not isinstance(rest, dict):
            return
        if self._dataset_of(rest) is not None:
            self._drop("broken_line")
        else:
            self.error = self.error or error_in(rest)
            self._take_found(self._rows_in(rest))

    def _feed_text(self, line: bytes) -> None:
        """A line that is no JSON."""
        if not line.strip(BLANKS):
            return
        if self._table is not None:
            self._feed_cells(self._table, line)
            return
        table = Table.from_header(line, self._datasets)
        if table.datasets:
            self._table = table
            table.header_seen = True
        elif isinstance(record := json_in(text_of(line)), dict):
            self._has_objects = True
            if self._feed_object(record):
                self.wrapped_in[_BEHIND_TEXT] += 1
        else:
            self._drop_text(line)

    def _said(self, line: bytes) -> tuple[Dataset, dict[str, Any]] | None:
        """The record that a line of text is, of a dataset that is written so."""
        if line[:1] == b"{" or len(line) > _LONGEST_TEXT:
            return None
        for dataset in self._of_text:
            record = dataset.from_line(text_of(line)) if dataset.from_line else None
            if record is not None:
                self.is_undated |= 0 < len(str(record.get("time", ""))) <= _CLOCK_ALONE
                return dataset, {**record, "lastChange": self._last_change}
        return None

    def _drop_text(self, line: bytes) -> None:
        self._drop("broken_line" if _is_utf8(line) else "bad_encoding")

    def _feed_value(self, value: object, depth: int = 0) -> None:
        if depth > MOST_DEPTH:
            self._drop("broken_line")
        elif isinstance(value, list):
            for item in value:
                self._feed_value(item, depth + 1)
        elif isinstance(value, dict):
            self._has_objects = True
            self._feed_object(value)
        else:
            self._drop("broken_line")

    def _feed_object(self, record: dict[str, Any]) -> bool:
        """A record, or what holds some; whether it did."""
        dataset = self._dataset_of(record)
        if dataset is not None:
            self._keep(dataset, record)
            self.sampled_by = self.sampled_by or sampled_by(record)
            if self._fast is None:
                self._fast = Alike(dataset, record, self._records[dataset.name])
            return True
        if found := self._rows_in(record):
            self._take_found(found)
            return True
        if is_bulk_action(record):
            self._drop("bulk_action")
            return False
        self.error = self.error or error_in(record)
        self.other_datasets[name_dataset(folded(record))] += 1
        self.other_keys = self.other_keys or tuple(record)
        self._drop("other_dataset")
        return False

    def _rows_in(self, record: dict[str, Any]) -> list[Found]:
        """Rows inside a record, in Logpush's own words before others'."""
        if found := unwrap(record, self._plain_row):
            return found
        translated = self._translated(record)
        return [Found("", translated)] if translated else unwrap(record, self._translated)

    def _take_found(self, found: list[Found]) -> None:
        for path, row in found:
            dataset = self._dataset_of(row) if row is not None else None
            if row is None or dataset is None:
                self._drop("other_dataset")
                continue
            self._keep(dataset, row)
            if path:
                self.wrapped_in[path] += 1

    def _dataset_of(self, record: dict[str, Any]) -> Dataset | None:
        keys = folded(record)
        return next((dataset for dataset in self._datasets if dataset.recognises(keys)), None)

    def _plain_row(self, record: dict[str, Any]) -> dict[str, Any] | None:
        return record if self._dataset_of(record) is not None else None

    def _translated(self, record: dict[str, Any]) -> dict[str, Any] | None:
        told = translate(record)
        if told is None or self._dataset_of(told[1]) is None:
            return None
        self.dialects[told[0]] += 1
        return told[1]

    def _keep(self, dataset: Dataset, record: dict[str, Any]) -> None:
        self.has_records = True
        self._records[dataset.name].add([self._to_row(dataset, record)])

    def _to_row(self, dataset: Dataset, record: dict[str, Any]) -> Any:
        folded = {fold_key(key): value for key, value in record.items()}
        values: dict[str, object] = {}
        for name, field in dataset.fields.items():
            value = next((_plain(folded[key], field) for key in field.spellings if key in folded), "")
            values[name] = msgspec.Raw(msgspec.json.encode(value) if value else b"") if field.is_list else value
        return self._rows[dataset.name](**values)

    def _feed_rows(self, block: bytes) -> None:
        """Rows of a table; a last one that does not end yet is kept for the next block."""
        whole, self._row_begun = self._row_begun + block, b""
        end = max(whole.rfind(b"\n"), whole.rfind(b"\r")) + 1
        if not self._ends_a_line:
            whole, self._row_begun = whole[:end], whole[end:]
        for line in whole.splitlines():
            self._feed_row(line)
        if len(self._row_begun) > MOST_BYTES:
            self._row_begun, self._is_skipping = b"", True

    def _finish_table(self, table: Table) -> None:
        """The last row, if no line end stands behind it: where cells are missing it was cut."""
        if not self._row_begun.strip(BLANKS):
            return
        is_json = self._values.is_open or _JSON.match(self._row_begun)
        is_cut = table.datasets and not is_json and len(table.split(text_of(self._row_begun)) or ()) < len(table.header)
        if is_cut:
            self._drop("truncated")
        else:
            self._feed_row(self._row_begun)

    def _feed_row(self, line: bytes) -> None:
        self._last_fault = ""
        table = self._table
        if self._is_skipping:
            self._is_skipping = False
            self._drop("too_long")
            return
        if table is None or not line.strip(BLANKS):
            return
        if table.datasets and line.endswith(table.header_line) and line != table.header_line:
            line = line.removesuffix(table.header_line)  # no line end stood between this file and the next
        if self._values.is_open or _JSON.match(line):
            self._take_pieces(self._values.feed(line + b"\n"))
        else:
            self._feed_cells(table, line)

    def _feed_cells(self, table: Table, line: bytes) -> None:
        cells = table.split(text_of(line))
        table.rows += 1
        table.fitting += cells is not None and len(cells) == len(table.header)
        if cells is not None and cells == table.header and (table.datasets or not table.header_seen):
            table.header_seen = True
            if not table.datasets:
                table.header_is_counted = True
                self._drop("other_dataset")
        elif cells and (other := self._other_table(line)):
            self._table = other
        elif cells is None or len(cells) > len(table.header) or len(cells) == 1 < len(table.header):
            self._drop("broken_line")
        elif self._feed_object(dict(zip(table.header, cells, strict=False))):
            self._has_objects = True
            if table.header_is_counted:
                table.header_is_counted = False
                self._take_back("other_dataset")

    def _other_table(self, line: bytes) -> Table | None:
        """The table that begins with this line, where several files stand one behind the other."""
        if _NUMBER.search(line):
            return None
        other = Table.from_header(line, self._datasets)
        other.header_seen = True
        return other if other.datasets else None

    def _drop(self, reason: str) -> None:
        self.dropped[reason] += 1
        self._last_fault = reason

    def _recount(self, reason: str, truly: str) -> None:
        self._take_back(reason)
        self.dropped[truly] += 1

    def _take_back(self, reason: str) -> None:
        self.dropped[reason] -= 1
        self.dropped += Counter()  # adding drops the reasons whose count is 0


def _decode(data: bytes) -> object | None:
    """The JSON value, read forgivingly; None if it is none, or is null."""
    value: object
    try:
        value = msgspec.json.decode(data)
    except BAD_JSON:
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


def _plain(value: object, field: Field) -> object:
    """A scalar, or for a field of lists a list of scalars; no lone surrogates, which nothing downstream can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and field.is_list:
        return [_plain(item, field) for item in value if isinstance(item, str | int)]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else ""
