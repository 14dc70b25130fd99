"""pinscout find."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli import NO_CANDIDATE_EXIT
from analyzer.cli._options import file_option, format_option, incident_options, tell, write_text


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@incident_options
@file_option("--incident", "Read all of the above from a TOML file.")
@format_option("table")
@file_option("--csv", "Write the candidates to a CSV file as well.")
@file_option("--save", "Keep the finding in a file of its own as well.")
def command(
    sources: tuple[str, ...],
    incident_file: str | None,
    format_: str,
    csv_file: str | None,
    save_file: str | None,
    **about: object,
) -> None:
    """Rank the domains that a failing app most likely needs excluded.

    SOURCE is a log file, a folder, a glob, or - for standard input, in any mix: Logpush gateway_dns as
    NDJSON, CSV or TSV, gzip or not, recognised by content.

    \b
        pinscout find logs/ --at 14:05 --app PayPay
        pinscout find 'logs/20261110*.gz' --at 14:05 --at 14:12 --device iPhone --csv candidates.csv
        zcat logs/*.gz | pinscout find - --at '2026-11-10 14:05' --tz Asia/Tokyo

    The finding is kept: `pinscout explain DOMAIN` and `pinscout export` go on from it. Exits with 3 where
    no candidate is clear; the ranking is printed all the same.
    """
    from analyzer import pipeline, state
    from analyzer.exports import render
    from analyzer.incident import Incident

    if not sources:
        raise click.UsageError("Name the log files, a folder with them, or - for standard input.")
    if incident_file is None and not about["at"]:
        raise click.UsageError("Say when the app failed: --at TIME, once for each failure.")
    incident = Incident.from_toml(incident_file) if incident_file else Incident.of(**about)  # type: ignore[arg-type]
    finding = pipeline.find_incident(sources, incident)
    state.save_last(finding)
    if save_file:
        state.save(finding, Path(save_file))
    tell(*finding.notes(), "")
    click.echo(render(finding, format_), nl=False)
    if csv_file:
        write_text(csv_file, render(finding, "csv"))
    if finding.verdict != "candidates":
        click.get_current_context().exit(NO_CANDIDATE_EXIT)
