"""pinscout doctor."""

from __future__ import annotations

from typing import NamedTuple

import click

_MARKS = {"ok": "ok", "warning": "!", "problem": "X", "unknown": "?"}


class _Line(NamedTuple):
    """A check as it is said; `advice` "" where there is none."""

    what: str
    state: str
    found: str
    advice: str


@click.command()
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(format_: str) -> None:
    """Check token, account, permissions and logs, and say what to do about what is missing.

    Works with whatever permissions the token has. Exits with 1 if something must be mended before `find`
    can fetch a log.

    \b
        CLOUDFLARE_API_TOKEN=... pinscout doctor
    """
    from tabulate import tabulate

    from analyzer.cloudflare.client import Cloudflare
    from analyzer.cloudflare.doctor import examine
    from analyzer.text import printable, printable_lines, shorten, to_json

    with Cloudflare.from_environment() as client:
        checks = [
            _Line(str(check.what), check.state, str(check.found), str(check.advice or "")) for check in examine(client)
        ]
    if format_ == "json":
        click.echo(to_json([check._asdict() for check in checks]))
    else:
        rows = [(_MARKS[check.state], shorten(check.what, 38), shorten(check.found, 48)) for check in checks]
        click.echo(tabulate(rows, ("", "what", "found"), disable_numparse=True))
        for check in checks:
            if check.advice:
                click.echo(f"\n{_MARKS[check.state]} {printable(check.what)}: {printable(check.found)}")
                click.echo(f"  {printable_lines(check.advice)}")
    if any(check.state == "problem" for check in checks):
        click.get_current_context().exit(1)
