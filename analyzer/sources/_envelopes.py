"""Rows inside other objects: what a log shipper, a search tool or an API put around them, taken off by content.

No product is looked for: a row is known by its own keys, wherever it stands, as an object or as JSON in a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

MOST_DEPTH = 16
"""Objects, lists and texts around a row; no product wraps more than a few."""
_MOST_BEFORE = 512
"""Characters of a syslog header ahead of the JSON in a line or text."""
_BAD_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

Row = dict[str, Any]
Known = Callable[[Row], Row | None]
"""The row that an object is, in the keys of a dataset; None if it is none."""


class Found(NamedTuple):
    """A row, or an object of a list whose others hold rows though it holds none."""

    path: str
    """The keys down to it: `event`, `hits.hits[]._source`."""
    row: Row | None


def unwrap(value: Row, *known: Known) -> list[Found]:
    """The rows inside an object, as the first of `known` that finds any knows them; empty if there is none.

    Of several places that hold one row each, the first counts, since shippers keep a row's text beside its fields;
    of several lists all do.

    >>> def known(row):
    ...     return row if "QueryName" in row else None
    >>> unwrap({"time": 1, "event": {"QueryName": "a.jp"}}, known)
    [Found(path='event', row={'QueryName': 'a.jp'})]
    >>> unwrap({"messages": [{"map": {"_raw": '{"QueryName": "a.jp"}'}}]}, known)
    [Found(path='messages[].map._raw', row={'QueryName': 'a.jp'})]
    """
    for one in known:
        found = _inside(value, "", one, 0)
        if any(each.row is not None for each in found):
            return found
    return []


def json_in(text: str) -> object | None:
    """The JSON object that a text is, or that stands in it behind a header; None if there is none.

    >>> json_in('<134>Nov 10 14:05:00 host cf: {"QueryName": "a.jp"}')
    {'QueryName': 'a.jp'}
    """
    at = text.find("{", 0, _MOST_BEFORE)
    end = text.rfind("}") + 1
    if at < 0 or end <= at:
        return None
    try:
        value: object = msgspec.json.decode(text[at:end].encode("utf-8", "replace"))  # JSON can escape half a character
    except _BAD_JSON:
        return None
    return value


def _at(value: object, path: str, known: Known, depth: int) -> list[Found]:
    """The rows that a value is or holds."""
    if depth > MOST_DEPTH:
        return []
    if isinstance(value, str):
        inner = json_in(value)
        return [] if inner is None else _at(inner, path, known, depth + 1)
    if isinstance(value, dict):
        row = known(value)
        return _inside(value, path, known, depth) if row is None else [Found(path, row)]
    return list(_each(value, f"{path}[]", known, depth)) if isinstance(value, list) else []


def _inside(value: Row, path: str, known: Known, depth: int) -> list[Found]:
    """The rows of the lists in an object; or else, of its other values, those of the first that holds any."""
    of_lists: list[Found] = []
    first: list[Found] = []
    for key, child in value.items():
        found = _at(child, f"{path}.{key}" if path else key, known, depth + 1)
        if len(found) == 1 and not isinstance(child, list):
            first = first or found
        else:
            of_lists += found
    return of_lists or first


def _each(items: list[Any], path: str, known: Known, depth: int) -> Iterator[Found]:
    found = [_at(item, path, known, depth + 1) for item in items]
    if any(found):
        for item, rows in zip(items, found, strict=True):
            yield from rows
            if not rows and isinstance(item, dict):
                yield Found(path, None)
