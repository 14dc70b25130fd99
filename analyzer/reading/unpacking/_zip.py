"""zip archives. Python reads the directory at the end; where it is missing, the files are found one behind the other.

The directory needs a file that one can go back in, so what comes through a pipe, or lies in another archive, is put
into a temporary file first.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from isal import isal_zlib

from analyzer.reading.streams import CHUNK_BYTES, Notes, Stream, exhaust
from analyzer.reading.unpacking import _compressed
from analyzer.reading.unpacking._names import inner_path, is_of_use

_FILE, _SIZE_MARK, _END_MARK = b"PK\x03\x04", b"PK\x07\x08", b"PK\x05\x06"
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/", b"finding.json", b"sweep.json")
"""The first name, and of OpenDocument the beginning of its content, of what is a document to people: Excel, Word."""
_LONGEST_MARK = 32
_LONGEST_COMMENT = 1 << 16
_FIRST_BYTES = 1 << 9
_LARGEST_DIRECTORY = 1 << 25
_MOST_PIPED = 1 << 32
_ENCRYPTED, _SIZE_BEHIND = 1, 8
_STORED, _DEFLATED, _BZIP2, _ZSTD, _XZ = 0, 8, 12, 93, 95
_IN_EXTRA, _ZIP64 = 0xFFFFFFFF, 1
_DECODERS: dict[int, Callable[[], _compressed.Decoder]] = {
    _DEFLATED: _compressed.gzip_decoder,
    _BZIP2: _compressed.bzip2_decoder,
    _ZSTD: _compressed.zstd_decoder,
    _XZ: _compressed.xz_decoder,
}
_FAULTS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError, EOFError)
Tell = Callable[[int], object]


@dataclass(frozen=True)
class _Entry:
    name: str
    flags: int
    method: int
    size: int | None
    """Of the packed data; None where they tell their own end."""
    crc: int | None = None
    """None where it is not known ahead."""

    @classmethod
    def read(cls, packed: Stream) -> _Entry | None:
        """The entry by what stands ahead of its data; None if nothing of the kind does."""
        header = packed.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(_FILE):
            return None
        _, _, flags, method, _, _, crc, size, full_size, name_length, extra_length = _LOCAL.unpack(header)
        name, extra = packed.read(name_length), packed.read(extra_length)
        if size == _IN_EXTRA:
            size = _large_size(extra, full_size)
        is_told_behind = bool(flags & _SIZE_BEHIND)
        return cls(
            name.decode("utf-8", "replace"),
            flags,
            method,
            None if is_told_behind and not size else size,
            None if is_told_behind else crc,
        )


def is_zip(head: bytes) -> bool:
    """Whether a zip archive begins so; a document that is kept as one, an answer of ours too, is none to look into."""
    name = head[_LOCAL.size : _LOCAL.size + _LONGEST_MARK]
    return head.startswith((_FILE, _END_MARK)) and not name.startswith(_DOCUMENTS)


def members(stream: Stream, path: str, notes: Notes) -> Iterator[tuple[str, Stream]]:
    """The files in the archive, each with its path."""
    if stream.file is not None:
        notes.packed = max(notes.packed, stream.file.seek(0, os.SEEK_END))  # parts of it are read more than once
        yield from _members(stream.file, path, notes, notes.tell)
        stream.drop()
        return
    with tempfile.TemporaryFile() as file:
        try:
            is_all_there = _keep(stream, file)
        except OSError as error:
            notes.fail(error)
            return
        if is_all_there:
            yield from _members(file, path, notes, bool)
        else:
            notes.note("zip_too_large", path)


def _keep(stream: Stream, file: BinaryIO) -> bool:
    for chunk in stream:
        if file.tell() > _MOST_PIPED:
            exhaust(stream)
            return False
        file.write(chunk)
    return True


def _members(file: BinaryIO, path: str, notes: Notes, tell: Tell) -> Iterator[tuple[str, Stream]]:
    listed = _directory(file, path, notes)
    found = _walk(file, path, notes, tell) if listed is None else _go_to(file, listed, path, notes, tell)
    for entry, packed in found:
        if not notes.count_member():
            return
        if entry.name.endswith("/") or not is_of_use(entry.name):
            exhaust(_packed(entry, packed))
            continue
        told = inner_path(path, entry.name)
        if entry.flags & _ENCRYPTED:
            notes.note("encrypted", told)
        elif entry.method not in (_STORED, *_DECODERS):
            notes.note("packed_unknown", told, method=entry.method)
        else:
            content = Stream(_content(entry, packed, told, notes))
            yield told, content
            exhaust(content)
        if notes.is_over:
            return


def _directory(file: BinaryIO, path: str, notes: Notes) -> list[zipfile.ZipInfo] | None:
    """What the archive's directory lists, in order of its place; None where it has none, or does not list all."""
    if _directory_size(file) > _LARGEST_DIRECTORY:
        notes.note("many_members", path, count=notes.most_members)
        return []
    try:
        with zipfile.ZipFile(file) as archive:
            listed = sorted(archive.infolist(), key=lambda info: info.header_offset)
    except _FAULTS:
        return None
    return listed if not listed or listed[0].header_offset == 0 else None


def _directory_size(file: BinaryIO) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
    end = file.read()
    at = end.rfind(_END_MARK)
    if at < 0 or len(end) < at + _END.size:
        return 0
    told: int = _END.unpack_from(end, at)[5]
    return min(told, size)


def _go_to(
    file: BinaryIO, listed: list[zipfile.ZipInfo], path: str, notes: Notes, tell: Tell
) -> Iterator[tuple[_Entry, Stream]]:
    """Each entry that the directory lists, and its packed data."""
    end = 0
    for info in listed:
        packed = Stream(_chunks(file, info.header_offset, tell))
        local = _Entry.read(packed)
        if local is None or info.header_offset < end:
            notes.damage(path)
            continue
        end = info.header_offset + _LOCAL.size + info.compress_size
        yield _Entry(info.filename, info.flag_bits, info.compress_type, info.compress_size, info.CRC), packed


def _walk(file: BinaryIO, path: str, notes: Notes, tell: Tell) -> Iterator[tuple[_Entry, Stream]]:
    """The entries one behind the other, as far as they go."""
    packed = Stream(_chunks(file, 0, tell))
    while _go_to_mark(packed):
        entry = _Entry.read(packed)
        if entry is None:
            notes.damage(path)
        else:
            yield entry, packed
    if not _has_directory(file):
        notes.damage(path)


def _has_directory(file: BinaryIO) -> bool:
    return _directory_size(file) > 0


def _go_to_mark(packed: Stream) -> bool:
    """Go to where the next entry begins; whether one does."""
    exhaust(_until(_FILE, packed))
    return bool(packed.peek(1))


def _until(mark: bytes, packed: Stream) -> Iterator[bytes]:
    """The bytes ahead of the mark; all, if it does not come."""
    while chunk := packed.peek(len(mark)):
        at = chunk.find(mark)
        if at == 0:
            return
        size = at if at > 0 else max(len(chunk) - len(mark) + 1, 1)
        yield packed.read(size)


def _packed(entry: _Entry, packed: Stream) -> Iterable[bytes]:
    return () if entry.size is None else packed.limited(entry.size)


def _content(entry: _Entry, packed: Stream, path: str, notes: Notes) -> Iterator[bytes]:
    """What the data of an entry hold."""
    decoder = _DECODERS[entry.method]() if entry.method != _STORED else None
    if entry.size is not None:
        data = Stream(packed.limited(entry.size))
    else:
        data = packed if decoder else Stream(_until(_SIZE_MARK, packed))
    crc, is_whole = 0, False
    try:
        for plain in data if decoder is None else _compressed.steps(data, decoder):
            crc = isal_zlib.crc32(plain, crc)
            if not notes.unpack(len(plain)):
                return
            yield plain
        is_whole = decoder is None or decoder.eof
    except _compressed.FAULTS:
        pass
    if not is_whole or entry.crc not in (None, crc):
        notes.damage(path)
    if data is not packed:
        exhaust(data)


def _large_size(extra: bytes, full_size: int) -> int | None:
    """The packed size that stands in the extra field, where it has no room in the header."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _ZIP64:
            numbers = extra[4 : 4 + length]
            at = 8 if full_size == _IN_EXTRA else 0
            return int.from_bytes(numbers[at : at + 8], "little") if len(numbers) >= at + 8 else None
        extra = extra[4 + length :]
    return None


def _chunks(file: BinaryIO, start: int, tell: Tell) -> Iterator[bytes]:
    """The file from there on, in chunks that grow: an entry may be small, and the next is looked for elsewhere."""
    size = _FIRST_BYTES
    while True:
        try:
            file.seek(start)
            chunk = file.read(size)
        except OSError:
            return  # told as cut short
        if not chunk:
            return
        tell(len(chunk))
        start += len(chunk)
        size = min(size * 8, CHUNK_BYTES)
        yield chunk
