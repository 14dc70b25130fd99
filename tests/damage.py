"""Values within plain values, changed one at a time: for what is read and must not be trusted."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any


def levels(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the values within a value stand, itself first; of a list only its first item."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, each in inner:
        yield from levels(each, (*path, key))


def changed(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The value with another value there; `...` takes the key away."""
    if not path:
        return value
    told = copy.deepcopy(whole)
    inner = told
    for key in path[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return told
