"""pinscout export."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli._options import (
    NewFile,
    answer_option,
    color_option,
    format_option,
    match_option,
    never_names,
    never_option,
    open_answer,
    redact_option,
    redacted,
    refuse_match,
)
from analyzer.cli._terminal import STANDARD_OUTPUT, echo, page, tell, tell_of_rest, write_file


@click.command()
@format_option("csv")
@match_option
@click.option(
    "--output",
    "-o",
    "output_file",
    type=NewFile(),
    metavar="FILE",
    help="Write to a file instead of standard output, which is -.",
)
@never_option
@answer_option
@click.option("--sweep", "is_sweep", is_flag=True, help="The last sweep instead of the last finding.")
@redact_option
@color_option
def command(
    format_: str,
    match: str | None,
    output_file: str | None,
    never_exclude_file: str | None,
    finding_file: str | None,
    is_sweep: bool,
    redact: bool,
) -> None:
    """Turn the last finding or sweep into CSV, a Gateway list, JSON, Markdown, plain names, a table or its short form.

    For the policy itself there are requests for the API, Terraform, the expression of a rule, and the clicks in the
    dashboard.

    Domains and hosts need a list each, since a rule matches them by two selectors: `-o list.csv` writes
    list-domains.csv and list-hosts.csv where there are both.

    \b
        pinscout export --format gateway-list -o list.csv   # for the upload in Zero Trust > Reusable components > Lists
        pinscout export --format csv -o candidates.csv      # opens in Excel, kana too
        pinscout export --sweep --format plain
        pinscout export --format dashboard                  # without a token: what to click
    """
    import dataclasses

    from analyzer.answers.entries import matches_of
    from analyzer.exports import LISTS, render

    refuse_match(format_, match)
    answer = redacted(open_answer(finding_file, is_sweep=is_sweep), redact=redact)
    answer = dataclasses.replace(answer, never=answer.never + never_names(never_exclude_file))
    if answer.verdict != "candidates":
        tell(answer.summary())
    output_file = None if output_file == STANDARD_OUTPUT else output_file
    lists = matches_of(answer.candidates) if format_ in LISTS and not match else []
    if output_file and len(lists) > 1:
        for one in lists:
            write_file(_name_of_list(output_file, one), render(answer, format_, one))
    elif output_file:
        write_file(output_file, render(answer, format_, match or ""))
    else:
        tell_of_rest(answer, format_, match)
        echo(render(answer, format_, match or "", page()))


def _name_of_list(output_file: str, match: str) -> str:
    """`list.csv` becomes `list-domains.csv` and `list-hosts.csv`."""
    path = Path(output_file)
    return str(path.with_name(f"{path.stem}-{match}s{path.suffix}"))
