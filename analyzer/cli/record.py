"""pinscout record."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli._answer import give
from analyzer.cli._options import (
    about_options,
    color_option,
    csv_option,
    file_option,
    format_option,
    location_option,
    match_option,
    never_names,
    never_option,
    refuse_match,
)
from analyzer.cli._terminal import talking, tell, tell_wrapped

if TYPE_CHECKING:
    from analyzer.incidents.incident import Incident


@click.command()
@about_options
@file_option("--incident", "Keep it there; one that is there already gets further failures.  [default: a new file]")
@location_option
@never_option
@format_option("table")
@match_option
@csv_option
@color_option
def command(
    incident_file: str | None,
    location: str,
    never_exclude_file: str | None,
    format_: str,
    match: str | None,
    csv_file: str | None,
    **about: object,
) -> None:
    """Stamp the failures of an app while you make it fail, then wait for the log and find.

    A stopwatch: it says what to close and how to empty the device's DNS cache; press Enter when you start the app, and
    Enter when it has failed, as often as you like. One failure is weak evidence, two or three are much surer, and
    seconds tell more than minutes. Each stamp is kept at once in an incident file.

    \b
        pinscout record --app PayPay --device iPhone
        pinscout record --incident FILE          # goes on with an incident, or one that was stopped
        pinscout find --incident FILE            # finds with it again

    Ctrl-C stops it (exit code 130), loses nothing that was stamped, and says how to go on. Without
    CLOUDFLARE_API_TOKEN it stamps only: `pinscout find LOGS --incident FILE` finds with the log's files. Exits with 3
    where no candidate is clear.
    """
    from analyzer.cli._stopwatch import Dialogue
    from analyzer.messages import say
    from analyzer.pipelines.find import find_incident
    from analyzer.pipelines.record import has_token
    from analyzer.reading.workers import Run

    refuse_match(format_, match)
    incident, before = _incident(incident_file, about)
    never = never_names(never_exclude_file)
    dialogue = Dialogue.begin(incident, incident_file, before)
    is_live, path = has_token(), str(dialogue.path)
    with dialogue.stoppable(["find", "--incident"], ["record", "--incident"]):
        recorded = dialogue.run()
        if recorded is None:
            return tell("", say("record_empty"))
        find = shlex.join(["pinscout", "find", *([] if is_live else ["LOGS"]), "--incident", path])
        key, count = "record_kept" if is_live else "record_no_token", len(recorded.failures)
        tell_wrapped("", say(key, count=count, find=find))
        if not is_live:
            return None
        with talking("fetching") as talk:
            finding = find_incident((), recorded, run=Run(talk=talk), location=location, wait=True, never_exclude=never)
        give(finding, format_, match, csv_file)
        return None


def _incident(file: str | None, about: dict[str, object]) -> tuple[Incident, Incident | None]:
    """What is recorded, and the incident that it goes on with, if there is one."""
    from analyzer.incidents.incident import Incident
    from analyzer.messages import say
    from analyzer.pipelines.find import incident_of

    if file and Path(file).exists():
        before = incident_of(file, **about)  # type: ignore[arg-type]  # as click has read them
        return before, before
    if not about["app"]:
        raise click.UsageError(say("record_say_app"))
    return Incident.of(dt.datetime.now(dt.UTC), **about), None  # type: ignore[arg-type]  # as click has read them
