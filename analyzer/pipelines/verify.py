"""After the exclusion: a new run of the app against the failure of before, as one chain.

files ── read_incident ──> Tally ─┬─ rank_tally ──> Finding ─┐
                                  └─ outcomes ──> hosts ─────┴─ judge ──> Verification ── go_on ──> Search
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.answers.finding import Finding
from analyzer.answers.saved import state_folder
from analyzer.domains import registrable
from analyzer.errors import AnalyzerError
from analyzer.exclusions.search import Search
from analyzer.exclusions.verify import UNTOLD, Excluded, Run, Verification, chances, entries_in, judge, refused_without
from analyzer.incidents.incident import Incident
from analyzer.incidents.outcomes import outcomes
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.pipelines.find import rank_tally, read_incident
from analyzer.private_files import write_private
from analyzer.reading.files import Source
from analyzer.reading.workers import AS_IT_FITS
from analyzer.reading.workers import Run as Reading
from analyzer.times import Moment


class Verified(NamedTuple):
    """What a new run of the app says."""

    verification: Verification
    finding: Finding
    """The ranking of the new run."""
    search: Search
    """Which entries are needed, as far as is known now."""

    def steps(self) -> list[str]:
        """What to do now, step by step."""
        told = self.search.told()
        is_next = told and (self.verification.verdict == "fixed" or self.search.trial)
        return [*self.verification.steps(), *([str(told)] if is_next else [])]

    def to_dict(self) -> dict[str, object]:
        """As plain values, as `verify --format json` prints it."""
        parts = ("excluded", "trial", "kept", "dropped")
        search = {name: list(getattr(self.search, name)) for name in parts}
        return self.verification.to_dict() | {"steps": self.steps(), "needed": search, "run": self.finding.to_dict()}


def verify(
    files: Iterable[Source],
    before: Finding,
    incident: Incident,
    *,
    entries: Sequence[Excluded] = (),
    said: str = UNTOLD,
    search: Search | None = None,
    run: Reading = AS_IT_FITS,
    all_files: bool = False,
    location: str = "",
    wait: bool = False,
) -> Verified:
    """Hold a new run against the finding of before. Without any file the log is fetched from the live account.

    `entries` are those that were excluded, by default what the finding says to exclude first; `said` is what the person
    saw (`works`, `fails`), `search` how far the search for needed entries is. Raises AnalyzerError as `find_incident`.
    """
    every = list(entries or entries_in(before))
    if not every:
        raise AnalyzerError("verify_no_entry")
    out = {*search.trial, *search.dropped} if search else set()
    in_force = [entry for entry in every if entry.value not in out]
    trial = [entry for entry in every if search and entry.value in search.trial]
    total, read = read_incident(files, incident, run=run, all_files=all_files, location=location, wait=wait)
    finding = rank_tally(total, incident, DEFAULT_WEIGHTS, read, before.never)
    new = Run(finding, outcomes(total, incident, [frozenset(own) for own in finding.devices]), said)
    verification = judge(before, in_force, new, trial)
    search = search or Search.of(chances(before, every, new.outcomes))
    return Verified(verification, finding, go_on(search, verification, refused_without(trial, new)))


def go_on(search: Search, verification: Verification, missed: Sequence[str]) -> Search:
    """The search after a run: what the trial told, and the next one where the app works or is known to need less."""
    if search.trial and verification.verdict != "unclear":
        ended = search.works() if verification.verdict == "fixed" else search.fails(missed)
        return ended.next_trial()
    return search.next_trial() if verification.verdict == "fixed" else search


def run_incident(earlier: Finding, at: Iterable[Moment], tz: str | None, **around: str) -> Incident:
    """A new run of the app of a finding, on its device, at these times."""
    about = earlier.incident
    zone = tz or about.zone
    known: dict[str, Any] = {"app": about.app, "device": _device(earlier), "all_devices": about.all_devices, **around}
    return Incident.of(list(at), tz=zone, **known)


def _device(before: Finding) -> str:
    """As the person named it, else the id of the only one that failed."""
    ids = {*before.devices}
    only = next(iter(ids))[0] if len(ids) == 1 and len(next(iter(ids))) == 1 else ""
    return before.incident.device or (before.incident.device_names or (only,))[0]


def entry_of(name: str) -> Excluded:
    """An entry as a person names it: a registrable domain stands for all below it, any other name for itself."""
    value = name.strip().strip(".").lower()
    return Excluded(value, "domain" if registrable(value).domain == value else "host")


def load_search(before: Finding, entries: Sequence[Excluded]) -> Search | None:
    """The search for the needed ones of these entries as it was kept; None where there is none."""
    kept = _read().get(_key(before))
    search = Search.from_dict(kept) if kept else None
    return search if search and {*search.chances} == {entry.value for entry in entries} else None


def keep_search(before: Finding, search: Search, now: dt.datetime) -> None:
    """Keep it for the next run, readable by its owner alone."""
    every = _read() | {_key(before): search.to_dict() | {"at": now.isoformat(timespec="seconds")}}
    write_private(_file(), json.dumps(every, ensure_ascii=False, indent=1).encode())


def _read() -> dict[str, dict[str, object]]:
    try:
        content = json.loads(_file().read_bytes())
        return {str(key): dict(value) for key, value in content.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise AnalyzerError("not_a_search", path=str(_file())) from error


def _key(before: Finding) -> str:
    return json.dumps([before.incident.app, _device(before)], ensure_ascii=False)


def _file() -> Path:
    return state_folder() / "needed.json"
