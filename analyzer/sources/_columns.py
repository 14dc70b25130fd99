"""Records -> columns: the values of each field one behind the other, taken while a block of records is at hand."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from analyzer.sources._dataset import Dataset


class Columns:
    """The values of records, by field: `columns["hostname"]` has one for each, "" where it was absent.

    A field that may hold several values has them as JSON, in bytes: most are alike, and each distinct one needs to be
    decoded only once.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._values: dict[str, list[Any]] = {name: [] for name in dataset.fields}
        self._lists = frozenset(name for name, field in dataset.fields.items() if field.is_list)
        self._values_of = attrgetter(*self._values)

    def add(self, records: Sequence[msgspec.Struct]) -> None:
        """Take the values of records that `row_type` decodes. None of the bytes that they came from is held."""
        if not records:
            return
        for name, values in zip(self._values, zip(*map(self._values_of, records), strict=True), strict=True):
            self._values[name].extend(map(bytes, values) if name in self._lists else values)

    def take(self) -> Columns:
        """The columns as they are; from here on it is empty."""
        taken = copy.copy(self)
        self._values = {name: [] for name in self._values}
        return taken

    def __len__(self) -> int:
        return len(next(iter(self._values.values())))

    def __getitem__(self, name: str) -> list[Any]:
        return self._values[name]

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of these fields, record by record."""
        return zip(*(self._values[name] for name in names), strict=True)
