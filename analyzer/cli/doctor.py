"""pinscout doctor."""

from __future__ import annotations

from typing import NamedTuple

import click

from analyzer.cli._options import color_option
from analyzer.cli._terminal import echo, page, talking, tell
from analyzer.page import Ink, Page

_MARKS = {"ok": "ok", "warning": "!", "problem": "X", "unknown": "?"}
_INKS: dict[str, Ink] = {"ok": "green", "warning": "yellow", "problem": "bold", "unknown": "dim"}


class _Line(NamedTuple):
    """A check as it is said; `advice` "" where there is none."""

    what: str
    state: str
    found: str
    advice: str


@click.command()
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@color_option
def command(format_: str) -> None:
    """Check token, account, permissions, rules and logs, and say whether find is ready, and what to do if not.

    Works with whatever permissions the token has. Exits with 1 if something must be mended before `find`
    can fetch a log.

    \b
        CLOUDFLARE_API_TOKEN=... pinscout doctor
    """
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.cloudflare.doctor import MOST_SILENT_S, examine, judge, own_hints
    from analyzer.errors import CloudflareError
    from analyzer.text import to_json

    try:
        with talking("checking") as talk, Cloudflare.from_environment(talk, MOST_SILENT_S) as client:
            checks = list(examine(client))
    except CloudflareError as error:
        raise error.with_hints(*own_hints(error.all_hints)) from None
    _tell_due()
    verdict, said = judge(checks)
    lines = [_Line(str(check.what), check.state, str(check.found), str(check.advice or "")) for check in checks]
    if format_ == "json":
        told = {"version": 1, "verdict": verdict, "summary": str(said), "checks": [line._asdict() for line in lines]}
        echo(to_json(told) + "\n")
    else:
        echo(_written(str(said), lines, page()))
    if verdict == "not_ready":
        click.get_current_context().exit(1)


def _tell_due() -> None:
    """Remind of exclusions that are due for review: rules for HTTP can't expire by themselves."""
    import datetime as dt

    from analyzer.exclusions.journal import Journal
    from analyzer.exclusions.overview import from_journal
    from analyzer.messages import say

    standings = from_journal(Journal.read(), dt.datetime.now(dt.UTC).date()).standings
    if due := [one for one in standings if one.is_due]:
        tell(say("ex_due_count", count=len(due)))


def _written(said: str, lines: list[_Line], where: Page) -> str:
    """The verdict, a line for each check, and below what to do about those that have an advice."""
    from analyzer.layout import Column, lay_out
    from analyzer.text import printable, wrap

    columns = [
        Column("mark", [_MARKS[line.state] for line in lines], inks=[_INKS[line.state] for line in lines]),
        Column("what", [line.what for line in lines], least=20, usual=40),
        Column("found", [line.found for line in lines], least=20, usual=100),
    ]
    head = "\n".join(where.ink(part, "bold") for part in wrap(said, where.prose).split("\n"))
    parts = [head, lay_out(columns, where)]
    told = {(line.found, line.advice): line for line in reversed(lines)}
    for line in lines:
        if line.advice and told[line.found, line.advice] is line:
            advice = [
                printable(text) if text.startswith(" ") else wrap(text, where.prose, "  ")
                for text in line.advice.split("\n")
            ]
            parts.append("\n".join([wrap(f"{_MARKS[line.state]} {line.what}: {line.found}", where.prose), *advice]))
    return "\n\n".join(parts) + "\n"
