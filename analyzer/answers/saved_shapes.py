"""What a saved finding or sweep must hold: its plain half as structs, its frames by their columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec
import numpy as np
import pandas as pd

from analyzer.answers.packing import read_frame
from analyzer.checked_files import check, odd, read_json
from analyzer.columns import FLAG, INTEGER, NUMBER, TEXT, TIME, Column, ColumnError, Frame
from analyzer.facts import Fact, fact, read_values
from analyzer.incidents import scoring
from analyzer.incidents.scoring import Weights
from analyzer.points import PREFIX
from analyzer.schema import KINDS, Candidates, Events, Hosts, Queries, RefusedDomains
from analyzer.sweeps import scoring as sweep_scoring

VERSION = 1
_FIRST, _LAST = pd.Timestamp("1900-01-01", tz="UTC"), pd.Timestamp("2261-12-31", tz="UTC")
"""Within these a time can be told in any zone."""


_Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]


class _Fact(msgspec.Struct):
    key: str
    values: dict[str, Any]


class _Input(msgspec.Struct, forbid_unknown_fields=True):
    files: int
    rows: int
    used: int
    dropped: dict[str, int]
    notes: list[_Fact]
    empty: list[_Fact]
    first_at: _Moment | None
    last_at: _Moment | None


class AboutFinding(msgspec.Struct):
    """What a finding holds beside its frames."""

    incident: dict[str, Any]
    input: _Input
    devices: tuple[tuple[str, ...], ...]
    weights: Weights
    signals: tuple[str, ...]
    never: tuple[str, ...]


class AboutSweep(msgspec.Struct):
    """What a survey holds beside its frames."""

    span: Annotated[list[_Moment], msgspec.Meta(max_length=2)]
    zone: str
    input: _Input
    http_read: bool
    never: tuple[str, ...]


def _of(dtype: str, among: tuple[str, ...] = ()) -> Column:
    """A column of a frame that people do not meet, so that nothing describes it."""
    return Column(dtype=dtype, among=among, description="")


class _Terms(Frame):
    registrable_domain = _of(TEXT)
    term = _of(TEXT)
    points = _of(NUMBER)
    key = _of(TEXT)
    values = _of(TEXT)


class _Refusals(Frame):
    seen_at = _of(TIME)
    hostname = _of(TEXT)
    registrable_domain = _of(TEXT)
    device = _of(TEXT)
    device_name = _of(TEXT)
    user = _of(TEXT)
    kind = _of(TEXT, KINDS)
    is_attributed = _of(FLAG)


class _Distrusting(Frame):
    device = _of(TEXT)
    device_name = _of(TEXT)
    user = _of(TEXT)
    refused_domain_count = _of(INTEGER)
    served_domain_count = _of(INTEGER)


FINDING_FRAMES: Mapping[str, type[Frame]] = {
    "candidates": Candidates,
    "hosts": Hosts,
    "queries": Queries,
    "events": Events,
    "terms": _Terms,
}
SWEEP_FRAMES: Mapping[str, type[Frame]] = {
    "candidates": RefusedDomains,
    "refusals": _Refusals,
    "distrusting": _Distrusting,
    "terms": _Terms,
}
_TERMS = {Candidates: scoring.TERMS, RefusedDomains: sweep_scoring.TERMS}


def read_about(content: bytes, shape: type[Any], name: str) -> tuple[Any, dict[str, Any]]:
    """The plain half, checked, and as it stands in the file. Raises KeptFileError, which names the key."""
    plain = read_json(content, name)
    about = check(plain, shape, name, VERSION)
    if len(getattr(about, "span", ())) == 1:
        raise odd(name, "span", fact("kept_spans"))
    for key in ("notes", "empty"):
        for told in plain["input"][key]:
            _say(lambda told=told: Fact.from_dict(told), name, f"input.{key}")  # type: ignore[misc]
    _say(lambda: fact("dropped", reasons=about.input.dropped), name, "input.dropped")
    return about, plain


def read_kept_frame(content: bytes, model: type[Frame], name: str, key: str) -> pd.DataFrame:
    """A frame, with exactly the columns of its class. Raises KeptFileError, which names the column."""
    told = read_json(content, name)
    try:
        frame = read_frame(told)
        if frame.empty:  # of columns without rows the type may not be known, and is kept as text
            frame = frame.astype({name: model.columns[name].dtype for name in frame if name in model.columns})
        frame = model.validate(frame)
    except ColumnError as error:
        raise odd(name, f"{key}.{error.column}", fact("kept_value", expected=error.needed)) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise odd(name, key, fact("kept_frame")) from error
    for column, values in frame.items():
        if values.dtype == NUMBER and not np.isfinite(values).all():
            raise odd(name, f"{key}.{column}", fact("kept_finite"))
        if str(values.dtype) == TIME and not values.between(_FIRST, _LAST).all():
            raise odd(name, f"{key}.{column}", fact("cf_unknown_time"))
    for term in _TERMS.get(model, ()):
        if f"{PREFIX}{term}" not in frame:
            raise odd(name, f"{key}.{PREFIX}{term}", fact("kept_missing"))
    return with_facts(frame, name) if model is _Terms else frame


def with_facts(terms: pd.DataFrame, name: str) -> pd.DataFrame:
    """The terms with their values, each of which can be said."""
    values: list[Mapping[str, Any]] = []
    for key, text in zip(terms["key"], terms["values"], strict=True):
        _say(lambda key=key, text=text: Fact(key, read_values(text)), name, "terms.values")  # type: ignore[misc]
        values.append(read_values(text))
    return terms.assign(values=pd.Series(values, index=terms.index, dtype=object))


def check_together(about: AboutFinding, frames: Mapping[str, pd.DataFrame], failures: int, name: str) -> None:
    """What must fit of a finding's parts. Raises KeptFileError."""
    if unknown := set(about.signals).difference(KINDS):
        raise odd(name, "signals", fact("kept_no_kind", unknown=sorted(unknown)))
    if len(about.devices) != failures or not all(about.devices):
        raise odd(name, "devices", fact("kept_devices"))
    check_terms(frames, name)


def check_terms(frames: Mapping[str, pd.DataFrame], name: str) -> None:
    """Each candidate has its terms, and there are no others. Raises KeptFileError."""
    if set(frames["terms"]["registrable_domain"]) != set(frames["candidates"]["registrable_domain"]):
        raise odd(name, "terms.registrable_domain", fact("kept_terms"))


def _say(made: Callable[[], Fact], name: str, key: str) -> None:
    """Say a fact, as it will be said. Raises KeptFileError where it can't be."""
    try:
        str(made())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise odd(name, key, fact("kept_unsaid")) from error
