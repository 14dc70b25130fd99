"""Compressed streams: gzip, bzip2, xz, zstd; one member behind the other, whole, cut short or damaged."""

from __future__ import annotations

import bz2
import lzma
import re
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from isal import igzip_lib

from analyzer.reading.streams import Notes, Stream

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP_BYTES = 1 << 15
"""Decompressed at once: of a damaged stream only the last step is lost."""
MOST_MEMORY = 1 << 28
_WINDOW_LOG = MOST_MEMORY.bit_length() - 1
_ISAL_FAULT = cast("type[Exception]", igzip_lib.error)
FAULTS = (EOFError, ValueError, OSError, lzma.LZMAError, zstd.ZstdError, _ISAL_FAULT)
"""What decoders raise where their data are damaged."""
_HAS_EXTRA, _HAS_NAME, _HAS_COMMENT, _HAS_CHECK = 4, 8, 16, 2
_LONGEST_NAME = 1 << 16
_REMEMBERED = 4


class Decoder(Protocol):
    """What all of the libraries offer."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Some of what the data hold."""


@dataclass(frozen=True)
class Compression:
    """A kind of compressed stream."""

    begins: re.Pattern[bytes]
    """How a member begins."""
    decoder: Callable[[], Decoder]
    resumes: re.Pattern[bytes] | None = None
    """How a member surely begins, where to go on behind damage; as it begins, if not told."""
    is_gzip: bool = False


def gzip_decoder() -> Decoder:
    """For deflated bytes without a header; `crc` is that of what came out."""
    decoder: Decoder = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP_NO_HDR)
    return decoder


def bzip2_decoder() -> Decoder:
    """For one bzip2 stream."""
    return bz2.BZ2Decompressor()


def zstd_decoder() -> Decoder:
    """For one frame, with a window of bounded size."""
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})


def xz_decoder() -> Decoder:
    """For one xz stream, with a dictionary of bounded size."""
    return lzma.LZMADecompressor(memlimit=MOST_MEMORY)


_SURELY_GZIP = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)
COMPRESSIONS = (
    Compression(re.compile(rb"\x1f\x8b\x08"), gzip_decoder, _SURELY_GZIP, is_gzip=True),
    Compression(re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), bzip2_decoder),
    Compression(re.compile(rb"\xfd7zXZ\x00"), xz_decoder),
    Compression(re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), zstd_decoder),
)
_MARK_BYTES = 10


def kind_of(head: bytes) -> Compression | None:
    """How the bytes that begin so are compressed; None if they are not."""
    return next((kind for kind in COMPRESSIONS if kind.begins.match(head)), None)


def decompress(stream: Stream, kind: Compression, path: str, notes: Notes) -> Iterator[bytes]:
    """What the members of this kind hold that stand here. What stands behind them is left."""
    while kind.begins.match(stream.peek(_MARK_BYTES)):
        is_whole = yield from _member(stream, kind, path, notes)
        if notes.is_over:
            return
        if not is_whole:
            notes.damage(path)
            if _go_to_next(stream, kind):
                yield b"\n"  # a line that was cut does not go on in the next member
        _skip_padding(stream)


def _member(stream: Stream, kind: Compression, path: str, notes: Notes) -> Generator[bytes, None, bool]:
    """What one member holds; whether it is whole. Then what stands behind it comes next in the stream, else itself."""
    member, decoder, size = _Member(stream), kind.decoder(), 0
    is_whole = not kind.is_gzip or _skip_gzip_header(member)
    try:
        for plain in steps(member, decoder) if is_whole else ():
            size += len(plain)
            if not notes.unpack(len(plain)):
                return True
            yield plain
    except FAULTS as error:
        if "memory" in str(error).lower():
            notes.note("packed_too_wide", path)
    is_whole = is_whole and decoder.eof and (not kind.is_gzip or _ends_rightly(member, decoder, size))
    stream.put_back(member.rest() if is_whole else member.all_but_its_mark())
    return is_whole


class _Member(Stream):
    """Remembers the last chunks that were taken: if this member is damaged, the next may begin in one of them."""

    def __init__(self, stream: Stream) -> None:
        self._taken: deque[bytes] = deque(maxlen=_REMEMBERED)
        self._count = 0
        super().__init__(map(self._remember, stream))

    def _remember(self, chunk: bytes) -> bytes:
        self._taken.append(chunk)
        self._count += 1
        return chunk

    def rest(self) -> bytes:
        """What was taken from the stream and stands behind the member."""
        return self.peek(0)

    def all_but_its_mark(self) -> bytes:
        """What is remembered, so that where the next member begins can be looked for."""
        return b"".join(self._taken)[1 if self._count <= _REMEMBERED else 0 :]


def steps(stream: Stream, decoder: Decoder) -> Iterator[bytes]:
    """What the decoder makes of the stream, to its end or that of the stream. What it did not need is put back."""
    while not decoder.eof:
        packed = stream.take() if decoder.needs_input else b""
        if not packed and decoder.needs_input:
            return
        if plain := decoder.decompress(packed, STEP_BYTES):
            yield plain
    stream.put_back(decoder.unused_data)


def _skip_gzip_header(stream: Stream) -> bool:
    header = stream.read(_MARK_BYTES)
    if len(header) < _MARK_BYTES:
        return False
    flags = header[3]
    if flags & _HAS_EXTRA:
        length = int.from_bytes(stream.read(2), "little")
        if len(stream.read(length)) < length:
            return False
    for flag in (_HAS_NAME, _HAS_COMMENT):
        if flags & flag:
            text = stream.peek(_LONGEST_NAME)[:_LONGEST_NAME]
            if b"\0" not in text:
                return False
            stream.read(text.index(b"\0") + 1)
    return not flags & _HAS_CHECK or len(stream.read(2)) == 2


def _ends_rightly(stream: Stream, decoder: Decoder, size: int) -> bool:
    trailer = stream.read(8)
    crc: int = decoder.crc  # type: ignore[attr-defined]  # isal's has one
    return trailer == crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def _skip_padding(stream: Stream) -> None:
    while (chunk := stream.take()) and not (rest := chunk.lstrip(b"\0")):
        pass
    if chunk:
        stream.put_back(rest)


def _go_to_next(stream: Stream, kind: Compression) -> bool:
    """Behind damage, go to where a member begins; whether there is one."""
    behind, mark = b"", kind.resumes or kind.begins
    while chunk := stream.take():
        seen = behind + chunk
        if found := mark.search(seen):
            stream.put_back(seen[found.start() :])
            return True
        behind = seen[1 - _MARK_BYTES :]
    return False
