"""The published part of the GraphQL schema, with scalars that check what they are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphql import GraphQLError, GraphQLScalarType, build_schema

from tests.standin.rows import epoch

SCHEMA = build_schema(Path(__file__).with_name("gateway.graphql").read_text(encoding="utf-8"))
_BITS = {"uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError("expected a string")
    return value


def _time(value: Any) -> float:
    try:
        return epoch(_text(value)) if "T" in value else _refuse_time()
    except ValueError:
        return _refuse_time()


def _refuse_time() -> float:
    raise GraphQLError("expected a time in RFC 3339, such as 2026-11-10T05:05:00Z")


def _date(value: Any) -> str:
    try:
        return dt.date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise GraphQLError("expected a date, such as 2026-11-10") from None


def _unsigned(bits: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**bits:
            raise GraphQLError(f"expected an unsigned integer of {bits} bits")
        return value

    return parse


def _check(name: str, parse: Callable[[Any], Any]) -> None:
    scalar = SCHEMA.type_map[name]
    assert isinstance(scalar, GraphQLScalarType)
    # Two names for the same: graphql-core renamed it in 3.3.
    vars(scalar).update(parse_value=parse, coerce_input_value=parse)


_check("string", _text)
_check("Time", _time)
_check("Date", _date)
for _name, _size in _BITS.items():
    _check(_name, _unsigned(_size))
