"""A watch: what clients began to refuse, or stopped refusing, since it was last run.

     new files ── sight ──> Sightings ─┐
     kept ─────────────────> Sightings ┴─ merge ── survey_sightings ──> Survey ── compare ──> changes
                                                                         kept ─────┘

What it knows of the log is what a sweep over all of its time would know, so it does not matter in which order files are
read, and when each came. First all of it is kept, then the changes are told, then it is kept that they were.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analyzer.answers import watch_memory
from analyzer.answers.survey import Survey
from analyzer.answers.watch_changes import CALLS, NEW, Change, compare
from analyzer.domains import registrable
from analyzer.errors import AnalyzerError
from analyzer.facts import fact
from analyzer.pipelines.sweep import name_nameless, no_sessions, survey_sightings
from analyzer.private_files import LOCK, held
from analyzer.reading.accounting import Input, Reading
from analyzer.reading.choosing import choose
from analyzer.reading.files import place_of, version_of
from analyzer.reading.workers import AS_IT_FITS, Run
from analyzer.schema import BYPASSED
from analyzer.sweeps.period import Period
from analyzer.sweeps.sightings import SESSIONS, Sightings, merge, sight_file, since

KEPT, GONE_AFTER = dt.timedelta(days=7), dt.timedelta(days=1)


class Watch(NamedTuple):
    """What is watched, and how."""

    sources: Sequence[str]
    keep: dt.timedelta = KEPT
    """How far back it looks; what is older is forgotten."""
    gone_after: dt.timedelta = GONE_AFTER
    """Without a refusal for so long, a domain is gone."""
    known: tuple[str, ...] = ()
    """Names, each with all below it, of which nothing is told."""
    never: tuple[str, ...] = ()
    """Names that must never be proposed, each with all below it."""
    zone: dt.tzinfo = dt.UTC


class Report(NamedTuple):
    """What is told."""

    changes: tuple[Change, ...]
    """In order of their numbers; those of a run that was killed before it could tell among them."""
    open_domains: tuple[str, ...]
    """What is refused still, of all that was told."""
    survey: Survey

    @property
    def calls(self) -> bool:
        """Whether anything calls for somebody to act."""
        return any(change.kind in CALLS for change in self.changes)


def watch(
    what: Watch,
    tell: Callable[[Report], object],
    *,
    now: dt.datetime,
    path: Path | None = None,
    run: Run = AS_IT_FITS,
) -> Report:
    """Read what is new, tell what has changed, and keep both.

    Raises AnalyzerError as a sweep does, where another run of the watch is going on, and where its file is damaged.
    """
    path = path or watch_memory.place(map(place_of, what.sources))
    with held(path.with_suffix(LOCK), "watch_busy"):
        kept = watch_memory.load(path)
        report = _look(what, kept, now, run)
        watch_memory.save(path, kept)
        tell(report)
        if kept.changes:
            watch_memory.note_told(path, kept)
    return report


def _look(what: Watch, kept: watch_memory.Watched, now: dt.datetime, run: Run) -> Report:
    """Take in what is new; `kept` knows it then."""
    period = Period(now - what.keep, None, what.zone)
    names, read = choose(what.sources, [(period.since, None)], all_files=False, zone=what.zone)
    versions = {name: version_of(name) for name in names}
    fresh = [name for name, version in versions.items() if not version or kept.files.get(name) != version]
    seen, readings = run.fold(functools.partial(sight_file, period=period), fresh, merge)
    unread = {reading.name for reading in readings if _is_unread(reading)}
    kept.files = {str(name): version for name, version in versions.items() if version and name not in unread}
    kept.has_sessions |= any(reading.datasets[SESSIONS] for reading in readings)
    read = functools.reduce(Input.plus, readings, read)
    if not kept.has_sessions:
        raise no_sessions(read)
    before = [Sightings(**kept.frames)] if kept.frames else []
    total = since(merge([*before, seen]), now - what.keep)
    kept.frames = total._asdict()
    survey = _survey(total, fresh, read, what, run)
    if survey.span:
        until = survey.span[1]
        changes, kept.standings = compare(
            kept.standings, survey.candidates, until, what.gone_after, _passed(total.used), what.known
        )
        kept.add(changes)
    still = tuple(sorted(domain for domain, standing in kept.standings.items() if standing.kind == NEW))
    return Report(tuple(kept.changes), still, survey)


def _survey(total: Sightings, fresh: list[str], read: Input, what: Watch, run: Run) -> Survey:
    named, unnamed = name_nameless(total, fresh, run)
    if unnamed:
        read = read.with_notes(fact("unnamed_sessions", count=unnamed))
    return survey_sightings(named, what.zone, read, never=what.never)


def _is_unread(reading: Reading) -> bool:
    """Whether a file could not be read to its end, so that it must be read again."""
    return any(told.key == "unreadable" for told in reading.facts)


def _passed(used: pd.DataFrame) -> dict[str, dt.datetime]:
    """When each registrable domain last passed undecrypted, by an exclusion."""
    passed = used[used["kind"] == BYPASSED]
    last = passed.groupby(passed["hostname"].astype("str"))["seen_at"].max()
    found: dict[str, dt.datetime] = {}
    for hostname, at in last.items():
        domain = registrable(str(hostname)).domain
        found[domain] = max(found.get(domain, at.to_pydatetime()), at.to_pydatetime())
    return found


def sources_of(sources: Iterable[str]) -> list[str]:
    """What can be watched. Raises AnalyzerError for what can't be read a second time."""
    every = list(sources)
    if "-" in every:
        raise AnalyzerError("watch_pipe")
    return every
