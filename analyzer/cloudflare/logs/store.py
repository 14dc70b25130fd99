"""Spans of a log on disk, as Logpush-shaped gzip NDJSON: what is there is whole, what is missing is fetched."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import itertools
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from analyzer.cloudflare.account import Device
from analyzer.cloudflare.logs.at_once import at_once
from analyzer.cloudflare.logs.reader import Reader, read_time, write_time
from analyzer.cloudflare.logs.redaction import Record, unchanged
from analyzer.private_files import clear_way, is_own, write_private
from analyzer.talk import QUIET

Span = tuple[dt.datetime, dt.datetime]
LATE = dt.timedelta(minutes=15)
"""How long after their time rows may arrive. A span that was fetched sooner after its end than that is not final."""
_STAMP = "%Y%m%dT%H%M%SZ"
DAMAGED = (OSError, EOFError, ValueError, TypeError, RecursionError, zlib.error)
"""Errors of reading a piece or a plan that is not as it was written."""


@dataclass
class Store:
    """The pieces of one log in one folder: one node, one filter.

    A piece is written beside its place and moved there when it is whole, so that a run that was killed leaves
    whole pieces only, and the next one fetches the rest.
    """

    folder: Path
    reader: Reader
    where: Mapping[str, object] = field(default_factory=dict)
    devices: Mapping[str, Device] = field(default_factory=dict)
    change: Callable[[Record], Record] = unchanged
    """What becomes of a record before it is saved."""

    def path(self, span: Span) -> Path:
        """Where the piece of that span lies, named as Logpush names its objects."""
        start, end = (moment.astimezone(dt.UTC) for moment in span)
        about = json.dumps([self.reader.node.name, self.reader.account, dict(self.where)], sort_keys=True)
        mark = hashlib.sha256(f"{about} {start} {end}".encode()).hexdigest()[:8]
        return self.folder / f"{start:%Y%m%d}" / f"{start:{_STAMP}}_{end:{_STAMP}}_{mark}.log.gz"

    def plan(self, start: dt.datetime, end: dt.datetime) -> list[Span]:
        """Pieces that cover the span and that a page should hold each; planned once, so that they are found again."""
        pieces = self.reader.plan(start, end, self.where)
        text = json.dumps([[write_time(begin), write_time(stop)] for begin, stop in pieces])
        path = self.folder / f"plan-{start:{_STAMP}}-{end:{_STAMP}}.json"
        clear_way(self._root, path)
        write_private(path, text.encode())
        return pieces

    def planned(self, start: dt.datetime, end: dt.datetime) -> list[Span]:
        """The pieces that cover the span by an earlier plan, for it or for a longer one; [] if there is none.

        A plan that can't be read is none.
        """
        for file in sorted(self.folder.glob("plan-*.json")):
            pieces = _read_plan(file) if is_own(self._root, file) else []
            if pieces and pieces[0][0] <= start and end <= pieces[-1][1]:
                return [piece for piece in pieces if piece[0] < end and start < piece[1]]
        return []

    def fetch(self, spans: Iterable[Span], progress: Callable[[int, int], object] = QUIET.progress) -> list[Path]:
        """The pieces of these spans, those that are missing or not final fetched, several at a time."""
        wanted = list(spans)
        missing = [span for span in wanted if not self.is_final(span)]
        done = len(wanted) - len(missing)
        progress(done, len(wanted))
        for span in missing:
            clear_way(self._root, self.path(span))
        for _ in at_once(self._fetch, missing):
            done += 1
            progress(done, len(wanted))
        return [self.path(span) for span in wanted]

    def is_final(self, span: Span) -> bool:
        """Whether the piece is there whole, and was fetched when no more of it could arrive."""
        return self.is_there(span) and self.path(span).stat().st_mtime >= (span[1] + LATE).timestamp()

    def is_there(self, span: Span) -> bool:
        """Whether the piece is there whole: one that can't be read, or is reached by a link, is as good as none."""
        path, time = self.path(span), self.reader.node.time
        try:
            return is_own(self._root, path) and all(isinstance(record.get(time), str) for record in records(path))
        except DAMAGED:
            return False

    def parts_of(self, span: Span) -> list[Span]:
        """What is there of a span, whole: the piece itself, or pieces within it, as the log's reach may have cut it."""
        if self.is_there(span):
            return [span]
        spans = (_span_of(path) for path in sorted(self.folder.glob("*/*.log.gz")))
        within = [part for part in spans if part and span[0] <= part[0] and part[1] <= span[1]]
        return [part for part in within if self.is_there(part)]

    @property
    def _root(self) -> Path:
        return self.folder.parent

    def overfull(self, files: Iterable[Path]) -> list[str]:
        """The seconds in these pieces with as many records as a page holds: Cloudflare may have had more of them."""
        most, time = self.reader.settings.max_page_size, self.reader.node.time
        large = (file for file in files if count(file) >= most)
        counts = (Counter(record[time] for record in records(file)) for file in large)
        return sorted(second for seconds in counts for second, number in seconds.items() if number >= most)

    def _fetch(self, span: Span) -> None:
        asked_at = self.reader.client.now()
        found = self.reader.records(*span, self.where)
        lines = sorted(
            json.dumps(self.change(self._named(record)), ensure_ascii=False, sort_keys=True) for record in found
        )
        content = io.BytesIO()
        with gzip.GzipFile(fileobj=content, mode="wb", mtime=0, filename="") as file:
            file.writelines(f"{line}\n".encode(errors="replace") for line in lines)
        # By Cloudflare's clock, as the rows are: by a clock that runs ahead it would look final too early.
        write_private(self.path(span), content.getvalue(), at=asked_at)

    def _named(self, record: dict[str, Any]) -> dict[str, Any]:
        device = self.devices.get(str(record.get("DeviceID", "")))
        if device is None:
            return record
        named = {"DeviceID": device.id, "DeviceName": device.name}
        return record | named | ({} if record.get("Email") else {"Email": device.user})


def _span_of(path: Path) -> Span | None:
    """The span in a piece's name."""
    try:
        start, end = (dt.datetime.strptime(f"{part}+0000", f"{_STAMP}%z") for part in path.name.split("_")[:2])
    except ValueError:
        return None
    return start, end


def _read_plan(file: Path) -> list[Span]:
    """The pieces of a plan, one behind the other; [] if it can't be read."""
    try:
        pieces = [(read_time(begin), read_time(stop)) for begin, stop in json.loads(file.read_bytes())]
        bounds = [moment for piece in pieces for moment in piece]
        follows = all(one[1] == next_[0] for one, next_ in itertools.pairwise(pieces))
        return pieces if follows and bounds == sorted(bounds) else []
    except DAMAGED:
        return []


def records(file: Path) -> list[dict[str, Any]]:
    """The records of a piece. Raises one of `DAMAGED` where it is none."""
    return msgspec.json.Decoder(dict[str, Any]).decode_lines(_unpacked(file))


def count(file: Path) -> int:
    """How many records a piece has."""
    return _unpacked(file).count(b"\n")


def _unpacked(file: Path) -> bytes:
    packed = file.read_bytes()
    if not packed:
        raise EOFError(file)  # which unpacks to nothing, and no piece is like that
    return gzip.decompress(packed)
