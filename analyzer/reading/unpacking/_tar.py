"""tar archives, read in one go as they come. Python reads the headers; the rest here keeps memory bounded."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator

from analyzer.reading.streams import Notes, Stream, exhaust
from analyzer.reading.unpacking._names import inner_path, is_of_use

_BLOCK = tarfile.BLOCKSIZE
_LONGEST_EXTENSION = 1 << 20
_PAX = re.compile(rb"\d+ (path|size)=([^\n]*)\n")
_EXTENSIONS = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME)
_WITHOUT_DATA = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)


def is_tar(head: bytes) -> bool:
    """Whether a tar archive begins so."""
    return _header(head[:_BLOCK]) is not None


def members(stream: Stream, path: str, notes: Notes) -> Iterator[tuple[str, Stream]]:
    """The files in the archive, as they come, each with its path; and those of an archive right behind it."""
    name, size, is_ended = b"", None, False
    while block := stream.read(_BLOCK):
        if len(block) == _BLOCK and not block.strip(b"\0"):
            is_ended = True
            continue
        header = _header(block)
        if header is None:
            stream.put_back(block)
            break
        is_ended = False
        if header.type in _EXTENSIONS:
            name, size = _extension(stream, header, name, size)
            continue
        file_size = header.size if size is None else size
        told, name, size = name.decode(errors="replace") or header.name, b"", None
        if not notes.count_member():
            return
        if header.type in _WITHOUT_DATA:
            continue
        content = Stream(stream.limited(file_size))
        if header.isreg() and is_of_use(told):
            yield inner_path(path, told), content
        exhaust(content)
        if notes.is_over:
            return
        stream.read(-file_size % _BLOCK)
    if not is_ended:
        notes.damage(path)
        exhaust(stream)


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError, OverflowError):
        return None
    return header if header.size >= 0 else None


def _extension(stream: Stream, header: tarfile.TarInfo, name: bytes, size: int | None) -> tuple[bytes, int | None]:
    """Name and size of the file that follows, where its own header has no room for them."""
    if header.size > _LONGEST_EXTENSION:
        exhaust(stream.limited(header.size + -header.size % _BLOCK))
        return name, size
    data = stream.read(header.size + -header.size % _BLOCK)[: header.size]
    if header.type == tarfile.GNUTYPE_LONGNAME:
        return data.rstrip(b"\0"), size
    told = dict(_PAX.findall(data))
    digits = told.get(b"size", b"")
    return told.get(b"path", name), int(digits) if digits.isdigit() and len(digits) < 19 else size
