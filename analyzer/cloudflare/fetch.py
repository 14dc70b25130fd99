"""Saving a span of the log: pieces in a folder with a manifest, resumable at any moment."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.cloudflare.account import Device
from analyzer.cloudflare.live import Account, device_filter, silent
from analyzer.cloudflare.nodes import ALL_NODES, Node
from analyzer.cloudflare.pages import read_time, write_time
from analyzer.cloudflare.store import Progress, Span, Store, write_whole
from analyzer.errors import AnalyzerError
from analyzer.times import parse_time

MANIFEST = "manifest.json"
VERSION = 1


@dataclass(frozen=True)
class Wanted:
    """What a person asked to be saved, as typed."""

    since: str
    until: str
    datasets: tuple[str, ...]
    device: str = ""

    def span(self, now: dt.datetime, zone: dt.tzinfo) -> Span:
        """The span that is meant. Raises AnalyzerError if it ends before it begins."""
        since, until = (parse_time(text, now=now, zone=zone) for text in (self.since, self.until))
        if since >= until:
            raise AnalyzerError("The span ends before it begins.", "Give --since before --until.")
        return since, until


@dataclass
class Archive:
    """A folder that a span of the log is saved to; the manifest says what is to be there.

    The manifest is written first, with the plan of pieces and the devices' names, and never changes its
    plan: a run that goes on where another was killed asks for the same pieces and ends with the same bytes.
    """

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def open_or_begin(cls, account: Account, folder: Path, wanted: Wanted, zone: dt.tzinfo) -> Archive:
        """The archive for this request: the one in the folder if it is for the same, else a new one.

        The same is what was typed the same, so that "24 hours ago" goes on with the span of the first run. Raises
        AnalyzerError where the folder holds something else, or no log that was asked for is open.
        """
        file = folder / MANIFEST
        request = {"account": account.id, **dataclasses.asdict(wanted)}
        if file.exists():
            manifest = json.loads(file.read_text(encoding="utf-8"))
            if manifest.get("request") != json.loads(json.dumps(request)):
                raise AnalyzerError(
                    f"{folder} holds another span, dataset or device.", f"See {file}; name another folder."
                )
            return cls(folder, manifest)
        span = wanted.span(account.now(), zone)
        archive = cls(folder, {"version": VERSION, "request": request, **_plan(account, folder, span, wanted)})
        archive._write()
        return archive

    def fill(self, account: Account, progress: Progress = silent) -> int:
        """Fetch what is missing; how many records the archive holds then."""
        for log in self.manifest["logs"]:
            store = _store(account, self.folder, _node(log["node"]), log["where"], self._devices())
            store.clean()
            files = store.fetch([(read_time(start), read_time(end)) for start, end in log["pieces"]], progress)
            log["records"] = sum(map(_count, files))
        self.manifest["complete"] = True
        self._write()
        return sum(log["records"] for log in self.manifest["logs"])

    @property
    def requests(self) -> int:
        """How many requests the plan foresees."""
        return sum(len(log["pieces"]) for log in self.manifest["logs"])

    def _devices(self) -> dict[str, Device]:
        return {id_: Device(id_, name, user) for id_, (name, user) in self.manifest["devices"].items()}

    def _write(self) -> None:
        text = json.dumps(self.manifest, indent=2, sort_keys=True, ensure_ascii=False)
        write_whole(self.folder / MANIFEST, f"{text}\n".encode())


def _plan(account: Account, folder: Path, span: Span, wanted: Wanted) -> dict[str, Any]:
    devices = account.devices()
    logs = []
    for node in _nodes(account, wanted.datasets):
        where = device_filter(filter(None, [wanted.device]), devices) if node.device else {}
        store = _store(account, folder, node, where, devices)
        oldest = account.oldest(node)
        start = max(span[0], oldest) if oldest else span[0]
        pieces = store.reader.plan(start.replace(microsecond=0), span[1], where)
        logs.append({
            "dataset": node.dataset,
            "node": node.name,
            "where": where,
            "pieces": [[write_time(begin), write_time(stop)] for begin, stop in pieces],
        })  # fmt: skip
    if not logs:
        raise AnalyzerError("None of these logs is open to this token or plan.", "`pinscout doctor` shows which are.")
    return {"logs": logs, "devices": {d.id: [d.name, d.user] for d in devices.values()}}


def _nodes(account: Account, datasets: tuple[str, ...]) -> list[Node]:
    """One open node for each dataset, the better one first."""
    chosen: dict[str, Node] = {}
    for node in ALL_NODES:
        if node.dataset in datasets and account.settings[node.name].enabled:
            chosen.setdefault(node.dataset, node)
    return list(chosen.values())


def _node(name: str) -> Node:
    return next(node for node in ALL_NODES if node.name == name)


def _store(
    account: Account, folder: Path, node: Node, where: Mapping[str, object], devices: Mapping[str, Device]
) -> Store:
    return Store(folder / node.dataset, account.reader(node), where, devices)


def _count(file: Path) -> int:
    with gzip.open(file) as lines:
        return sum(1 for _ in lines)
