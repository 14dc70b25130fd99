"""Options and output that commands share."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from analyzer.text import printable

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding

F = TypeVar("F", bound=Callable[..., object])

_AT = (
    "When the app failed; give it once for each failure. 14:05 (the latest one), '2026-11-24 14:05',"
    " 2026-11-24T05:05:00Z, '10 minutes ago', now; 14:00/14:10 if it was somewhere in between;"
    " 14:05@MacBook for a failure on a device of its own."
)
_TZ = "Zone of times that name none, such as Asia/Tokyo.  [default: the machine's]"
_APP = "The app's name as it stands under its icon, or its bundle id. Worth a lot."
_DEVICE = "Id, name or user of the device, or a part of its name."
_BASELINE = "How far back the device's ordinary traffic is read for comparison."
_JOBS = "Processes that read the files.  [default: one a processor where there is much to read]"
_ALL_FILES = "Read files, too, whose names tell of another time."
_INCIDENT = (
    click.option("--at", multiple=True, metavar="TIME", help=_AT),
    click.option("--app", default="", metavar="NAME", help=_APP),
    click.option("--device", default="", metavar="NAME", help=_DEVICE),
    click.option("--all-devices", is_flag=True, help="Take all devices in the log as one."),
    click.option("--before", default="90s", show_default=True, metavar="LENGTH", help="How far ahead of each failure."),
    click.option("--after", default="90s", show_default=True, metavar="LENGTH", help="How far behind each failure."),
    click.option("--baseline", default="24h", show_default=True, metavar="LENGTH", help=_BASELINE),
    click.option("--tz", default=None, metavar="ZONE", help=_TZ),
)


def incident_options(command: F) -> F:
    """When, what, on which device, and how far around."""
    for option in reversed(_INCIDENT):
        command = option(command)
    return command


_RUN = (
    click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help=_JOBS),
    click.option("--all-files", is_flag=True, help=_ALL_FILES),
)


def run_options(command: F) -> F:
    """How many processes read how many of the files."""
    for option in reversed(_RUN):
        command = option(command)
    return command


def file_option(name: str, help_text: str) -> Callable[[F], F]:
    """An option that takes a file; `--csv` comes as the argument `csv_file`."""
    parameter = f"{name.lstrip('-')}_file"
    return click.option(name, parameter, type=click.Path(dir_okay=False), metavar="FILE", help=help_text)


finding_option = file_option("--finding", "A saved finding.  [default: the last one]")
"""Which finding a command is about."""


def format_option(default: str) -> Callable[[F], F]:
    """Which export to print."""
    return click.option(
        "--format", "format_", type=Formats(), default=default, show_default=True, help="How to print it."
    )


class Formats(click.Choice[str]):
    """The export formats, found when they are asked for."""

    def __init__(self) -> None:
        from analyzer.exports import formats

        super().__init__(formats())


def open_finding(finding_file: str | None) -> Finding:
    """The finding in the file, or the last one."""
    from analyzer.answers import saved as state

    return state.load(finding_file) if finding_file else state.load_last()


def write_text(path: str, text: str) -> None:
    """Write an export to a file, as it is."""
    from analyzer.errors import AnalyzerError

    try:
        Path(path).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise AnalyzerError(f"{path} can't be written: {error.strerror}") from error
    tell(f"Wrote {path}")


def deliver(text: str, keep: Callable[[], object]) -> None:
    """Print an answer, then keep it, also where the reader has closed the pipe. What can't be kept is a warning."""
    from analyzer.errors import AnalyzerError
    from analyzer.messages.en import say

    try:
        click.echo(text, nl=False)
    finally:
        try:
            keep()
        except AnalyzerError as error:
            tell(say("not_kept", error=str(error)))


@contextlib.contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told (done, total), which draws a bar on a terminal and is silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length, bar.pos = max(total, 1), done
            bar.render_progress()

        yield show


def tell(*lines: str) -> None:
    """Say something to the person, on stderr."""
    for line in lines:
        click.echo(printable(line), err=True)
