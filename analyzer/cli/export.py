"""pinscout export."""

from __future__ import annotations

import click

from analyzer.cli._options import finding_option, format_option, open_finding, tell, write_text


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
def command(format_: str, output_file: str | None, finding_file: str | None) -> None:
    """Turn the last finding into CSV, a Gateway list, JSON, Markdown, plain names or a table.

    \b
        pinscout export --format gateway-list -o list.csv   # for the upload in Zero Trust > Lists
        pinscout export --format csv -o candidates.csv      # opens in Excel, kana too
    """
    from analyzer.exports import render

    finding = open_finding(finding_file)
    text = render(finding, format_)
    if finding.verdict != "candidates":
        tell(finding.summary())
    if output_file:
        write_text(output_file, text)
    else:
        click.echo(text, nl=False)
