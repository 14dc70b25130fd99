"""What a file looks like in which no record could be used, for the message that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.sources._records import RecordReader


def name_dataset(keys: frozenset[str]) -> str:
    """The name of a dataset that we know by its keys though we do not read it; "" if unknown."""
    return next((name for name, marks in _MARKS.items() if keys & marks), "")


_MARKS = {
    "zone HTTP request": {"clientrequesthost", "rayid"},
}
_MAGIC = {
    b"PK\x03\x04": "a zip archive: unpack it first",
    b"PAR1": "a Parquet file: export it as NDJSON or CSV",
    b"SQLite format 3": "an SQLite database",
    b"\xd4\xc3\xb2\xa1": "a packet capture",
    b"\x0a\x0d\x0d\x0a": "a packet capture",
    b"(\xb5/\xfd": "zstd-compressed: unpack it first",
    b"BZh": "bzip2-compressed: unpack it first",
    b"\xfd7zXZ": "xz-compressed: unpack it first",
    b"%PDF": "a PDF document",
}


def looks_like(first: bytes, reader: RecordReader) -> str:
    """What a file without a usable record looks like, for the message that says so."""
    text = first.lstrip()[:200].lower()
    if not text:
        return "an empty file"
    for magic, name in _MAGIC.items():
        if first.startswith(magic):
            return name
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
        return "a web page or XML"
    if names := ", ".join(sorted(name for name in reader.other_datasets if name)):
        return f"{names} records, not Gateway logs"
    if reader.other_datasets:
        return "JSON records of another kind: none has a QueryName"
    if b"\0" in first:
        return "a binary file"
    if text[:1] in (b"{", b"["):
        return "JSON that can't be read"
    return "text whose first line is no header with a QueryName column"
