"""pinscout help."""

from __future__ import annotations

import click

from analyzer.cli._completion import commands
from analyzer.cli._terminal import echo


@click.command()
@click.argument("name", metavar="[COMMAND]", default="", shell_complete=commands)
@click.pass_context
def command(context: click.Context, name: str) -> None:
    """Show what a command does and its options, or all commands.

    \b
        pinscout help
        pinscout help find
    """
    every = context.find_root()
    group = every.command
    if not name or not isinstance(group, click.Group):
        echo(every.get_help() + "\n")
        return
    _, asked, _ = group.resolve_command(every, [name])
    if asked is not None:
        with click.Context(asked, info_name=name, parent=every) as inner:
            echo(asked.get_help(inner) + "\n")
