"""What a line must hold to be needed: the name of a device that failed, or a time near a failure.

Away from the failure windows only rows of the failing devices are needed, so that other lines need not be decoded.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.reading.skipping import Span, count_lines, may_hold, span_of

_LOOK_ALIKES = ("\u212a".encode(), "\u017f".encode())  # the Kelvin sign and the long s, which are k and s in any case
_JOINED = re.compile(rb"\}[ \t]*\{")
# The two ways in which Logpush writes times, in lower case: as text in UTC, and as seconds or fractions since 1970.
_TEXT = re.compile(rb'"datetime"[ \t]*:[ \t]*"\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(?:\.\d+)?z"')
_UNIX = re.compile(rb'"datetime"[ \t]*:[ \t]*"?\d{10}(?:\d{3}){0,3}[",} \t]')
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
    folded, count = block.lower(), count_lines(block)
    moments = _moments_in(folded, count, needles.moments) if needles.moments else ()
    if moments is None or folded.count(mark) != count or _JOINED.search(block):
        return block, 0
    hidden = ((b"\\u",) if b"\\" in block else ()) + (() if block.isascii() else _LOOK_ALIKES)
    spans = sorted({span for needle in (*needles.devices, *moments, *hidden) for span in _spans(folded, needle)})
    kept = b"".join(block[start:end] for start, end in spans)
    return kept, count - count_lines(kept)


def _moments_in(folded: bytes, count: int, moments: Moments) -> tuple[bytes, ...] | None:
    """What to look for in so many lines; None where not every line tells its time, once, in one of the two ways."""
    if folded.count(b'"datetime"') != count:
        return None
    in_text = len(_TEXT.findall(folded))
    in_unix = len(_UNIX.findall(folded)) if in_text < count else 0
    if in_text + in_unix != count:
        return None
    return (moments.text if in_text else ()) + (moments.unix if in_unix else ())


def _spans(folded: bytes, needle: bytes) -> Iterator[tuple[int, int]]:
    at = folded.find(needle)
    while at >= 0:
        start, end = folded.rfind(b"\n", 0, at) + 1, folded.find(b"\n", at) + 1 or len(folded)
        yield start, end
        at = folded.find(needle, end)
