"""The log of an incident from the live account: which spans, of which node, for which device."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.cloudflare.account import Device, find_account, list_devices
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.graphql import NodeRefusedError, Settings, read_settings
from analyzer.cloudflare.nodes import DNS_NODES, Node
from analyzer.cloudflare.pages import Reader, ceil, cut, floor, write_time
from analyzer.cloudflare.store import LATE, Progress, Span, Store
from analyzer.incident import Incident
from analyzer.messages import say

GRAIN = dt.timedelta(minutes=5)
"""Spans begin and end on the five minutes, so that another `--before` needs few new requests."""
LARGE = 60
"""Requests from which on a forecast is said beforehand."""


@dataclass
class Fetched:
    """What was fetched for an incident."""

    files: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Account:
    """An account as a token sees it: which DNS node it may ask, and within which limits."""

    client: Cloudflare
    id: str
    node: Node
    settings: Settings
    all_settings: Mapping[str, Settings]

    @classmethod
    def open(cls, client: Cloudflare) -> Account:
        """Finds the account and reads its settings. Raises NodeRefusedError where no DNS log is open to the token."""
        account = find_account(client)
        settings = read_settings(client, account)
        for node in DNS_NODES:
            if settings[node.name].enabled:
                return cls(client, account, node, settings[node.name], settings)
        raise NodeRefusedError(
            "Neither Gateway DNS log is open to this token or plan.",
            "The token needs Account > Account Analytics > Read. `pinscout doctor` looks closer.",
        )

    def reader(self) -> Reader:
        """A reader of the DNS log."""
        return Reader(self.client, self.id, self.node, self.settings)

    def oldest(self, now: dt.datetime) -> dt.datetime | None:
        """How far back the log may be asked for, None if that is not stated."""
        back = self.settings.not_older_than
        return now - dt.timedelta(seconds=back) + GRAIN if back else None


def fetch_incident(
    account: Account, incident: Incident, folder: Path, now: dt.datetime, progress: Progress, location: str = ""
) -> Fetched:
    """Fetch what an incident needs: the windows of all devices, then the baseline of the one that failed.

    What is in `folder` already is not asked for again. Where the log knows no devices, all rows of the
    account or the location are taken.
    """
    fetched = Fetched()
    reader = account.reader()
    devices = {device.id: device for device in list_devices(account.client, account.id)} if account.node.device else {}
    everyone = {"locationName": location} if location and not account.node.device else {}
    if not account.node.device:
        fetched.notes.append(say("live_no_device"))
    oldest = account.oldest(now)
    store = Store(folder / _key(account, everyone), reader, everyone, devices)
    spans = list(_usable(_window_spans(incident), oldest, now, fetched))
    fetched.files += store.fetch(spans, progress)
    whose = _device_filter(incident, devices, account.node) or everyone
    alone = Store(folder / _key(account, whose), reader, whose, devices)
    start, end = incident.span
    for begin, stop in _usable([(floor(start, GRAIN), ceil(end, GRAIN))], oldest, now, fetched):
        pieces = reader.plan(begin, stop, whose)
        if len(pieces) > LARGE:
            fetched.notes.append(say("live_forecast", requests=len(pieces)))
        fetched.files += alone.fetch(pieces, progress)
    fetched.notes += _notes(reader, incident, now)
    return fetched


def _window_spans(incident: Incident) -> list[Span]:
    """Five-minute pieces that cover the failure windows, each once."""
    pieces = {piece for start, end in incident.windows for piece in cut(floor(start, GRAIN), ceil(end, GRAIN), GRAIN)}
    return sorted(pieces)


def _usable(spans: Iterable[Span], oldest: dt.datetime | None, now: dt.datetime, fetched: Fetched) -> Iterable[Span]:
    for start, end in spans:
        end = min(end, ceil(now, GRAIN))
        if oldest is not None and start < oldest:
            start = ceil(oldest, GRAIN)
            note = say("live_too_old", since=write_time(oldest))
            fetched.notes += [note] if note not in fetched.notes else []
        if start < end:
            yield start, end


def _device_filter(incident: Incident, devices: Mapping[str, Device], node: Node) -> dict[str, object]:
    """The filter for the rows of the device that was named; {} for all."""
    wanted = incident.device.casefold()
    if not wanted or not node.device or incident.all_devices:
        return {}
    exact = [device.id for device in devices.values() if wanted in (device.id, device.name.casefold(), device.user)]
    part = [device.id for device in devices.values() if wanted in device.name.casefold()]
    ids = sorted(exact or part)
    return {f"{node.device}_in": ids} if ids else {}


def _key(account: Account, where: Mapping[str, object]) -> str:
    about = f"{account.id} {account.node.name} {sorted(where.items())}"
    return hashlib.sha256(about.encode()).hexdigest()[:12]


def _notes(reader: Reader, incident: Incident, now: dt.datetime) -> list[str]:
    notes = []
    if reader.refused:
        notes.append(say("live_refused", fields=", ".join(sorted(reader.refused))))
    if reader.overfull:
        notes.append(say("live_overfull", seconds=", ".join(map(write_time, reader.overfull[:5]))))
    if incident.span[1] + LATE > now:
        notes.append(say("live_late"))
    return notes
