"""Files that were saved once and are read again, checked against what they must hold: the one place for all of them.

Whatever lies in such a file, what is said is one sentence: which file, which key, what is expected there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from analyzer.errors import KeptFileError, NewerFileError
from analyzer.facts import Fact, fact

T = TypeVar("T")
_SAID = re.compile(r"(?P<what>.*?)(?: - at `(?P<key>[^`]*)`)?", re.DOTALL)
_TYPES = re.compile(r"Expected `(?P<expected>[^`]*)`(?P<more>.*), got `?(?P<got>[^`]*)`?")
_FIELD = {"kept_missing": re.compile(r".*missing.*field `(?P<name>[^`]*)`"),
          "kept_unknown": re.compile(r".*unknown.*field `(?P<name>[^`]*)`")}  # fmt: skip


def read_json(content: bytes, name: str) -> Any:
    """What a JSON text says. Raises KeptFileError where it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise KeptFileError("kept_no_json", path=name) from error


def check(value: object, shape: type[T], name: str, version: int | None = None) -> T:
    """What plain values of a file say, as its shape: a struct of msgspec, which names each key and its type.

    With `version`, the values must name that one. Raises KeptFileError, which names the key and what is expected;
    NewerFileError for a later version.
    """
    if version is not None:
        _check_version(value, name, version)
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise odd(name, *what_is_wrong(error)) from None
    except RecursionError:
        raise KeptFileError("kept_no_json", path=name) from None


def odd(name: str, key: str, wrong: Fact) -> KeptFileError:
    """The error for what is wrong with a key."""
    return KeptFileError("kept_odd", path=name, field=key, wrong=wrong)


def _check_version(value: object, name: str, version: int) -> None:
    told = value.get("version") if isinstance(value, Mapping) else None
    if type(told) is int and told > version:
        raise NewerFileError("kept_newer", path=name, version=told, known=version)
    if type(told) is not int or told != version:
        raise odd(name, "version", fact("kept_value", expected=version))


def what_is_wrong(error: msgspec.ValidationError) -> tuple[str, Fact]:
    """Where values differ from their shape, "" for the whole, and how: out of msgspec's words."""
    found = _SAID.fullmatch(str(error))
    text, place = (found["what"], found["key"] or "") if found else (str(error), "")
    key = place.removeprefix("$").removeprefix(".")
    for wrong, pattern in _FIELD.items():
        if inner := pattern.fullmatch(text):
            return f"{key}.{inner['name']}".removeprefix("."), fact(wrong)
    if types := _TYPES.fullmatch(text):
        return key, fact("kept_type", **types.groupdict())
    return key, fact("kept_value", expected=text)
