"""pinscout exclusions."""

from __future__ import annotations

import os

import click

from analyzer.cli._terminal import tell


@click.command()
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--offline", is_flag=True, help="Only what the journal says; the account is not asked.")
def command(format_: str, offline: bool) -> None:
    """List what pinscout excluded from TLS inspection: what is in force, for which app, since when, and until when.

    Says what is due for review, and where the account differs from the journal. Without a token it says what the
    journal knows, of all accounts.

    \b
        pinscout exclusions
    """
    import datetime as dt

    from tabulate import tabulate

    from analyzer.cloudflare.account import find_account
    from analyzer.cloudflare.client import TOKEN_VARIABLE, Cloudflare
    from analyzer.exclusions.journal import Journal
    from analyzer.exclusions.overview import compare, from_journal
    from analyzer.messages import say, word
    from analyzer.text import printable, shorten, to_json

    journal = Journal.read()
    if offline or not os.environ.get(TOKEN_VARIABLE, "").strip():
        overview = from_journal(journal, dt.datetime.now(dt.UTC).date())
        tell(say("ex_not_asked"))
    else:
        with Cloudflare.from_environment() as client:
            overview = compare(client, find_account(client), journal)
    if format_ == "json":
        differences = list(map(str, overview.differences))
        click.echo(to_json({"exclusions": [one.to_dict() for one in overview.standings], "differences": differences}))
        return
    if not overview.standings:
        tell(say("ex_none"))
    else:
        keys = ("entry", "match", "app", "state", "since", "review", "change")
        rows = [
            (
                shorten(one.line.value, 30),
                one.line.match,
                shorten(one.change.app, 14),
                word("exclusion_state", one.state),
                f"{one.change.at:%Y-%m-%d}",
                say("ex_due", day=f"{one.change.review_by}") if one.is_due else f"{one.change.review_by}",
                one.change.mark,
            )
            for one in overview.standings
        ]
        click.echo(tabulate(rows, [say(f"column_{key}") for key in keys], disable_numparse=True))
        for one in overview.standings:
            click.echo(f"\n{printable(one.line.value)}\n  {printable(one.line.description)}")
    if overview.differences:
        click.echo("\n" + say("ex_differences"))
        for difference in overview.differences:
            click.echo(f"  - {printable(str(difference))}")
