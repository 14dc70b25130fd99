"""pinscout export."""

from __future__ import annotations

import click

from analyzer.cli._options import finding_option, format_option, only_one_of, open_finding
from analyzer.cli._terminal import tell, write_text


@click.command()
@format_option("csv")
@click.option(
    "--output",
    "-o",
    "output_file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write to a file instead of standard output.",
)
@finding_option
@click.option("--sweep", "is_sweep", is_flag=True, help="The last sweep instead of the last finding.")
def command(format_: str, output_file: str | None, finding_file: str | None, is_sweep: bool) -> None:
    """Turn the last finding or sweep into CSV, a Gateway list, JSON, Markdown, plain names or a table.

    \b
        pinscout export --format gateway-list -o list.csv   # for the upload in Zero Trust > Lists
        pinscout export --format csv -o candidates.csv      # opens in Excel, kana too
        pinscout export --sweep --format plain
    """
    from analyzer.answers import saved
    from analyzer.exports import render

    only_one_of({"--finding": finding_file, "--sweep": is_sweep})
    answer = saved.load_last_sweep() if is_sweep else open_finding(finding_file)
    text = render(answer, format_)
    if answer.verdict != "candidates":
        tell(answer.summary())
    if output_file:
        write_text(output_file, text)
    else:
        click.echo(text, nl=False)
