"""After the exclusion: a new run of the app against the failure of before, as one chain.

files ── read_incident ──> Tally ─┬─ rank_tally ──> Finding ─┐
                                  └─ outcomes ──> hosts ─────┴─ judge ──> Verification ── go_on ──> Search
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from analyzer.answers.finding import Finding
from analyzer.cloudflare.gateway.coverage import Coverage
from analyzer.domains import registrable
from analyzer.errors import AnalyzerError
from analyzer.exclusions.journal import Journal
from analyzer.exclusions.search import Search
from analyzer.exclusions.verify import (
    UNTOLD,
    Excluded,
    Run,
    Verification,
    chances,
    entries_in,
    is_still_exempt,
    judge,
    refused_without,
)
from analyzer.facts import Fact, fact
from analyzer.incidents.incident import Incident
from analyzer.incidents.outcomes import outcomes
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.pipelines.find import read_incident
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.files import Source
from analyzer.reading.workers import AS_IT_FITS
from analyzer.reading.workers import Run as Reading
from analyzer.schema import BY_NONE, BY_RULE, BY_RULE_FOR_SOME, UNREADABLE
from analyzer.talk import QUIET, Talk
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
    known = chances(before, every, new.outcomes)
    search = search.extended(known) if search else Search.of(known)
    if not is_still_exempt(trial, new):
        search = go_on(search, verification, refused_without(trial, new))
    return Verified(verification, finding, search)


def go_on(search: Search, verification: Verification, missed: Sequence[str]) -> Search:
    """The search after a run: what the trial told, and the next one where the app works or is known to need less."""
    if search.trial and verification.verdict != "unclear":
        ended = search.works() if verification.verdict == "fixed" else search.fails(missed)
        return ended.next_trial()
    return search.next_trial() if verification.verdict == "fixed" else search


def with_rules(verified: Verified, entries: Sequence[Excluded], talk: Talk = QUIET) -> Verified:
    """Where nothing has changed: whether the live account's rules exclude the entries, as further notes."""
    from analyzer.pipelines.cover import coverage_from_environment

    if verified.verification.verdict != "no_change":
        return verified
    with coverage_from_environment(talk) as coverage:
        told = [about_cover(entry, coverage) for entry in entries]
        notes = [*verified.verification.notes, *told, *coverage.all_notes()]
    return verified._replace(verification=dataclasses.replace(verified.verification, notes=notes))


def about_cover(entry: Excluded, coverage: Coverage) -> Fact:
    """Whether a rule excludes an entry, and what follows for an app that fails as before."""
    cover = coverage.of([entry.value], entry.match)
    kind = cover.kind if cover.kind in (BY_RULE, BY_RULE_FOR_SOME, UNREADABLE) else BY_NONE
    off = coverage.policy.would_cover(*entry) if coverage.policy and kind in (BY_NONE, UNREADABLE) else []
    if off:
        return fact("verify_cover_off", entry=entry.value, rule=off[0].name)
    return fact(f"verify_cover_{kind}", entry=entry.value, rule=cover.by)


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


def entries_for(before: Finding, journal: Journal) -> list[Excluded]:
    """What should be excluded for a finding: what it says to exclude first, and what the journal has for its app."""
    known = journal.searches.get(_key(before), {})
    out = {*known.get("trial", ()), *known.get("dropped", ())}
    lines = [line for change in journal.of_app(before.incident.app) for line in change.lines if before.incident.app]
    in_force = {line for change in journal.of_app(before.incident.app) for line in change.in_force}
    noted = [Excluded(line.value, line.match) for line in lines if line in in_force or line.value in out]
    return list(dict.fromkeys([*entries_in(before), *noted]))


def load_search(before: Finding, journal: Journal) -> Search | None:
    """The search for the entries that the app of a finding needs, as the journal has it; None where there is none.

    Raises AnalyzerError where it can't be understood.
    """
    kept = journal.searches.get(_key(before))
    try:
        return Search.from_dict(kept) if kept else None
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise AnalyzerError("not_a_search", path=str(journal.path)) from error


def keep_search(before: Finding, search: Search) -> None:
    """Note it in the journal for the next run, if that is news. Raises AnalyzerError where that can't be."""
    with Journal.writing() as journal:
        if journal.searches.get(_key(before)) != search.to_plain():
            journal.note_search(_key(before), search.to_plain())


def _key(before: Finding) -> str:
    return json.dumps([before.incident.app, _device(before)], ensure_ascii=False)
