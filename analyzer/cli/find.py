"""pinscout find."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from analyzer.cli._answer import give
from analyzer.cli._options import (
    ago,
    color_option,
    csv_option,
    dask_option,
    file_option,
    format_option,
    incident_options,
    location_option,
    match_option,
    never_names,
    never_option,
    only_one_of,
    plot_option,
    redact_option,
    refuse_match,
    refuse_with_files,
    report_option,
    run_options,
    save_option,
    sources_argument,
)
from analyzer.cli._running import running
from analyzer.cli._terminal import talking


@click.command()
@sources_argument
@incident_options
@file_option("--incident", "Read all of the above from a TOML file.")
@click.option("--last", metavar="LENGTH", help="Instead of --at: it failed within the last 3m, say.")
@click.option("--wait", is_flag=True, help="Live: wait until the newest rows of the log have arrived.")
@location_option
@run_options
@dask_option
@never_option
@format_option("table")
@match_option
@csv_option
@plot_option
@report_option
@save_option
@redact_option
@color_option
def command(
    sources: tuple[str, ...],
    incident_file: str | None,
    last: str | None,
    wait: bool,
    location: str,
    jobs: int,
    dask: str | None,
    all_files: bool,
    never_exclude_file: str | None,
    format_: str,
    match: str | None,
    csv_file: str | None,
    plot_file: str | None,
    report_file: str | None,
    save_file: str | None,
    redact: bool,
    **about: object,
) -> None:
    """Rank the domains that a failing app most likely needs excluded.

    SOURCE is a log file, a folder, a glob, s3://bucket/prefix, r2://bucket/prefix, https://… or - for standard input,
    in any mix: the Gateway DNS log, and beside it logs of sessions and requests, as Logpush, Log Explorer, a SIEM or a
    log shipper write them, packed or not, recognised by content. Without a SOURCE the log is fetched from the account
    that CLOUDFLARE_API_TOKEN opens.

    \b
        pinscout find --at 14:05 --app PayPay --device iPhone
        pinscout find logs/ --at 14:05 --at 14:12 --app PayPay --csv candidates.csv
        zcat logs/*.gz | pinscout find - --at '2026-11-10 14:05' --tz Asia/Tokyo

    The finding is kept, and what was fetched: `pinscout explain DOMAIN` and `pinscout export` go on from it,
    and `find` with other options asks for nothing that is there. Exits with 3 where no candidate is clear;
    the ranking is printed all the same. With --csv - or --save - it is printed on standard error.
    """
    from analyzer.incidents.incident import Incident
    from analyzer.messages import say
    from analyzer.pipelines.find import find_incident, incident_of, now_of_account
    from analyzer.report.plots import check_plot

    if plot_file:
        check_plot(plot_file)
    only_one_of({"--at": about["at"], "--last": last})
    refuse_match(format_, match)
    refuse_with_files(sources, {"--wait": wait, "--location": location})
    if incident_file is None and not about["at"] and not last:
        raise click.UsageError(say("say_when"))
    options: dict[str, Any] = _when(about, last)
    if incident_file is None:
        now = dt.datetime.now(dt.UTC) if sources else now_of_account(**options)
        incident = Incident.of(**options, now=now)
        incident.refuse_future(now)
    else:
        incident = incident_of(incident_file, **options)
    never = never_names(never_exclude_file)
    with talking("reading" if sources else "fetching") as talk, running(jobs, dask, talk) as run:
        finding = find_incident(
            sources, incident, run=run, all_files=all_files, location=location, wait=wait, never_exclude=never
        )
    give(finding, format_, match, csv_file, save_file, plot_file, report_file, redact=redact)


def _when(about: dict[str, object], last: str | None) -> dict[str, object]:
    """The options of the incident; `--last 3m` is a failure somewhere between then and now."""
    return {**about, "at": [f"{ago(last)}/now"]} if last else about
