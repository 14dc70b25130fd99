"""An incident as one chain. START READING HERE.

     files ── sources.read ──> Queries, Signals ── tally ──> Tally ─┐   map: one file, one piece at a time
     files ── sources.read ──> Queries, Signals ── tally ──> Tally ─┼─ merge ──> Tally
                                                                    ┘              │
     Tally ── name_sessions ── choose (devices) ── gather ──> Evidence             │
     Evidence ── score ──> points ── weigh_up ──> likelihoods, candidates, terms ──> Finding <┘

Everything from the merged tally on is in rank_tally.py, and pure: no network, no clock, no files, nothing changed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import inspect
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer.answers.finding import Finding
from analyzer.errors import NoRecordsError, OptionsConflictError
from analyzer.facts import Fact, fact
from analyzer.incidents.incident import Incident
from analyzer.incidents.scoring import DEFAULT_WEIGHTS, Weights
from analyzer.incidents.tally import Tally, merge, tally, tally_file
from analyzer.pipelines.load import read_frame
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.accounting import Input
from analyzer.reading.choosing import choose
from analyzer.reading.files import Source
from analyzer.reading.workers import AS_IT_FITS, Run
from analyzer.schema import Queries, Signals
from analyzer.talk import QUIET, Talk
from analyzer.times import Duration, Moment

if TYPE_CHECKING:
    from analyzer.cloudflare.logs.log import Fetched


def find(
    *files: Source | Iterable[Source],
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
    never_exclude: Iterable[str] = (),
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
        *files: Log files in any mix: paths or lists of them, folders, globs, "s3://bucket/prefix", "r2://bucket/prefix",
            "https://…" (these with `pip install pinscout[stores]`), or "-" for standard input; Logpush
            NDJSON, CSV or TSV, gzip or not. Format and kind of log are recognised by content. Without any, the log is
            fetched from the live account that CLOUDFLARE_API_TOKEN opens.
        at: When it failed: one time or several. Several failures make the ranking much surer.
            `14:05` (the latest one in `tz`), `14:05:30`, `2:05 PM`, `2026-11-24 14:05`, `11/24 14:05` (the
            month first), `2026-11-24T05:05:00Z`, `yesterday 14:05`, `Tuesday 14:05`, `10 minutes ago`, `now`,
            the same in Japanese (`昨日 14時05分`, `10分前`), Unix seconds, `14:00/14:10` or `14:00-14:10`
            (somewhere in between), or datetimes. Each is taken as exactly as it is said: `14:05` is all of that
            minute. A failure on another device than the rest: `14:05@MacBook`.
        app: The app's name as it stands under its icon, or its bundle id. Optional, and worth a lot.
        device: Id, name or user of the device, or a part of its name. Needed only where the log holds
            several devices around the failure.
        before: How far ahead of each failure to look: `90s`, `3m`, `2h`, or a timedelta.
        after: How far behind each failure to look.
        baseline: How far before the first failure the device's ordinary traffic is read for comparison.
        tz: Zone of times that name none: `Asia/Tokyo`, `Tokyo`, `JST` or `+09:00`; the machine's own by default.
        all_devices: Take all devices in the log as one.
        incident: An Incident, or its TOML file, instead of all of the above.
        weights: How much each term counts. Bands and verdict are calibrated for the default ones.
        never_exclude: Names that must never be proposed, each with all below it.
        all_files: Read files, too, whose names tell of another time (`20261110T050000Z_20261110T050030Z_...`).
        jobs: Processes that read files; by default one a processor where there is much to read.
        executor: Reads the files instead, wherever it runs: `dask.distributed.Client.get_executor()`, say.

    Returns:
        A Finding. Its `input` says how many rows were read, used and dropped, and why.

    Raises:
        AnalyzerError: with a hint what to do: no such file, nothing readable in it, no row around the
            failure, a time that can't be understood or is still to come, several devices and none named.
    """
    options = _options(
        app=app, device=device, before=before, after=after, baseline=baseline, tz=tz, all_devices=all_devices
    )
    at = [at] if isinstance(at, str | dt.datetime) else list(at)
    if incident is None:
        now = dt.datetime.now(dt.UTC) if files else now_of_account(at, **options)
        about = Incident.of(at, **options, now=now)
        about.refuse_future(now)
    else:
        about = incident_of(incident, at, **options)
    run = Run(jobs, executor)
    return find_incident(files, about, weights, run=run, all_files=all_files, never_exclude=never_exclude)


def incident_of(
    incident: Incident | Source | None,
    at: Moment | Iterable[Moment] = (),
    **options: Any,
) -> Incident:
    """The incident that is given, as it is or in a TOML file, or else the one of these options, those of `Incident.of`.

    Raises OptionsConflictError where an incident and options are given: it says of itself all that they say.
    """
    at = [at] if isinstance(at, str | dt.datetime) else list(at)
    if incident is None:
        return Incident.of(at, **options)
    usual = inspect.signature(Incident.of).parameters
    given = [name for name, value in options.items() if value != usual[name].default]
    if at or given:
        raise OptionsConflictError("incident_options", options=["at"] * bool(at) + given)
    return incident if isinstance(incident, Incident) else Incident.from_toml(incident)


def _options(**options: Any) -> dict[str, Any]:
    return options


def now_of_account(at: Moment | Iterable[Moment], **options: Any) -> dt.datetime:
    """The time by the account's clock, by which its log goes, where one of the times counts from now; else by ours."""
    ours, at = dt.datetime.now(dt.UTC), [at] if isinstance(at, str | dt.datetime) else list(at)
    a_minute_on = ours + dt.timedelta(minutes=1)
    if Incident.of(at, now=ours, **options).failures == Incident.of(at, now=a_minute_on, **options).failures:
        return ours
    from analyzer.cloudflare.client import Cloudflare

    with Cloudflare.from_environment() as client:
        return client.learn_time()


def fetch(incident: Incident, talk: Talk = QUIET, *, location: str = "", wait: bool = False) -> Fetched:
    """Fetch what an incident needs from the live account into the user's state folder.

    See `cloudflare.logs.for_incident`.
    """
    from analyzer.answers import saved
    from analyzer.cloudflare.logs import for_incident

    return for_incident.fetch_from_environment(incident, saved.log_folder(), talk, location, wait=wait)


def find_incident(
    files: Iterable[Source | Iterable[Source]],
    incident: Incident,
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    run: Run = AS_IT_FITS,
    all_files: bool = False,
    location: str = "",
    wait: bool = False,
    never_exclude: Iterable[str] = (),
) -> Finding:
    """As `find`, for an incident that is there already. Without any file the log is fetched from the live account.

    `location` and `wait` are for the live account: rows of one DNS location only, where the log names no devices; and
    whether to wait until the log has caught up.
    """
    every = list(files)
    total, read = read_incident(every, incident, run=run, all_files=all_files, location=location, wait=wait)
    with _notes_as_hints(read, incident):
        finding = rank_tally(total, incident, weights, read, tuple(never_exclude))
    is_offline = any(note.key == "live_offline" for note in read.notes)
    return finding if every or is_offline else cover(finding, run.talk)


def cover(finding: Finding, talk: Talk = QUIET) -> Finding:
    """The finding with what the live account excludes already: see `pipelines.cover`."""
    from analyzer.pipelines.cover import cover_from_environment

    return cover_from_environment(finding, talk)


def read_incident(
    files: Iterable[Source | Iterable[Source]],
    incident: Incident,
    *,
    run: Run = AS_IT_FITS,
    all_files: bool = False,
    location: str = "",
    wait: bool = False,
) -> tuple[Tally, Input]:
    """The rows of an incident, and what became of all that was read: the half of `find_incident` that is not pure."""
    every: Iterable[Source | Iterable[Source]] = list(files)
    notes: Iterable[Fact] = ()
    is_live = not every
    if is_live:
        fetched = fetch(incident, run.talk, location=location, wait=wait)
        every, notes = fetched.files, fetched.notes
    try:
        names, read = choose(every, [incident.span], all_files=all_files, zone=incident.zone)
    except NoRecordsError as error:
        named = map(dt.datetime.fromisoformat, error.fact.values["named"])
        raise error.with_hints(*_near_time(incident, *named), *error.all_hints) from None
    read = read.with_notes(*notes)
    with _notes_as_hints(read, incident):
        return _tally_files(names, incident, read, run, is_live=is_live)


@contextlib.contextmanager
def _notes_as_hints(read: Input, incident: Incident) -> Iterator[None]:
    """Where nothing can be used, what is noted of the input is what to do about it, and what time it is of."""
    try:
        yield
    except NoRecordsError as error:
        said = error.fact.values.get("facts", ())
        notes = (note for note in read.notes if note not in said)
        raise error.with_hints(*error.all_hints, *_reach(read, incident), *notes) from None


def _reach(read: Input, incident: Incident) -> Iterator[Fact]:
    """From when to when the rows are, and the time of day of the failure within that, which may be meant."""
    if read.first_at and read.last_at:
        covered = [moment.astimezone(incident.zone).isoformat() for moment in (read.first_at, read.last_at)]
        yield fact("log_covers", covered=covered, zone=str(incident.zone))
        yield from _near_time(incident, read.first_at, read.last_at)


def _near_time(incident: Incident, since: dt.datetime, until: dt.datetime) -> Iterator[Fact]:
    if time := incident.time_within(since, until):
        yield fact("near_time", time=time)


def _tally_files(
    names: list[str], incident: Incident, read: Input, run: Run, *, is_live: bool = False
) -> tuple[Tally, Input]:
    """The merged tally of files, folded as they come, and what became of their rows."""
    total, readings = run.fold(functools.partial(tally_file, incident=incident), names, merge)
    read = functools.reduce(Input.plus, readings, read)
    if not read.used:
        raise read.nothing(is_live=is_live)
    return total, read


def rank(
    queries: pd.DataFrame,
    *,
    signals: pd.DataFrame | None = None,
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
    never_exclude: Iterable[str] = (),
) -> Finding:
    """As `find`, for queries (and signals) that are loaded already, or a part of them; the same options.

    Raises AnalyzerError also for a frame that lacks columns of those that `load` gives, or has other values in them.
    """
    about = incident_of(
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
    pieces = [tally(about, queries=read_frame(queries, Queries, "load"))]
    if signals is not None:
        pieces.append(tally(about, signals=read_frame(signals, Signals, "load_signals")))
    return rank_tally(merge(pieces), about, weights, Input.of_frame(len(queries)), tuple(never_exclude))
