"""How a file spells its keys, and a struct that decodes records spelled so."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Literal

import msgspec

from analyzer.sources._dataset import Dataset, fold_key

_NEVER = Literal["\0"]
"""The type of a value that does not occur: a key of this type is one that a record must not have."""
_STYLES: tuple[Callable[[str], str], ...] = (
    str,
    str.lower,
    lambda key: key[:1].lower() + key[1:],
    lambda key: re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", key).lower(),
    str.upper,
)
"""QueryName, queryname, queryName, query_name, QUERYNAME."""


def row_type(
    dataset: Dataset, sample: dict[str, Any] | None, fields_of: Collection[str] | None = None
) -> type[msgspec.Struct]:
    """A struct with our field names, all or those given; with a sample, one that decodes records spelled like it.

    Keys that the sample lacks are expected in its style. A record with a key of another dataset does not fit.
    """
    spelled = {fold_key(key): key for key in sample or {}}
    style = _style_of(sample or {}, dataset)
    rename: dict[str, str] = {}
    fields: list[tuple[Any, ...]] = []
    for name, field in dataset.fields.items():
        if fields_of is not None and name not in fields_of:
            continue
        rename[name] = next((spelled[key] for key in field.spellings if key in spelled), style(field.key))
        kind, absent = (msgspec.Raw, msgspec.Raw()) if field.is_list else (field.type, "")
        fields.append((name, kind) if name in dataset.required else (name, kind, absent))
    for number, key in enumerate(dataset.foreign if sample else ()):
        rename[f"foreign_{number}"] = style(key)
        fields.append((f"foreign_{number}", _NEVER, ""))
    places = {key: place for place, key in enumerate(sample or {})}
    fields.sort(key=lambda field: (len(field), places.get(rename[field[0]], len(places))))
    return msgspec.defstruct(f"{dataset.name}_row", fields, rename=rename, kw_only=True, gc=False)


def _style_of(sample: dict[str, Any], dataset: Dataset) -> Callable[[str], str]:
    """How the sample spells Logpush's keys, told by those that it has; as Logpush does, if it has none."""
    known = [field.key for field in dataset.fields.values()]
    return max(_STYLES, key=lambda style: sum(style(key) in sample for key in known))
