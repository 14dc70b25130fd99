"""Where bytes come from: a path, a folder, a glob, "-"; gzip or not, whole or cut short."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from analyzer.errors import AnalyzerError
from analyzer.text import shorten

CHUNK_BYTES = 1 << 18
BLOCK_BYTES = 1 << 18
LONG_LINE_BYTES = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 16 + 15
_PLAIN_BYTES = 1 << 15  # decompressed in steps of this size: of a damaged stream only the last step is lost
_BOM = b"\xef\xbb\xbf"


@dataclass
class Notes:
    """What was odd about a file's bytes, and how far they were read."""

    truncated: bool = False
    """The gzip stream ends too early or is damaged; what came before it was kept."""
    tell: Callable[[int], object] = bool
    """Called after each chunk with the number of its bytes, as they are in the file. The default does nothing."""


def find_files(sources: Iterable[str | Path]) -> list[str]:
    """The files that the sources name, each once, in order of their names; "-" is standard input.

    A folder stands for all files below it but hidden ones; a glob for its matches (`**` too). Raises
    AnalyzerError for a source that names nothing.
    """
    found: dict[str, None] = {}
    for source in sources:
        for name in _expand(str(source)):
            found.setdefault(name)
    return list(found)


def can_be_read_again(name: str) -> bool:
    """Whether a file gives the same bytes a second time: standard input and pipes do not."""
    return name != "-" and Path(name).is_file()


def _expand(source: str) -> list[str]:
    if source == "-":
        return [source]
    try:
        path = Path(source).expanduser()
        path.stat()
    except FileNotFoundError:
        pass  # it may be a glob
    except (OSError, RuntimeError, ValueError) as error:
        raise AnalyzerError("no_lookup_of_file", source=shorten(source, 80), error=str(error)) from error
    if path.is_dir():
        names = sorted(str(file) for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
        if not names:
            raise AnalyzerError("empty_folder", source=source)
        return names
    if path.exists():
        return [str(path)]
    names = sorted(name for name in glob.glob(str(path), recursive=True) if Path(name).is_file())  # noqa: PTH207 - a pattern may be absolute
    if not names:
        raise AnalyzerError("no_file", source=source)
    return names


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def read_lines(name: str, notes: Notes) -> Iterator[bytes]:
    """Blocks of whole lines of the file, decompressed where the bytes are gzip whatever the name says.

    Every block but the last ends at a line's end, or lies within a line of a megabyte and more. A byte order mark is
    left out. A gzip stream that is cut short or damaged yields what can be read of it and sets `notes.truncated`.
    Raises AnalyzerError for a file that can't be opened.
    """
    parts: list[bytes] = []
    size = 0
    for chunk in _without_bom(_decompress(_read_chunks(name, notes), notes)):
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


def _without_bom(chunks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(chunks, b"")
    while len(first) < len(_BOM) and (more := next(chunks, b"")):
        first += more
    yield first.removeprefix(_BOM)
    yield from chunks


def _read_chunks(name: str, notes: Notes) -> Iterator[bytes]:
    try:
        if name == "-":
            yield from _chunks_of(sys.stdin.buffer, notes)
        else:
            with Path(name).open("rb") as file:
                yield from _chunks_of(file, notes)
    except OSError as error:
        raise AnalyzerError("unreadable", name=name, error=error.strerror or str(error)) from error


def _chunks_of(file: BinaryIO, notes: Notes) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
        notes.tell(len(chunk))


def _decompress(chunks: Iterator[bytes], notes: Notes) -> Iterator[bytes]:
    first = next(chunks, b"")
    if not first.startswith(GZIP_MAGIC):
        yield first
        yield from chunks
        return
    member = isal_zlib.decompressobj(_GZIP_WINDOW)
    for chunk in _chain(first, chunks):
        pending, is_full = chunk, False
        while pending or is_full:
            if member.eof:
                pending = pending.lstrip(b"\0")
                if not pending:
                    break
                member = isal_zlib.decompressobj(_GZIP_WINDOW)
            try:
                plain = member.decompress(pending, _PLAIN_BYTES)
            except isal_zlib.error:  # type: ignore[misc]  # its stub lacks the base class
                notes.truncated = True
                return
            if plain:
                yield plain
            pending = member.unused_data if member.eof else member.unconsumed_tail
            # A full step may leave more behind inside the decoder, though it has taken in all bytes.
            is_full = len(plain) == _PLAIN_BYTES and not member.eof
    notes.truncated = not member.eof


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
