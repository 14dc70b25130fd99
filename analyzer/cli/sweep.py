"""pinscout sweep."""

from __future__ import annotations

import click

from analyzer.cli import NO_CANDIDATE_EXIT
from analyzer.cli._answer import saved_copy
from analyzer.cli._options import (
    ago,
    color_option,
    csv_option,
    dask_option,
    format_option,
    match_option,
    never_names,
    never_option,
    only_one_of,
    redact_option,
    redacted,
    refuse_match,
    report_option,
    run_options,
    save_option,
    sources_argument,
    time_option,
    zone_option,
)
from analyzer.cli._running import running
from analyzer.cli._terminal import csv_copy, deliver, page, report_copy, talking, tell, tell_of_rest


@click.command()
@sources_argument
@time_option("--since", "From when on.  [default: the log's beginning; live: 24 hours ago]")
@time_option("--until", "Before when.  [default: the log's end; live: now]")
@click.option("--last", metavar="LENGTH", help="Instead of --since: the last 24h, say.")
@zone_option("Zone of the times.  [default: the machine's]")
@run_options
@dask_option
@never_option
@format_option("table")
@match_option
@csv_option
@report_option
@save_option
@redact_option
@color_option
def command(
    sources: tuple[str, ...],
    since: str | None,
    until: str | None,
    last: str | None,
    tz: str | None,
    jobs: int,
    dask: str | None,
    all_files: bool,
    never_exclude_file: str | None,
    format_: str,
    match: str | None,
    csv_file: str | None,
    report_file: str | None,
    save_file: str | None,
    redact: bool,
) -> None:
    """Rank the domains that clients refuse to have decrypted, over a day or an archive. No failure time is needed.

    SOURCE is as for find, and must hold Logpush zero_trust_network_sessions: only sessions tell who broke off a
    handshake. gateway_http beside them makes it surer. Without a SOURCE the sessions are fetched from the account
    that CLOUDFLARE_API_TOKEN opens, if its plan has them; there they name no devices.

    \b
        pinscout sweep logs/ --since '2026-11-10 09:00'
        pinscout sweep --last 24h --format gateway-list > list.csv

    Devices that refuse nearly everything lack Cloudflare's certificate: they are named and left out. The answer is
    kept: `pinscout export --sweep` goes on from it. Exits with 3 where nothing is refused, or only what looks like
    broken handshakes by chance.
    """
    from analyzer.answers import saved
    from analyzer.exports import render
    from analyzer.pipelines.sweep import sweep_files
    from analyzer.sweeps.period import Period

    refuse_match(format_, match)
    only_one_of({"--since": since, "--last": last})
    period = Period.of(ago(last) if last else since, until, tz)
    never = never_names(never_exclude_file)
    with talking("reading" if sources else "fetching") as talk, running(jobs, dask, talk) as run:
        survey = sweep_files(sources, period, run=run, all_files=all_files, never_exclude=never)
    shown = redacted(survey, redact=redact)
    tell(*shown.notes(), "")
    tell_of_rest(shown, format_, match)
    answer = render(shown, format_, match or "", page())
    copies = saved_copy(save_file, shown), csv_copy(csv_file, shown), report_copy(report_file, shown)
    deliver(answer, lambda: saved.save_last_sweep(survey), *copies)
    if survey.verdict != "candidates":
        click.get_current_context().exit(NO_CANDIDATE_EXIT)
