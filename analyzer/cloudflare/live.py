"""The log of an incident from the live account: which spans, of which node, for which device."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.cloudflare.account import Device, find_account, list_devices
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.graphql import NodeRefusedError, Settings, read_settings
from analyzer.cloudflare.nodes import DNS_NODES, SIGNAL_NODES, Node
from analyzer.cloudflare.pages import Reader, ceil, cut, floor, write_time
from analyzer.cloudflare.store import LATE, Progress, Span, Store
from analyzer.incident import Incident
from analyzer.messages import say
from analyzer.sources._values import clean_text

GRAIN, HOUR = dt.timedelta(minutes=5), dt.timedelta(hours=1)
"""Windows are fetched in pieces of whole five minutes, baselines by the hour: other options share most of them."""
MANY_REQUESTS = 60
"""Requests from which on a forecast is said beforehand."""
POLL_S = float(os.environ.get("PINSCOUT_POLL_S", "10"))


def silent(done: int, total: int) -> None:
    """No progress to show."""


@dataclass
class Fetched:
    """What was fetched for an incident: files, and sentences about it."""

    files: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Say something once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


@dataclass
class Account:
    """An account as a token sees it: its id, its clock, and what it may be asked."""

    client: Cloudflare
    id: str
    settings: Mapping[str, Settings]
    dns: Node
    """The better DNS node of those that are open."""

    @classmethod
    def open(cls, client: Cloudflare) -> Account:
        """Finds the account and reads its settings. Raises NodeRefusedError where no DNS log is open to the token."""
        account = find_account(client)
        settings = read_settings(client, account)
        for node in DNS_NODES:
            if settings[node.name].enabled:
                return cls(client, account, settings, node)
        raise NodeRefusedError(
            "No Gateway DNS log is open to this token or plan.",
            "The token needs Account > Account Analytics > Read. `pinscout doctor` looks closer.",
        )

    def reader(self, node: Node) -> Reader:
        """A reader of one node."""
        return Reader(self.client, self.id, node, self.settings[node.name])

    def now(self) -> dt.datetime:
        """The time by Cloudflare's clock, which is the one that the log goes by."""
        return dt.datetime.now(dt.UTC) + (self.client.skew or dt.timedelta(0))

    def oldest(self, node: Node) -> dt.datetime | None:
        """How far back a log may be asked for, None if that is not stated."""
        back = self.settings[node.name].not_older_than
        return self.now() - dt.timedelta(seconds=back) + dt.timedelta(minutes=1) if back else None

    def devices(self) -> dict[str, Device]:
        """The devices of the account by id; {} where the log or the token knows none."""
        if not self.dns.device:
            return {}
        return {device.id: device for device in list_devices(self.client, self.id)}


def fetch_from_environment(
    incident: Incident,
    folder: Path,
    progress: Progress = silent,
    location: str = "",
    waiting: Callable[[str], None] | None = None,
) -> Fetched:
    """As `fetch_incident`, for the token in the environment; with `waiting`, first waits for the log to catch up."""
    with Cloudflare.from_environment() as client:
        account = Account.open(client)
        if waiting is not None:
            wait_for(account, incident, waiting)
        return fetch_incident(account, incident, folder, progress, location)


def fetch_incident(
    account: Account, incident: Incident, folder: Path, progress: Progress = silent, location: str = ""
) -> Fetched:
    """Fetch what an incident needs: the windows of all devices, then the baseline of the one that failed.

    What lies in `folder` already is not asked for again. Where the log knows no devices, all rows of the
    account, or of the location, are taken.
    """
    fetched = Fetched()
    devices = account.devices()
    everyone: dict[str, object] = {} if account.dns.device or not location else {"locationName": location}
    if not account.dns.device:
        fetched.note(say("live_no_device"))
    windows = _pieces_of_windows(incident)
    log = _Log(account, account.dns, folder, devices, fetched, progress)
    log.fetch(windows, everyone)
    whose = device_filter(incident.device_names, devices) or everyone
    log.fetch_baseline(floor(incident.span[0], HOUR), ceil(incident.span[1], HOUR), whose)
    if not log.has_rows() and devices:
        fetched.note(say("live_nothing"))
    for node in SIGNAL_NODES:
        if account.settings[node.name].enabled:
            _Log(account, node, folder, devices, fetched, progress).fetch(windows, {})
        else:
            fetched.note(say("live_lacks", dataset=node.dataset))
    if incident.span[1] + LATE > account.now():
        fetched.note(say("live_late"))
    return fetched


def fetch_span(
    account: Account,
    span: Span,
    nodes: Iterable[Node],
    folder: Path,
    progress: Progress = silent,
    forecast: Callable[[str], None] = lambda sentence: None,
    where: Mapping[str, object] | None = None,
) -> Fetched:
    """Fetch a span of these logs, of all devices, by whole hours: a later span shares what lies in the folder already.

    Where many requests are needed, `forecast` is told so beforehand.
    """
    fetched, devices = Fetched(), account.devices()
    logs = [_Log(account, node, folder, devices, fetched, progress) for node in nodes]
    planned = [(log, list(log.hours(*span))) for log in logs]
    if (requests := sum(len(pieces) for _, pieces in planned)) > MANY_REQUESTS:
        forecast(say("live_forecast", requests=requests))
    for log, pieces in planned:
        log.fetch(pieces, where or {})
    return fetched


def _pieces_of_windows(incident: Incident) -> list[Span]:
    """Pieces of five minutes that cover the windows, each once, in order."""
    spans = [(floor(start, GRAIN), ceil(end, GRAIN)) for start, end in incident.windows]
    return sorted({piece for span in spans for piece in cut(*span, GRAIN)})


@dataclass
class _Log:
    """One node's log, as it is fetched for one incident."""

    account: Account
    node: Node
    folder: Path
    devices: Mapping[str, Device]
    fetched: Fetched
    progress: Progress

    def fetch(self, pieces: list[Span], where: Mapping[str, object]) -> None:
        """Fetch pieces under one filter, into a folder of their own."""
        self._fetch(self._store(where), list(self._within_reach(pieces)))

    def fetch_baseline(self, start: dt.datetime, end: dt.datetime, where: Mapping[str, object]) -> None:
        """Fetch a long span under one filter, planned so that a page holds each piece."""
        store = self._store(where)
        self._fetch(store, [piece for span in self._within_reach([(start, end)]) for piece in store.plan(*span)])

    def hours(self, start: dt.datetime, end: dt.datetime) -> Iterator[Span]:
        """Pieces of an hour, or as long as the node allows, that cover the span as far as the log reaches."""
        most = self.account.settings[self.node.name].max_duration
        length = min(HOUR, dt.timedelta(seconds=most)) if most else HOUR
        for first, last in self._within_reach([(floor(start, HOUR), end)]):
            yield from cut(first, last, length)

    def _store(self, where: Mapping[str, object]) -> Store:
        folder = self.folder / _key(self.account.id, self.node, where)
        return Store(folder, self.account.reader(self.node), where, self.devices)

    def _fetch(self, store: Store, pieces: list[Span]) -> None:
        if len(pieces) > MANY_REQUESTS:
            self.fetched.note(say("live_forecast", requests=len(pieces)))
        self.fetched.files += store.fetch(pieces, self.progress)
        reader = store.reader
        if reader.refused:
            self.fetched.note(say("live_refused", fields=", ".join(sorted(reader.refused))))
        if reader.overfull:
            self.fetched.note(say("live_overfull", seconds=", ".join(map(write_time, reader.overfull[:5]))))

    def has_rows(self) -> bool:
        """Whether anything at all was fetched so far; an empty gzip has 20 bytes."""
        return any(file.stat().st_size > 20 for file in self.fetched.files)

    def _within_reach(self, spans: list[Span]) -> Iterator[Span]:
        oldest, newest = self.account.oldest(self.node), ceil(self.account.now(), GRAIN)
        for start, end in spans:
            first = start if oldest is None else max(start, ceil(oldest, GRAIN))
            if first > start:
                self.fetched.note(say("live_too_old", dataset=self.node.dataset, since=write_time(first)))
            if first < min(end, newest):
                yield first, min(end, newest)


def device_filter(names: Iterable[str], devices: Mapping[str, Device]) -> dict[str, object]:
    """The filter for the rows of the devices of these names, ids or users; {} for all, also where one fits none."""
    found = [_ids_of(name.casefold(), devices.values()) for name in names]
    return {"deviceId_in": sorted({id_ for ids in found for id_ in ids})} if found and all(found) else {}


def _ids_of(wanted: str, devices: Iterable[Device]) -> list[str]:
    known = list(devices)
    exact = [device.id for device in known if wanted in (device.id, device.name.casefold(), device.user.casefold())]
    return exact or [device.id for device in known if wanted in device.name.casefold()]


def _key(account: str, node: Node, where: Mapping[str, object]) -> str:
    return hashlib.sha256(f"{account} {node.name} {sorted(where.items())}".encode()).hexdigest()[:12]


def active_devices(account: Account, since: dt.datetime, until: dt.datetime) -> list[tuple[Device, int]]:
    """The devices that asked anything in that time, with their number of queries, busiest first.

    Raises NodeRefusedError where the account's log names no devices.
    """
    if not account.dns.device:
        raise NodeRefusedError("This account's DNS log names no devices.", "Find without --device, or by --location.")
    known, counts = account.devices(), Counter[Device]()
    for record, count in account.reader(account.dns).by_device(since, until):
        id_ = clean_text(record.get("DeviceID"))
        counts[known.get(id_) or Device(id_, "", clean_text(record.get("Email")))] += count
    return counts.most_common()


def wait_for(account: Account, incident: Incident, say_waiting: Callable[[str], None], poll_s: float = POLL_S) -> None:
    """Wait until the log has caught up with the last window: it holds something later, and no more arrives in it.

    Gives up when rows that are a quarter of an hour late would have arrived too.
    """
    start, end = max(incident.windows, key=lambda window: window[1])
    reader, seen, told = account.reader(account.dns), -1, False
    while (now := account.now()) < end + LATE:
        if now > end:
            rows = list(reader.records(floor(start, GRAIN), ceil(now, GRAIN), {}))
            inside = sum(row[account.dns.time] <= write_time(end) for row in rows)
            if inside == seen and inside < len(rows):
                return
            seen = inside
        if not told:
            say_waiting(say("live_waiting"))
            told = True
        time.sleep(poll_s)
