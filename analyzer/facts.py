"""What is known, apart from how it is said: a key and values, of which `messages` makes a sentence when it is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple


class Fact(NamedTuple):
    """One thing to tell a person. Frames, saved answers and errors hold it so; `str` says it in the reader's words.

    >>> str(Fact("near", {"offset_s": 3}))
    'asked 3 s after the reported failure'
    """

    key: str
    """Which sentence of `messages` says it."""
    values: Mapping[str, Any]
    """Plain values: numbers, text, lists, and facts within a fact."""

    def __str__(self) -> str:
        from analyzer.messages import say

        return say(self.key, **self.values)

    def to_dict(self) -> dict[str, Any]:
        """`key` and `values` as JSON can hold them."""
        return {"key": self.key, "values": _plain(self.values)}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Fact:
        """What `to_dict` wrote."""
        return cls(str(value["key"]), {str(name): _restored(each) for name, each in value["values"].items()})


def fact(key: str, **values: Any) -> Fact:
    """The fact of that key and these values."""
    return Fact(key, values)


def write_values(values: Mapping[str, Any]) -> str:
    """Values as JSON, for a column of a saved frame."""
    return json.dumps(_plain(values), ensure_ascii=False, sort_keys=True)


def read_values(text: str) -> dict[str, Any]:
    """What `write_values` wrote."""
    return {name: _restored(value) for name, value in json.loads(text).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Fact):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"key", "values"}:
        return Fact.from_dict(value)
    if isinstance(value, dict):
        return {name: _restored(each) for name, each in value.items()}
    return [_restored(each) for each in value] if isinstance(value, list) else value
