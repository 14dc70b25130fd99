"""Spans of a log on disk, as Logpush-shaped gzip NDJSON: what is there is whole, what is missing is fetched."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import gzip
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.cloudflare.account import Device
from analyzer.cloudflare.pages import Reader, read_time, write_time

Span = tuple[dt.datetime, dt.datetime]
Progress = Callable[[int, int], None]
AT_ONCE = 4
LATE = dt.timedelta(minutes=15)
"""Rows may arrive so much later than what they tell; a span fetched earlier than that after its end is not final."""
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
        file = self.folder / f"plan-{start:{_STAMP}}-{end:{_STAMP}}.json"
        if file.exists():
            return [(read_time(begin), read_time(stop)) for begin, stop in json.loads(file.read_text())]
        pieces = self.reader.plan(start, end, self.where)
        text = json.dumps([[write_time(begin), write_time(stop)] for begin, stop in pieces])
        write_whole(file, text.encode())
        return pieces

    def clean(self) -> None:
        """Remove what a run that was killed left half written."""
        for part in self.folder.rglob(".*.part"):
            part.unlink(missing_ok=True)

    def fetch(self, spans: Iterable[Span], progress: Progress = lambda done, total: None) -> list[Path]:
        """The pieces of these spans, those that are missing or not final fetched, several at a time."""
        wanted = list(spans)
        missing = [span for span in wanted if not self._is_final(span)]
        progress(len(wanted) - len(missing), len(wanted))
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for done, _ in enumerate(concurrent.futures.as_completed(_submit(pool, self._fetch, missing)), 1):
                    _.result()
                    progress(len(wanted) - len(missing) + done, len(wanted))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return [self.path(span) for span in wanted]

    def _is_final(self, span: Span) -> bool:
        path = self.path(span)
        return path.exists() and path.stat().st_mtime >= (span[1] + LATE).timestamp()

    def _fetch(self, span: Span) -> None:
        records = self.reader.records(*span, self.where)
        lines = sorted(json.dumps(self._named(record), ensure_ascii=False, sort_keys=True) for record in records)
        content = io.BytesIO()
        with gzip.GzipFile(fileobj=content, mode="wb", mtime=0, filename="") as file:
            file.writelines(f"{line}\n".encode() for line in lines)
        write_whole(self.path(span), content.getvalue())

    def _named(self, record: dict[str, Any]) -> dict[str, Any]:
        device = self.devices.get(str(record.get("DeviceID", "")))
        if device is None:
            return record
        return record | {"DeviceName": device.name} | ({} if record.get("Email") else {"Email": device.user})


def _submit(
    pool: concurrent.futures.Executor, work: Callable[[Span], None], spans: list[Span]
) -> list[concurrent.futures.Future[None]]:
    return [pool.submit(work, span) for span in spans]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, for its owner alone, so that a reader or a crash never meets half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
