"""What a file looks like in which no record could be used, for the message that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.facts import Fact, fact

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = {
    "zone_http_request": {"clientrequesthost", "rayid"},
}
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


def looks_like(first: bytes, other_datasets: Iterable[str]) -> Fact:
    """What a file without a usable record looks like, by its first bytes and what else was met in it."""
    text, others = first.lstrip()[:200].lower(), sorted(other_datasets)
    if not text:
        return fact("looks_empty")
    for magic, key in _MAGIC.items():
        if first.startswith(magic):
            return fact(key)
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
        return fact("looks_markup")
    if names := [name for name in others if name]:
        return fact("looks_other_dataset", names=list(map(fact, names)))
    if others:
        return fact("looks_other_json")
    if b"\0" in first:
        return fact("looks_binary")
    return fact("looks_bad_json" if text[:1] in (b"{", b"[") else "looks_text")
