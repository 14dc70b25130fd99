"""The lines of a block: how many there are, which of them holds a place, what stands at places of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_NEWLINE = 10
_BLANKS = np.frombuffer(b" \t\r\n\v\f", np.uint8)


def count_lines(block: bytes) -> int:
    """Lines that hold anything but blanks."""
    return Lines(block).count if block else 0


class Lines:
    """The lines of a block that hold anything but blanks."""

    def __init__(self, block: bytes) -> None:
        self._block, self._data = block, np.frombuffer(block, np.uint8)
        self._ends = np.flatnonzero(self._data == _NEWLINE)
        starts = np.r_[0, self._ends + 1]
        starts = starts[starts < len(block)]
        doubtful = starts[np.isin(self._data[starts], _BLANKS)]
        self.count = len(starts) - sum(self._is_blank(int(start)) for start in doubtful)

    def _is_blank(self, start: int) -> bool:
        end = self._block.find(b"\n", start)
        return not self._block[start : end if end >= 0 else len(self._block)].strip()

    def each_once(self, places: np.ndarray) -> bool:
        """Whether one of these places, which are in order, is in each of the lines."""
        return len(places) == self.count and bool(np.diff(self.numbers_at(places)).all())

    def numbers_at(self, places: np.ndarray) -> np.ndarray:
        """The numbers of the lines, blank ones counted, in which these places are."""
        numbers: np.ndarray = np.searchsorted(self._ends, places)
        return numbers

    def texts_at(self, places: np.ndarray, size: int) -> np.ndarray:
        """So many bytes from each place on, in rows; NULs behind the end."""
        reach = places[:, None] + np.arange(size)
        last = len(self._data) - 1
        texts: np.ndarray = np.where(reach <= last, self._data[np.minimum(reach, last)], 0)
        return texts

    def joined(self, numbers: Sequence[int]) -> bytes:
        """The lines of these numbers, one behind the other."""
        starts, ends = np.r_[0, self._ends + 1], np.r_[self._ends + 1, len(self._block)]
        return b"".join(self._block[starts[number] : ends[number]] for number in numbers)
