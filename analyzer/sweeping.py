"""A sweep: which registrable domains do clients refuse to have decrypted, over a day or an archive.

     files ── sources.read ──> Signals ── sight ──> Sightings ─┐   map: one file, one piece at a time
     files ── sources.read ──> Signals ── sight ──> Sightings ─┼─ merge ──> Sightings
                                                               ┘               │ refusals.describe
     Survey <── advice.exclusions, trend <── points, band <── pinned.score <───┘

No failure time is needed, but the log of sessions is: only that says who broke off a handshake.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from analyzer import advice, pinned, sources
from analyzer.errors import NoRecordsError
from analyzer.files import find_files
from analyzer.finding import Input
from analyzer.messages import say
from analyzer.pinned import DEFAULT_WEIGHTS, PinWeights
from analyzer.refusals import Refusals, describe
from analyzer.schema import RefusedDomains, candidate_columns
from analyzer.sightings import Period, Sightings, merge, sight
from analyzer.survey import Survey
from analyzer.times import Moment

SESSIONS = "zero_trust_network_sessions"
TWICE = 2.0
"""From this ratio on, refusals are rising or falling, compared with all connections of the same time."""


def sweep(
    *files: str | Path,
    since: Moment | None = None,
    until: Moment | None = None,
    tz: str | dt.tzinfo | None = None,
    weights: PinWeights = DEFAULT_WEIGHTS,
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

    Returns:
        A Survey. Refusals are counted exactly, each once however often its row comes; of connections that went
        well at most one counts for each device, hostname and minute.

    Raises:
        AnalyzerError: with a hint what to do: no such file, no sessions in the log, a time that can't be understood.
    """
    period = Period.of(since, until, tz)
    if not files:
        from analyzer import state
        from analyzer.cloudflare import sessions

        fetched, period = sessions.fetch_from_environment(period, state.log_folder())
        return sweep_files(fetched.files, period, weights, fetched.notes)
    return sweep_files(files, period, weights)


def sweep_files(
    files: Iterable[str | Path],
    period: Period,
    weights: PinWeights = DEFAULT_WEIGHTS,
    notes: Iterable[str] = (),
) -> Survey:
    """As `sweep`, for a period that is known already; `notes` go with the input."""
    read = Input(notes=list(notes))
    return survey(merge(_sightings(files, period, read)), period.zone, read, weights)


def _sightings(files: Iterable[str | Path], period: Period, read: Input) -> Iterator[Sightings]:
    session_rows = 0
    for name in find_files(files):
        seen, reading = sight_file(name, period)
        read.add(reading)
        session_rows += reading.datasets[SESSIONS]
        yield seen
    if not session_rows:
        about = read.dropped_text() if read.used else read.nothing_text()
        raise NoRecordsError(f"{say('sweep_no_sessions')} {about}".strip(), say("sweep_no_sessions_hint"))


def sight_file(name: str, period: Period) -> tuple[Sightings, sources.Reading]:
    """The map: what one file holds of that period, and what became of its rows."""
    reading = sources.Reading(name)
    frames = sources.read(name, reading)
    return merge(sight(frame, period) for kind, frame in frames if kind == "signals"), reading


def survey(seen: Sightings, zone: dt.tzinfo, read: Input, weights: PinWeights = DEFAULT_WEIGHTS) -> Survey:
    """The survey of merged sightings: the pure half of a sweep."""
    refused = describe(seen)
    span = _span(seen)
    candidates = _candidates(refused, seen, span, weights)
    is_candidate = candidates["band"] != "leave"
    return Survey(
        verdict="candidates" if is_candidate.any() else "no_clear_candidate",
        candidates=RefusedDomains.validate(candidates)[candidate_columns(candidates, RefusedDomains)],
        refusals=refused.rows,
        distrusting=refused.distrusting,
        terms=_terms(candidates),
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
        .join(_trend(refused, seen, span))
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


def _trend(refused: Refusals, seen: Sightings, span: tuple[dt.datetime, dt.datetime] | None) -> pd.DataFrame:
    """`trend, earlier_refused_count, later_refused_count`: the later half of the log's time against the earlier.

    `rising` and `falling` are twice the rate or half of it, measured by all connections of the same half, since
    afternoons are busier than nights; `new` and `gone` are none at all in one of the halves.
    """
    if span is None:
        columns = {"trend": "str", "earlier_refused_count": "int64", "later_refused_count": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    middle = pd.Timestamp(span[0] + (span[1] - span[0]) / 2)
    is_late = refused.rows["seen_at"] >= middle
    names, index = refused.rows["registrable_domain"], refused.domains.index
    earlier, later = (names[chosen].value_counts().reindex(index, fill_value=0) for chosen in (~is_late, is_late))
    after = sum(int((frame["seen_at"] >= middle).sum()) for frame in (seen.broken, seen.used))
    before = len(seen.broken) + len(seen.used) - after
    ratio = (later / max(after, 1)) / (earlier / max(before, 1)).where(earlier > 0)
    words = pd.Series("steady", index=index, dtype="str")
    words = words.mask(ratio >= TWICE, "rising").mask(ratio <= 1 / TWICE, "falling")
    words = words.mask(later == 0, "gone").mask(earlier == 0, "new")
    return pd.DataFrame({
        "trend": words,
        "earlier_refused_count": earlier.astype("int64"),
        "later_refused_count": later.astype("int64"),
    })  # fmt: skip


def _terms(candidates: pd.DataFrame) -> pd.DataFrame:
    """One row per candidate and term that counts: `registrable_domain, term, points, text`."""
    told = [
        (row["registrable_domain"], term, row[f"points_{term}"], pinned.sentence(term, row))
        for _, row in candidates.iterrows()
        for term in pinned.TERMS
        if row[f"points_{term}"]
    ]
    return pd.DataFrame(told, columns=["registrable_domain", "term", "points", "text"])
