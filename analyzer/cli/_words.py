"""Help, and click's own words, in the language that is spoken.

Help in English stands at the commands and their options, where click looks for it. Other languages have theirs in
`messages`, by the names of commands and options; so have they what click itself says.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Self

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from analyzer import line_breaks
from analyzer.messages import help_for, of_click
from analyzer.text import shorten, wrap

_RAW = "\b\n"
"""What a paragraph begins with that click leaves as it is."""


def speak() -> None:
    """Let click say its words in the language that is spoken, which it leaves to files for the locale otherwise."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        vars(module).update(_=of_click, ngettext=_counted)


def _counted(one: str, more: str, count: int) -> str:
    return of_click(one if count == 1 else more)


class Spoken(click.Command):
    """A command whose help is in the language that is spoken when it is shown."""

    @classmethod
    def of(cls, command: click.Command, name: str) -> Self:
        """The same command, but so, and of that name."""
        spoken = cls(name)
        vars(spoken).update(vars(command), name=name)
        return spoken

    def get_help(self, ctx: click.Context) -> str:
        formatter = _Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        spoken = copy.copy(self)
        spoken.help = help_for(self.name or "", default=self.help or "")
        spoken.params = [self._spoken(param) for param in self.params]
        super(Spoken, spoken).format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        help_text = help_for(self.name or "", default="")
        first, end, _ = help_text.partition("\n")[0].partition("。")
        return shorten(first + end, limit) if help_text else super().get_short_help_str(limit)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:  # click makes it once, in the words of then
            option.help = of_click("Show this message and exit.")
        return option

    def _spoken(self, param: click.Parameter) -> click.Parameter:
        if not isinstance(param, click.Option) or not param.help:
            return param
        spoken = copy.copy(param)
        name = max(param.opts, key=len)
        spoken.help = help_for(f"{self.name} {name}", name, default=param.help)
        return spoken


class _Formatter(click.HelpFormatter):
    """Breaks lines of a script that is written without blanks, and counts wide characters as two columns."""

    def write_text(self, text: str) -> None:
        super().write_text(_broken(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max(len(term) for term, _ in rows), col_max) + col_spacing
        room = self.width - first - self.current_indent
        super().write_dl([(term, _broken(told, room)) for term, told in rows], col_max, col_spacing)


def _broken(text: str, columns: int) -> str:
    """Paragraphs in such a script broken into lines of so many columns; others are for click."""
    paragraphs = re.split(r"\n\n+", text)
    return "\n\n".join(
        _RAW + wrap(" ".join(part.split()), columns)
        if line_breaks.WIDE.search(part) and not part.startswith(_RAW)
        else part
        for part in paragraphs
    )
