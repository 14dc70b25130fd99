"""Bytes as they come: looked at before they are taken, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from analyzer.facts import Fact, fact

CHUNK_BYTES = 1 << 18
FREE_BYTES = 1 << 28
"""What any file may unpack to."""
MOST_RATIO = 500
"""Beyond that: how many times its packed size. Logs come to 10 to 50, and no more than 100."""
MOST_UNPACKED_BYTES = 1 << 38
MOST_MEMBERS = 200_000
"""Files in one archive; a month of Logpush has 90,000."""


@dataclass
class Notes:
    """What was odd about the bytes of a file, and how many there were."""

    name: str
    tell: Callable[[int], object] = bool
    """Called after each chunk with the number of its bytes, as they are in the file. The default does nothing."""
    facts: list[Fact] = field(default_factory=list)
    """What a person should know, in the order in which it was found."""
    damages: int = 0
    """How often something turned out to be cut short or damaged."""
    is_over: bool = False
    """The file must not be read further: it unpacks to more than any log does."""
    packed: int = 0
    unpacked: int = 0
    members: int = 0
    free_bytes: int = FREE_BYTES
    most_members: int = MOST_MEMBERS
    _known: set[str] = field(default_factory=set)

    def read(self, size: int) -> None:
        """So many bytes were read from the file."""
        self.packed += size
        self.tell(size)

    def unpack(self, size: int) -> bool:
        """So many bytes were unpacked; whether they may be used."""
        self.unpacked += size
        if (
            self.unpacked > min(max(self.free_bytes, MOST_RATIO * self.packed), MOST_UNPACKED_BYTES)
            and not self.is_over
        ):
            self.is_over = True
            self.note("bomb", size=self.packed, unpacked=self.unpacked)
        return not self.is_over

    def count_member(self) -> bool:
        """A file in an archive begins; whether it may be read."""
        self.members += 1
        if self.members > self.most_members and not self.is_over:
            self.is_over = True
            self.note("many_members", count=self.most_members)
        return not self.is_over

    def fail(self, error: OSError) -> None:
        """The file can't be read, or no further."""
        self.note("unreadable", error=error.strerror or str(error))

    def damage(self, path: str) -> None:
        """What is at this path is cut short or damaged; what came before was given."""
        self.damages += 1
        self.note("truncated", path)

    def note(self, key: str, path: str = "", **values: object) -> None:
        """Keep a fact about the file, or about what is at this path in it; each once."""
        found = fact(key, name=path or self.name, **values)
        if repr(found) not in self._known:
            self._known.add(repr(found))
            self.facts.append(found)


class Stream:
    """Bytes that come in chunks."""

    def __init__(self, chunks: Iterable[bytes], file: BinaryIO | None = None) -> None:
        """`file`: where the bytes come from, if one can go back to any place of it."""
        self.file = file
        self._chunks = iter(chunks)
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """The next bytes: so many or more, or all that are left. They stay."""
        if len(self._ahead) < size:
            parts, held = [self._ahead], len(self._ahead)
            while held < size and (chunk := next(self._chunks, b"")):
                parts.append(chunk)
                held += len(chunk)
            self._ahead = b"".join(parts)
        return self._ahead

    def take(self) -> bytes:
        """The next chunk, of any size; b"" at the end."""
        chunk, self._ahead = self._ahead or next(self._chunks, b""), b""
        return chunk

    def read(self, size: int) -> bytes:
        """Exactly so many bytes, or all that are left."""
        data = self.peek(size)
        self._ahead = data[size:]
        return data[:size]

    def put_back(self, data: bytes) -> None:
        """These come next, again."""
        self._ahead = data + self._ahead

    def limited(self, size: int) -> Iterator[bytes]:
        """Chunks of so many bytes together."""
        while size > 0 and (chunk := self.take()):
            if len(chunk) > size:
                self.put_back(chunk[size:])
                chunk = chunk[:size]
            size -= len(chunk)
            yield chunk

    def drop(self) -> None:
        """Nothing comes after this."""
        self._chunks, self._ahead = iter(()), b""

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.take():
            yield chunk


def exhaust(chunks: Iterable[bytes]) -> int:
    """How many bytes there were; none is kept."""
    return sum(map(len, chunks))
