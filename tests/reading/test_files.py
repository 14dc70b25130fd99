import gzip
import io
import sys
import zlib

import pytest

from analyzer.errors import AnalyzerError
from analyzer.reading.files import blocks_of, find_files, read_parts
from analyzer.reading.streams import Notes

LINES = b"".join(b'{"n": %d}\n' % number for number in range(200_000))


def read(path, notes=None):
    return b"".join(block for part in read_parts(notes or Notes(str(path))) for block in part.chunks)


def test_a_folder_a_glob_and_a_file_name_each_file_once(tmp_path):
    (tmp_path / "20261110").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.log", "a.log", "20261110/c.log.gz", ".hidden/d.log", ".DS_Store"):
        (tmp_path / name).touch()
    found = find_files([tmp_path, str(tmp_path / "*.log"), tmp_path / "a.log", "-"]).names
    assert [name.removeprefix(str(tmp_path)) for name in found] == ["/20261110/c.log.gz", "/a.log", "/b.log", "-"]


@pytest.mark.parametrize("source", ["nothing-here.log", "nothing/*.gz", "empty"])
def test_a_source_that_names_nothing_is_an_error_that_names_it(tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnalyzerError, match=source.replace("*", r"\*")):
        find_files([source])


def test_blocks_end_at_line_ends_and_nothing_is_lost():
    blocks = list(blocks_of(LINES[at : at + 9_999] for at in range(0, len(LINES), 9_999)))
    assert len(blocks) > 1
    assert b"".join(blocks) == LINES
    assert all(block.endswith(b"\n") for block in blocks)


def test_gzip_is_told_by_content_whatever_the_name(tmp_path):
    (tmp_path / "a.log").write_bytes(gzip.compress(LINES))
    (tmp_path / "b.log.gz").write_bytes(LINES)
    assert read(tmp_path / "a.log") == read(tmp_path / "b.log.gz") == LINES


def test_members_that_follow_each_other_are_all_read(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n") + b"\0" * 512)
    notes = Notes(str(path))
    assert (read(path, notes), notes.damages) == (b"one\ntwo\n", 0)


def test_a_gzip_cut_short_gives_all_that_it_holds(tmp_path):
    path = tmp_path / "a.gz"
    whole = gzip.compress(LINES)
    path.write_bytes(whole[: len(whole) // 2])
    notes = Notes(str(path))
    kept = read(path, notes)
    assert notes.damages
    assert len(kept) > len(LINES) * 0.4
    assert LINES.startswith(kept)


def test_a_damaged_gzip_gives_what_comes_before_the_damage(tmp_path):
    path = tmp_path / "a.gz"
    whole = bytearray(gzip.compress(LINES))
    whole[-6] ^= 0xFF
    path.write_bytes(whole)
    notes = Notes(str(path))
    kept = read(path, notes)
    assert notes.damages
    assert kept == LINES


@pytest.mark.parametrize("missing", [1, 8, 9, 1000])
def test_a_gzip_without_its_end_gives_all_that_the_rest_holds(tmp_path, missing):
    path = tmp_path / "a.gz"
    whole = gzip.compress(LINES)
    path.write_bytes(whole[:-missing])
    notes = Notes(str(path))
    kept = read(path, notes)
    assert notes.damages
    held = zlib.decompressobj(31).decompress(whole[:-missing])
    assert held.startswith(kept)
    assert len(held) - len(kept) <= 8


@pytest.mark.parametrize("name", ["~nobody-of-that-name/x.log", "a" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_an_error_with_a_reason(name):
    with pytest.raises(AnalyzerError):
        find_files([name])


def test_a_byte_order_mark_is_left_out(tmp_path):
    (tmp_path / "a.log").write_bytes(b"\xef\xbb\xbf{}\n")
    assert read(tmp_path / "a.log") == b"{}\n"


def test_standard_input_is_a_source(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(b"{}\n"))))
    assert read("-") == b"{}\n"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    notes = Notes(str(tmp_path))
    assert read(tmp_path, notes) == b""
    assert [(told.key, told.values["name"]) for told in notes.facts] == [("unreadable", str(tmp_path))]
