"""What pinscout keeps on this machine, and how to be rid of it: only what it wrote itself, by the names it gives.

The journal of exclusions is no part of it: without it nothing can be taken back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analyzer.answers import completions, saved
from analyzer.cloudflare.logs.label import Owner, files_in, folders_in, read_label
from analyzer.errors import AnalyzerError
from analyzer.facts import Fact, fact
from analyzer.incidents.device_names import NOT, fit_of
from analyzer.incidents.incident import Incident
from analyzer.private_files import is_own
from analyzer.settings import state_folder

_UNREADABLE = (AnalyzerError, OSError, ValueError, KeyError, TypeError, RuntimeError, zipfile.BadZipFile)
_OTHERS = {"kept_account": "log/account-*.json", "kept_watch": "watches/*.[zt]*", "kept_stand_ins": "stand-ins.key"}


@dataclass(frozen=True)
class Thing:
    """Something that is kept: a log of one kind and one filter, or a file."""

    what: Fact
    files: tuple[Path, ...]
    covers: tuple[dt.datetime, dt.datetime] | None = None
    """The first and last moment that it tells of, as far as is known."""
    account: str = ""
    owners: tuple[Owner, ...] = ()
    """Whose it is, as far as is known; none for the rows of all devices."""
    of_all: bool = False
    """Whether it holds, or may hold, rows of any device."""

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(path.lstat().st_size for path in self.files)

    @property
    def kept_at(self) -> dt.datetime:
        """When the newest of it was written."""
        return dt.datetime.fromtimestamp(max(path.lstat().st_mtime for path in self.files), dt.UTC)

    def is_of(self, device: str) -> bool:
        """Whether it may tell of a device of this name, id or user."""
        fits = (fit_of(device, id_=owner.id, name=owner.name, user=owner.user) for owner in self.owners)
        return self.of_all or any(fit != NOT for fit in fits)


def things() -> list[Thing]:
    """All that is kept, logs first."""
    return [*_logs(), *_answers(), *_incidents(), *_names(), *_others()]


def choose(
    every: Iterable[Thing], *, account: str = "", device: str = "", older: dt.timedelta | None = None
) -> list[Thing]:
    """Those of the account, of the device, and written longer ago than that; of a log the files of which it is so."""
    before = dt.datetime.now(dt.UTC) - older if older is not None else None
    chosen = []
    for thing in every:
        if (account and thing.account != account) or (device and not thing.is_of(device)):
            continue
        old = tuple(path for path in thing.files if before is None or path.lstat().st_mtime < before.timestamp())
        if old:
            chosen.append(replace(thing, files=old))
    return chosen


def forget(chosen: Iterable[Thing]) -> None:
    """Delete their files, and the folders below the state folder that are empty then.

    Raises AnalyzerError where the system refuses.
    """
    root = state_folder()
    for path in (path for thing in chosen for path in thing.files):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise AnalyzerError("not_deleted", path=str(path), error=error.strerror or str(error)) from error
        with contextlib.suppress(OSError):  # the first folder that is not empty
            for folder in path.parents:
                if root not in folder.parents:
                    break
                folder.rmdir()


def _logs() -> Iterator[Thing]:
    for folder in folders_in(saved.log_folder()):
        files, label = list(files_in(folder)), read_label(folder)
        starts = [piece.start for piece in files if piece.start]
        ends = [piece.end for piece in files if piece.end]
        if files:
            yield Thing(
                fact("kept_log", dataset=label.dataset) if label else fact("kept_log_unknown"),
                tuple(piece.path for piece in files),
                (min(starts), max(ends)) if starts else None,
                label.account if label else "",
                label.devices if label else (),
                of_all=not (label and label.devices),
            )


def _answers() -> Iterator[Thing]:
    finding, sweep = state_folder() / completions.LAST_FINDING, state_folder() / saved.LAST_SWEEP
    if is_own(state_folder(), finding):
        incident = _incident_of(lambda: _part(finding, "finding.json")["incident"])
        yield _about(fact("kept_finding", app=incident.app if incident else ""), finding, incident)
    if is_own(state_folder(), sweep):
        with contextlib.suppress(*_UNREADABLE):
            first, last = (dt.datetime.fromisoformat(moment) for moment in _part(sweep, "sweep.json")["span"])
            yield Thing(fact("kept_sweep"), (sweep,), (first, last), of_all=True)
            return
        yield Thing(fact("kept_sweep"), (sweep,), of_all=True)


def _incidents() -> Iterator[Thing]:
    folder = state_folder() / "incidents"
    for path in sorted(folder.glob("*.toml")):
        if is_own(state_folder(), path):
            incident = _incident_of(lambda path=path: path)
            yield _about(fact("kept_incident", app=incident.app if incident else path.stem), path, incident)


def _names() -> Iterator[Thing]:
    path = state_folder() / completions.DEVICES
    if is_own(state_folder(), path):
        with contextlib.suppress(*_UNREADABLE):
            owners = tuple(Owner("", str(name)) for name in json.loads(path.read_bytes()))
            yield Thing(fact("kept_names"), (path,), owners=owners)
            return
        yield Thing(fact("kept_names"), (path,), of_all=True)


def _others() -> Iterator[Thing]:
    """What is kept beside: accounts as they were seen, watches, the key of stand-ins."""
    for key, pattern in _OTHERS.items():
        for path in sorted(state_folder().glob(pattern)):
            if is_own(state_folder(), path):
                account = _account_in(path) if key == "kept_account" else ""
                yield Thing(fact(key), (path,), account=account, of_all=key != "kept_stand_ins")


def _account_in(path: Path) -> str:
    with contextlib.suppress(*_UNREADABLE):
        return str(json.loads(path.read_bytes())["account"])
    return ""


def _about(what: Fact, path: Path, incident: Incident | None) -> Thing:
    if incident is None:
        return Thing(what, (path,), of_all=True)
    owners = tuple(Owner("", name) for name in incident.device_names)
    first, last = incident.failures[0], incident.failures[-1]
    return Thing(what, (path,), (first.since, last.until), owners=owners, of_all=not owners)


def _incident_of(told: Any) -> Incident | None:
    with contextlib.suppress(*_UNREADABLE):
        value = told()
        return Incident.from_toml(value) if isinstance(value, Path) else Incident.from_dict(value)
    return None


def _part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(name))
