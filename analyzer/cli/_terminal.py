"""What commands say to the person at the terminal: answers to stdout, talk to stderr, answers to files."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from analyzer.page import LEAST_COLUMNS, PIPED, Page
from analyzer.talk import Talk
from analyzer.text import printable, shorten, width, wrap

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking
    from analyzer.facts import Fact


def page() -> Page:
    """What standard output is: as wide as the terminal, in colour if it may be; the piped page where it is none."""
    if not sys.stdout.isatty():
        return Page(is_coloured=_colour() is True)
    return Page(columns_of(sys.stdout), is_coloured=_colour() is not False)


def columns_of(stream: IO[str]) -> int:
    """Columns to write in: the terminal's, at least 60; those of a pipe where it is none."""
    if not stream.isatty():
        return PIPED.columns
    return max(shutil.get_terminal_size((PIPED.columns, 24)).columns, LEAST_COLUMNS)


def _colour() -> bool | None:
    """What --color says; by default none where NO_COLOR is set or the terminal has none, else None: if it can."""
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def echo(text: str) -> None:
    """An answer to standard output, as it is."""
    click.echo(text, nl=False, color=_colour())


def tell(*lines: object) -> None:
    """Say something to the person, on stderr; at a terminal in lines that fit it."""
    for line in lines:
        text = printable(str(line))
        click.echo(wrap(text, Page(columns_of(sys.stderr)).prose) if sys.stderr.isatty() else text, err=True)


def tell_wrapped(*texts: str) -> None:
    """As `tell`, in lines that fit into a pipe, too; one with a path or a command, which is indented, stays whole."""
    for line in "\n".join(texts).split("\n"):
        whole = line.startswith(" ")
        click.echo(printable(line) if whole else wrap(line, Page(columns_of(sys.stderr)).prose), err=True)


def deliver(text: str, keep: Callable[[], object]) -> None:
    """Print an answer, then keep it, also where the reader has closed the pipe. What can't be kept is a warning."""
    from analyzer.errors import AnalyzerError
    from analyzer.messages import say

    try:
        echo(text)
    finally:
        try:
            keep()
        except AnalyzerError as error:
            tell(say("not_kept", error=str(error)))


def tell_of_rest(answer: Ranking, format_: str, match: str | None) -> None:
    """Say which entries a list leaves out, since domains and hosts need a list each."""
    from analyzer.answers.entries import entries, matches_of
    from analyzer.exports import LISTS
    from analyzer.messages import say

    if format_ in LISTS and not match:
        for other in matches_of(answer.candidates)[1:]:
            tell(say("list_rest", count=len(entries(answer, other)), match=other))


def write_text(path: str, text: str) -> None:
    """Write an export to a file, as it is."""
    from analyzer.errors import AnalyzerError
    from analyzer.messages import say

    try:
        Path(path).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise AnalyzerError("not_written", path=path, error=error.strerror or str(error)) from error
    tell(say("wrote", path=path))


class _Bar(Talk):
    """Talk to the person at the terminal: progress to a bar, sentences to stderr."""

    def __init__(self, bar: Callable[[int, int], None]) -> None:
        self._bar = bar
        self._waits = False

    def progress(self, done: int, total: int) -> None:
        self._end_line()
        self._bar(done, total)

    def wait(self, told: Fact) -> None:
        if sys.stderr.isatty():
            columns = shutil.get_terminal_size().columns - 1
            text = shorten(str(told), columns)
            click.echo("\r" + text + " " * (columns - width(text)), nl=False, err=True)
        elif not self._waits:
            tell(told)
        self._waits = True

    def say(self, told: Fact) -> None:
        self._end_line()
        tell(told)

    def _end_line(self) -> None:
        """What comes next begins a line of its own."""
        if self._waits and sys.stderr.isatty():
            click.echo(err=True)
        self._waits = False


@contextlib.contextmanager
def talking(label: str) -> Iterator[Talk]:
    """Talk with a progress bar of this label, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield _Bar(lambda done, total: None)
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length, bar.pos = max(total, 1), done
            bar.render_progress()

        yield _Bar(show)
