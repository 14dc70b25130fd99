"""The filter grammar: `{k: v, k_op: v, AND: [...], OR: [...]}`."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.standin.nodes import Dimension, Reader
from tests.standin.refusal import Refused
from tests.standin.rows import Row

Filter = Mapping[str, Any]
Keep = Callable[[Row, int], bool]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "lt": operator.lt,
    "geq": operator.ge,
    "leq": operator.le,
    "neq": operator.ne,
    "in": lambda value, wanted: value in wanted,
    "notin": lambda value, wanted: value not in wanted,
    "like": lambda value, pattern: bool(pattern.fullmatch(value)),
    "notlike": lambda value, pattern: not pattern.fullmatch(value),
    "has": lambda values, wanted: wanted in values,
    "nothas": lambda values, wanted: wanted not in values,
    "hasall": lambda values, wanted: set(wanted) <= set(values),
    "hasany": lambda values, wanted: bool(set(wanted) & set(values)),
    "isempty": lambda values, wanted: (not values) is wanted,
    "": operator.eq,
}


def time_bounds(asked: Filter) -> tuple[float, float]:
    """The span that `datetime` filters leave open, as asked; infinite where they say nothing. OR is not looked into."""
    first, last = -math.inf, math.inf
    for key, value in _conditions(asked):
        if key in ("datetime", "datetime_geq", "datetime_gt"):
            first = max(first, value)
        if key in ("datetime", "datetime_leq", "datetime_lt"):
            last = min(last, value)
    return first, last


def fields_in(asked: Filter) -> set[str]:
    """The dimensions that a filter looks at, at any depth."""
    names: set[str] = set()
    for key, value in asked.items():
        if key in ("AND", "OR"):
            names = names.union(*map(fields_in, value))
        else:
            names.add(_split(key)[0])
    return names


def keeper(asked: Filter, dimensions: Mapping[str, Dimension], readers: Mapping[str, Reader]) -> Keep:
    """A function that tells whether the filter lets a row pass."""
    tests: list[Keep] = []
    for key, value in asked.items():
        if value is None:
            raise Refused(f"error parsing args: filter {key} is null")
        if key in ("AND", "OR"):
            parts = [keeper(part, dimensions, readers) for part in value]
            tests.append(_every(parts) if key == "AND" else _any(parts))
        else:
            name, test = _split(key)
            tests.append(_one(readers[dimensions[name].name], test, _prepared(test, value)))
    return _every(tests)


def _conditions(asked: Filter) -> Iterator[tuple[str, Any]]:
    for key, value in asked.items():
        if key == "AND":
            for part in value:
                yield from _conditions(part)
        elif key != "OR" and value is not None:
            yield key, value


def _split(key: str) -> tuple[str, str]:
    name, _, test = key.rpartition("_")
    return (name, test) if name else (key, "")


def _prepared(test: str, value: Any) -> Any:
    if test in ("like", "notlike"):
        return re.compile(".*".join(map(re.escape, value.split("%"))), re.DOTALL)
    return frozenset(value) if test in ("in", "notin") else value


def _one(read: Reader, test: str, wanted: Any) -> Keep:
    compare = _COMPARE[test]
    return lambda row, second: compare(read(row, second), wanted)


def _every(tests: list[Keep]) -> Keep:
    if len(tests) == 1:
        return tests[0]
    return lambda row, second: all(test(row, second) for test in tests)


def _any(tests: list[Keep]) -> Keep:
    return lambda row, second: any(test(row, second) for test in tests)
