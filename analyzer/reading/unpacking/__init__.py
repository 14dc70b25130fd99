"""What is packed in what: compression and archives, told by content whatever the names say, one within another.

gzip is decoded by isal, bzip2 and xz by Python, zstd by Python or its backport. All decoders are fed in small steps, so
of a stream that is damaged only the last step is lost; and what is unpacked is counted, so that a bomb comes to an end.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analyzer.reading.streams import Notes, Stream, exhaust
from analyzer.reading.unpacking import _compressed, _tar, _zip

_Members = Callable[[Stream, str, Notes], Iterator[tuple[str, Stream]]]
MOST_LAYERS = 5
"""A zip of a gzip of a tar of gzips of logs, and one more."""
_HEAD_BYTES = 512


@dataclass
class Part:
    """Bytes that belong together: a file that is not packed, or one of those that were packed in it."""

    path: str
    """The file's name; behind it, the path in the archive."""
    chunks: Iterator[bytes]
    """Must be taken before the next part is."""


def unpack(stream: Stream, path: str, notes: Notes, layers: int = 0) -> Iterator[Part]:
    """The parts of a stream. What is cut short or damaged gives what it holds, and is noted."""
    while not notes.is_over and (head := stream.peek(_HEAD_BYTES)):
        members = _members_of(head)
        if members is None:
            yield Part(path, iter(stream))
            return
        if layers == MOST_LAYERS:
            notes.note("packed_too_deep", path, layers=layers)
            exhaust(stream)
            return
        for inner_path, inner in members(stream, path, notes):
            yield from unpack(inner, inner_path, notes, layers + 1)
            exhaust(inner)


def _members_of(head: bytes) -> _Members | None:
    """What takes bytes apart that begin so; None where nothing is packed in them."""
    if compression := _compressed.kind_of(head):
        return functools.partial(_decompressed, kind=compression)
    return _zip.members if _zip.is_zip(head) else _tar.members if _tar.is_tar(head) else None


def _decompressed(
    stream: Stream, path: str, notes: Notes, kind: _compressed.Compression
) -> Iterator[tuple[str, Stream]]:
    yield path, Stream(_compressed.decompress(stream, kind, path, notes))
