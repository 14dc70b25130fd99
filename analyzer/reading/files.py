"""Where bytes come from: a path, a folder, a glob, "-", an address; and the lines in them."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from analyzer.errors import AnalyzerError
from analyzer.facts import Fact
from analyzer.reading import stores
from analyzer.reading.encodings import as_utf8
from analyzer.reading.folders import files_below
from analyzer.reading.skipping import Bounds
from analyzer.reading.streams import CHUNK_BYTES, Notes, Stream
from analyzer.reading.unpacking import Part, unpack
from analyzer.text import shorten

BLOCK_BYTES = 1 << 18
LONG_LINE_BYTES = 1 << 20


Source = str | Path
"""A file, a folder, a glob, "-" for standard input, or the address of what lies elsewhere."""


class Found(NamedTuple):
    """The files that sources name."""

    names: list[str]
    """Each once, in order of the sources and of their names; "-" is standard input."""
    notes: tuple[Fact, ...]
    """What was passed over in folders."""


def find_files(sources: Iterable[Source | Iterable[Source]], spans: Sequence[Bounds] | None = None) -> Found:
    """The files that the sources, or lists of them, name.

    A folder stands for all files below it but hidden ones, links to other folders included; a glob for its matches
    (`**` too); `s3://bucket/prefix` for all objects below the prefix, of which folders of other times than `spans` need
    not be listed. Raises AnalyzerError for a source that names nothing.
    """
    found: dict[str, str] = {}
    notes: list[Fact] = []
    for source in sources:
        one = [source] if isinstance(source, Source) else list(source)
        if not one:
            raise AnalyzerError("no_sources")
        for each in one:
            names, passed_over = _expand(str(each), spans)
            found.update({_address_of(name): name for name in names})
            notes += passed_over
    return Found(list(found.values()), tuple(notes))


def can_be_read_again(name: str) -> bool:
    """Whether a file gives the same bytes a second time: standard input and pipes do not."""
    return isinstance(name, stores.Remote) or (name != "-" and Path(name).is_file())


def size_of(name: str) -> int:
    """The bytes of a file; 0 where that is not known."""
    if isinstance(name, stores.Remote):
        return name.size
    try:
        return 0 if name == "-" else Path(name).stat().st_size
    except OSError:
        return 0


def version_of(name: str) -> str:
    """Changes when the file does; "" where that can't be told before it is read."""
    if isinstance(name, stores.Remote):
        return f"{name.size} {name.mark}" if name.mark else ""
    try:
        told = Path(name).stat()
    except OSError:
        return ""
    return f"{told.st_size} {told.st_mtime_ns}"


def place_of(source: str) -> str:
    """A source by a name that is the same in every folder."""
    return source if stores.is_address(source) else str(Path(source).expanduser().absolute())


def _address_of(name: str) -> str:
    return name.address if isinstance(name, stores.Remote) else name


def _expand(source: str, spans: Sequence[Bounds] | None) -> tuple[list[str], list[Fact]]:
    if source == "-":
        return [source], []
    if stores.is_address(source):
        listing = stores.look_up(source, spans)
        return list(listing.names), list(listing.notes)
    try:
        path = Path(source).expanduser()
        path.stat()
    except FileNotFoundError:
        pass  # it may be a glob
    except (OSError, RuntimeError, ValueError) as error:
        raise AnalyzerError("no_lookup_of_file", source=shorten(source, 80), error=str(error)) from error
    if path.is_dir():
        names, notes = files_below(path)
        if not names:
            raise AnalyzerError("empty_folder", *notes, source=source)
        return names, notes
    if path.exists():
        return [str(path)], []
    names = sorted(name for name in glob.glob(str(path), recursive=True) if Path(name).is_file())  # noqa: PTH207 - a pattern may be absolute
    if not names:
        raise AnalyzerError("no_file", source=source)
    return names, []


def read_parts(notes: Notes) -> Iterator[Part]:
    """The parts of the file that the notes are on: itself, or what is packed in it, each in blocks of UTF-8 lines.

    Must be taken in their order, each to its end. What can't be read is noted, and so is what is odd.
    """
    if isinstance(notes.name, stores.Remote):
        yield from _parts_of(Stream(_chunks_from(notes.name, notes)), notes)
        return
    try:
        opened = _open(notes.name)
    except OSError as error:
        notes.fail(error)
        return
    with opened as file:
        can_go_back = notes.name != "-" and file.seekable()
        yield from _parts_of(Stream(_chunks_of(file, notes), file if can_go_back else None), notes)


def _parts_of(stream: Stream, notes: Notes) -> Iterator[Part]:
    for part in unpack(stream, notes.name, notes):
        yield Part(part.path, blocks_of(as_utf8(Stream(part.chunks))))


def _open(name: str) -> contextlib.AbstractContextManager[BinaryIO]:
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return contextlib.nullcontext(sys.stdin.buffer)


def _chunks_of(file: BinaryIO, notes: Notes) -> Iterator[bytes]:
    try:
        while chunk := file.read(CHUNK_BYTES):
            notes.read(len(chunk))
            yield chunk
    except OSError as error:
        notes.fail(error)


def _chunks_from(name: stores.Remote, notes: Notes) -> Iterator[bytes]:
    try:
        for chunk in stores.chunks_of(name):
            notes.read(len(chunk))
            yield chunk
    except stores.UnreadableError as error:
        notes.note("unreadable", error=error.fact)


def blocks_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in blocks of whole lines; a line of a megabyte and more comes in several blocks."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size >= BLOCK_BYTES and (end := chunk.rfind(b"\n") + 1):
            yield b"".join([*parts, chunk[:end]])
            parts, size = [chunk[end:]], len(chunk) - end
        elif size >= LONG_LINE_BYTES:
            yield b"".join([*parts, chunk])
            parts, size = [], 0
        else:
            parts.append(chunk)
    if size:
        yield b"".join(parts)
