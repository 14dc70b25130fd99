"""pinscout demo."""

from __future__ import annotations

import click

from analyzer.cli._options import color_option, csv_option, format_option, match_option, refuse_match
from analyzer.cli._terminal import csv_copy, deliver, page, tell, tell_wrapped


@click.command()
@format_option("table")
@match_option
@csv_option
@color_option
def command(format_: str, match: str | None, csv_file: str | None) -> None:
    """Run the bundled incident: an invented iPhone, on which PayPay failed three times.

    Needs no account and no log; the last finding stays as it is.
    """
    from analyzer.exports import render
    from analyzer.messages import say
    from analyzer.pipelines import demo

    refuse_match(format_, match)
    finding = demo.find()
    tell("$ " + demo.command_line(), *finding.notes(), "")
    deliver(render(finding, format_, match or "", page()), lambda: None, csv_copy(csv_file, finding))
    if format_ == "table":
        tell_wrapped("", say("demo_next"))
