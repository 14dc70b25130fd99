"""What is not looked at changes no answer, and is counted."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.incidents.incident import Incident
from analyzer.pipelines.find import find_incident
from analyzer.reading.lines import count_lines
from analyzer.reading.needles import Needles, lines_with, needles_for
from analyzer.reading.skipping import may_hold, span_of
from tests.builders import FAILED_AT, LAPTOP, PHONE, dns_row, moment, request, write_log

NEAR, FAR = "20261110T050000Z_20261110T051000Z_6eea5f31.log", "20261110T020000Z_20261110T023000Z_0a0b0c0d.log"
INCIDENT = Incident.of(FAILED_AT, device="iPhone", tz="UTC")


@pytest.mark.parametrize(
    "name", ["20261110T050000Z_20261110T050030Z_6eea5f31.log.gz", "dns_20261110T050000Z_20261110T050030Z.json"]
)
def test_a_name_tells_its_span(name):
    start, end = span_of(f"some/folder/{name}")
    assert (start.isoformat(), (end - start).total_seconds()) == ("2026-11-10T05:00:00+00:00", 30)


@pytest.mark.parametrize(
    "name",
    [
        "dns.log",
        "20261110.log",
        "20261310T050000Z_20261310T050030Z.log",
        "20261110T060000Z_20261110T050000Z_x.log",
        "99991231T235959Z_99991231T235959Z.log",
        "00010101T000000Z_00010101T000000Z.log",
    ],
)
def test_a_name_that_tells_no_span_may_hold_anything(name):
    assert span_of(name) is None
    assert may_hold(name, [(FAILED_AT, FAILED_AT)])


@pytest.mark.parametrize(("seconds", "held"), [(-900, True), (-901, False), (600 + 900, True), (600 + 901, False)])
def test_a_quarter_of_an_hour_is_allowed_for_on_either_side(seconds, held):
    at = pd.Timestamp("2026-11-10T05:00:00Z") + pd.Timedelta(seconds=seconds)
    assert may_hold(NEAR, [(at, at)]) is held


MARK = b'"queryname"'


def needles(name, incident):
    return needles_for(name, incident.windows, incident.device_names)


def test_lines_are_searched_for_plain_names():
    assert needles(FAR, INCIDENT) == Needles((b"iphone",))
    assert needles(FAR, Incident.of(FAILED_AT, tz="UTC")) is None
    for name in ('Aoi "work"', "a/b", "Élan", "STRAẞE", "a\tb"):
        assert needles(FAR, Incident.of(FAILED_AT, device=name, tz="UTC")) is None
    assert needles(FAR, Incident.of(FAILED_AT, device="青井", tz="UTC")) == Needles(("青井".encode(),))


@pytest.mark.parametrize("name", [NEAR, "dns.log"])
def test_lines_near_a_failure_are_needed_whoever_asked(name):
    assert needles(name, INCIDENT).moments == ((b"2026-11-10t05:0",), (b"1794287",))


def test_of_a_long_window_all_lines_are_read():
    assert needles("dns.log", Incident.of(FAILED_AT, device="iPhone", tz="UTC", before="6h")) is None


def named(block):
    """The lines with a name asked, as all DNS rows have one."""
    return block.replace(b"{", b'{"QueryName":"a.jp",')


def test_lines_are_kept_in_any_case_and_where_an_escape_may_hide_the_name():
    block = named(b'{"n":"IPHONE"}\n{"n":"ipad"}\n\n  \n{"n":"\\u0069phone"}\n{"n":"iphone"}')
    odd, other = named("{\u212aio\u017fk}\n".encode()), named(b"{kio}")
    assert lines_with(Needles((b"kiosk",)), odd + other, MARK) == (odd, 1)
    kept, left_out = lines_with(Needles((b"iphone",)), block, MARK)
    assert kept == named(b'{"n":"IPHONE"}\n{"n":"\\u0069phone"}\n{"n":"iphone"}')
    assert left_out == 1


def test_a_name_is_not_found_in_signs_that_differ_by_the_bit_of_the_case_alone():
    block = named(b'{"n":"a_b"}\n{"n":"A_B"}\n{"n":"a\x7fb"}\n{"n":"a\x7fa_b"}\n')
    kept, left_out = lines_with(Needles((b"a_b",)), block, MARK)
    assert kept == named(b'{"n":"a_b"}\n{"n":"A_B"}\n{"n":"a\x7fa_b"}\n')
    assert left_out == 1


@given(st.lists(st.binary(max_size=6).map(lambda line: line.replace(b"\n", b"")), max_size=30), st.booleans())
def test_lines_with_anything_in_them_are_counted(lines, ended):
    block = b"\n".join(lines) + b"\n" * ended
    assert count_lines(block) == sum(bool(line.strip()) for line in lines)


def read(folder, **options):
    return analyzer.find(folder, at=FAILED_AT, device="iPhone", tz="UTC", jobs=1, **options)


devices = st.sampled_from([PHONE, LAPTOP, PHONE | {"DeviceName": "my IPHONE"}])
asked = st.tuples(st.sampled_from(["a.example.jp", "b.example.com", "c.co.jp"]), st.integers(-11000, -9200), devices)


@settings(max_examples=15, deadline=None)
@given(st.lists(asked, max_size=60), st.lists(st.sampled_from(["{broken", "", '{"QueryName":"x.jp"}']), max_size=5))
def test_what_is_left_out_changes_no_candidate_and_all_rows_are_accounted_for(tmp_path_factory, rows, odd):
    folder, plain = tmp_path_factory.mktemp("named"), tmp_path_factory.mktemp("plain")
    near = [dns_row("api.paypay.ne.jp"), dns_row("a.example.jp", 20), dns_row("a.example.jp", 30, LAPTOP)]
    far = [dns_row(*row) for row in rows]
    text = "\n".join([*map(json.dumps, far), *odd])
    for path, name in ((folder, FAR), (plain, "far.log")):
        write_log(path / NEAR, near)
        (path / name).write_text(text + "\n", encoding="utf-8")
    here, there = read(folder), read(plain)
    pd.testing.assert_frame_equal(here.candidates, there.candidates)
    for answer in (here, there):
        assert answer.input.rows == answer.input.used + answer.input.dropped.total()
    assert here.input.rows == there.input.rows


def spelled(row, form):
    """The row with its time written in one of the ways that logs have."""
    time = pd.Timestamp(row["Datetime"])
    ways = {
        "text": row["Datetime"],
        "fraction": f"{time:%Y-%m-%dT%H:%M:%S}.123456Z",
        "zone": f"{time.tz_convert('Asia/Tokyo'):%Y-%m-%dT%H:%M:%S+09:00}",
        "unix": int(time.timestamp()),
        "unixnano": int(time.timestamp()) * 10**9,
        "digits": str(int(time.timestamp())),
    }
    return row | {"Datetime": ways[form]}


forms = st.sampled_from(["text", "fraction", "zone", "unix", "unixnano", "digits"])
moments = st.one_of(st.integers(-120, 120), st.integers(-700, 700), st.integers(-80_000, -1_000))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(asked.map(lambda one: (one[0], one[2])), moments, forms), max_size=30), st.booleans())
def test_a_file_without_a_time_in_its_name_gives_the_same_whatever_is_left_out(tmp_path_factory, rows, mixed):
    folder = tmp_path_factory.mktemp("log")
    told = [spelled(dns_row(name, second, device), form if mixed else "text") for (name, device), second, form in rows]
    log = write_log(folder / "dns.log", [dns_row("api.paypay.ne.jp"), *told])
    searched = find_incident([log], Incident.of(FAILED_AT, device="iphone", tz="UTC"))
    everything = analyzer.rank(analyzer.load(log), at=FAILED_AT, device="iphone", tz="UTC")
    pd.testing.assert_frame_equal(searched.candidates, everything.candidates)
    assert searched.input.rows == 1 + len(told) == searched.input.used + searched.input.dropped.total()


def test_files_of_another_time_are_not_read_unless_all_are_asked_for(tmp_path):
    write_log(tmp_path / NEAR, [dns_row("api.paypay.ne.jp")])
    write_log(tmp_path / "20261101T000000Z_20261101T010000Z_6eea5f31.log", [dns_row("old.example.jp", -9 * 86400)])
    answer, whole = read(tmp_path), read(tmp_path, all_files=True)
    assert (answer.input.files, whole.input.files) == (1, 2)
    assert any(note.startswith("not read: 1 file of another time") for note in answer.notes())
    assert answer.candidates.equals(whole.candidates)


def test_rows_of_others_at_other_times_are_counted_as_such(tmp_path):
    write_log(tmp_path / NEAR, [dns_row("api.paypay.ne.jp")])
    write_log(tmp_path / FAR, [dns_row("a.example.jp", -10000, LAPTOP), dns_row("b.example.jp", -9900)])
    answer = read(tmp_path)
    assert (answer.input.used, dict(answer.input.dropped)) == (2, {"other_device": 1})
    assert moment(-9900)[:13] in {str(time.isoformat())[:13] for time in answer.queries["asked_at"]}


def test_where_all_files_are_of_another_time_the_error_tells_of_which(tmp_path):
    write_log(tmp_path / NEAR, [dns_row("api.paypay.ne.jp")])
    with pytest.raises(
        analyzer.AnalyzerError, match="2026-11-10 14:00 to 2026-11-10 14:10, times in Asia/Tokyo"
    ) as caught:
        analyzer.find(tmp_path, at="2026-11-24 14:05", tz="Asia/Tokyo")
    assert "--tz" in caught.value.hint


def test_requests_that_name_no_device_count_at_any_time(tmp_path):
    nobody = dict.fromkeys(PHONE, "")
    write_log(tmp_path / NEAR, [dns_row("api.paypay.ne.jp"), dns_row("cdn.example.jp")])
    write_log(tmp_path / FAR, [request("cdn.example.jp", -10000, nobody), dns_row("a.example.jp", -10000, LAPTOP)])
    answer = read(tmp_path).candidates.set_index("registrable_domain")
    assert answer.loc["example.jp", "inspected_count"] == 1


def test_no_file_at_all_is_an_error_and_no_crash():
    with pytest.raises(analyzer.AnalyzerError):
        find_incident([], INCIDENT)


ROW = b'{"QueryName":"a.jp","DeviceName":"MacBook"}'
SESSION = b'{"SNI":"b.jp","DeviceName":"MacBook"}'


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(ROW + SESSION + b"\n", id="a session behind a query on its line"),
        pytest.param(ROW + ROW + b"\n" + SESSION + b"\n", id="two queries on a line, and a session"),
    ],
)
def test_a_row_of_another_log_is_kept_though_the_marks_are_as_many_as_the_lines(block):
    assert lines_with(Needles((b"iphone",)), block, mark=b'"queryname"') == (block, 0)
