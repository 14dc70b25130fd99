"""The whole analysis as one chain. START READING HERE.

     files ── sources.read ──> Queries, Signals ── tally ──> Tally ─┐   map: one file, one piece at a time
     files ── sources.read ──> Queries, Signals ── tally ──> Tally ─┼─ merge ──> Tally
                                                                    ┘              │ features.gather
     Finding <── advice ── Candidates <── advice ── points <── scoring ── Evidence <┘

Everything from the tally on is pure: no network, no clock, no files.
"""

from __future__ import annotations

import datetime as dt
import functools
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer import sources
from analyzer.answers import candidates as advice
from analyzer.answers.finding import Finding
from analyzer.errors import AnalyzerError, NoRecordsError
from analyzer.incidents import calibration, devices, scoring
from analyzer.incidents.features import gather
from analyzer.incidents.incident import Incident
from analyzer.incidents.scoring import DEFAULT_WEIGHTS, Weights
from analyzer.incidents.sentences import list_terms, sentence
from analyzer.incidents.tally import Tally, merge, tally, union
from analyzer.messages.en import plural, say
from analyzer.reading.accounting import Input
from analyzer.reading.files import find_files
from analyzer.reading.skipping import needles_for
from analyzer.reading.workers import AS_IT_FITS, Run, Tell
from analyzer.schema import Candidates, Queries, Signals, candidate_columns, empty_queries, empty_signals
from analyzer.sources._session_names import name_sessions
from analyzer.times import Duration, Moment

if TYPE_CHECKING:
    from analyzer.cloudflare.logs.for_incident import Fetched

Source = str | Path
NOTHING_HINT = "pinscout reads Logpush gateway_dns files: NDJSON, CSV or TSV."


class DroppedRowsWarning(UserWarning):
    """Rows of a source could not be used; the text counts them by reason."""


def find(
    *files: Source,
    at: Moment | Iterable[Moment] = (),
    app: str = "",
    device: str = "",
    before: Duration = "90s",
    after: Duration = "90s",
    baseline: Duration = "24h",
    tz: str | dt.tzinfo | None = None,
    all_devices: bool = False,
    incident: Incident | Source | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
    all_files: bool = False,
    jobs: int = 0,
    executor: Executor | None = None,
) -> Finding:
    """The likeliest domains for an exclusion from TLS inspection, given logs and when an app failed.

        finding = analyzer.find("logs/*.log.gz", at="2026-11-10T05:05:00Z", app="PayPay", device="iPhone")
        finding.candidates      # DataFrame, best first: registrable_domain, score, band, exclude, reasons ...
        finding.verdict         # "candidates", or "no_clear_candidate" if nothing stands out
        print(finding.explain("paypay.ne.jp"))

    Args:
        *files: Log files in any mix: paths, folders, globs, or "-" for standard input; Logpush NDJSON, CSV
            or TSV, gzip or not. Format and kind of log are recognised by content. Without any, the log is
            fetched from the live account that CLOUDFLARE_API_TOKEN opens.
        at: When it failed: one time or several. Several failures make the ranking much surer.
            `14:05` (the latest one in `tz`), `14:05:30`, `2026-11-24 14:05`, `2026-11-24T05:05:00Z`,
            `10 minutes ago`, `now`, `14:00/14:10` (somewhere in between), or datetimes. A failure on
            another device than the rest: `14:05@MacBook`.
        app: The app's name as it stands under its icon, or its bundle id. Optional, and worth a lot.
        device: Id, name or user of the device, or a part of its name. Needed only where the log holds
            several devices around the failure.
        before: How far ahead of each failure to look: `90s`, `3m`, `2h`, or a timedelta.
        after: How far behind each failure to look.
        baseline: How far before the first failure the device's ordinary traffic is read for comparison.
        tz: Zone of times that name none, such as `Asia/Tokyo`; the machine's own by default.
        all_devices: Take all devices in the log as one.
        incident: An Incident, or its TOML file, instead of all of the above.
        weights: How much each term counts. Bands and verdict are calibrated for the default ones.
        all_files: Read files, too, whose names tell of another time (`20261110T050000Z_20261110T050030Z_...`).
        jobs: Processes that read files; by default one a processor where there is much to read.
        executor: Reads the files instead, wherever it runs: `dask.distributed.Client.get_executor()`, say.

    Returns:
        A Finding. Its `input` says how many rows were read, used and dropped, and why.

    Raises:
        AnalyzerError: with a hint what to do: no such file, nothing readable in it, no row around the
            failure, a time that can't be understood, several devices and none named.
    """
    about = _incident(
        incident,
        at,
        app=app,
        device=device,
        before=before,
        after=after,
        baseline=baseline,
        tz=tz,
        all_devices=all_devices,
    )
    run = Run(jobs, executor)
    if not files:
        fetched = fetch(about)
        return find_incident(fetched.files, about, weights, fetched.notes, run=run)
    return find_incident(files, about, weights, run=run, all_files=all_files)


def _incident(incident: Incident | Source | None, at: Moment | Iterable[Moment], **options: Any) -> Incident:
    if incident is None:
        return Incident.of(at, **options)
    if isinstance(at, str | dt.datetime) or list(at):
        raise AnalyzerError("Both `at` and `incident` were given.", "The incident has failure times of its own.")
    return incident if isinstance(incident, Incident) else Incident.from_toml(incident)


def fetch(incident: Incident, **options: Any) -> Fetched:
    """Fetch what an incident needs from the live account into the user's state folder; see `cloudflare.live`."""
    from analyzer.answers import saved as state
    from analyzer.cloudflare.logs import for_incident as live

    return live.fetch_from_environment(incident, state.log_folder(), **options)


def find_incident(
    files: Iterable[Source],
    incident: Incident,
    weights: Weights = DEFAULT_WEIGHTS,
    notes: Iterable[str] = (),
    *,
    run: Run = AS_IT_FITS,
    all_files: bool = False,
) -> Finding:
    """As `find`, for an incident that is there already, such as one read from a file; `notes` go with the input."""
    read = Input(notes=list(notes))
    names = read.choose(find_files(files), [incident.span], all_files=all_files)
    try:
        parts = []
        for part, reading in run.map(functools.partial(tally_file, incident=incident), names):
            read.add(reading)
            parts.append(part)
        if not read.used:
            raise NoRecordsError(read.nothing_text(), NOTHING_HINT)
        return rank_tally(merge(parts), incident, weights, read)
    except NoRecordsError as error:
        unsaid = [note for note in read.notes if note not in str(error)]
        raise NoRecordsError(str(error), "\n".join([error.hint, *unsaid])) from error


def tally_file(name: str, *, incident: Incident, tell: Tell = bool) -> tuple[Tally, sources.Reading]:
    """The map: what one file holds of an incident, and what became of its rows."""
    reading = sources.Reading(name)
    frames = sources.read(name, reading, needles_for(name, incident), tell)
    return merge(tally(incident, **{kind: frame}) for kind, frame in frames), reading


def load(*files: Source) -> pd.DataFrame:
    """The DNS queries in log files, as DataFrame[Queries]: `asked_at` (UTC), `hostname`, `device`, ...

    All distinct rows of all files, whatever their time. What could not be used is told by a
    DroppedRowsWarning. Raises AnalyzerError as `find` does.
    """
    return Queries.validate(union(_load(files, "queries"), empty_queries()))


def load_signals(*files: Source) -> pd.DataFrame:
    """What sessions, requests, network rows and App Privacy Reports tell, as DataFrame[Signals]; else as `load`.

    For `rank(queries, signals=...)`: `seen_at` (UTC), `hostname`, `device`, `kind`, ...
    """
    return Signals.validate(union(_load(files, "signals"), empty_signals()))


def _load(files: Iterable[Source], wanted: str) -> list[pd.DataFrame]:
    read = Input()
    frames = [frame for kind, frame in _read(files, read) if kind == wanted]
    if note := read.dropped_text():
        warnings.warn(note, DroppedRowsWarning, stacklevel=3)
    return frames


def rank(
    queries: pd.DataFrame,
    *,
    at: Moment | Iterable[Moment] = (),
    incident: Incident | Source | None = None,
    signals: pd.DataFrame | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
    **about_it: object,
) -> Finding:
    """As `find`, for queries (and signals) that are loaded already, or a part of them; the same options."""
    about = _incident(incident, at, **about_it)
    pieces = [tally(about, queries=Queries.validate(queries))]
    if signals is not None:
        pieces.append(tally(about, signals=Signals.validate(signals)))
    return rank_tally(merge(pieces), about, weights, Input.of_frame(len(queries)))


def rank_tally(total: Tally, incident: Incident, weights: Weights, read: Input) -> Finding:
    """The finding for a merged tally: the pure half of the analysis."""
    signals, unnamed = name_sessions(total.signals)
    total = total._replace(signals=signals)
    if unnamed:
        read.notes.append(say("unnamed_sessions", count=plural(unnamed, "session")))
    chosen = devices.choose(total, incident)
    evidence = gather(total, incident, chosen)
    points = scoring.score(evidence.domains, evidence.window_count, weights)
    sessions_read = bool(total.signals["kind"].isin(["tls_error", "session"]).any())
    probability = calibration.probability(
        points, evidence.domains, app_named=bool(incident.app), sessions_read=sessions_read
    )
    candidates = advice.candidates(evidence, points, probability, incident.app)
    return Finding(
        incident=incident,
        candidates=Candidates.validate(candidates)[candidate_columns(candidates)],
        queries=total.queries[total.queries["device"].isin(frozenset().union(*chosen))].reset_index(drop=True),
        terms=list_terms(candidates, scoring.TERMS, sentence),
        input=read,
        weights=weights,
        signals=tuple(sorted(map(str, total.signals["kind"].unique()))),
        devices=tuple(tuple(sorted(own)) for own in chosen),
    )


def _read(files: Iterable[Source], read: Input) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in find_files(files):
        reading = sources.Reading(name)
        yield from sources.read(name, reading)
        read.add(reading)
    if not read.used:
        raise NoRecordsError(read.nothing_text(), NOTHING_HINT)
