"""pinscout watch."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from analyzer.cli import CHANGED_EXIT
from analyzer.cli._options import dask_option, file_option, never_names, never_option
from analyzer.cli._running import running
from analyzer.cli._streams import mention
from analyzer.cli._terminal import echo, talking, tell

if TYPE_CHECKING:
    from analyzer.pipelines.watch import Report


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--keep", default="7d", show_default=True, metavar="LENGTH", help="How far back it looks.")
@click.option("--gone-after", default="24h", show_default=True, metavar="LENGTH", help="Gone: no refusal for so long.")
@file_option("--known", "Names, one a line, that are known and fine: of each and all below it nothing is told.")
@never_option
@file_option("--state", "Where to keep what was seen.  [default: the state folder, by the sources]")
@click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="Processes that read the files.")
@dask_option
@click.option("--tz", default=None, metavar="ZONE", help="Zone of the times.  [default: the machine's]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(
    sources: tuple[str, ...],
    keep: str,
    gone_after: str,
    known_file: str | None,
    never_exclude_file: str | None,
    state_file: str | None,
    jobs: int,
    dask: str | None,
    tz: str | None,
    format_: str,
) -> None:
    """Tell what clients began to refuse, or no longer refuse, since the last run. For cron, a timer, a CI job.

    SOURCE is as for sweep, but no pipe; files that were read already are not read again. Prints nothing where nothing
    has changed, else a line for each change: new, back, risen (a higher band, or twice the devices), gone, or fixed by
    an exclusion, which the HTTP log shows.

    \b
        pinscout watch r2://my-logs/sessions r2://my-logs/gateway_http
        pinscout watch logs/ --known fine.txt --format json

    Each change has a number and is told once. A run that is killed is made up for by the next: what it had told but
    not yet noted comes again, under the same number. Exits with 4 where something is new, back or risen, with 0 where
    nothing has changed, or only for the better.
    """
    from pathlib import Path

    from analyzer.pipelines.watch import Watch, sources_of, watch
    from analyzer.times import parse_duration, parse_zone

    known, never = never_names(known_file), never_names(never_exclude_file)
    zone = parse_zone(tz)
    what = Watch(sources_of(sources), parse_duration(keep), parse_duration(gone_after), known, never, zone)
    with talking("reading") as talk, running(jobs, dask, talk) as run:
        path = Path(state_file) if state_file else None
        report = watch(
            what,
            lambda told: _print(told, format_, zone, what.gone_after),
            now=dt.datetime.now(dt.UTC),
            path=path,
            run=run,
        )
    if report.calls:
        click.get_current_context().exit(CHANGED_EXIT)


def _print(report: Report, format_: str, zone: dt.tzinfo, gone_after: dt.timedelta) -> None:
    """An empty page where nothing has changed, so that cron sends no mail; what was read is told beside changes."""
    from analyzer.messages import say
    from analyzer.report.changes import lines, to_json

    if sys.stderr.isatty():
        mention("")  # the progress bar still stands in its line
    if report.changes or sys.stderr.isatty():
        tell(*report.survey.notes())
    now, span = dt.datetime.now(dt.UTC), report.survey.span
    if span is None or span[1] < now - gone_after:
        tell(say("watch_stale", at=span and span[1].astimezone(zone).isoformat()))
    if format_ == "json":
        echo(to_json(report.changes, report.open_domains))
    elif report.changes:
        echo(lines(report.changes, report.open_domains, zone))
    sys.stdout.flush()
