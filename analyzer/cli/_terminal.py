"""What commands say to the person at the terminal: answers to stdout, talk to stderr, answers to files."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.talk import Talk
from analyzer.text import printable, shorten, width, wrap

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking
    from analyzer.facts import Fact

COLUMNS = 100


def tell(*lines: object) -> None:
    """Say something to the person, on stderr."""
    for line in lines:
        click.echo(printable(str(line)), err=True)


def tell_wrapped(*texts: str) -> None:
    """As `tell`, in lines that fit a terminal; one with a path or a command, which is indented, stays whole."""
    for line in "\n".join(texts).split("\n"):
        tell(*([line] if line.startswith(" ") else wrap(line, COLUMNS).split("\n")))


def deliver(text: str, keep: Callable[[], object]) -> None:
    """Print an answer, then keep it, also where the reader has closed the pipe. What can't be kept is a warning."""
    from analyzer.errors import AnalyzerError
    from analyzer.messages import say

    try:
        click.echo(text, nl=False)
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
