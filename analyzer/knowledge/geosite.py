"""Read a geosite.dat, the form in which domain-list-community is released: protobuf, of which five fields matter."""

from __future__ import annotations

from collections.abc import Iterator

List = list[tuple[int, str, frozenset[str]]]
"""Entries of a list: kind (2 = a domain with all below it, 3 = a hostname), value, attributes."""


def geosite(data: bytes) -> dict[str, List]:
    """Name -> list. The message is `{site=1 {name=1, entry=2 {kind=1, value=2, attribute=3 {key=1}}}}`."""
    found: dict[str, List] = {}
    for _, site in fields(data):
        name, entries = "", []
        for number, value in fields(bytes_of(site)):
            if number == 1:
                name = bytes_of(value).decode().lower()
            elif number == 2:
                entries.append(entry(bytes_of(value)))
        found[name] = entries
    return found


def entry(data: bytes) -> tuple[int, str, frozenset[str]]:
    """One entry of a list."""
    kind, text, marks = 0, "", set()
    for number, value in fields(data):
        if number == 1:
            kind = int(value)
        elif number == 2:
            text = bytes_of(value).decode().lower()
        elif number == 3:
            marks |= {bytes_of(mark).decode() for key, mark in fields(bytes_of(value)) if key == 1}
    return kind, text, frozenset(marks)


def fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Number and value of each field of a protobuf message; only varints and byte strings occur here."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        value, at = varint(data, at)
        if key & 7 == 0:
            yield key >> 3, value
        else:
            yield key >> 3, data[at : at + value]
            at += value


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length integer and where the next field begins."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def bytes_of(value: bytes | int) -> bytes:
    """The value of a field that must be a byte string."""
    if isinstance(value, int):
        raise ValueError("this is not a geosite.dat")
    return value
