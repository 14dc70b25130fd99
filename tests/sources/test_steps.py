"""Reading takes steps in proportion to the bytes, however they are broken: counted, not timed."""

import gzip
import json
import sys

import pytest

from analyzer import sources
from analyzer.reading.accounting import Reading
from tests.packing import tar, zipped

HEADER = b"Datetime,DeviceName,QueryName,QueryTypeName,ResolverDecision\n"
ROW = json.dumps({"Datetime": "2026-11-10T05:05:00Z", "DeviceName": "iPhone", "QueryName": "a.jp"}).encode()
SYSLOG = b"<134>Nov 10 14:05:00 host cf: "


def wrapped(size):
    """A row in a text in an object, over and over: each layer doubles the escapes."""
    text = ROW.decode()
    while len(text) < size // 2:
        text = json.dumps({"m": text})
    return text.encode()


def again(shape, before=b"", behind=b""):
    return lambda size: before + shape * (size // len(shape)) + behind


SHAPES = {
    "brackets that open": again(b"["),
    "brackets that open, one a line": again(b"[\n"),
    "objects that open": again(b'{"a":'),
    "objects that open, one a line": again(b'{"a":\n'),
    "what closes ahead of what opens": again(b"}{"),
    "quotes": again(b'"'),
    "broken strings": again(b'{"a\n'),
    "faults between values on one line": again(b'{]{"":1}'),
    "brackets in strings": again(b',"{"\\":":0\n'),
    "rows end to end": again(ROW),
    "rows cut on one line": again(ROW[:-9]),
    "rows cut on lines": again(ROW[:-9] + b"\n"),
    "rows between what is open": again(ROW + b'{"a":\n'),
    "documents that are cut": again(b'{\n "data": {\n  "rows": [\n   {\n' + ROW + b",\n"),
    "a text in a text": wrapped,
    "lists in objects": again(b'{"a":[{"b":[{"c":['),
    "empty objects in a list": again(b"{},", b"[", b"{}]"),
    "an object with many texts": again(b'"{}",', b'{"a":[', b'""]}'),
    "one endless line": again(b"a"),
    "blanks within an object": again(b" ", b"{"),
    "lines of text": again(b"soon\n"),
    "lines of cells": again(b"a,b,c\n"),
    "a table with open quotes": again(b'"2026-11-10T05:05:00Z,"a",b\n', HEADER),
    "a table with a document in it": again(b'"a": 1,\n', HEADER + b"[{\n"),
    "a table with lists in it": again(b"[{\n", HEADER),
    "a table of headers": again(HEADER),
    "syslog headers alone": again(SYSLOG),
    "syslog with rows": again(SYSLOG + ROW + b"\n"),
    "syslog with rows that are cut": again(SYSLOG + ROW[:-9] + b"\n"),
    "mitmproxy's clock": again(b"[14:05:02.123][127.0.0.1:5000] "),
    "gzip members of one byte": again(gzip.compress(b"{", mtime=0)),
    "gzip members that are cut": again(gzip.compress(ROW, mtime=0)[:-5]),
    "gzip headers": again(b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
    "zip headers": again(b"PK\x03\x04" + b"\0" * 26),
    "files of one byte in a tar": lambda size: tar({f"{number}.log": b"{" for number in range(size // 1024)}),
    "files of one byte in a zip": lambda size: zipped({f"{number}.log": b"{" for number in range(size // 100)}),
}


def steps_of(data, path):
    """Calls and returns while these bytes are read."""
    path.write_bytes(data)
    reading, steps = Reading(str(path)), 0

    def count(*_):
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        for _ in sources.read(str(path), reading):
            pass
    finally:
        sys.setprofile(None)
    assert reading.rows == reading.used + reading.dropped.total()
    return steps


@pytest.mark.no_cover
@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_bytes_take_no_more_than_four_times_the_steps(shape, tmp_path):
    make, path = SHAPES[shape], tmp_path / "a.log"
    steps_of(make(1_000), path)  # what is loaded and remembered once
    few, many = steps_of(make(4_000), path), steps_of(make(16_000), path)
    assert many < 4.5 * few + 5_000
