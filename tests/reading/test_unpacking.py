"""Logs in archives: whole, within one another, through a pipe, cut short, damaged, and made to do harm."""

import gzip
import io
import json
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib

import pytest

from analyzer import sources
from analyzer.reading.accounting import Reading
from analyzer.reading.files import read_parts
from analyzer.reading.streams import MOST_RATIO, Notes
from tests.builders import dns_row
from tests.packing import COMPRESSIONS, tar, zipped, zipped_to_a_pipe

ROWS = [json.dumps(dns_row(f"h{number}.example.jp", number)).encode() + b"\n" for number in range(300)]
LOG = b"".join(ROWS)
FILES = {f"dns/{at:03}.log": b"".join(ROWS[at : at + 50]).rstrip() for at in range(0, 300, 50)}


def unpacked(path, data=None):
    """What the parts hold, by their paths, and the notes."""
    if data is not None:
        path.write_bytes(data)
    notes = Notes(str(path))
    parts = {part.path.removeprefix(str(path)).lstrip("/"): b"".join(part.chunks) for part in read_parts(notes)}
    return parts, notes


def read(path, data=None) -> Reading:
    if data is not None:
        path.write_bytes(data)
    reading = Reading(str(path))
    frames = [frame for _, frame in sources.read(str(path), reading)]
    assert reading.used == sum(map(len, frames))
    assert reading.rows == reading.used + reading.dropped.total()
    return reading


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_each_compression_is_told_by_content_and_all_members_are_read(tmp_path, kind):
    data = b"".join(COMPRESSIONS[kind](part) for part in (LOG[:5000], b"", LOG[5000:]))
    assert unpacked(tmp_path / "a.log", data)[0] == {"": LOG}


@pytest.mark.parametrize("kind", COMPRESSIONS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.98])
def test_a_compressed_log_that_is_cut_short_gives_what_it_holds_and_says_so(tmp_path, kind, share):
    packed = COMPRESSIONS[kind](LOG)
    parts, notes = unpacked(tmp_path / "a.log", packed[: int(len(packed) * share)])
    assert LOG.startswith(b"".join(parts.values()))
    assert [told.key for told in notes.facts] == ["truncated"]


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_behind_a_member_that_was_cut_the_next_is_read_from_a_line_of_its_own(tmp_path, kind):
    cut = COMPRESSIONS[kind](LOG)[:-20]
    reading = read(tmp_path / "a.log", cut + COMPRESSIONS[kind](LOG))
    assert reading.used >= 300
    assert [told.key for told in reading.facts] == ["truncated"]


def test_a_wrong_checksum_costs_no_row_and_is_told(tmp_path):
    packed = bytearray(gzip.compress(LOG))
    packed[-6] ^= 1
    reading = read(tmp_path / "a.gz", bytes(packed))
    assert (reading.used, [told.key for told in reading.facts]) == (300, ["truncated"])


def test_a_gzip_may_have_a_name_a_comment_extra_data_and_a_check_of_its_header(tmp_path):
    raw = zlib.compressobj(wbits=-15)
    header = b"\x1f\x8b\x08\x1e\0\0\0\0\0\x03" + b"\x04\0" + b"abcd" + b"name\0" + b"comment\0" + b"\0\0"
    body = raw.compress(LOG) + raw.flush()
    data = header + body + struct.pack("<2I", zlib.crc32(LOG), len(LOG))
    assert unpacked(tmp_path / "a.gz", data) == (
        {"": LOG},
        Notes(str(tmp_path / "a.gz"), packed=len(data), unpacked=len(LOG)),
    )


ARCHIVES = {
    "tar": tar,
    "old tar": lambda files: tar(files, tarfile.USTAR_FORMAT),
    "GNU tar": lambda files: tar(files, tarfile.GNU_FORMAT),
    "tar.gz": lambda files: gzip.compress(tar(files)),
    "tar.zst": lambda files: COMPRESSIONS["zstd"](tar(files)),
    "tar of gzips": lambda files: tar({name: gzip.compress(data) for name, data in files.items()}),
    "tar.gz of gzips": lambda files: gzip.compress(tar({name: gzip.compress(data) for name, data in files.items()})),
    "zip": zipped,
    "zip, stored": lambda files: zipped(files, zipfile.ZIP_STORED),
    "zip, bzip2": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "zip written to a pipe": zipped_to_a_pipe,
    "zip written to a pipe, stored": lambda files: zipped_to_a_pipe(files, zipfile.ZIP_STORED),
    "zip of gzips": lambda files: zipped({name: gzip.compress(data) for name, data in files.items()}),
    "zip of a tar.gz": lambda files: zipped({"a.tgz": gzip.compress(tar(files))}),
    "zip of a zip": lambda files: zipped({"a.zip": zipped(files)}),
    "tar of zips": lambda files: tar({name: zipped({"x": data}) for name, data in files.items()}),
}


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("way", ["file", "pipe"])
def test_archives_give_the_rows_of_all_their_files_from_a_path_and_from_a_pipe(tmp_path, monkeypatch, kind, way):
    (tmp_path / "a").write_bytes(ARCHIVES[kind](FILES))
    name = tmp_path / "a"
    if way == "pipe":
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((tmp_path / "a").read_bytes())))
        name = "-"
    reading = Reading(str(name))
    assert sum(len(frame) for _, frame in sources.read(str(name), reading)) == 300
    assert (reading.rows, reading.facts) == (300, [])


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_that_is_cut_short_gives_what_it_holds_and_says_so(tmp_path, kind):
    whole = ARCHIVES[kind](FILES)
    most = 0
    for share in (0.05, 0.3, 0.6):
        reading = read(tmp_path / "a", whole[: int(len(whole) * share)])
        assert "truncated" in [told.key for told in reading.facts]
        most = max(most, reading.used)
    assert most > 40 or kind in ("zip of a tar.gz", "zip of a zip", "tar.zst", "zip, bzip2", "tar.gz")


def test_rows_of_small_files_in_an_archive_come_together(tmp_path):
    (tmp_path / "a.tar").write_bytes(tar(FILES))
    reading = Reading(str(tmp_path / "a.tar"))
    assert [len(frame) for _, frame in sources.read(reading.name, reading)] == [300]


def test_a_file_in_an_archive_is_named_behind_it(tmp_path):
    parts, _ = unpacked(tmp_path / "a.zip", zipped({"./b/c.log": b"x", "d.gz": gzip.compress(b"y")}))
    assert parts == {"b/c.log": b"x", "d.gz": b"y"}


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_in_a_tar_are_whole(tmp_path, form):
    name = "d" * 90 + "/" + "花" * 60 + ".log"
    assert unpacked(tmp_path / "a.tar", tar({name: b"x", "b": b"y"}, form))[0] == {name: b"x", "b": b"y"}


def test_folders_links_and_hidden_files_in_an_archive_are_passed_over(tmp_path):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind in (
            ("d", tarfile.DIRTYPE),
            ("l", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("f", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "../../etc/passwd"
            archive.addfile(info)
    assert unpacked(tmp_path / "a.tar", packed.getvalue())[0] == {}
    hidden = {"__MACOSX/._a": b"x", ".DS_Store": b"x", "a/.git/b": b"x", "a/": b"", "a.log": LOG}
    assert list(unpacked(tmp_path / "a.zip", zipped(hidden))[0]) == ["a.log"]


def test_archives_one_behind_the_other_are_all_read(tmp_path):
    halves = dict(list(FILES.items())[:3]), dict(list(FILES.items())[3:])
    for pack in (tar, zipped, lambda files: gzip.compress(tar(files))):
        assert read(tmp_path / "a", pack(halves[0]) + pack(halves[1])).used == 300
    assert read(tmp_path / "a", tar(halves[0]) + b"".join(halves[1].values())).used == 300
    assert read(tmp_path / "a", gzip.compress(ROWS[0]) + COMPRESSIONS["zstd"](ROWS[1]) + ROWS[2]).used == 3


def test_a_damaged_header_in_a_tar_is_told(tmp_path):
    data = bytearray(tar(FILES))
    second = data.index(b"dns/050.log")
    data[second + 150] ^= 0xFF
    reading = read(tmp_path / "a.tar", bytes(data))
    assert (reading.used, [told.key for told in reading.facts]) == (50, ["truncated"])


def test_a_damaged_file_in_a_zip_costs_no_other(tmp_path):
    data = bytearray(zipped(FILES))
    at = data.index(b"dns/100.log") + 60
    data[at : at + 40] = bytes(40)
    reading = read(tmp_path / "a.zip", bytes(data))
    assert 250 <= reading.used < 300
    assert [(told.key, told.values["name"][-11:]) for told in reading.facts] == [("truncated", "dns/100.log")]


def test_an_encrypted_file_and_an_unknown_method_are_named_for_what_they_are(tmp_path):
    data = bytearray(zipped({"a.log": LOG, "b.log": LOG}))
    first, second = (data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02"))
    data[first + 8] |= 1
    data[second + 10] = 9
    reading = read(tmp_path / "a.zip", bytes(data))
    assert [(told.key, told.values["name"][-5:]) for told in reading.facts] == [
        ("encrypted", "a.log"),
        ("packed_unknown", "b.log"),
    ]


class TestHarm:
    """Archives that are made to fill memory, disks or time come to an end, in a sentence."""

    @pytest.mark.parametrize("kind", ["gzip", "zstd", "bzip2", "zip"])
    def test_a_bomb_is_read_no_further_than_any_log_goes_and_what_stands_ahead_is_kept(self, tmp_path, kind):
        data = LOG + b"\n" * (24 << 20)
        (tmp_path / "a").write_bytes(zipped({"a.log": data}) if kind == "zip" else COMPRESSIONS[kind](data))
        notes = Notes(str(tmp_path / "a"), free_bytes=1 << 20)
        taken = b"".join(block for part in read_parts(notes) for block in part.chunks)
        assert len(LOG) < len(taken) <= max(1 << 20, MOST_RATIO * notes.packed) < len(data)
        assert taken.startswith(LOG)
        assert [told.key for told in notes.facts] == ["bomb"]

    def test_archives_within_archives_come_to_an_end(self, tmp_path):
        data = LOG
        for _ in range(12):
            data = zipped({"a": data})
        parts, notes = unpacked(tmp_path / "a.zip", data)
        assert parts == {}
        assert [told.key for told in notes.facts] == ["packed_too_deep"]

    def test_an_archive_of_endless_files_comes_to_an_end(self, tmp_path):
        (tmp_path / "a.tgz").write_bytes(gzip.compress(tar({"a": b""})[:512] * 500))
        notes = Notes(str(tmp_path / "a.tgz"), most_members=100)
        assert [part.path for part in read_parts(notes)] == []
        assert [told.key for told in notes.facts] == ["many_members"]

    def test_a_huge_extended_header_is_not_kept(self, tmp_path):
        info = tarfile.TarInfo("x")
        info.type, info.size = tarfile.XHDTYPE, 1 << 33
        data = info.tobuf(tarfile.GNU_FORMAT) + b"x" * 5_000
        parts, notes = unpacked(tmp_path / "a.tar", data)
        assert (parts, [told.key for told in notes.facts]) == ({}, ["truncated"])

    def test_entries_of_a_zip_that_lie_in_one_another_are_read_once(self, tmp_path):
        data = bytearray(zipped({"a.log": LOG, "b.log": LOG}, zipfile.ZIP_STORED))
        second = data.rindex(b"PK\x01\x02")
        data[second + 42 : second + 46] = struct.pack("<I", 0)
        reading = read(tmp_path / "a.zip", bytes(data))
        assert (reading.used, [told.key for told in reading.facts]) == (300, ["truncated"])

    def test_an_xz_that_wants_gigabytes_of_memory_is_refused(self, tmp_path):
        packer = lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 20}])
        data = bytearray(packer.compress(LOG) + packer.flush())
        data[16] = 36  # a dictionary of 1 GB
        data[20:24] = struct.pack("<I", zlib.crc32(bytes(data[12:20])))
        _, notes = unpacked(tmp_path / "a.xz", bytes(data))
        assert "packed_too_wide" in [told.key for told in notes.facts]
