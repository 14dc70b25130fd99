"""What the shell proposes behind an option or as an argument: from what is kept and the machine, never from afar."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def files(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Files and folders, which the shell finds itself."""
    return [CompletionItem(typed, type="file")]


def devices(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Devices that were listed, or are named in what is kept."""
    from analyzer.answers import completions

    return _beginning(completions.devices(), typed)


def domains(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The candidates of the last finding."""
    from analyzer.answers import completions

    return _beginning(completions.domains(), typed)


def zones(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The names of time zones; a city will do for a beginning."""
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    return _beginning(names, typed) or _beginning(names, typed, behind="/")


def commands(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """The commands."""
    group = context.find_root().command
    return _beginning(group.list_commands(context) if isinstance(group, click.Group) else (), typed)


def _beginning(names: Iterable[str], typed: str, behind: str = "") -> list[CompletionItem]:
    """Names that begin so, in any case; with `behind`, those of which what stands behind it does."""
    start = typed.casefold()
    return [CompletionItem(name) for name in names if name.casefold().rpartition(behind or "\0")[2].startswith(start)]
