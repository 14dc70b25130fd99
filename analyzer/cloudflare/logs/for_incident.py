"""The log of an incident from the live account: which spans, of which node, for which device."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from analyzer.cloudflare.account import Account, Device, as_named, device_filter
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs import offline
from analyzer.cloudflare.logs.log import GRAIN, HOUR, MANY_REQUESTS, Fetched, Log
from analyzer.cloudflare.logs.nodes import NODES, Node
from analyzer.cloudflare.logs.reader import ceil, cut, floor, read_time, write_time
from analyzer.cloudflare.logs.store import LATE, Span, records
from analyzer.errors import AmbiguousDeviceError, CloudflareError, FieldRefusedError, NodeRefusedError
from analyzer.facts import Fact, fact
from analyzer.incidents.incident import Incident
from analyzer.settings import read_number
from analyzer.sources._values import clean_text, clean_user
from analyzer.talk import QUIET, Talk

SIGNALS = ("zero_trust_network_sessions", "gateway_http", "gateway_network")
"""Datasets that help, where they are open."""
OF_ALL_DAY = ("gateway_http",)
"""Those whose baseline is fetched too: a host that was decrypted at any time is not pinned. Of the other datasets only
rows in the windows count."""
FEW_REQUESTS = 30
"""Most requests to make for the baseline of a log that helps but is not needed; if it takes more, none is made."""
MOST_SKEW = dt.timedelta(minutes=1)
"""How far this machine's clock may be off before it is told: less than a window is wide."""
POLL_VARIABLE, POLL_S = "PINSCOUT_POLL_S", 10.0


def fetch_from_environment(
    incident: Incident,
    folder: Path,
    talk: Talk = QUIET,
    location: str = "",
    *,
    wait: bool = False,
) -> Fetched:
    """As `fetch_incident`, for the token in the environment; with `wait`, first waits for the log to catch up."""
    with Cloudflare.from_environment(talk) as client:
        try:
            account = Account.open(client)
        except CloudflareError as error:
            account = offline.open_kept(client, folder, error)
        is_there = wait and account.is_reached and wait_for(account, incident, talk)
        return fetch_incident(account, incident, folder, talk, location, is_there=is_there)


def fetch_incident(
    account: Account,
    incident: Incident,
    folder: Path,
    talk: Talk = QUIET,
    location: str = "",
    *,
    is_there: bool = False,
) -> Fetched:
    """Fetch what an incident needs: the windows of all devices, then the baseline of the one that failed.

    Of the logs that help, the windows are fetched; of gateway_http the baseline too, if its rows name devices.
    What lies in `folder` already is not asked for again. Where the log knows no devices, all rows of the
    account, or of the location, are taken. With `is_there` the log has caught up already, and nothing is said of rows
    that may be late.
    """
    fetched, dns = Fetched(), account.dns
    if not dns.device:
        fetched.note(fact("live_no_device"))
    devices = account.devices()
    if isinstance(account, offline.KeptAccount):
        fetched.note(fact("live_offline", at=account.seen_at and account.seen_at.astimezone(incident.zone).isoformat()))
    offline.keep(account, devices, folder)
    named = as_named(devices, incident.device_names)
    everyone: dict[str, object] = {} if dns.device or not location else {"locationName": location}
    windows = _pieces_of_windows(incident)
    log = Log(account, dns, folder, named, fetched, talk, zone=incident.zone)
    log.fetch(windows, everyone)
    whose = _whose(incident, devices, fetched.files, everyone)
    baseline = floor(incident.span[0], HOUR), ceil(incident.span[1], GRAIN)
    if whose is not None:
        log.fetch(log.pieces(baseline, whose), whose)
    if not log.has_rows() and devices:
        fetched.note(fact("live_nothing"))
    for dataset in SIGNALS:
        _fetch_signals(log, dataset, windows, baseline, whose if dns.device else None)
    if abs(skew := account.client.skew or dt.timedelta(0)) > MOST_SKEW:
        fetched.note(fact("live_clock", skew=skew.total_seconds()))
    if not is_there and incident.span[1] + LATE > account.now():
        fetched.note(fact("live_late"))
    return fetched


def _fetch_signals(
    dns: Log, dataset: str, windows: list[Span], baseline: Span, whose: Mapping[str, object] | None
) -> None:
    """Fetch a dataset that helps but is not needed, from the first of its nodes that gives it."""
    for node in dns.account.nodes(dataset):
        log = dataclasses.replace(dns, node=node)
        try:
            log.fetch(windows, {})
            if whose and node.device and dataset in OF_ALL_DAY:
                pieces = log.pieces(baseline, whose)
                log.fetch(pieces if len(pieces) <= FEW_REQUESTS else [], whose)
        except (NodeRefusedError, FieldRefusedError):
            continue
        if not node.device and NODES[dataset][0].device:
            dns.fetched.note(fact("live_anonymous", dataset=dataset))
        return
    dns.fetched.note(fact("live_lacks", dataset=dataset))


def _whose(
    incident: Incident, devices: Mapping[str, Device], windows: Iterable[Path], everyone: Mapping[str, object]
) -> Mapping[str, object] | None:
    """The filter for the baseline: the ids of the devices that failed, or `everyone` where rows have no id.

    None if no baseline is to be fetched: several devices are in the windows and the incident names none, or none that
    is known. The analysis then stops and asks for the device, and a day of all devices would have been fetched for
    nothing. Raises AmbiguousDeviceError where a device is named and the log names none at all.
    """
    if incident.all_devices:
        return everyone
    active = _active(windows)
    known = {device.id: device for device in active.values() if device.id}
    if incident.device_names:
        if set(active) == {""}:
            raise AmbiguousDeviceError("live_no_choice")
        named = device_filter(incident.device_names, known | dict(devices))
        return named or (everyone if len(known) < len(active) else None)
    if len(active) > 1:
        return None
    return {"deviceId_in": list(known)} if known else everyone


def _active(files: Iterable[Path]) -> dict[str, Device]:
    """The devices with rows in these pieces, by id, else user, else address; by "" for rows that name none of them."""
    found = {}
    for record in itertools.chain.from_iterable(map(records, files)):
        id_, address = (clean_text(record.get(key)) for key in ("DeviceID", "SrcIP"))
        user = clean_user(record.get("Email"))
        found[id_ or user or address] = Device(id_, clean_text(record.get("DeviceName")), user, id_)
    return found


def fetch_span(
    account: Account,
    span: Span,
    nodes: Iterable[Node],
    folder: Path,
    talk: Talk = QUIET,
    where: Mapping[str, object] | None = None,
    zone: dt.tzinfo = dt.UTC,
) -> Fetched:
    """Fetch a span of these logs, of all devices, by whole hours: a later span shares what lies in the folder already.

    Where many requests are needed, `talk` says so beforehand.
    """
    fetched, devices = Fetched(), account.devices()
    logs = [Log(account, node, folder, devices, fetched, talk, forecasts=False, zone=zone) for node in nodes]
    planned = [(log, log.hours(*span)) for log in logs]
    if (requests := sum(log.count_missing(pieces, where or {}) for log, pieces in planned)) > MANY_REQUESTS:
        talk.say(fact("live_forecast", requests=requests))
    for log, pieces in planned:
        log.fetch(pieces, where or {})
    return fetched


def _pieces_of_windows(incident: Incident) -> list[Span]:
    """Pieces of five minutes that cover the windows, each once, in order."""
    spans = [(floor(start, GRAIN), ceil(end, GRAIN)) for start, end in incident.windows]
    return sorted({piece for span in spans for piece in cut(*span, GRAIN)})


def active_devices(account: Account, since: dt.datetime, until: dt.datetime) -> pd.DataFrame:
    """One row per device that asked anything in that time: `device, device_name, user, query_count`, busiest first.

    Raises NodeRefusedError where the account's log names no devices.
    """
    if not account.dns.device:
        raise NodeRefusedError("live_names_none")
    known, counts = account.devices(), Counter[Device]()
    for record, count in account.reader(account.dns).by_device(since, until):
        id_ = clean_text(record.get("DeviceID"))
        counts[known.get(id_) or Device(id_, "", clean_user(record.get("Email")), id_)] += count
    rows = [(device.id, device.name, device.user, count) for device, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["device", "device_name", "user", "query_count"])
    return frame.sort_values(["query_count", "device_name", "device"], ascending=[False, True, True], ignore_index=True)


def wait_for(account: Account, incident: Incident, talk: Talk) -> bool:
    """Wait until the log has caught up with the last window: it holds something later, and no more arrives in it.

    Whether it has: gives up when rows that are a quarter of an hour late would have arrived too. `talk` is told what
    is waited for and how long.
    """
    start, end = max(incident.windows, key=lambda window: window[1])
    reader, seen, waited = account.reader(account.dns), -1, _Wait(account, end, incident.zone, talk)
    while (now := account.now()) < end + LATE:
        if now > end:
            rows = list(reader.records(floor(start, GRAIN), ceil(now, GRAIN), {}))
            times = [str(row[account.dns.time]) for row in rows]
            inside = sum(time <= write_time(end) for time in times)
            if inside == seen and inside < len(rows):
                return True
            seen, waited.newest = inside, max(times, default="")
        waited.sleep(read_number(POLL_VARIABLE, POLL_S))
    return False


@dataclasses.dataclass
class _Wait:
    """Waits for the log, and says so each second."""

    account: Account
    end: dt.datetime
    zone: dt.tzinfo
    talk: Talk
    newest: str = ""
    """The time of the newest row that was seen, as the log writes it."""
    since: float = dataclasses.field(default_factory=time.monotonic)

    def sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.talk.wait(self._told())
            time.sleep(min(left, 1))

    def _told(self) -> Fact:
        now, waited = self.account.now(), time.monotonic() - self.since
        until = self.end.astimezone(self.zone).isoformat()
        if now <= self.end:
            return fact("live_waiting_end", until=until, left=(self.end - now).total_seconds())
        most = waited + (self.end + LATE - now).total_seconds()
        newest = read_time(self.newest).astimezone(self.zone).isoformat() if self.newest else ""
        key = "live_waiting_newest" if newest else "live_waiting"
        return fact(key, until=until, waited=waited, most=most, newest=newest)
