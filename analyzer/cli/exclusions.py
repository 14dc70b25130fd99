"""pinscout exclusions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from analyzer.cli._options import color_option
from analyzer.cli._terminal import echo, page, tell

if TYPE_CHECKING:
    from analyzer.exclusions.overview import Overview
    from analyzer.page import Page


@click.command()
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--offline", is_flag=True, help="Only what the journal says; the account is not asked.")
@color_option
def command(format_: str, offline: bool) -> None:
    """List what pinscout excluded from TLS inspection: what is in force, for which app, since when, and until when.

    Says what is due for review, and where the account differs from the journal. Without a token it says what the
    journal knows, of all accounts.

    \b
        pinscout exclusions
    """
    from analyzer.messages import say
    from analyzer.text import to_json

    overview = _overview(offline=offline)
    if format_ == "json":
        differences = list(map(str, overview.differences))
        told = {"version": 1, "exclusions": [one.to_dict() for one in overview.standings], "differences": differences}
        echo(to_json(told) + "\n")
        return
    if not overview.standings:
        tell(say("ex_none_known" if overview.differences else "ex_none"))
    echo(_written(overview, page()))


def _overview(*, offline: bool) -> Overview:
    import datetime as dt

    from analyzer.cloudflare.account import find_account
    from analyzer.cloudflare.client import TOKEN_VARIABLE, Cloudflare
    from analyzer.exclusions.journal import Journal
    from analyzer.exclusions.overview import compare, from_journal
    from analyzer.messages import say

    journal = Journal.read()
    if offline or not os.environ.get(TOKEN_VARIABLE, "").strip():
        tell(say("ex_not_asked"))
        return from_journal(journal, dt.datetime.now(dt.UTC).date())
    with Cloudflare.from_environment() as client:
        return compare(client, find_account(client), journal)


def _written(overview: Overview, where: Page) -> str:
    """The table, why each entry is there, and what differs; "" where there is nothing to say."""
    from analyzer.messages import say
    from analyzer.text import wrap

    parts = [_table(overview, where)] if overview.standings else []
    for one in overview.standings:
        trial = [str(one.change.scope.whom)] if one.change.scope.names else []
        texts = [one.line.description, *trial]
        parts.append("\n".join([wrap(one.line.value, where.prose), *(wrap(text, where.prose, "  ") for text in texts)]))
    if overview.differences:
        told = [wrap(str(difference), where.prose, "  - ") for difference in overview.differences]
        parts.append("\n".join([where.ink(say("ex_differences"), "bold"), *told]))
    return "\n\n".join(parts) + "\n" if parts else ""


def _table(overview: Overview, where: Page) -> str:
    from analyzer.layout import Column, lay_out
    from analyzer.messages import say, word

    every = overview.standings
    review = [
        say("ex_due", day=f"{one.change.review_by}") if one.is_due else f"{one.change.review_by}" for one in every
    ]
    columns = [
        Column("entry", [one.line.value for one in every], least=16, usual=30),
        Column("match", [word("match", one.line.match) for one in every], worth=2),
        Column("app", [one.change.app for one in every], least=6, usual=14, worth=3),
        Column("state", [word("exclusion_state", one.state) for one in every]),
        Column("since", [f"{one.change.at:%Y-%m-%d}" for one in every], worth=1),
        Column("review", review, worth=4),
        Column("change", [one.change.mark for one in every]),
    ]
    return lay_out(columns, where)
