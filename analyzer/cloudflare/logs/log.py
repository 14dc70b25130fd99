"""One node's log, fetched into a folder: pieces that lie there are kept, others fetched as far as the log reaches."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.cloudflare.account import Account, Device
from analyzer.cloudflare.logs.label import write_label
from analyzer.cloudflare.logs.nodes import Node
from analyzer.cloudflare.logs.reader import ceil, cut, floor
from analyzer.cloudflare.logs.store import Span, Store
from analyzer.facts import Fact, fact
from analyzer.talk import Talk

GRAIN, HOUR = dt.timedelta(minutes=5), dt.timedelta(hours=1)
"""Windows are fetched in pieces of whole five minutes, baselines by the hour: other options share most of them."""
MANY_REQUESTS = 60
"""Requests from which on a forecast is said beforehand."""


@dataclass
class Fetched:
    """What was fetched for an incident or a sweep: files, and the notes for its answer."""

    files: list[Path] = field(default_factory=list)
    notes: list[Fact] = field(default_factory=list)

    def note(self, told: Fact) -> None:
        """Note something, once."""
        if told not in self.notes:
            self.notes.append(told)


@dataclass
class Log:
    """One node's log, as it is fetched for one incident."""

    account: Account
    node: Node
    folder: Path
    devices: Mapping[str, Device]
    fetched: Fetched
    talk: Talk
    forecasts: bool = True
    """Whether many requests are said beforehand."""
    zone: dt.tzinfo = dt.UTC
    """In which times are told."""

    def fetch(self, pieces: Iterable[Span], where: Mapping[str, object]) -> None:
        """Take the pieces under one filter: what lies in the folder as it is, the rest as far as the log reaches.

        Says so beforehand where that needs many requests.
        """
        store = self._store(where)
        kept, missing = self._sort(store, pieces)
        if self.forecasts and len(missing) > MANY_REQUESTS:
            self.talk.say(fact("live_forecast", requests=len(missing)))
        if missing:
            ids: Any = where.get("deviceId_in", ())
            named = [self.devices.get(id_) or Device(id_, "", "", id_) for id_ in ids]
            write_label(store.folder, self.account.id, self.node.dataset, named)
        fetched = store.fetch(missing, lambda done, of: self.talk.progress(len(kept) + done, len(kept) + of))
        files = [*map(store.path, kept), *fetched]
        self.fetched.files += files
        reader, overfull = store.reader, store.overfull(files)
        if reader.refused:
            self.fetched.note(fact("live_refused", fields=sorted(reader.refused)))
        if reader.has_foreign:
            self.fetched.note(fact("live_foreign", dataset=self.node.dataset))
        if overfull:
            self.fetched.note(fact("live_overfull", seconds=overfull[:5]))

    def pieces(self, span: Span, where: Mapping[str, object]) -> list[Span]:
        """Pieces that cover a long span under one filter, as far as the log reaches; a page should hold each."""
        store = self._store(where)
        return store.planned(*span) or [
            piece for part in self._within_reach([span]) for piece in store.planned(*part) or store.plan(*part)
        ]

    def hours(self, start: dt.datetime, end: dt.datetime) -> list[Span]:
        """Pieces of an hour, or as long as the node allows, that cover the span."""
        most = self.account.settings[self.node.name].max_duration
        return list(cut(floor(start, HOUR), end, min(HOUR, dt.timedelta(seconds=most)) if most else HOUR))

    def count_missing(self, pieces: Iterable[Span], where: Mapping[str, object]) -> int:
        """How many of the pieces have to be asked for."""
        return len(self._sort(self._store(where), pieces)[1])

    def has_rows(self) -> bool:
        """Whether anything at all was fetched so far; an empty gzip has 20 bytes."""
        return any(file.stat().st_size > 20 for file in self.fetched.files)

    def _store(self, where: Mapping[str, object]) -> Store:
        folder = self.folder / _key(self.account.id, self.node, where, self.devices)
        return Store(folder, self.account.reader(self.node), where, self.devices)

    def _sort(self, store: Store, pieces: Iterable[Span]) -> tuple[list[Span], list[Span]]:
        """The pieces that are kept as they are, and what of the others can be fetched."""
        oldest = self.account.oldest(self.node)
        kept: list[Span] = []
        missing: list[Span] = []
        for piece in pieces:
            if not self.account.is_reached and (parts := store.parts_of(piece)):
                kept += parts
                continue
            gone = oldest is not None and piece[0] < oldest and store.is_there(piece)
            (kept if gone or store.is_final(piece) else missing).append(piece)
        return kept, list(self._within_reach(missing))

    def _within_reach(self, spans: Iterable[Span]) -> Iterator[Span]:
        oldest, newest = self.account.oldest(self.node), ceil(self.account.now(), GRAIN)
        for start, end in spans:
            first = start if oldest is None else max(start, ceil(oldest, GRAIN))
            if first > start:
                self.fetched.note(too_old(self.node, first, self.zone))
            if first < min(end, newest):
                yield first, min(end, newest)


def too_old(node: Node, since: dt.datetime, zone: dt.tzinfo) -> Fact:
    """The fact that the log does not reach back as far as is wanted."""
    return fact("live_too_old", dataset=node.dataset, since=[[since.astimezone(zone).isoformat(), str(zone)]])


def _key(account: str, node: Node, where: Mapping[str, object], devices: Mapping[str, Device]) -> str:
    renamed = sorted((id_, device.id) for id_, device in devices.items() if id_ != device.id)
    about = f"{account} {node.name} {sorted(where.items())} {renamed or ''}".rstrip()
    return hashlib.sha256(about.encode()).hexdigest()[:12]
