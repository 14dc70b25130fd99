"""JSON values one by one out of bytes, however they stand: a value a line, end to end, over many lines, in one list.

Values are told by their brackets and quotes alone; whoever takes them decodes them. A record is small. So a value that
outgrows `MOST_BYTES` is no record but holds records, and is entered: what is in it comes piece by piece, and memory
stays bounded by one of them. So is what was cut short or damaged, as far as it holds whole values.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from enum import Enum
from typing import NamedTuple

MOST_BYTES = 1 << 24
"""The longest record, and the longest line of a table."""
MOST_TRIES = 16
"""Places on one broken line at which a record is looked for."""
MOST_ENTERED = 32
"""Values within values that are entered; no answer and no batch has more than a few around its records."""
_MOST_DEPTH = 1_000
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

_STRING = rb'"(?:[^"\\\n]++|\\.)*+"'
_GAP = re.compile(rb"[\s,\0\x1e]*+")
_INSIDE = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+")
_KEY = re.compile(rb"(" + _STRING + rb")\s*+:\s*+")
_SCALAR = re.compile(rb"(?:" + _STRING + rb'|[^\s,"{}\[\]:]++)')
_TEXT = re.compile(rb"[^\n{]*+")
_RECORD = re.compile(rb'\{\s*+"')
_LIST_OF_OBJECTS = re.compile(rb"\[\s*+\{")
_ENDS = {ord("{"): ord("}"), ord("["): ord("]")}
_BEFORE = {ord("{"): b":", ord("["): b"[,"}
"""What may stand before a bracket that opens within an object, and within a list."""


class _End(Enum):
    CLOSED = 1
    CUT = 2
    FAULTY = 3
    TOO_LONG = 4


class JsonValues:
    """Takes bytes as they come, gives the pieces in them."""

    def __init__(self, *, enter: bool = False, most_bytes: int = MOST_BYTES) -> None:
        """`enter`: the first value holds records and is entered, whatever its size."""
        self._most_bytes = most_bytes
        self.is_open = False
        """Whether the bytes that come next belong to something that has begun."""
        self._data = b""
        self._at = 0
        self._is_last = False
        self._tries = 0
        self._parser = self._all(enter)

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete with these bytes."""
        self._data, self._at = self._data[self._at :] + data, 0
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

    def _value(self, depth: int, *, is_item: bool = False) -> _Pieces:
        end, size = yield from self._find_end()
        if end is _End.CLOSED:
            self._tries = 0
            yield Piece(Kind.VALUE, self._data[self._at : self._at + size])
            self._at += size
        elif depth < MOST_ENTERED and self._holds_values(end, size):
            yield from self._enter(depth + 1)
        else:
            yield from self._go_past_fault(is_item=is_item)

    def _holds_values(self, end: _End, size: int) -> bool:
        """Whether a value that has no end, or none near, is worth being entered."""
        if end is _End.TOO_LONG:
            return True
        begun = self._data[self._at : self._at + size]
        if end is _End.CUT:
            return _LIST_OF_OBJECTS.search(begun) is not None
        return _LIST_OF_OBJECTS.match(begun) is not None or (size > _DOCUMENT_BYTES and b"\n" not in begun)

    def _find_end(self) -> Generator[None, None, tuple[_End, int]]:
        """How the value that begins here ends, and after how many bytes."""
        stack, size = bytearray(), 0
        while True:
            data, start = self._data, self._at
            at = _INSIDE.match(data, start + size).end()  # type: ignore[union-attr]  # it matches anything
            size = at - start
            if at == len(data) or (data[at] == ord('"') and data.find(b"\n", at) < 0):
                if len(data) - start > self._most_bytes:
                    return _End.TOO_LONG, size
                if self._is_last:
                    return _End.CUT, size
                yield None
                continue
            bracket = data[at]
            if bracket in _ENDS and (not stack or self._fits(at, stack[-1])) and len(stack) < _MOST_DEPTH:
                stack.append(bracket)
            elif stack and _ENDS[stack[-1]] == bracket:
                stack.pop()
            else:
                return _End.FAULTY, size
            size += 1
            if not stack:
                return _End.CLOSED, size
            if size > self._most_bytes:
                return _End.TOO_LONG, size

    def _fits(self, at: int, around: int) -> bool:
        """Whether a value may begin at this place, by what stands before it."""
        before = self._data[max(self._at, at - 256) : at].rstrip()[-1:]
        return not before or before in _BEFORE[around]

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
            self._at = key.end()
            if self._data[self._at] not in _ENDS:
                if not (scalar := (yield from self._whole(_SCALAR))):
                    yield from self._go_past_fault(is_item=False)
                    continue
                value, length = scalar[0], len(scalar[0])
            else:
                end, length = yield from self._find_end()
                if end is not _End.CLOSED:
                    held = depth < MOST_ENTERED and self._holds_values(end, length)
                    yield from self._enter(depth + 1) if held else self._go_past_fault(is_item=False)
                    continue
                value = self._data[self._at : self._at + length]
            self._at += length
            rest.append(key[1] + b":" + value)
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
            if self._data.find(b"\n", self._at) >= 0 or len(self._data) - self._at > self._most_bytes:
                return None
            yield None

    def _text(self) -> _Pieces:
        """What is no object or list, to the end of the line or to where one begins."""
        while (end := _TEXT.match(self._data, self._at).end()) == len(self._data) and not self._is_last:  # type: ignore[union-attr]  # it matches anything
            if end - self._at > self._most_bytes:
                yield from self._skip_line()
                return
            yield None
        yield Piece(Kind.BROKEN, self._data[self._at : end])
        self._at = end

    def _go_past_fault(self, *, is_item: bool) -> _Pieces:
        """To the next line, or to what may be a record on this one."""
        self._tries += 1
        seen = 1
        while True:
            line_end = self._data.find(b"\n", self._at + seen)
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
            yield Piece(Kind.BROKEN, self._data[self._at : until])
            self._at = until
            return

    def _next_record(self, start: int, end: int, *, is_item: bool) -> int | None:
        if self._tries > MOST_TRIES:
            return None
        for found in _RECORD.finditer(self._data, start, end):
            before = self._data[max(self._at, found.start() - 16) : found.start()].rstrip()
            if before[-1:] not in (b":", b"[", b",") or (is_item and before[:-1].rstrip()[-1:] == b"}"):
                return found.start()
        return None

    def _skip_line(self) -> _Pieces:
        yield Piece(Kind.TOO_LONG, self._data[self._at : self._at + _SHOWN_BYTES])
        while (end := self._data.find(b"\n", self._at)) < 0:
            self._at = len(self._data)
            if self._is_last:
                return
            yield None
        self._at = end
