"""Whatever joins files, no row between two of them is lost."""

import gzip
import json

import pytest

from analyzer import sources
from analyzer.reading.accounting import Reading
from analyzer.reading.needles import Needles
from tests.builders import LAPTOP, dns_row, read_file, session

ROWS = [dns_row(f"h{number}.example.jp", number) for number in range(40)]


def hostnames(path) -> list[str]:
    return [name for _, frame in sources.read(str(path), Reading("")) for name in frame["hostname"].astype("str")]


def written(path, data: str | bytes):
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def as_csv(rows, columns=("Datetime", "QueryName", "DeviceName")) -> str:
    return "\n".join([",".join(columns), *(",".join(str(row[column]) for column in columns) for row in rows)])


LISTED = [row["QueryName"] for row in ROWS]
LINES = list(map(json.dumps, ROWS))
FILES = ["\n".join(LINES[at : at + 5]) for at in range(0, 40, 5)]


@pytest.mark.parametrize(
    "log",
    [
        pytest.param("".join(LINES), id="end to end on one line"),
        pytest.param("".join(FILES), id="files without a line end at their end"),
        pytest.param(" ".join(FILES), id="files with a blank between"),
        pytest.param(json.dumps(ROWS, indent=2), id="a list over many lines"),
        pytest.param("".join(json.dumps(row, indent=2) for row in ROWS), id="records over many lines, end to end"),
        pytest.param("\n".join(LINES[:20]) + json.dumps({"result": ROWS[20:]}, indent=1), id="lines, then an answer"),
        pytest.param(json.dumps({"result": ROWS[:20]}, indent=1) + "\n".join(LINES[20:]), id="an answer, then lines"),
        pytest.param(json.dumps(ROWS[:20]) + json.dumps(ROWS[20:]), id="a list behind a list"),
        pytest.param("[" + ",\n".join(LINES) + "]", id="a list with a record a line"),
        pytest.param("[\n" + "\n,".join(LINES) + "\n]\n", id="a list with commas ahead"),
        pytest.param("\r\n".join(LINES) + "\r\n", id="Windows line ends"),
        pytest.param("\r".join(LINES), id="old Mac line ends"),
        pytest.param("\n\0\0\0\0" .join(LINES) + "\0" * 512, id="NULs where a crash left holes"),
    ],
)  # fmt: skip
def test_records_are_read_however_they_stand(tmp_path, log):
    path = written(tmp_path / "a.log", log)
    assert sorted(hostnames(path)) == sorted(LISTED)
    assert not read_file(path).dropped


@pytest.mark.parametrize("ending", ["", "\n"])
def test_tables_behind_one_another_are_each_read_by_their_own_header(tmp_path, ending):
    one = as_csv(ROWS[:20]) + ending
    path = written(tmp_path / "a.csv", one + as_csv(ROWS[20:]))
    reading = read_file(path)
    assert (reading.used, reading.dropped.total()) == (40, 0)


def test_a_table_behind_one_with_other_columns_is_read_by_its_own(tmp_path):
    one, two = as_csv(ROWS[:20]), as_csv(ROWS[20:], ("DeviceName", "QueryName", "Datetime"))
    path = written(tmp_path / "a.csv", f"{one}\n{two}\n")
    assert hostnames(path) == LISTED
    assert not read_file(path).dropped


@pytest.mark.parametrize("first", ["table", "lines"])
def test_a_table_and_lines_of_json_in_one_stream_are_both_read(tmp_path, first):
    parts = [as_csv(ROWS[:20]), "\n".join(LINES[20:])]
    path = written(tmp_path / "a.log", "\n".join(parts if first == "table" else parts[::-1]))
    assert sorted(hostnames(path)) == sorted(LISTED)
    assert not read_file(path).dropped


def test_a_table_that_was_cut_within_a_row_does_not_give_the_stump_for_a_name(tmp_path):
    text = as_csv(ROWS, ("Datetime", "QueryName", "DeviceName"))
    path = written(tmp_path / "a.csv", text[: text.rindex(".jp,")])
    reading = read_file(path)
    assert (reading.used, reading.dropped) == (39, {"truncated": 1})


def test_rows_and_sessions_that_were_joined_are_all_read_away_from_the_failures_too(tmp_path):
    rows = json.dumps(dns_row("a.jp", 0, LAPTOP)) + json.dumps(session("b.jp", 1, "CLIENT_TLS_ERROR", LAPTOP)) + "\n"
    path = written(tmp_path / "a.log", rows)
    reading = Reading(str(path))
    kinds = [kind for kind, _ in sources.read(str(path), reading, needles=Needles((b"iphone",)))]
    assert sorted(kinds) == ["queries", "signals"]


def test_members_of_a_gzip_are_joined_without_a_loss(tmp_path):
    path = written(tmp_path / "a.log.gz", b"".join(gzip.compress(part.encode()) for part in FILES))
    assert hostnames(path) == LISTED


def test_a_document_of_any_size_gives_its_records(tmp_path):
    rows = [dns_row(f"h{number}.jp", number, Padding="x" * 2_000) for number in range(9_000)]
    path = written(tmp_path / "a.json", json.dumps({"success": True, "errors": [], "result": rows}))
    assert path.stat().st_size > 1 << 24
    reading = read_file(path)
    assert (reading.used, reading.dropped.total()) == (9_000, 0)


@pytest.mark.parametrize("suffix", ["log", "csv"])
def test_a_line_longer_than_any_record_is_counted_as_such(tmp_path, suffix):
    endless = "x" * (17 << 20)
    rows = "\n".join(LINES) if suffix == "log" else as_csv(ROWS)
    path = written(tmp_path / f"a.{suffix}", f"{rows}\n{endless}\n{LINES[0]}")
    reading = read_file(path)
    assert (reading.used, reading.dropped) == (41, {"too_long": 1})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_as_excel_saves_it(tmp_path, encoding, separator):
    rows = [row | {"DeviceName": "花子のiPhone"} for row in ROWS]
    text = as_csv(rows).replace(",", separator).replace("\n", "\r\n")
    path = written(tmp_path / "a.csv", text.encode(encoding))
    assert hostnames(path) == LISTED
    assert not read_file(path).dropped


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_lines_of_json_are_read_in_other_encodings(tmp_path, encoding):
    assert hostnames(written(tmp_path / "a.log", "\n".join(LINES).encode(encoding))) == LISTED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", b"# Logs\n\nOf the phone, of one day, by Logpush.\n\n- dns/: queries\n- http/, ...\n"),
        ("LICENSE", b"MIT License\n\nPermission is hereby granted, free of charge, to any person, to ...\n"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\n\0\1"),
    ],
)
def test_what_is_no_log_counts_no_rows_and_is_told(tmp_path, name, content):
    reading = read_file(written(tmp_path / name, content))
    assert (reading.rows, [told.key for told in reading.facts]) == (0, ["unused_file"])
