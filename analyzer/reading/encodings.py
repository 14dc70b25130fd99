"""Text in other encodings than UTF-8, told by its first bytes, as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from analyzer.reading.streams import Stream

UTF8_MARK = codecs.BOM_UTF8
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # ahead of UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 256
_MARK = "\ufeff"


def as_utf8(stream: Stream) -> Iterator[bytes]:
    """The text of the stream as UTF-8, without byte order marks ahead; what is UTF-8 stays as it is, faults and all."""
    head = stream.peek(_LOOKED_AT)
    if head.startswith(UTF8_MARK):
        stream.read(len(UTF8_MARK))
    elif encoding := encoding_of(head[:_LOOKED_AT]):
        yield from _recoded(stream, encoding)
        return
    yield from stream


def encoding_of(head: bytes) -> str:
    """The encoding of two or four bytes a character that text is in which begins so; "" for any other.

    Without a mark it is told by NULs: log lines begin in ASCII, of which every second byte is then one.

    >>> encoding_of('{"Datetime":'.encode("utf-16-le")), encoding_of(b'{"Datetime":')
    ('utf-16-le', '')
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    first, second = head[0::2], head[1::2]
    nulls = first.count(0), second.count(0)
    if len(second) >= 4 and max(nulls) * 2 > len(second) and not min(nulls):
        return "utf-16-be" if nulls[0] > nulls[1] else "utf-16-le"
    return ""


def _recoded(stream: Stream, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in stream:
        if text := decoder.decode(chunk).replace(_MARK, ""):
            yield text.encode("utf-8", "replace")
