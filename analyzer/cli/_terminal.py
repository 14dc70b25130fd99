"""What commands say to the person at the terminal: answers to stdout, talk to stderr, answers to files."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import click

from analyzer.cli._streams import mention, put
from analyzer.page import LEAST_COLUMNS, PIPED, Page
from analyzer.talk import Talk
from analyzer.text import printable, shorten, width, wrap

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding
    from analyzer.answers.ranking import Ranking
    from analyzer.answers.survey import Survey
    from analyzer.facts import Fact

STANDARD_OUTPUT = "-"
"""What people name in place of a file."""
_WIDEST_BAR, _BESIDE_BAR = 36, 44
"""Columns of a progress bar; what stands beside it needs its own in every language, or the line breaks and stays."""


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
    put(text, color=_colour())


def tell(*lines: object) -> None:
    """Say something to the person, on stderr; at a terminal in lines that fit it."""
    for line in lines:
        text = printable(str(line))
        mention(wrap(text, Page(columns_of(sys.stderr)).prose) if sys.stderr.isatty() else text)


def tell_wrapped(*texts: str) -> None:
    """As `tell`, in lines that fit into a pipe, too; one with a path or a command, which is indented, stays whole."""
    for line in "\n".join(texts).split("\n"):
        whole = line.startswith(" ")
        mention(printable(line) if whole else wrap(line, Page(columns_of(sys.stderr)).prose))


def deliver(text: str, keep: Callable[[], object], *copies: Copy | None) -> None:
    """Print an answer, keep it, and write its copies: each of these whatever became of the others.

    An answer of which a copy goes to standard output is printed on standard error. What can't be kept is a warning;
    what can't be printed or written where it was asked for is raised, once all has been tried.
    """
    from analyzer.errors import AnalyzerError

    wanted = [copy for copy in copies if copy is not None]
    if [copy.path for copy in wanted].count(STANDARD_OUTPUT) > 1:
        raise AnalyzerError("output_twice")
    is_beside = any(copy.path == STANDARD_OUTPUT for copy in wanted)
    answer = functools.partial(mention, text, nl=False, color=_colour()) if is_beside else functools.partial(echo, text)
    writes: list[Callable[[], object]] = [answer, functools.partial(_keep, keep), *(copy.write for copy in wanted)]
    failures: list[BaseException] = []
    for write in writes:
        try:
            write()
        except (AnalyzerError, OSError, KeyboardInterrupt) as error:
            failures.append(error)
    tell(*failures[1:])
    if failures:
        raise failures[0]


def _keep(keep: Callable[[], object]) -> None:
    from analyzer.errors import AnalyzerError
    from analyzer.messages import say

    try:
        keep()
    except AnalyzerError as error:
        tell(say("not_kept", error=str(error)))


class Copy(NamedTuple):
    """An answer in a file of its own, or on standard output."""

    path: str
    write: Callable[[], object]


def csv_copy(path: str | None, answer: Ranking) -> Copy | None:
    """The candidates as CSV; None where no file was asked for."""
    from analyzer.exports import render

    return Copy(path, lambda: write_file(path, render(answer, "csv"))) if path else None


def report_copy(path: str | None, answer: Finding | Survey) -> Copy | None:
    """The answer as a page; None where no file was asked for."""
    if not path:
        return None
    from analyzer.pipelines.report import report

    return Copy(path, lambda: write_file(path, report(answer)))


def tell_of_rest(answer: Ranking, format_: str, match: str | None) -> None:
    """Say which entries a list leaves out, since domains and hosts need a list each."""
    from analyzer.answers.entries import entries, matches_of
    from analyzer.exports import LISTS
    from analyzer.messages import say

    if format_ in LISTS and not match:
        for other in matches_of(answer.candidates)[1:]:
            tell(say("list_rest", count=len(entries(answer, other)), match=other))


def write_file(path: str, content: str | bytes) -> None:
    """Write an export or a plot to a file, or to standard output where that is `-`, as it is."""
    from analyzer.errors import AnalyzerError
    from analyzer.messages import say

    if path == STANDARD_OUTPUT:
        put(content)
        return
    try:
        Path(path).write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise AnalyzerError("not_written", path=path, error=error.strerror or str(error)) from error
    tell(say("wrote", path=path))


class _Bar(Talk):
    """Talk to the person at the terminal: progress to a bar, sentences to stderr."""

    def __init__(self, bar: Callable[[int, int], None], count: Callable[[str], object] = bool) -> None:
        self._bar, self._count = bar, count
        self._waits = False

    def files(self, done: int, total: int) -> None:
        from analyzer.messages import say

        if total > 1:
            self._count(say("files_done", done=done, total=total))

    def progress(self, done: int, total: int) -> None:
        self._end_line()
        self._bar(done, total)

    def wait(self, told: Fact) -> None:
        if sys.stderr.isatty():
            columns = shutil.get_terminal_size().columns - 1
            text = shorten(str(told), columns)
            mention("\r" + text + " " * (columns - width(text)), nl=False)
        elif not self._waits:
            tell(told)
        self._waits = True

    def say(self, told: Fact) -> None:
        self._end_line()
        tell(told)

    def _end_line(self) -> None:
        """What comes next begins a line of its own."""
        if self._waits and sys.stderr.isatty():
            mention("")
        self._waits = False


@contextlib.contextmanager
def talking(work: str) -> Iterator[Talk]:
    """Talk with a progress bar that says which work goes on, where stderr is a terminal."""
    from analyzer.messages import say

    if not sys.stderr.isatty():
        yield _Bar(lambda done, total: None)
        return
    with click.progressbar(
        length=1,
        label=say(f"progress_{work}"),
        file=sys.stderr,
        width=min(_WIDEST_BAR, columns_of(sys.stderr) - _BESIDE_BAR),
        item_show_func=lambda told: told,
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length, bar.pos = max(total, 1), done
            bar.render_progress()

        def count(told: str) -> None:
            bar.current_item = told

        yield _Bar(show, count)
