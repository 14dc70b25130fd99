"""Saving a span of the log: pieces in a folder with a manifest, resumable at any moment."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.cloudflare.account import Account, Device, device_filter
from analyzer.cloudflare.logs.explorer import EVERY_NODE
from analyzer.cloudflare.logs.log import too_old
from analyzer.cloudflare.logs.manifest import VERSION, read_manifest, write_manifest
from analyzer.cloudflare.logs.nodes import NODES, Node
from analyzer.cloudflare.logs.reader import read_time, write_time
from analyzer.cloudflare.logs.redaction import StandIns, redacting
from analyzer.cloudflare.logs.store import Span, Store, count
from analyzer.errors import AmbiguousDeviceError, AnalyzerError, TimeFormatError
from analyzer.facts import fact
from analyzer.private_files import LOCK, clean, held
from analyzer.reading.folders import COMPLETE, MANIFEST
from analyzer.talk import QUIET, Talk
from analyzer.times import parse_time


@dataclass(frozen=True)
class Wanted:
    """What a person asked to be saved, as typed."""

    since: str
    until: str
    datasets: tuple[str, ...]
    device: str = ""

    def span(self, now: dt.datetime, zone: dt.tzinfo) -> Span:
        """The span that is meant. Raises TimeFormatError if it ends before it begins."""
        since, until = (parse_time(text, now=now, zone=zone) for text in (self.since, self.until))
        if since >= until:
            raise TimeFormatError("bad_period")
        return since, until


@dataclass
class Archive:
    """A folder that a span of the log is saved to; the manifest says what is to be there.

    The manifest is written first, with the plan of pieces and the devices' names, and keeps its plan: a run
    that goes on where another was killed asks for the same pieces and ends with the same bytes. Only what the
    log no longer holds by then is struck from the plan. With stand-ins, neither the manifest nor a record names a
    device, a person, an address or the account: whose rows are wanted is then asked anew by each run.
    """

    folder: Path
    manifest: dict[str, Any]
    wanted: Wanted
    stand_ins: StandIns | None = None
    zone: dt.tzinfo = dt.UTC
    """In which times are told."""

    @classmethod
    def open_or_begin(
        cls,
        account: Account,
        folder: Path,
        wanted: Wanted,
        zone: dt.tzinfo,
        talk: Talk = QUIET,
        stand_ins: StandIns | None = None,
    ) -> Archive:
        """The archive for this request: the one in the folder if it is for the same, else a new one.

        The same is what was typed the same, so that "24 hours ago" goes on with the span of the first run. Raises
        AnalyzerError where the folder holds something else, no log that was asked for is open, or none reaches back so
        far. A manifest that can't be read is set aside, and the folder planned anew.
        """
        file = folder / MANIFEST
        request = _request(account, wanted, stand_ins)
        if (manifest := read_manifest(folder, talk)) is not None:
            if manifest["request"] != json.loads(json.dumps(request)):
                raise AnalyzerError("other_archive", folder=str(folder), manifest=str(file))
            return cls(folder, manifest, wanted, stand_ins, zone)
        plan = _plan(account, folder, wanted.span(account.now(), zone), wanted, talk, zone)
        if stand_ins:
            plan = {"logs": [{**log, "where": {}} for log in plan["logs"]], "devices": {}}
        archive = cls(folder, {"version": VERSION, "request": request, **plan}, wanted, stand_ins, zone)
        archive._write()
        return archive

    def fill(self, account: Account, talk: Talk = QUIET) -> int:
        """Fetch what is missing; how many records the archive holds then. The folder must be held by this run alone."""
        clean(self.folder)
        devices = {one.id: one for one in account.devices().values()} if self.stand_ins else self._devices()
        for log in self.manifest["logs"]:
            self._fill_log(log, account, devices, talk)
        self.manifest[COMPLETE] = True
        self._write()
        return sum(log["records"] for log in self.manifest["logs"])

    def _fill_log(self, log: dict[str, Any], account: Account, devices: Mapping[str, Device], talk: Talk) -> None:
        node = _node(log["node"])
        where = _whose(node, self.wanted.device, devices) if self.stand_ins else log["where"]
        store = _store(account, self.folder, node, where, devices)
        if self.stand_ins:
            store.change = redacting(self.stand_ins)
        planned = [(read_time(start), read_time(end)) for start, end in log["pieces"]]
        pieces = list(_still_there(account, store, planned))
        if pieces != planned:
            talk.say(too_old(node, pieces[0][0] if pieces else account.now(), self.zone))
            log["pieces"] = _written(pieces)
            self._write()
        files = store.fetch(pieces, talk.progress)
        log["records"] = sum(map(count, files))
        log["overfull"] = store.overfull(files)
        if log["overfull"]:
            talk.say(fact("live_overfull", seconds=log["overfull"][:5]))
        if store.reader.has_foreign:
            talk.say(fact("live_foreign", dataset=log["dataset"]))
        if store.reader.refused:
            talk.say(fact("live_refused", fields=sorted(store.reader.refused)))

    @property
    def requests(self) -> int:
        """How many requests the plan foresees for what is not there yet."""
        there = len(list(self.folder.rglob("*.log.gz")))
        return max(sum(len(log["pieces"]) for log in self.manifest["logs"]) - there, 0)

    def _devices(self) -> dict[str, Device]:
        return {id_: Device(id_, name, user, id_) for id_, (name, user) in self.manifest["devices"].items()}

    def _write(self) -> None:
        write_manifest(self.folder, self.manifest)


def _request(account: Account, wanted: Wanted, stand_ins: StandIns | None) -> dict[str, Any]:
    """What a folder is filled for: the same is what was typed the same, in the same account."""
    request = {"account": account.id, **dataclasses.asdict(wanted)}
    if not stand_ins:
        return request
    named = {"account": stand_ins.account(account.id), "device": stand_ins.device_name(wanted.device)}
    return request | named | {"redacted": True}


def hold(folder: Path) -> contextlib.AbstractContextManager[None]:
    """No other run fills the folder until the block ends. Raises AnalyzerError where another does."""
    return held(folder / f".fetch{LOCK}", "archive_busy")


def _plan(account: Account, folder: Path, span: Span, wanted: Wanted, talk: Talk, zone: dt.tzinfo) -> dict[str, Any]:
    devices = account.devices()
    logs, too_short = [], []
    for dataset in (name for name in NODES if name in wanted.datasets):
        node = next(iter(account.nodes(dataset)), None)
        if node is None:
            talk.say(fact("live_closed", dataset=dataset))
            continue
        where = _whose(node, wanted.device, devices)
        store = _store(account, folder, node, where, devices)
        oldest = account.oldest(node)
        start = max(span[0], oldest) if oldest else span[0]
        if start > span[0]:
            too_short.append(too_old(node, start, zone))
        pieces = store.reader.plan(start, span[1], where)
        logs.append({"dataset": dataset, "node": node.name, "where": where, "pieces": _written(pieces)})
    if not logs:
        raise AnalyzerError("live_none_open")
    if too_short and not any(log["pieces"] for log in logs):
        raise AnalyzerError("fetch_too_old", facts=too_short)
    for told in too_short:
        talk.say(told)
    return {"logs": logs, "devices": {d.id: [d.name, d.user] for d in devices.values()}}


def _whose(node: Node, name: str, devices: Mapping[str, Device]) -> dict[str, object]:
    """The filter for the device that a person named; {}, which is all rows, if none is named or the log names none.

    Raises AmbiguousDeviceError for a name that fits no device. If the token may not list devices, it is taken as an id.
    """
    if not (name and node.device):
        return {}
    if found := device_filter([name], devices):
        return found
    if devices:
        raise AmbiguousDeviceError("live_unknown_device", device=name)
    return {"deviceId_in": [name]}


def _still_there(account: Account, store: Store, pieces: Iterable[Span]) -> Iterator[Span]:
    """The pieces that are in the folder, and what the log still holds of the others."""
    node = store.reader.node
    limit, oldest = account.oldest(node, spare=dt.timedelta(0)), account.oldest(node)
    for start, end in pieces:
        if limit is None or oldest is None or start >= limit or store.is_there((start, end)):
            yield start, end
        elif end > oldest:
            yield oldest, end


def _written(pieces: Iterable[Span]) -> list[list[str]]:
    return [[write_time(start), write_time(end)] for start, end in pieces]


def _node(name: str) -> Node:
    return next(node for node in EVERY_NODE if node.name == name)


def _store(
    account: Account, folder: Path, node: Node, where: Mapping[str, object], devices: Mapping[str, Device]
) -> Store:
    return Store(folder / node.dataset, account.reader(node), where, devices)
