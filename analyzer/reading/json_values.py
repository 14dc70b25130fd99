"""JSON values one by one out of bytes, however they stand: a value a line, end to end, over many lines, in one list.

Values are told by their brackets and quotes alone; whoever takes them decodes them. A record is small. So a value that
outgrows `MOST_BYTES` is no record but holds records, and is entered: what is in it comes piece by piece, and memory
stays bounded by one of them. So is what was cut short or damaged, as far as it holds whole values.

The time is linear in the bytes, whatever is broken in them. Where the end of a value was sought in vain, that of each
value in it is sought from the same place on. And where bytes are built so that this does not help, they may be looked
at a few times; then what is broken is given up up to the place where that was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterator
from enum import Enum
from typing import NamedTuple

MOST_BYTES = 1 << 24
"""The longest record, and the longest line of a table."""
MOST_TRIES = 16
"""Places on one broken line at which a record is looked for."""
MOST_ENTERED = 32
"""Values within values that are entered; no answer and no batch has more than a few around its records."""
_MOST_DEPTH = 200
_MOST_LOOKS = 4
_FREE_LOOKS = 1 << 16
_DOCUMENT_BYTES = 1 << 14  # a broken line longer than this is a document of records on one line
_SHOWN_BYTES = 1 << 12


class Kind(Enum):
    """What a piece of the bytes is."""

    VALUE = "value"
    """An object or a list, whole."""
    REST = "rest"
    """What an object that was entered holds besides: an object of its small members. It is no record."""
    BROKEN = "broken"
    """Text that is no object or list, to the end of its line or to what may be the next record."""
    TOO_LONG = "too_long"
    """The beginning of a line that outgrew `MOST_BYTES` and is not understood."""


class Piece(NamedTuple):
    """A piece of the bytes."""

    kind: Kind
    data: bytes


_Pieces = Generator[Piece | None, None, None]
"""Pieces in their order, and None where more bytes are needed."""

_STRING = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_OUTSIDE = rb'[^"{}\[\]]*+'
_GAP = re.compile(rb"[\s,\0\x1e]*+")
_INSIDE = re.compile(_OUTSIDE + rb"(?:" + _STRING + _OUTSIDE + rb")*+")
_KEY = re.compile(rb"(" + _STRING + rb")\s*+:\s*+")
_SCALAR = re.compile(rb"(?:" + _STRING + rb'|[^\s,"{}\[\]:]++)')
_TEXT = re.compile(rb"[^\n{]*+")
_LINE_END = re.compile(rb"\n")
_RECORD = re.compile(rb'(?<![:\[,])\{\s*+"')
_RECORD_OR_ITEM = re.compile(rb'(?:(?<![:\[,])|(?<=[\s}][:\[,]))\{\s*+"')
_LIST_OF_OBJECTS = re.compile(rb"\[\s*+\{")
_ENDS = {ord("{"): ord("}"), ord("["): ord("]")}
_QUOTE = ord('"')
_BEFORE = {ord("}"): b":", ord("]"): b"[,"}
"""What may stand before a bracket that opens within an object, and within a list."""


class _End(Enum):
    CLOSED = 1
    CUT = 2
    FAULTY = 3
    TOO_DEEP = 4
    TOO_LONG = 5


class _Search(NamedTuple):
    """A search for the end of a value that was in vain. Places count from the first byte of all."""

    end: _End
    at: int
    """Where it stopped."""
    opened: list[int]
    """Where the brackets stand that were open there, in their order."""
    ends: bytearray
    """The brackets that would close them."""


class Ahead:
    """Where a pattern comes next. Asked about rising places, it looks at no byte twice."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._pattern = pattern
        self._asked = self._known = 0

    def find(self, data: bytearray, start: int, gone: int) -> int:
        """Where it comes at `start` or behind, -1 if it does not; `gone` bytes stood ahead of the data."""
        if not self._asked <= gone + start <= self._known:
            self._asked = self._known = gone + start
        found = self._pattern.search(data, self._known - gone)
        self._known = gone + (found.start() if found else len(data))
        return found.start() if found else -1


class JsonValues:
    """Takes bytes as they come, gives the pieces in them."""

    def __init__(self, *, enter: bool = False, most_bytes: int = MOST_BYTES) -> None:
        """`enter`: the first value holds records and is entered, whatever its size."""
        self._most_bytes = most_bytes
        self.is_open = False
        """Whether the bytes that come next belong to something that has begun."""
        self.looked_at = 0
        """Bytes in which the end of a value was sought in vain, each as often as it was."""
        self._data = bytearray()
        self._at = self._gone = self._reached = 0
        self._vain = _Search(_End.CUT, 0, [], bytearray())
        self._line_ends, self._lists = Ahead(_LINE_END), Ahead(_LIST_OF_OBJECTS)
        self._is_last = False
        self._tries = 0
        self._parser = self._all(enter)

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete with these bytes."""
        del self._data[: self._at]
        self._data += data
        self._gone, self._at = self._gone + self._at, 0
        return list(self._until_more_is_needed())

    def finish(self) -> list[Piece]:
        """The pieces that are left at the end."""
        self._is_last = True
        return list(self._until_more_is_needed())

    def _until_more_is_needed(self) -> Iterator[Piece]:
        for piece in self._parser:
            if piece is None:
                return
            yield piece

    def _all(self, enter: bool) -> _Pieces:
        while (yield from self._next_begins(is_inside=False)):
            if self._data[self._at] not in _ENDS:
                yield from self._text()
            elif enter:
                yield from self._enter(1)
            else:
                yield from self._value(0)
            enter = False

    def _next_begins(self, *, is_inside: bool) -> Generator[None, None, bool]:
        """Go to what comes next; whether anything does."""
        while True:
            self._at = _GAP.match(self._data, self._at).end()  # type: ignore[union-attr]  # it matches anything
            self.is_open = is_inside or self._at < len(self._data)
            if self._at < len(self._data):
                return True
            if self._is_last:
                return False
            yield None

    def _take(self, kind: Kind, end: int) -> Piece:
        """The bytes up to a place, from which it goes on."""
        piece = Piece(kind, bytes(self._data[self._at : end]))
        self._at = end
        return piece

    def _line_end(self, start: int) -> int:
        return self._line_ends.find(self._data, start, self._gone)

    def _value(self, depth: int, *, is_item: bool = False) -> _Pieces:
        end, size = yield from self._find_end()
        if end is _End.CLOSED:
            self._tries = 0
            yield self._take(Kind.VALUE, self._at + size)
        else:
            yield from self._go_into(end, size, depth, is_item=is_item)

    def _go_into(self, end: _End, size: int, depth: int, *, is_item: bool) -> _Pieces:
        """What a value holds that has no end, or none near; or past what is broken."""
        if depth < MOST_ENTERED and self._holds_values(end, size):
            yield from self._enter(depth + 1)
        elif self.looked_at > _FREE_LOOKS + _MOST_LOOKS * (self._gone + self._at + size):
            yield self._take(Kind.BROKEN, self._at + size)
        else:
            yield from self._go_past_fault(is_item=is_item)

    def _holds_values(self, end: _End, size: int) -> bool:
        """Whether a value that has no end, or none near, is worth being entered."""
        if end is _End.TOO_LONG:
            return True
        until = self._at + size
        if end is _End.CUT:
            return 0 <= self._lists.find(self._data, self._at, self._gone) < until
        if _LIST_OF_OBJECTS.match(self._data, self._at, until):
            return True
        return size > _DOCUMENT_BYTES and not 0 <= self._line_end(self._at) < until

    def _find_end(self) -> Generator[None, None, tuple[_End, int]]:
        """How the value that begins here ends, and after how many bytes."""
        opened, ends, size = self._opened_before()
        if opened and (self._vain.end in (_End.FAULTY, _End.CUT) or size > self._most_bytes):
            return self._vain.end, size
        known = size
        while (end := self._look_on(opened, ends, self._at + size)) is None:
            size = self._reached - self._at
            yield None
        size = self._reached - self._at
        if end is not _End.CLOSED:
            self.looked_at += size - known
            self._vain = _Search(end, self._gone + self._reached, opened, ends)
        return end, size

    def _look_on(self, opened: list[int], ends: bytearray, at: int) -> _End | None:
        """How the value ends of which these brackets are open at this place; None where that takes more bytes."""
        data, gone, inside, limit = self._data, self._gone, _INSIDE.match, self._at + self._most_bytes
        while True:
            at = inside(data, at).end()  # type: ignore[union-attr]  # it matches anything
            if at == len(data) or (data[at] == _QUOTE and self._line_end(at) < 0):
                self._reached = at
                return _End.TOO_LONG if len(data) > limit else _End.CUT if self._is_last else None
            bracket = data[at]
            if ends and bracket == ends[-1]:
                ends.pop()
                opened.pop()
            elif bracket not in _ENDS or (ends and not self._fits(at, ends[-1])):
                self.looked_at += self._line_end(at) - at if bracket == _QUOTE else 0
                self._reached = at
                return _End.FAULTY
            elif len(ends) == _MOST_DEPTH:
                self._reached = at
                return _End.TOO_DEEP
            else:
                ends.append(_ENDS[bracket])
                opened.append(gone + at)
            at += 1
            if not ends or at > limit:
                self._reached = at
                return _End.TOO_LONG if ends else _End.CLOSED

    def _opened_before(self) -> tuple[list[int], bytearray, int]:
        """The brackets from this one on that were open where the last vain search stopped, and how far off that is."""
        here, (_, stopped, opened, ends) = self._gone + self._at, self._vain
        first = bisect_left(opened, here)
        if opened[first : first + 1] == [here]:
            return opened[first:], ends[first:], stopped - here
        return [], bytearray(), 0

    def _fits(self, at: int, end: int) -> bool:
        """Whether a value may begin at this place within one that ends with this bracket, by what stands before it."""
        allowed = _BEFORE[end]
        if self._data[at - 1] in allowed:
            return True
        before = bytes(self._data[max(self._at, at - 256) : at]).rstrip()[-1:]
        return not before or before in allowed

    def _enter(self, depth: int) -> _Pieces:
        opened = self._data[self._at]
        self._at += 1
        yield from self._list(depth) if opened == ord("[") else self._object(depth)

    def _list(self, depth: int) -> _Pieces:
        while (yield from self._next_begins(is_inside=True)):
            first = self._data[self._at]
            if first in b"]}":
                self._at += 1
                return
            if first in _ENDS:
                yield from self._value(depth, is_item=True)
            elif scalar := (yield from self._whole(_SCALAR)):
                yield Piece(Kind.BROKEN, scalar[0])
                self._at = scalar.end()
            else:
                yield from self._go_past_fault(is_item=True)

    def _object(self, depth: int) -> _Pieces:
        rest, size = [], 0
        while (yield from self._next_begins(is_inside=True)):
            if self._data[self._at] in b"]}":
                self._at += 1
                break
            if self._data[self._at] in _ENDS:
                yield from self._value(depth, is_item=True)
                continue
            if not (key := (yield from self._whole(_KEY))):
                yield from self._go_past_fault(is_item=False)
                continue
            self._at, name = key.end(), key[1]  # read at once, since the bytes under a match do not stay
            if self._data[self._at] not in _ENDS:
                if not (scalar := (yield from self._whole(_SCALAR))):
                    yield from self._go_past_fault(is_item=False)
                    continue
                value, length = scalar[0], len(scalar[0])
            else:
                end, length = yield from self._find_end()
                if end is not _End.CLOSED:
                    yield from self._go_into(end, length, depth, is_item=False)
                    continue
                value = bytes(self._data[self._at : self._at + length])
            self._at += length
            rest.append(name + b":" + value)
            size += len(rest[-1])
            if size > self._most_bytes:
                yield Piece(Kind.REST, b"{" + b",".join(rest) + b"}")
                rest, size = [], 0
        if rest:
            yield Piece(Kind.REST, b"{" + b",".join(rest) + b"}")

    def _whole(self, pattern: re.Pattern[bytes]) -> Generator[None, None, re.Match[bytes] | None]:
        """The match here, once it is sure where it ends; None where there is none."""
        while True:
            found = pattern.match(self._data, self._at)
            if (found and found.end() < len(self._data)) or self._is_last:
                return found if (found and found.end() < len(self._data)) or pattern is not _KEY else None
            if self._line_end(self._at) >= 0 or len(self._data) - self._at > self._most_bytes:
                return None
            yield None

    def _text(self) -> _Pieces:
        """What is no object or list, to the end of the line or to where one begins."""
        while (end := _TEXT.match(self._data, self._at).end()) == len(self._data) and not self._is_last:  # type: ignore[union-attr]  # it matches anything
            if end - self._at > self._most_bytes:
                yield from self._skip_line()
                return
            yield None
        yield self._take(Kind.BROKEN, end)

    def _go_past_fault(self, *, is_item: bool) -> _Pieces:
        """To the next line, or to what may be a record on this one."""
        self._tries += 1
        seen = 1
        while True:
            line_end = self._line_end(self._at + seen)
            until = line_end if line_end >= 0 else len(self._data)
            if (record := self._next_record(self._at + seen, until, is_item=is_item)) is not None:
                until = record
            elif line_end >= 0:
                self._tries = 0
            elif not self._is_last:
                if len(self._data) - self._at > self._most_bytes:
                    yield from self._skip_line()
                    return
                seen = max(1, len(self._data) - self._at - 16)
                yield None
                continue
            yield self._take(Kind.BROKEN, until)
            return

    def _next_record(self, start: int, end: int, *, is_item: bool) -> int | None:
        if self._tries > MOST_TRIES:
            return None
        pattern = _RECORD_OR_ITEM if is_item else _RECORD
        for found in pattern.finditer(self._data, start, end):
            before = bytes(self._data[max(self._at, found.start() - 16) : found.start()]).rstrip()
            if before[-1:] not in (b":", b"[", b",") or (is_item and before[:-1].rstrip()[-1:] == b"}"):
                return found.start()
        return None

    def _skip_line(self) -> _Pieces:
        yield self._take(Kind.TOO_LONG, min(self._at + _SHOWN_BYTES, len(self._data)))
        while (end := self._data.find(b"\n", self._at)) < 0:
            self._at = len(self._data)
            if self._is_last:
                return
            yield None
        self._at = end
