"""pinscout doctor."""

from __future__ import annotations

from typing import NamedTuple

import click

from analyzer.cli._options import color_option
from analyzer.cli._terminal import echo, page
from analyzer.page import Ink

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
    """Check token, account, permissions and logs, and say what to do about what is missing.

    Works with whatever permissions the token has. Exits with 1 if something must be mended before `find`
    can fetch a log.

    \b
        CLOUDFLARE_API_TOKEN=... pinscout doctor
    """
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.cloudflare.doctor import examine
    from analyzer.layout import Column, lay_out
    from analyzer.text import printable, printable_lines, to_json

    with Cloudflare.from_environment() as client:
        checks = [
            _Line(str(check.what), check.state, str(check.found), str(check.advice or "")) for check in examine(client)
        ]
    if format_ == "json":
        click.echo(to_json([check._asdict() for check in checks]))
    else:
        columns = [
            Column("mark", [_MARKS[check.state] for check in checks], inks=[_INKS[check.state] for check in checks]),
            Column("what", [check.what for check in checks], least=20, usual=40),
            Column("found", [check.found for check in checks], least=20, usual=100),
        ]
        echo(lay_out(columns, page()) + "\n")
        for check in checks:
            if check.advice:
                click.echo(f"\n{_MARKS[check.state]} {printable(check.what)}: {printable(check.found)}")
                click.echo(f"  {printable_lines(check.advice)}")
    if any(check.state == "problem" for check in checks):
        click.get_current_context().exit(1)
