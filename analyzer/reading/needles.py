"""What a line must hold to be needed: the name of a device that failed, or a time near a failure.

Away from the failure windows only rows of the failing devices are needed, so that other lines need not be decoded.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from analyzer.reading.lines import Lines
from analyzer.reading.skipping import Span, may_hold, span_of

_LOOK_ALIKES = ("\u212a".encode(), "\u017f".encode())  # the Kelvin sign and the long s, which are k and s in any case
_JOINED = re.compile(rb"\}[ \t]*\{")
# The two ways in which Logpush writes times: as text in UTC, and as seconds or fractions since 1970.
_TIME = b'"datetime":'
_WAYS = re.compile(
    rb'[ \t]*(?:"(\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(?:\.\d+)?z)"|"?(\d{10}(?:\d{3}){0,3})[",} \t])', re.IGNORECASE
)
_USUAL = np.frombuffer(b'"0000-00-00T00:00:00Z"', np.uint8)
_IS_DIGIT = ord("0") == _USUAL
_LONGEST_TIME = 64
_NOWHERE = np.array([], dtype="int64")
_LOWER = 32
"""The bit of a letter's byte that tells lower case from upper."""
_TEN_MINUTES, _THOUSAND = 600, 1000
_MOST_MOMENTS = 24
"""Beyond so many stretches of time, looking for each of them takes longer than decoding all lines."""


class Moments(NamedTuple):
    """The beginnings of all times that are near a failure, in both ways of writing them."""

    text: tuple[bytes, ...]
    """Up to the tens of minutes: `2026-11-10t05:0`."""
    unix: tuple[bytes, ...]
    """Up to the thousands of seconds: `1793941`."""


class Needles(NamedTuple):
    """Names of devices, in lower case, and the times at which every device's lines are needed."""

    devices: tuple[bytes, ...]
    moments: Moments | None = None
    """None: no line of the file is near a failure."""


def needles_for(name: str, windows: Iterable[Span], device_names: Iterable[str]) -> Needles | None:
    """What lines of a file must hold one of to be needed; None where all lines are.

    That is so where no device is named, or its name may stand in a line in other letters than these, or the windows
    are long. If the file lies outside all windows by its name, its times need not be looked at.

    >>> import datetime as dt
    >>> failure = dt.datetime(2026, 11, 10, 5, 5, tzinfo=dt.UTC)
    >>> needles_for("20261109T050000Z_20261109T050030Z_a.log", [(failure, failure)], ["iPhone"])
    Needles(devices=(b'iphone',), moments=None)
    >>> needles_for("a.log", [(failure, failure)], ["iPhone"]).moments
    Moments(text=(b'2026-11-10t05:0',), unix=(b'1794287',))
    """
    every, names = list(windows), tuple(device_names)
    if not names or not all(map(_is_plain, names)):
        return None
    devices = tuple(device.lower().encode() for device in names)
    if span_of(name) is not None and not may_hold(name, every):
        return Needles(devices)
    moments = _moments_of(every)
    return Needles(devices, moments) if len(moments.text) <= _MOST_MOMENTS else None


def _moments_of(windows: list[Span]) -> Moments:
    text: dict[bytes, None] = {}
    unix: dict[bytes, None] = {}
    for start, end in windows:
        for stretch in range(int(start.timestamp()) // _TEN_MINUTES, int(end.timestamp()) // _TEN_MINUTES + 1):
            moment = dt.datetime.fromtimestamp(stretch * _TEN_MINUTES, dt.UTC)
            text[f"{moment:%Y-%m-%dt%H:%M}"[:-1].encode()] = None
        for stretch in range(int(start.timestamp()) // _THOUSAND, int(end.timestamp()) // _THOUSAND + 1):
            unix[str(stretch).encode()] = None
    return Moments(tuple(text), tuple(unix))


def _is_plain(text: str) -> bool:
    is_narrow = unicodedata.normalize("NFKC", text) == text
    same_in_any_case = all(c.isascii() or c.lower() == c.upper() == c.casefold() for c in text)
    return is_narrow and same_in_any_case and text.isprintable() and not {'"', "\\", "/", "'", " "} & {*text}


def lines_with(needles: Needles, block: bytes, mark: bytes) -> tuple[bytes, int]:
    r"""The lines of a block that hold one of the needles, and the number of lines left out.

    A line with an escape (`\u…`) is kept, and so is one with the Kelvin sign or a long s, which are k and s in another
    case: it may hold a needle in other letters. `mark` is text, in lower case, that each line of the one dataset has
    whose rows are needed only if they name the device. If a line of the block lacks it, holds a second record, or tells
    its time in neither of the two ways, all lines are kept, since rows may be needed although they name no device.

    >>> block = b'{"QueryName":"a.jp","DeviceName":"iPhone"}\n{"QueryName":"b.jp","DeviceName":"MacBook"}\n'
    >>> lines_with(Needles((b"iphone",)), block, mark=b'"queryname"')
    (b'{"QueryName":"a.jp","DeviceName":"iPhone"}\n', 1)
    >>> lines_with(Needles((b"iphone",)), block, mark=b'"sni"') == (block, 0)
    True
    >>> lines_with(Needles((b"iphone",), Moments((b"2026-11-10t05:0",), ())), block, mark=b'"queryname"') == (block, 0)
    True
    """
    lines, folded = Lines(block), _fold(block)
    if folded.count(mark) != lines.count or _JOINED.search(block):
        return block, 0
    near = _near(lines, folded, needles.moments) if needles.moments else _NOWHERE
    if near is None:
        return block, 0
    hidden = ((b"\\u",) if b"\\" in block else ()) + (() if block.isascii() else _LOOK_ALIKES)
    at = [place for needle in needles.devices for place in _places(block, folded, needle)]
    at += [place for needle in hidden for place in _places(block, block, needle)]
    numbers = sorted({*lines.numbers_at(near).tolist(), *lines.numbers_at(np.array(at, dtype="int64")).tolist()})
    return lines.joined(numbers), lines.count - len(numbers)


def _fold(block: bytes) -> bytes:
    """The block with its letters in lower case. Some signs become others, too; `bytes.lower` takes twice as long."""
    return np.bitwise_or(np.frombuffer(block, np.uint8), _LOWER).tobytes()


def _near(lines: Lines, folded: bytes, moments: Moments) -> np.ndarray | None:
    """Where times stand that begin as a moment; None where a line does not tell one, in one of the two ways."""
    places = np.fromiter(_finds(folded, _TIME), dtype="int64") + len(_TIME)
    if not lines.each_once(places):
        return None
    texts = lines.texts_at(places, len(_USUAL))
    digits = texts[:, _IS_DIGIT] - ord("0") <= 9  # below 0 it comes around
    if digits.all() and (texts[:, ~_IS_DIGIT] == _USUAL[~_IS_DIGIT]).all():
        wanted = [np.frombuffer(moment.upper(), np.uint8) for moment in moments.text]
        begins = [(texts[:, 1 : len(moment) + 1] == moment).all(axis=1) for moment in wanted]
        return _those(places, np.any(begins, axis=0))
    told = [_WAYS.match(text.tobytes()) for text in lines.texts_at(places, _LONGEST_TIME)]
    if not all(told):
        return None
    is_near = [
        (one[1] or b"").lower().startswith(moments.text) or (one[2] or b"").startswith(moments.unix)
        for one in told
        if one
    ]
    return _those(places, np.array(is_near, dtype=bool))


def _those(places: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    chosen: np.ndarray = places[wanted]
    return chosen


def _places(block: bytes, folded: bytes, needle: bytes) -> Iterator[int]:
    """A place in each line that holds the needle, which is in lower case, in any; `folded` may be like it elsewhere."""
    like, size = needle if folded is block else _fold(needle), len(needle)
    at = folded.find(like)
    while at >= 0:
        end = at + 1
        if block[at : at + size].lower() == needle:
            yield at
            end = block.find(b"\n", at) + 1 or len(block)
        at = folded.find(like, end)


def _finds(block: bytes, text: bytes) -> Iterator[int]:
    at = block.find(text)
    while at >= 0:
        yield at
        at = block.find(text, at + len(text))
