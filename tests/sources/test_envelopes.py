"""Rows that a shipper, a search tool or an API wrapped: taken out, told of, and never lost or counted twice."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.errors import NoRecordsError
from analyzer.sources._envelopes import MOST_DEPTH, json_in, unwrap
from tests.builders import FAILED_AT, dns_row, read_file, session, write_log


def known(row):
    return row if "QueryName" in row else None


def rows_in(value):
    return [(each.path, each.row and each.row["QueryName"]) for each in unwrap(value, known)]


def test_a_row_that_stands_beside_its_own_text_counts_once():
    row = {"QueryName": "a.jp"}
    assert rows_in({"_raw": json.dumps(row), "fields": row}) == [("_raw", "a.jp")]


def test_all_lists_of_an_answer_count_and_what_is_no_row_among_rows_is_told():
    answer = {"dns": [{"QueryName": "a.jp"}, {"other": 1}], "more": [{"row": {"QueryName": "b.jp"}}], "errors": []}
    assert rows_in(answer) == [("dns[]", "a.jp"), ("dns[]", None), ("more[].row", "b.jp")]


def test_an_object_without_a_row_holds_none_and_so_does_one_too_deep():
    assert rows_in({"a": {"b": ["c", 1, None, {"d": "{"}]}}) == []
    deep = {"QueryName": "a.jp"}
    for _ in range(MOST_DEPTH + 1):
        deep = {"in": deep}
    assert rows_in(deep) == []


@pytest.mark.parametrize("text", ["", "no braces", "{", "}{", "x" * 600 + '{"a": 1}', "{not json}", "[1, 2]"])
def test_text_without_an_object_near_its_beginning_holds_no_json(text):
    assert json_in(text) is None


def test_a_wrapped_row_with_half_a_character_is_read(tmp_path):
    text = json.dumps(dns_row("a.jp")).replace("iPhone", "iPhone \ud800")
    path = tmp_path / "raw.ndjson"
    path.write_text(json.dumps({"_raw": text}) + "\n")
    assert (read_file(path).used, read_file(path).rows) == (1, 1)


def test_what_rows_were_taken_out_of_is_told_and_whose_names_their_keys_have(tmp_path):
    path = tmp_path / "hec.ndjson"
    path.write_text("".join(json.dumps({"time": 1, "event": dns_row("a.jp", second)}) + "\n" for second in range(3)))
    reading = read_file(path)
    assert (reading.rows, reading.used) == (3, 3)
    assert [str(note) for note in reading.oddities()] == [f"{path}: the rows were taken out of event"]
    titled = tmp_path / "export.csv"
    titled.write_text("DNS,Time,Device Name\na.jp,2026-11-10T05:05:00Z,phone\n")
    assert [str(note) for note in read_file(titled).oddities()] == [
        f"{titled}: the keys are the dashboard's column titles"
    ]


def test_sessions_in_envelopes_are_evidence_as_well(tmp_path):
    path = tmp_path / "sessions.ndjson"
    wrapped = {"data": session("api.a.jp", 1, "CLIENT_TLS_ERROR")}
    path.write_text(json.dumps(wrapped) + "\n" + json.dumps({"data": dns_row("api.a.jp")}) + "\n")
    finding = analyzer.find(path, at=FAILED_AT)
    assert finding.candidates["tls_error_count"].tolist() == [1]


def refusal(path):
    with pytest.raises(NoRecordsError) as error:
        analyzer.find(path, at=FAILED_AT)
    return str(error.value)


def test_what_can_not_be_read_is_named_for_what_it_is(tmp_path):
    path = tmp_path / "log.json"
    path.write_text('{"success": false, "errors": [{"code": 9109, "message": "Unauthorized to access"}]}')
    assert 'an error answer instead of a log: "Unauthorized to access"' in refusal(path)
    path.write_text('{"EDNSSubnet": "", "QueryName": "www.a.jp", "ResponseCached": true, "Timestamp": "2026-11-10"}\n')
    assert "zone DNS" in refusal(path)
    path.write_text('{"QueryName": "a.jp", "Datetime": "10.11.2026 05:05:00"}\n')
    assert 'times can\'t be read: "10.11.2026 05:05:00"' in refusal(path)
    path.write_text('{"QueryName": "a.jp"}\n')
    assert "none has a Datetime" in refusal(path)
    path.write_text('{"name": "a.jp", "when": 1}\n')
    assert "the first has name, when" in refusal(path)
    path.write_text("host,when\na.jp,1\n")
    assert "it has host, when" in refusal(path)


def test_times_that_can_not_be_read_among_others_that_can_are_quoted(tmp_path):
    path = write_log(tmp_path / "a.log", [dns_row("a.jp"), dns_row("b.jp", Datetime="soon")])
    assert [str(note) for note in read_file(path).oddities()] == [
        f'{path} has times that can\'t be read, such as "soon"'
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just('{"QueryName": "a.jp", "Datetime": 1}'),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["QueryName", "Datetime", "event", "_raw", "errors", "message", "dns", "@timestamp", "DNS"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_wrapped_in_whatever_nothing_raises_and_every_row_is_counted(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("any") / "log.json"
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    reading = read_file(path)
    assert reading.rows == reading.used + reading.dropped.total()
