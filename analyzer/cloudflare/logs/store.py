"""Spans of a log on disk, as Logpush-shaped gzip NDJSON: what is there is whole, what is missing is fetched."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from analyzer.cloudflare.account import Device
from analyzer.cloudflare.logs.at_once import at_once
from analyzer.cloudflare.logs.reader import Reader, read_time, write_time
from analyzer.private_files import write_private
from analyzer.talk import QUIET

Span = tuple[dt.datetime, dt.datetime]
LATE = dt.timedelta(minutes=15)
"""How long after their time rows may arrive. A span that was fetched sooner after its end than that is not final."""
_STAMP = "%Y%m%dT%H%M%SZ"


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
        write_private(self.folder / f"plan-{start:{_STAMP}}-{end:{_STAMP}}.json", text.encode())
        return pieces

    def planned(self, start: dt.datetime, end: dt.datetime) -> list[Span]:
        """The pieces that cover the span by an earlier plan, for it or for a longer one; [] if there is none."""
        for file in sorted(self.folder.glob("plan-*.json")):
            pieces = [(read_time(begin), read_time(stop)) for begin, stop in json.loads(file.read_bytes())]
            if pieces and pieces[0][0] <= start and end <= pieces[-1][1]:
                return [piece for piece in pieces if piece[0] < end and start < piece[1]]
        return []

    def clean(self) -> None:
        """Remove what a run that was killed left half written."""
        for part in self.folder.rglob(".*.part"):
            part.unlink(missing_ok=True)

    def fetch(self, spans: Iterable[Span], progress: Callable[[int, int], object] = QUIET.progress) -> list[Path]:
        """The pieces of these spans, those that are missing or not final fetched, several at a time."""
        wanted = list(spans)
        missing = [span for span in wanted if not self.is_final(span)]
        done = len(wanted) - len(missing)
        progress(done, len(wanted))
        for _ in at_once(self._fetch, missing):
            done += 1
            progress(done, len(wanted))
        return [self.path(span) for span in wanted]

    def is_final(self, span: Span) -> bool:
        """Whether the piece is there, and was fetched when no more of it could arrive."""
        path = self.path(span)
        return path.exists() and path.stat().st_mtime >= (span[1] + LATE).timestamp()

    def overfull(self, files: Iterable[Path]) -> list[str]:
        """The seconds in these pieces with as many records as a page holds: Cloudflare may have had more of them."""
        most, time = self.reader.settings.max_page_size, self.reader.node.time
        large = (file for file in files if count(file) >= most)
        counts = (Counter(record[time] for record in records(file)) for file in large)
        return sorted(second for seconds in counts for second, number in seconds.items() if number >= most)

    def _fetch(self, span: Span) -> None:
        found = self.reader.records(*span, self.where)
        lines = sorted(json.dumps(self._named(record), ensure_ascii=False, sort_keys=True) for record in found)
        content = io.BytesIO()
        with gzip.GzipFile(fileobj=content, mode="wb", mtime=0, filename="") as file:
            file.writelines(f"{line}\n".encode() for line in lines)
        write_private(self.path(span), content.getvalue())

    def _named(self, record: dict[str, Any]) -> dict[str, Any]:
        device = self.devices.get(str(record.get("DeviceID", "")))
        if device is None:
            return record
        named = {"DeviceID": device.id, "DeviceName": device.name}
        return record | named | ({} if record.get("Email") else {"Email": device.user})


def records(file: Path) -> list[dict[str, Any]]:
    """The records of a piece."""
    return msgspec.json.Decoder(dict[str, Any]).decode_lines(gzip.decompress(file.read_bytes()))


def count(file: Path) -> int:
    """How many records a piece has."""
    return gzip.decompress(file.read_bytes()).count(b"\n")
