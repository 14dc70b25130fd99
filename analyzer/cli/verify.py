"""pinscout verify."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING, Any

import click

from analyzer.cli import NO_CANDIDATE_EXIT
from analyzer.cli._completion import domains
from analyzer.cli._options import (
    after_option,
    baseline_option,
    before_option,
    file_option,
    finding_option,
    location_option,
    only_one_of,
    open_finding,
    run_options,
    sources_argument,
    time_option,
    tz_option,
)
from analyzer.cli._terminal import deliver, page, talking, tell, tell_wrapped

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding
    from analyzer.incidents.incident import Incident
    from analyzer.pipelines.verify import Verified

_NAMES = 12, 30
"""Columns that a name may be cut to, and those that it takes where there is room."""


@click.command()
@sources_argument
@time_option("--at", "When the app ran again, or failed again; as for find.", multiple=True)
@file_option("--run", "The new run as `pinscout record` kept it, instead of --at.")
@click.option("--record", "is_record", is_flag=True, help="Stamp the new run now, as `pinscout record` does.")
@click.option("--works", "said", flag_value="works", help="You saw it work in that run.")
@click.option("--fails", "said", flag_value="fails", help="You saw it fail in that run.")
@click.option(
    "--entry",
    "names",
    multiple=True,
    metavar="NAME",
    help="What is excluded, if not what was to be first.",
    shell_complete=domains,
)
@finding_option
@file_option("--incident", "Find again with this incident, instead of taking a finding.")
@before_option
@after_option
@baseline_option
@tz_option
@click.option("--wait", is_flag=True, help="Live: wait until the newest rows of the log have arrived.")
@location_option
@run_options
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    sources: tuple[str, ...],
    at: tuple[str, ...],
    run_file: str | None,
    is_record: bool,
    said: str | None,
    names: tuple[str, ...],
    finding_file: str | None,
    incident_file: str | None,
    tz: str | None,
    wait: bool,
    location: str,
    jobs: int,
    all_files: bool,
    format_: str,
    **around: str,
) -> None:
    """Check after an exclusion: does the app get through now, or did it meet the next host that it pins?

    Exclude what the finding says, quit the app completely, start it again, and give the time of that run. Each host is
    held against the failure of before: left undecrypted now, still refused (in the handshake, by hanging up, or after
    it), decrypted as ever, or refused for the first time, since the app got further.

    \b
        pinscout verify --record                 # a stopwatch for the new run; the live account
        pinscout verify --at 14:40               # a run that you noted
        pinscout verify logs/ --at 14:40         # log files
        pinscout verify --at 14:40 --works       # what you saw counts more than the log

    What is excluded for the app is known from the finding and from the journal of `pinscout exclude`. Where the app got
    further, the new run becomes the last finding, and `pinscout exclude` goes on from it.

    Once it works, entries that may not be needed are proposed to be taken out for a try, as few tries as can be; the
    next run tells. Lookups alone can't tell whether an app works: say what you saw, or give session logs. Exits with 0
    where it is fixed, with 3 else.
    """
    from analyzer.exclusions.journal import Journal
    from analyzer.messages import say
    from analyzer.pipelines import verify
    from analyzer.pipelines.find import incident_of

    only_one_of({"--at": at, "--run": run_file, "--record": is_record})
    only_one_of({"--finding": finding_file, "--incident": incident_file})
    if not (at or run_file or is_record):
        raise click.UsageError(say("verify_say_when"))
    options: dict[str, Any] = {"all_files": all_files, "location": location}
    before = _found(sources, incident_of(incident_file), jobs, options) if incident_file else open_finding(finding_file)
    journal = Journal.read()
    entries = [verify.entry_of(name) for name in names] or verify.entries_for(before, journal)
    options |= {"entries": entries, "search": verify.load_search(before, journal)}
    if is_record:
        about = verify.run_incident(before, [dt.datetime.now(dt.UTC)], tz, **around)
        done: Verified | None = _recorded(sources, before, about, said, jobs, options)
    else:
        incident = incident_of(run_file) if run_file else verify.run_incident(before, at, tz, **around)
        incident.refuse_future(dt.datetime.now(dt.UTC))
        done = _verified(sources, before, incident, said, jobs, options | {"wait": wait})
    if done:
        tell(*done.finding.notes(), "")
        is_next = done.verification.verdict == "further" and not (finding_file or incident_file)
        text = _as_json(done) if format_ == "json" else _as_text(done)
        deliver(text, lambda: _keep(before, done, is_next=is_next))
    if not done or done.verification.verdict != "fixed":
        click.get_current_context().exit(NO_CANDIDATE_EXIT)


def _found(sources: tuple[str, ...], incident: Incident, jobs: int, options: dict[str, Any]) -> Finding:
    from analyzer.pipelines.find import find_incident
    from analyzer.reading.workers import Run

    with talking("reading" if sources else "fetching") as talk:
        return find_incident(sources, incident, run=Run(jobs, talk=talk), **options)


def _verified(
    sources: tuple[str, ...], before: Finding, run: Incident, said: str | None, jobs: int, options: dict[str, Any]
) -> Verified:
    from analyzer.pipelines.verify import verify, with_rules
    from analyzer.reading.workers import Run

    with talking("reading" if sources else "fetching") as talk:
        done = verify(sources, before, run, said=said or "", run=Run(jobs, talk=talk), **options)
        return done if sources else with_rules(done, options["entries"], talk)


def _recorded(
    sources: tuple[str, ...], before: Finding, about: Incident, said: str | None, jobs: int, options: dict[str, Any]
) -> Verified | None:
    """What a run says that is stamped now; None if nothing was stamped, or there is no log to look into."""
    from analyzer.cli._stopwatch import Dialogue
    from analyzer.messages import say
    from analyzer.pipelines.record import has_token

    dialogue = Dialogue.begin(about, None)
    can_look = has_token() or bool(sources)
    with dialogue.stoppable(["verify", *sources, "--run"]):
        run, seen = dialogue.run_once()
        if run is None:
            tell("", say("record_empty"))
            return None
        line = ["pinscout", "verify", *(sources or ([] if can_look else ["LOGS"])), "--run", str(dialogue.path)]
        verify = shlex.join([*line, f"--{said or seen}"])
        tell_wrapped("", say("verify_kept" if can_look else "verify_no_token", verify=verify))
        return _verified(sources, before, run, said or seen, jobs, options | {"wait": True}) if can_look else None


def _keep(before: Finding, done: Verified, *, is_next: bool) -> None:
    """The search, and a run that met the next host as the last finding, for `exclude` to go on from."""
    from analyzer.answers import saved
    from analyzer.pipelines.verify import keep_search

    keep_search(before, done.search)
    if is_next:
        saved.save_last(done.finding)


def _as_json(done: Verified) -> str:
    from analyzer.text import to_json

    return to_json(done.to_dict()) + "\n"


def _as_text(done: Verified) -> str:
    from analyzer.layout import Column, lay_out
    from analyzer.messages import say
    from analyzer.text import wrap

    told, prose = done.verification, page().prose
    parts = ["\n".join(page().ink(line, "bold") for line in wrap(told.summary(), prose).split("\n"))]
    if len(told.checks):
        columns = [
            Column("hostname", list(told.checks["hostname"]), least=_NAMES[0], usual=_NAMES[1]),
            Column("entry", list(told.checks["entry"]), least=_NAMES[0], usual=_NAMES[1]),
            *(Column(name, list(map(_became, told.checks[name]))) for name in ("before", "now")),
        ]
        parts.append(lay_out(columns, page()))
    if told.notes:
        parts.append("\n".join(wrap(str(note), prose, "  - ") for note in told.notes))
    steps = [wrap(step, prose, f"{number:>3}. ") for number, step in enumerate(done.steps(), 1)]
    parts.append("\n".join([page().ink(say("next_steps"), "bold"), *steps]))
    return "\n\n".join(parts) + "\n"


def _became(outcome: str) -> str:
    from analyzer.messages import word

    return word("outcome", outcome) if outcome else "-"
