"""Records -> columns: the values of each field one behind the other, taken while a block of records is at hand."""

from __future__ import annotations

import copy
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from analyzer.sources._dataset import Dataset
from analyzer.sources._values import ABSENT, Coded


class Columns:
    """The values of records, by field: `columns["hostname"]` has one for each, "" where it was absent.

    Values of logs repeat themselves, so each distinct one is held once, and what is asked of values is asked of these.
    A field that may hold several values has them as JSON, in bytes.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._lists = frozenset(name for name, field in dataset.fields.items() if field.is_list)
        stand_ins = {name: field.stands_in_for for name, field in dataset.fields.items() if field.stands_in_for}
        self._replaceable = frozenset(stand_ins.values())
        self.enough = tuple(name for name in dataset.fields if name not in stand_ins)
        """The fields that are enough where none of them lacks a value that another could stand in for."""
        self._values_of = attrgetter(*dataset.fields)
        self._enough_of = attrgetter(*self.enough)
        self._columns = {name: _Column() for name in dataset.fields}

    def add(self, records: Sequence[msgspec.Struct]) -> None:
        """Take the values of records that `row_type` decodes. None of the bytes that they came from is held."""
        if records:
            self._extend(dict(zip(self._columns, zip(*map(self._values_of, records), strict=True), strict=True)))

    def add_if_enough(self, records: Sequence[msgspec.Struct]) -> bool:
        """The same for records that have just the fields that may be enough; False, and nothing is taken, if not."""
        if not records:
            return True
        told = dict(zip(self.enough, zip(*map(self._enough_of, records), strict=True), strict=True))
        if any(not ABSENT.isdisjoint(told[name]) for name in self._replaceable):
            return False
        self._extend(told)
        for name in self._columns.keys() - told.keys():
            self._columns[name].skip(len(records))
        return True

    def _extend(self, told: dict[str, tuple[Any, ...]]) -> None:
        for name, values in told.items():
            self._columns[name].add(map(bytes, values) if name in self._lists else values)

    def take(self) -> Columns:
        """The columns as they are; from here on it is empty."""
        taken = copy.copy(self)
        self._columns = {name: _Column() for name in self._columns}
        return taken

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())).codes)

    def __getitem__(self, name: str) -> Coded:
        return self._columns[name].coded()

    def combined(self, make: Callable[..., Any], *names: str) -> Coded:
        """What is made of the values of these fields of each record, once for each distinct combination."""
        columns = [self[name] for name in names]
        codes = columns[0].codes.astype("int64")
        for column in columns[1:]:
            codes = pd.factorize(codes * len(column.distinct) + column.codes)[0]
        _, first = np.unique(codes, return_index=True)
        told = zip(*(column.distinct[column.codes[first]] for column in columns), strict=True)
        return Coded.of(codes, [make(*values) for values in told])


class _Column:
    """The values of one field, each distinct one by its number."""

    def __init__(self) -> None:
        self.codes = array("i")
        self._numbers: defaultdict[Any, int] = defaultdict(count().__next__)

    def add(self, values: Iterator[Any] | Sequence[Any]) -> None:
        self.codes.extend(map(self._numbers.__getitem__, values))

    def skip(self, size: int) -> None:
        """So many records have no value."""
        self.codes.extend(array("i", [self._numbers[""]]) * size)

    def coded(self) -> Coded:
        return Coded.of(np.array(self.codes, dtype="int32"), list(self._numbers))
