"""Delimited text: which delimiter and header a line has, and the cells of those behind it."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from analyzer.reading.json_values import MOST_BYTES
from analyzer.sources._dataset import Dataset, folded

_DELIMITERS = ("\t", ",", ";", "|")


class Table:
    """Delimited text: its delimiter and header."""

    def __init__(self, delimiter: str, header: list[str], datasets: list[Dataset]) -> None:
        self.delimiter, self.header, self.datasets = delimiter, header, datasets
        self.header_seen = False
        self.header_is_counted = False
        """The header was counted as a row that can't be read, as long as no row behind it could be."""
        self.header_line = b""
        self.rows = self.fitting = 0

    @property
    def is_prose(self) -> bool:
        """Whether this is no table but text, or nothing readable at all: then it has no rows to count."""
        return not self.datasets and (len(self.header) < 2 or self.fitting * 2 < self.rows)

    @classmethod
    def from_header(cls, line: bytes, datasets: Sequence[Dataset]) -> Table:
        """The table that this line begins, in the delimiter with which a dataset knows it, else the likeliest."""
        csv.field_size_limit(MOST_BYTES)
        line = line.strip(b"\r\n\0")
        text = text_of(line)
        best = cls(",", [], [])
        for delimiter in [each for each in _DELIMITERS if each in text] or _DELIMITERS[:1]:
            table = cls(delimiter, [], [])
            table.header = table.split(text) or []
            keys = folded(table.header)
            table.datasets = [dataset for dataset in datasets if dataset.recognises(keys)]
            if table.datasets:
                table.header_line = line
                return table
            best = max(best, table, key=lambda one: len(one.header))
        return best

    def split(self, text: str) -> list[str] | None:
        """The cells of a line, None if its quotes don't close. A record never spans lines in these logs."""
        try:
            return next(csv.reader([text.rstrip("\r\n")], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return None


def text_of(line: bytes) -> str:
    """A line as text; what is no UTF-8 becomes U+FFFD."""
    return line.decode(errors="replace")
