"""A sweep: which registrable domains do clients refuse to have decrypted, over a day or an archive.

     files ── sources.read ──> Signals ── sight ──> Sightings ─┐   map: one file, one piece at a time
     files ── sources.read ──> Signals ── sight ──> Sightings ─┼─ merge ──> Sightings
                                                               ┘               │ describe_refusals
     Survey <── candidates, terms <── trends, points <── score <── Refusals <──┘

No failure time is needed, but the log of sessions is: only that says who broke off a handshake.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from concurrent.futures import Executor

import pandas as pd

from analyzer.answers import candidates as proposals
from analyzer.answers.survey import Survey
from analyzer.answers.terms import list_terms
from analyzer.errors import NoRecordsError
from analyzer.facts import Fact, fact
from analyzer.reading.accounting import Input
from analyzer.reading.choosing import choose
from analyzer.reading.files import Source, can_be_read_again
from analyzer.reading.workers import AS_IT_FITS, Run
from analyzer.schema import RefusedDomains, candidate_columns
from analyzer.sources import lend_names
from analyzer.sweeps import scoring, sentences
from analyzer.sweeps.features import describe_refusals
from analyzer.sweeps.period import Period
from analyzer.sweeps.scoring import DEFAULT_WEIGHTS, PinWeights
from analyzer.sweeps.sightings import SESSIONS, Sightings, lenders_in, merge, sight_file
from analyzer.sweeps.trends import trends_of
from analyzer.times import Moment


def sweep(
    *files: Source | Iterable[Source],
    since: Moment | None = None,
    until: Moment | None = None,
    tz: str | dt.tzinfo | None = None,
    weights: PinWeights = DEFAULT_WEIGHTS,
    never_exclude: Iterable[str] = (),
    all_files: bool = False,
    jobs: int = 0,
    executor: Executor | None = None,
) -> Survey:
    """Which registrable domains clients refuse to have decrypted, likeliest to be pinned first.

        survey = analyzer.sweep("logs/")        # sessions, and requests beside them
        survey.candidates                       # DataFrame: registrable_domain, score, band, device_count, trend ...
        survey.refusals                         # the broken handshakes behind it

    Args:
        *files: Log files, as for `find`; Logpush zero_trust_network_sessions must be among them,
            gateway_http makes the answer surer. Without any, the sessions are fetched from the live account.
        since: From when on, such as `2026-11-10 09:00` or `24 hours ago`; from the log's beginning by default,
            of a live account from 24 hours ago.
        until: Before when; to the log's end by default.
        tz: Zone of times that name none; the machine's own by default.
        weights: How much each term counts.
        never_exclude: Names that must never be proposed, each with all below it.
        all_files: Read files, too, whose names tell of another time.
        jobs: Processes that read files; by default one a processor where there is much to read.
        executor: Reads the files instead, wherever it runs.

    Returns:
        A Survey. Refusals are counted exactly, each once however often its row comes; of connections that went
        well at most one counts for each device, hostname and minute.

    Raises:
        AnalyzerError: with a hint what to do: no such file, no sessions in the log, a time that can't be understood.
    """
    period = Period.of(since, until, tz)
    run = Run(jobs, executor)
    return sweep_files(files, period, weights, run=run, all_files=all_files, never_exclude=never_exclude)


def sweep_files(
    files: Iterable[Source | Iterable[Source]],
    period: Period,
    weights: PinWeights = DEFAULT_WEIGHTS,
    *,
    run: Run = AS_IT_FITS,
    all_files: bool = False,
    never_exclude: Iterable[str] = (),
) -> Survey:
    """As `sweep`, for a period that is known already. Without any file the sessions of the live account are fetched."""
    every: Iterable[Source | Iterable[Source]] = list(files)
    notes: Iterable[Fact] = ()
    if is_live := not every:
        from analyzer.answers import saved
        from analyzer.cloudflare.logs import for_sweep

        fetched, period = for_sweep.fetch_from_environment(period, saved.log_folder(), run.talk)
        every, notes = fetched.files, fetched.notes
    names, read = choose(every, [(period.since, period.until)], all_files=all_files, zone=period.zone)
    seen, read = _sight_files(names, period, read.with_notes(*notes), run, is_live=is_live)
    seen, unnamed = name_nameless(seen, names, run)
    if unnamed:
        read = read.with_notes(fact("unnamed_sessions", count=unnamed))
    return survey_sightings(seen, period.zone, read, weights, tuple(never_exclude))


def _sight_files(names: list[str], period: Period, read: Input, run: Run, *, is_live: bool) -> tuple[Sightings, Input]:
    """The merged sightings of files, folded as they come, and what became of their rows."""
    total, readings = run.fold(functools.partial(sight_file, period=period), names, merge)
    read = functools.reduce(Input.plus, readings, read)
    if not sum(reading.datasets[SESSIONS] for reading in readings):
        raise no_live_sessions(read, period) if is_live else no_sessions(read)
    return total, read


def no_live_sessions(read: Input, period: Period) -> NoRecordsError:
    """The error for an account's log that is open and holds no sessions of that time, with what is noted of it."""
    span = [moment and moment.astimezone(period.zone).isoformat() for moment in (period.since, period.until)]
    return NoRecordsError("sweep_live_empty", fact("sweep_live_empty_hint"), *read.of_all, span=span)


def no_sessions(read: Input) -> NoRecordsError:
    """The error for a log that holds no sessions."""
    rest = read.losses() if read.used else [read.nothing().fact]
    return NoRecordsError("sweep_no_sessions", read=fact("list", shown=rest))


def name_nameless(seen: Sightings, names: list[str], run: Run) -> tuple[Sightings, int]:
    """The sightings with the hostnames of sessions that have none, out of the network log; how many stay without.

    Ids of all sessions would not fit into memory, so files are read once more for those few that are wanted; what
    came through a pipe can't be.
    """
    broken = seen.broken.astype(dict.fromkeys(("hostname", "device", "session_id"), "str"))
    nameless = broken["hostname"] == ""
    if not nameless.any():
        return seen, 0
    work = functools.partial(lenders_in, sessions=frozenset(broken.loc[nameless, "session_id"]))
    lenders = [broken.iloc[:0], *run.map(work, [name for name in names if can_be_read_again(name)])]
    found = lend_names(broken[nameless], pd.concat(lenders))
    kept = pd.concat([broken[~nameless], found[found["hostname"] != ""]], ignore_index=True)
    typed = kept.astype(dict.fromkeys(("hostname", "device", "session_id"), "category"))
    return seen._replace(broken=typed), int((found["hostname"] == "").sum())


def survey_sightings(
    seen: Sightings,
    zone: dt.tzinfo,
    read: Input,
    weights: PinWeights = DEFAULT_WEIGHTS,
    never: tuple[str, ...] = (),
) -> Survey:
    """The survey of merged sightings: the pure half of a sweep."""
    refused = describe_refusals(seen)
    span = _span(seen)
    ranked = proposals.of_sweep(refused, scoring.score(refused.domains, weights), trends_of(refused, seen, span))
    return Survey(
        candidates=RefusedDomains.validate(ranked)[candidate_columns(ranked, RefusedDomains)],
        refusals=refused.rows,
        distrusting=refused.distrusting,
        terms=list_terms(ranked, scoring.TERMS, sentences.tell),
        span=span,
        zone=zone,
        input=read,
        http_read=refused.http_read,
        never=never,
    )


def _span(seen: Sightings) -> tuple[dt.datetime, dt.datetime] | None:
    times = [frame["seen_at"] for frame in (seen.broken, seen.used) if len(frame)]
    if not times:
        return None
    first, last = min(time.min() for time in times), max(time.max() for time in times)
    return first.to_pydatetime(), last.to_pydatetime()
