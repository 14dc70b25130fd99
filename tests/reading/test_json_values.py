import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reading.json_values import Ahead, JsonValues, Kind

ROWS = [
    {"QueryName": f"h{number}.jp", "n": number, "RR": [{"type": "5", "data": 'a]}{["\\'}], "e": {}}
    for number in range(9)
]


def pieces(data: bytes, step: int = 1 << 20, **options):
    values = JsonValues(**options)
    found = [piece for at in range(0, len(data), step) for piece in values.feed(data[at : at + step])]
    return found + values.finish()


def decoded(data: bytes, kind: Kind = Kind.VALUE, **options):
    return [json.loads(piece.data) for piece in pieces(data, **options) if piece.kind is kind]


def broken(data: bytes, **options):
    return [piece.data for piece in pieces(data, **options) if piece.kind not in (Kind.VALUE, Kind.REST)]


ARRANGEMENTS = {
    "a record a line": lambda rows: "\n".join(map(json.dumps, rows)),
    "end to end": lambda rows: "".join(map(json.dumps, rows)),
    "Windows line ends": lambda rows: "\r\n".join(map(json.dumps, rows)),
    "old Mac line ends": lambda rows: "\r".join(map(json.dumps, rows)),
    "commas behind": lambda rows: ",\n".join(map(json.dumps, rows)) + ",",
    "over many lines": lambda rows: "\n".join(json.dumps(row, indent=4) for row in rows),
    "a text sequence": lambda rows: "".join(f"\x1e{json.dumps(row)}\n" for row in rows),
    "holes of a crash": lambda rows: "\0\0\0".join(json.dumps(row) + "\n" for row in rows),
}


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("step", [1, 7, 1 << 20])
def test_values_are_found_however_they_stand_and_however_the_bytes_come(arrangement, step):
    data = ARRANGEMENTS[arrangement](ROWS).encode()
    assert decoded(data, step=step) == ROWS
    assert not broken(data, step=step)


LISTS = {
    "a list": lambda rows: rows,
    "an answer": lambda rows: {"success": True, "errors": [], "result": rows, "messages": [{"code": 1}]},
    "an answer within an answer": lambda rows: {"data": {"viewer": {"accounts": [{"groups": rows}]}}, "errors": None},
}


@pytest.mark.parametrize("wrapping", LISTS)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("step", [1, 97, 1 << 20])
def test_a_document_too_large_for_a_record_gives_the_records_in_it_one_by_one(wrapping, indent, step):
    data = json.dumps(LISTS[wrapping](ROWS), indent=indent).encode()
    assert decoded(data, step=step, most_bytes=400) == ROWS
    assert not broken(data, step=step, most_bytes=400)


def test_a_document_that_is_small_is_given_whole():
    data = json.dumps(LISTS["an answer"](ROWS), indent=2).encode()
    assert decoded(data) == [LISTS["an answer"](ROWS)]


def test_what_stands_around_records_of_a_large_document_is_told_apart_from_them():
    data = json.dumps(LISTS["an answer"](ROWS)).encode()
    assert decoded(data, Kind.REST, most_bytes=400) == [{"success": True, "errors": [], "messages": [{"code": 1}]}]


@pytest.mark.parametrize("wrapping", LISTS)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_document_that_was_cut_short_gives_each_record_that_is_whole(wrapping, indent):
    data = json.dumps(LISTS[wrapping](ROWS), indent=indent).encode()
    cut = data.index(b'"h7.jp"')
    assert [row["QueryName"] for row in decoded(data[:cut]) if "QueryName" in row] == [f"h{n}.jp" for n in range(7)]
    assert broken(data[:cut]) or decoded(data[:cut], Kind.REST)


@pytest.mark.parametrize(
    "cut",
    ['{"QueryName":"a.jp","Dev', '{"QueryName":"a.jp",', '{"QueryName":', "{", '{"a":[1,2', '{"a":[{"b":1},', "[1,"],
)
def test_a_line_that_was_cut_costs_only_itself(cut):
    data = "\n".join([cut, *map(json.dumps, ROWS)]).encode()
    assert decoded(data) == ROWS
    assert broken(data) in ([cut.encode()], [cut.strip("[,").encode()])


@pytest.mark.parametrize("junk", ["soon", "<html>", "}", "]", '"text"', "{]", '{"a" "b"}', "\ufeff"])
def test_junk_between_records_is_given_as_broken_and_costs_no_record(junk):
    data = "\n".join([json.dumps(ROWS[0]), junk, *map(json.dumps, ROWS[1:])]).encode()
    found = pieces(data)
    assert [json.loads(piece.data) for piece in found if piece.data[:6] == b'{"Quer'] == ROWS


def test_a_record_cut_ahead_of_a_whole_one_on_the_same_line_costs_only_itself():
    data = b'{"QueryName":"a.jp","DeviceNa' + b"".join(json.dumps(row).encode() for row in ROWS)
    assert decoded(data) == ROWS
    assert broken(data) == [b'{"QueryName":"a.jp","DeviceNa']


def test_a_line_longer_than_any_record_ends_without_being_kept():
    data = b'{"a":"' + b"x" * 5_000 + b"\n" + json.dumps(ROWS[0]).encode()
    values = JsonValues(most_bytes=1_000)
    found = [piece for at in range(0, len(data), 100) for piece in values.feed(data[at : at + 100])]
    found += values.finish()
    assert [piece.kind for piece in found] == [Kind.TOO_LONG, Kind.VALUE]
    assert json.loads(found[1].data) == ROWS[0]


def test_memory_is_bounded_by_the_longest_record_whatever_comes():
    values = JsonValues(most_bytes=1_000)
    for opening in (b'{"a":"', b"[" * 50, b'[{"a":1},' * 9, b'{"k":[{"a":', b"text ", b"{" * 99, b'"'):
        for _ in range(300):
            values.feed(opening)
            assert len(values._data) < 3_000
        values.feed(b"\n")


def test_more_is_expected_only_within_something():
    values = JsonValues()
    assert not values.is_open
    values.feed(b'{"a": 1')
    assert values.is_open
    values.feed(b"}\n")
    assert not values.is_open


json_texts = st.text(st.sampled_from('a"\\{}[],: é\n'), max_size=6)
json_rows = st.dictionaries(
    json_texts,
    st.recursive(
        st.none() | st.integers() | json_texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(json_texts, inner, max_size=3),
        max_leaves=5,
    ),
    max_size=4,
)


@given(st.lists(json_rows, max_size=6), st.sampled_from(["", "\n", " ", ",\n", "\r\n"]), st.integers(1, 40))
def test_any_objects_are_given_as_they_are(rows, between, step):
    data = between.join(map(json.dumps, rows)).encode()
    assert decoded(data, step=step) == rows


@given(
    st.binary(max_size=60) | st.text(st.sampled_from('a"\\{}[],:\n'), max_size=60).map(str.encode), st.integers(1, 9)
)
def test_no_byte_is_lost_and_the_steps_change_nothing(data, step):
    assert pieces(data, step) == pieces(data)
    given_back = b"".join(piece.data for piece in pieces(data))
    assert {*given_back} <= {*data, *b"null"}
    assert re.sub(rb'[\s\0\x1e,:"{}\[\]]', b"", data) == b"" or given_back or data.count(b"[") or data.count(b"{")


BROKEN = {
    "lists that never end": b"[\n",
    "lists that never end, on one line": b"[",
    "objects that never end": b'{"a":\n',
    "objects that never end, on one line": b'{"a":',
    "objects with lists in them that never end": b'{"a":[\n',
    "items behind which nothing follows": b"[1,\n",
    "records of which each is cut": b'{"a":{"b":[{"c":1},\n',
    "lists of records that are cut": b'[{"a":1},\n[{',
    "faults between whole values on one line": b'{]{"":1}',
    "strings that never end, on one line": rb'{"a\{"":1}',
    "brackets in strings that look like records": rb',"{"\":":0' + b"\n",
    "brackets in strings within open values": rb'{"a":"x{"\":":[' + b"\n",
}


@pytest.mark.parametrize("shape", BROKEN)
@pytest.mark.parametrize("rows", [False, True])
def test_whatever_is_broken_bytes_are_looked_at_a_few_times_at_most_and_no_record_behind_is_lost(shape, rows):
    data = BROKEN[shape] * (30_000 // len(BROKEN[shape])) + b"\n}\n" + json.dumps(ROWS[0]).encode()
    values = JsonValues()
    found = [*values.feed(data), *values.finish()] if not rows else []
    for line in data.splitlines(keepends=True) if rows else ():
        found += values.feed(line)
    found += values.finish()
    assert values.looked_at < (1 << 16) + 5 * len(data)
    assert json.loads(found[-1].data) == ROWS[0]


@pytest.mark.parametrize("end", [b"", b"}", b'"cut\n'])
def test_a_deep_document_with_a_fault_at_its_end_is_looked_at_once_and_gives_its_records(end):
    rows = ",\n".join(json.dumps(ROWS[n % 9], indent=1) for n in range(500)).encode()
    data = b'{"data":\n{"viewer":\n{"accounts":\n[{"a":\n[{"b":\n[{"c":\n[' + rows + end
    values = JsonValues()
    found = [json.loads(each.data) for each in [*values.feed(data), *values.finish()] if each.kind is Kind.VALUE]
    assert found == [ROWS[n % 9] for n in range(500)]
    assert values.looked_at <= len(data)


def test_what_comes_next_is_sought_in_each_byte_once():
    class Counting:
        looked_at = 0

        def search(self, data, start):
            found = re.compile(b"\n").search(data, start)
            self.looked_at += (found.end() if found else len(data)) - start
            return found

    pattern, data = Counting(), bytearray(b"{]" * 500 + b"\n" + b"{]" * 500)
    ahead = Ahead(pattern)
    assert [ahead.find(data, at, gone=0) for at in range(len(data))] == [1000] * 1001 + [-1] * 1000
    assert pattern.looked_at < 2 * len(data) + 1001
    del data[:1500]
    data += b"\n"
    assert ahead.find(data, 0, gone=1500) == 501
    assert pattern.looked_at < 3 * len(data) + 3000
