"""What a file looks like in which no record could be used, for the message that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analyzer.facts import Fact, fact

_MARKS = {
    "zone_http_request": {"clientrequesthost", "rayid"},
    "zone_dns": {"ednssubnet", "responsecached"},
}
MOST_QUOTED = 200
_MOST_KEYS = 8
_MAGIC = {
    b"7z\xbc\xaf'\x1c": "looks_7z",
    b"Rar!\x1a\x07": "looks_rar",
    b'\x04"M\x18': "looks_lz4",
    b"\x1f\x9d": "looks_compress",
    b"PK\x03\x04": "looks_office",
    b"\xd0\xcf\x11\xe0": "looks_office",
    b"ORC": "looks_orc",
    b"Obj\x01": "looks_avro",
    b"\x89PNG": "looks_picture",
    b"\xff\xd8\xff": "looks_picture",
    b"GIF8": "looks_picture",
    b"PAR1": "looks_parquet",
    b"SQLite format 3": "looks_sqlite",
    b"\xd4\xc3\xb2\xa1": "looks_capture",
    b"\x0a\x0d\x0d\x0a": "looks_capture",
    b"%PDF": "looks_pdf",
}


_TOML = re.compile(rb"\s*(?:#[^\n]*\n\s*)*[A-Za-z_]+ *= *(?:[\"'\[]|\d|true|false)")
_OWN_FORM = re.compile(rb"(?:queryname|httphost|sni|connectionclosereason)[\"']?\s*[=:]")
"""A key of Logpush's in a line that is no JSON."""
_VALUE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\d{10,19}\Z|allowed|blocked", re.IGNORECASE)
"""What stands in a row, and in no header: a time, or what a policy decided."""
_CANDIDATES = ("rank", "registrable_domain")
_SAMPLING = frozenset({"samplerate", "sampleinterval"})
_ALL = frozenset({"", "0", "1", "1.0", "None"})
"""What these keys say where no row was left out."""
_ACTIONS = frozenset({"index", "create", "update", "delete"})


def is_bulk_action(record: Mapping[str, Any]) -> bool:
    """Whether this is a line of Elastic's bulk form that says where the row behind it goes, and is no row itself.

    >>> is_bulk_action({"index": {"_index": "dns", "_id": "0"}}), is_bulk_action({"index": 1})
    (True, False)
    """
    about = next(iter(record.values()), None)
    return (
        len(record) == 1
        and not _ACTIONS.isdisjoint(record)
        and isinstance(about, dict)
        and all(key.startswith("_") or key in ("routing", "require_alias", "pipeline") for key in about)
    )


def sampled_by(record: Mapping[str, Any]) -> str:
    """The key by which a record tells that it is of a sample; "" if it does not.

    >>> sampled_by({"QueryName": "a.jp", "SampleRate": 0.1}), sampled_by({"QueryName": "a.jp", "SampleInterval": "1"})
    ('SampleRate', '')
    """
    told = (key for key in record if key.replace("_", "").casefold() in _SAMPLING)
    return next((key for key in told if str(record[key]) not in _ALL), "")


def name_dataset(keys: frozenset[str]) -> str:
    """The key for the name of a dataset that we know by its keys though we do not read it; "" if unknown."""
    return next((name for name, marks in _MARKS.items() if keys & marks), "")


def error_in(record: Mapping[str, Any]) -> str:
    """The first message of an answer that says why there is no log in it; "" if it is none."""
    errors = record.get("errors")
    told = errors[0] if isinstance(errors, list) and errors else None
    message = told.get("message") if isinstance(told, dict) else told
    return message[:MOST_QUOTED] if isinstance(message, str) else ""


def looks_like(
    first: bytes,
    other_datasets: Iterable[str],
    *,
    error: str = "",
    keys: Sequence[str] = (),
) -> Fact:
    """What a file without a usable record looks like, by its first bytes and what else was met in it.

    `error` is the message of an error answer, `keys` are those of the first record of an unknown kind.
    """
    text, others = first.lstrip()[:200].lower(), sorted(other_datasets)
    if not text:
        return fact("looks_empty")
    if b"finding.json" in first[:60] or b"sweep.json" in first[:60]:
        return fact("looks_kept")
    for magic, key in _MAGIC.items():
        if first.startswith(magic):
            return fact(key)
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        return fact("looks_markup")
    if error:
        return fact("looks_error", message=error)
    if names := [name for name in others if name]:
        return fact("looks_other_dataset", names=list(map(fact, names)))
    if b"\0" in first:
        return fact("looks_binary")
    is_json = text[:1] in (b"{", b"[")
    if not is_json and _OWN_FORM.search(text):
        return fact("looks_own_form")
    if _TOML.match(first):
        return fact("looks_toml")
    if tuple(keys[:2]) == _CANDIDATES:
        return fact("looks_candidates")
    if others:
        told = [key[:MOST_QUOTED] for key in keys[:_MOST_KEYS]]
        if not is_json and any(map(_VALUE.match, keys)):
            return fact("looks_headless", cells=told)
        return fact("looks_other_json" if is_json else "looks_other_table", keys=told)
    if text.startswith(b"<"):
        return fact("looks_markup")
    return fact("looks_bad_json" if is_json else "looks_text")
