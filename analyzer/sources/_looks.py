"""What a file looks like in which no record could be used, for the message that says so."""

from __future__ import annotations

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
    b"PK\x03\x04": "looks_zip",
    b"PAR1": "looks_parquet",
    b"SQLite format 3": "looks_sqlite",
    b"\xd4\xc3\xb2\xa1": "looks_capture",
    b"\x0a\x0d\x0d\x0a": "looks_capture",
    b"(\xb5/\xfd": "looks_zstd",
    b"BZh": "looks_bzip2",
    b"\xfd7zXZ": "looks_xz",
    b"%PDF": "looks_pdf",
}


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
    if others:
        told = [key[:MOST_QUOTED] for key in keys[:_MOST_KEYS]]
        return fact("looks_other_json" if text[:1] in (b"{", b"[") else "looks_other_table", keys=told)
    if text.startswith(b"<"):
        return fact("looks_markup")
    return fact("looks_bad_json" if text[:1] in (b"{", b"[") else "looks_text")
