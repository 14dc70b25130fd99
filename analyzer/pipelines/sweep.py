"""A sweep: which registrable domains do clients refuse to have decrypted, over a day or an archive.

     files ── sources.read ──> Signals ── sight ──> Sightings ─┐   map: one file, one piece at a time
     files ── sources.read ──> Signals ── sight ──> Sightings ─┼─ merge ──> Sightings
                                                               ┘               │ refusals.describe
     Survey <── advice.exclusions, trend <── points, band <── pinned.score <───┘

No failure time is needed, but the log of sessions is: only that says who broke off a handshake.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import pandas as pd

from analyzer import sources
from analyzer.answers import candidates as advice
from analyzer.answers.survey import Survey
from analyzer.errors import NoRecordsError
from analyzer.incidents.sentences import list_terms
from analyzer.messages.en import plural, say
from analyzer.reading.accounting import Input
from analyzer.reading.files import find_files
from analyzer.reading.workers import AS_IT_FITS, Run, Tell
from analyzer.schema import RefusedDomains, candidate_columns, empty_signals
from analyzer.sources._session_names import lend
from analyzer.sweeps import scoring as pinned
from analyzer.sweeps.features import Refusals, describe
from analyzer.sweeps.scoring import DEFAULT_WEIGHTS, PinWeights
from analyzer.sweeps.sightings import Period, Sightings, merge, sight
from analyzer.sweeps.trends import trend
from analyzer.times import Moment

SESSIONS = "zero_trust_network_sessions"


def sweep(
    *files: str | Path,
    since: Moment | None = None,
    until: Moment | None = None,
    tz: str | dt.tzinfo | None = None,
    weights: PinWeights = DEFAULT_WEIGHTS,
    all_files: bool = False,
    jobs: int = 0,
    executor: Executor | None = None,
) -> Survey:
    """Which registrable domains clients refuse to have decrypted, likeliest to be pinned first.

        survey = analyzer.sweep("logs/")        # sessions, and requests beside them
        survey.candidates                       # DataFrame: registrable_domain, score, band, device_count, trend ...
        survey.refusals                         # the broken handshakes behind it

    Args:
        *files: Log files in any mix, as for `find`; Logpush zero_trust_network_sessions must be among them,
            gateway_http makes the answer surer. Without any, the sessions are fetched from the live account.
        since: From when on, such as `2026-11-10 09:00` or `24 hours ago`; from the log's beginning by default,
            of a live account from 24 hours ago.
        until: Before when; to the log's end by default.
        tz: Zone of times that name none; the machine's own by default.
        weights: How much each term counts.
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
    if not files:
        from analyzer.answers import saved as state
        from analyzer.cloudflare.logs import for_sweep as sessions

        fetched, period = sessions.fetch_from_environment(period, state.log_folder())
        return sweep_files(fetched.files, period, weights, fetched.notes, run=Run(jobs, executor))
    return sweep_files(files, period, weights, run=Run(jobs, executor), all_files=all_files)


def sweep_files(
    files: Iterable[str | Path],
    period: Period,
    weights: PinWeights = DEFAULT_WEIGHTS,
    notes: Iterable[str] = (),
    *,
    run: Run = AS_IT_FITS,
    all_files: bool = False,
) -> Survey:
    """As `sweep`, for a period that is known already; `notes` go with the input."""
    read = Input(notes=list(notes))
    names = list(read.choose(find_files(files), [(period.since, period.until)], all_files=all_files))
    seen = merge(_sightings(names, period, read, run))
    seen, unnamed = _named(seen, names, run)
    if unnamed:
        read.notes.append(say("unnamed_sessions", count=plural(unnamed, "session")))
    return survey(seen, period.zone, read, weights)


def _sightings(names: list[str], period: Period, read: Input, run: Run) -> Iterator[Sightings]:
    session_rows = 0
    for seen, reading in run.map(functools.partial(sight_file, period=period), names):
        read.add(reading)
        session_rows += reading.datasets[SESSIONS]
        yield seen
    if not session_rows:
        about = read.dropped_text() if read.used else read.nothing_text()
        raise NoRecordsError(f"{say('sweep_no_sessions')} {about}".strip(), say("sweep_no_sessions_hint"))


def sight_file(name: str, *, period: Period, tell: Tell = bool) -> tuple[Sightings, sources.Reading]:
    """The map: what one file holds of that period, and what became of its rows."""
    reading = sources.Reading(name)
    frames = sources.read(name, reading, tell=tell)
    return merge(sight(frame, period) for kind, frame in frames if kind == "signals"), reading


def _named(seen: Sightings, names: list[str], run: Run) -> tuple[Sightings, int]:
    """The sightings with the hostnames of sessions that have none, out of the network log; how many stay without.

    Ids of all sessions would not fit into memory, so files are read once more for those few that are wanted.
    """
    broken = seen.broken.astype(dict.fromkeys(("hostname", "device", "session"), "str"))
    nameless = broken["hostname"] == ""
    if not nameless.any():
        return seen, 0
    wanted = frozenset(broken.loc[nameless, "session"])
    lenders = pd.concat(
        run.map(functools.partial(lenders_in, sessions=wanted), [name for name in names if name != "-"])
    )
    found = lend(broken[nameless], lenders)
    kept = pd.concat([broken[~nameless], found[found["hostname"] != ""]], ignore_index=True)
    typed = kept.astype(dict.fromkeys(("hostname", "device", "session"), "category"))
    return seen._replace(broken=typed), int((found["hostname"] == "").sum())


def lenders_in(name: str, *, sessions: frozenset[str], tell: Tell = bool) -> pd.DataFrame:
    """`session, hostname, device` of the rows of one file that name the host of one of these sessions."""
    columns = ["session", "hostname", "device"]
    frames = sources.read(name, sources.Reading(name), tell=tell)
    found = [frame.loc[frame["session"].isin(sessions), columns] for kind, frame in frames if kind == "signals"]
    rows = pd.concat([empty_signals()[columns], *found], ignore_index=True).astype("str")
    return rows[rows["hostname"] != ""]


def survey(seen: Sightings, zone: dt.tzinfo, read: Input, weights: PinWeights = DEFAULT_WEIGHTS) -> Survey:
    """The survey of merged sightings: the pure half of a sweep."""
    refused = describe(seen)
    span = _span(seen)
    candidates = _candidates(refused, seen, span, weights)
    return Survey(
        candidates=RefusedDomains.validate(candidates)[candidate_columns(candidates, RefusedDomains)],
        refusals=refused.rows,
        distrusting=refused.distrusting,
        terms=list_terms(candidates, pinned.TERMS, pinned.sentence),
        span=span,
        zone=zone,
        input=read,
        http_read=refused.http_read,
    )


def _span(seen: Sightings) -> tuple[dt.datetime, dt.datetime] | None:
    times = [frame["seen_at"] for frame in (seen.broken, seen.used) if len(frame)]
    if not times:
        return None
    first, last = min(time.min() for time in times), max(time.max() for time in times)
    return first.to_pydatetime(), last.to_pydatetime()


def _candidates(
    refused: Refusals, seen: Sightings, span: tuple[dt.datetime, dt.datetime] | None, weights: PinWeights
) -> pd.DataFrame:
    domains = refused.domains
    points = pinned.score(domains, weights)
    frame = (
        domains.join(points)
        .join(advice.exclusions(*_for_advice(refused)))
        .join(trend(refused, seen, span))
        .assign(band=pinned.band(points["score"]))
        .sort_index()
        .sort_values("score", ascending=False, kind="stable")
        .reset_index()
    )
    frame.insert(0, "rank", range(1, len(frame) + 1))
    frame = frame.astype({"label": "str", "registrable_domain": "str"})
    return frame.assign(reasons=pd.Series([pinned.reasons(row) for _, row in frame.iterrows()], dtype="str"))


def _for_advice(refused: Refusals) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Domains and hosts in the words of `advice.exclusions`: what was served well is the baseline."""
    hosts = refused.hosts
    well = hosts["session_count"] + hosts["inspected_count"]
    return (
        refused.domains.assign(other_device_count=0, name_strong=0.0),
        hosts.assign(
            lookup_count=0,
            tls_error_count=hosts["refused_count"],
            nearest_s=0.0,
            is_acquitted=False,
            baseline_lookup_count=well.where(~hosts["is_refused"], hosts["served_count"]),
        ),
    )
