"""Options that commands share."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analyzer.cli import _completion

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding
    from analyzer.answers.survey import Survey

F = TypeVar("F", bound=Callable[..., object])
Answer = TypeVar("Answer", bound="Finding | Survey")

_AT = (
    "When the app failed; give it once for each failure. 14:05 (the latest one), '2:05 PM', '2026-11-24 14:05',"
    " '24 Nov 14:05', '11/24 14:05' (month first), '24.11. 14:05', 2026-11-24T05:05:00Z, 'yesterday 14:05',"
    " 'Tuesday 14:05', '10 minutes ago', now,"
    " or the same in Japanese; 14:00/14:10 or 14:00-14:10 if it was somewhere in between; 14:05@MacBook for a failure"
    " on a device of its own. Taken as exactly as it is said: 14:05 is all of that minute."
)
_TZ = "Zone of times that name none: Asia/Tokyo, Tokyo, JST, +09:00.  [default: the machine's]"
_APP = "The app's name as it stands under its icon, or its bundle id. Worth a lot."
_DEVICE = "Id, name or user of the device, or a part of its name."
_BASELINE = "How far back the device's ordinary traffic is read for comparison."
_JOBS = "Processes that read the files.  [default: one a processor where there is much to read]"
_DASK = "A Dask cluster reads the files: its scheduler's address, or `local` for one of this machine's processes."
_ALL_FILES = "Read files, too, whose names tell of another time."


def time_option(name: str, help_text: str, **more: Any) -> Callable[[F], F]:
    """An option that takes a time; of a date with two readings it is told which is taken."""
    return click.option(name, metavar="TIME", help=help_text, callback=_tell_readings, **more)


def _tell_readings(_: click.Context, __: click.Parameter, value: Any) -> Any:
    from analyzer.cli._terminal import tell
    from analyzer.errors import TimeFormatError
    from analyzer.messages import say
    from analyzer.times import two_readings

    for text in [value] if isinstance(value, str) else value or ():
        with contextlib.suppress(TimeFormatError):  # told where it is read
            if readings := two_readings(text):
                tell(say("two_readings", text=text, read=readings[0], other=readings[1]))
    return value


before_option: Callable[[F], F] = click.option(
    "--before", default="90s", show_default=True, metavar="LENGTH", help="How far ahead of each failure."
)
"""Where a window begins."""
after_option: Callable[[F], F] = click.option(
    "--after", default="90s", show_default=True, metavar="LENGTH", help="How far behind each failure."
)
"""Where a window ends."""
baseline_option: Callable[[F], F] = click.option(
    "--baseline", default="24h", show_default=True, metavar="LENGTH", help=_BASELINE
)
"""What a window is compared with."""


def zone_option(help_text: str) -> Callable[[F], F]:
    """What a clock time means."""
    return click.option("--tz", default=None, metavar="ZONE", help=help_text, shell_complete=_completion.zones)


def device_option(help_text: str) -> Callable[[F], F]:
    """Which device."""
    complete = _completion.devices
    return click.option("--device", default="", metavar="NAME", help=help_text, shell_complete=complete)


sources_argument: Callable[[F], F] = click.argument(
    "sources", nargs=-1, metavar="[SOURCE]...", shell_complete=_completion.files
)
"""What is read."""
tz_option: Callable[[F], F] = zone_option(_TZ)
"""What a clock time means."""

_ABOUT: tuple[Callable[[F], F], ...] = (
    click.option("--app", default="", metavar="NAME", help=_APP),
    device_option(_DEVICE),
    click.option("--all-devices", is_flag=True, help="Take all devices in the log as one."),
    before_option,
    after_option,
    baseline_option,
    tz_option,
)


def about_options(command: F) -> F:
    """What fails, on which device, and how far around."""
    for option in reversed(_ABOUT):
        command = option(command)
    return command


def incident_options(command: F) -> F:
    """When it failed, and all of that."""
    return time_option("--at", _AT, multiple=True)(about_options(command))


location_option: Callable[[F], F] = click.option(
    "--location", default="", metavar="NAME", help="Live, if the log names no devices: this DNS location only."
)
"""Whose rows to take where no device can be told."""


_RUN = (
    click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help=_JOBS),
    click.option("--all-files", is_flag=True, help=_ALL_FILES),
)


dask_option: Callable[[F], F] = click.option("--dask", default=None, metavar="ADDRESS", help=_DASK)
"""A cluster that reads the files."""


def run_options(command: F) -> F:
    """How many processes read how many of the files."""
    for option in reversed(_RUN):
        command = option(command)
    return command


class NewFile(click.Path):
    """A file that is to be written, or - for standard output; where it can't be written, that is said before the work.

    A folder that is missing is made if it `makes_folders`.
    """

    def __init__(self, *, makes_folders: bool = False) -> None:
        super().__init__(dir_okay=False, writable=True, allow_dash=True)
        self._makes_folders = makes_folders

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from analyzer.messages import say

        path = os.fsdecode(super().convert(value, param, ctx))
        folder = Path(path).parent
        if path != "-" and not self._makes_folders and not folder.is_dir():
            self.fail(say("no_folder", folder=str(folder)), param, ctx)
        if path != "-" and folder.is_dir() and not os.access(folder, os.W_OK) and not Path(path).exists():
            self.fail(say("closed_folder", folder=str(folder)), param, ctx)
        return path


def file_option(name: str, help_text: str, kind: click.Path | None = None) -> Callable[[F], F]:
    """An option that takes a file; `--csv` comes as the argument `csv_file`."""
    parameter = f"{name.lstrip('-').replace('-', '_')}_file"
    return click.option(name, parameter, type=kind or click.Path(dir_okay=False), metavar="FILE", help=help_text)


save_option = file_option(
    "--save", "Keep the answer in a file of its own as well; - is standard output.", NewFile(makes_folders=True)
)
"""The whole answer, for `--finding`."""
csv_option = file_option("--csv", "Write the candidates to a CSV file as well; - is standard output.", NewFile())
"""The candidates for a spreadsheet."""

plot_option = file_option("--plot", "Draw its timeline, as SVG or PNG by the name's ending.", NewFile())
"""What happened when, to look at."""

report_option = file_option("--report", "Write it as a page for the browser, complete in itself.", NewFile())
"""All of the answer, to look at and to pass on."""

redact_option: Callable[[F], F] = click.option(
    "--redact", is_flag=True, help="Stand-ins for devices, users and addresses, to pass it on; the same ones each time."
)
"""Whether what is printed and written names anybody."""


def redacted(answer: Answer, *, redact: bool) -> Answer:
    """The answer with stand-ins, if that is wanted."""
    if not redact:
        return answer
    from analyzer.answers import redacted as redaction
    from analyzer.answers.stand_ins import own_stand_ins

    told: Answer = redaction.redact(answer, own_stand_ins())
    return told


never_option = file_option("--never-exclude", "Names, one a line, that must never be proposed, each with all below it.")
"""What no exclusion may touch."""


def never_names(path: str | None) -> tuple[str, ...]:
    """The names in the file of `--never-exclude`; none if there is no file."""
    from analyzer.answers.entries import read_names

    return read_names(path) if path else ()


def match_option(command: F) -> F:
    """Which entries a list holds."""
    help_text = "For gateway-list and plain: entries of this match. Domains and hosts need a list each."
    return click.option("--match", type=click.Choice(["domain", "host"]), help=help_text)(command)


def _set_colour(context: click.Context, _: click.Parameter, value: str) -> None:
    if value != "auto":
        context.color = value == "always"


color_option: Callable[[F], F] = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    expose_value=False,
    callback=_set_colour,
    help="Colour; auto is where the terminal can and NO_COLOR is not set.",
)
"""Whether what is printed is coloured."""


finding_option = file_option("--finding", "A saved finding.  [default: the last one]")
"""Which finding a command is about."""

answer_option = file_option("--finding", "A saved finding or sweep.  [default: the last finding]")
"""Which answer a command is about, if it takes either."""


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


def only_one_of(options: dict[str, object]) -> None:
    """Refuse options that say the same thing in two ways. Raises OptionsConflictError if more than one is given."""
    from analyzer.errors import OptionsConflictError

    if len(given := [name for name, value in options.items() if value]) > 1:
        raise OptionsConflictError("options_conflict", options=given)


def refuse_match(format_: str, match: str | None) -> None:
    """Refuse `--match` where it means nothing. Raises OptionsConflictError."""
    from analyzer.errors import OptionsConflictError
    from analyzer.exports import LISTS

    if match and format_ not in LISTS:
        raise OptionsConflictError("lists_alone", formats=list(LISTS), format=format_)


def refuse_with_files(sources: tuple[str, ...], options: dict[str, object]) -> None:
    """Refuse options of the live account where files are named. Raises OptionsConflictError."""
    from analyzer.errors import OptionsConflictError

    if sources and (given := [name for name, value in options.items() if value]):
        raise OptionsConflictError("live_alone", options=given)


def ago(length: str) -> str:
    """`3m ago`, for the length of time that `--last` takes. Raises TimeFormatError if it is none."""
    from analyzer.times import parse_duration, write_duration

    return f"{write_duration(parse_duration(length))} ago"


def open_finding(finding_file: str | None) -> Finding:
    """The finding in the file, or the last one."""
    from analyzer.answers import saved

    return saved.load(finding_file) if finding_file else saved.load_last()


def open_answer(finding_file: str | None, *, is_sweep: bool) -> Finding | Survey:
    """The finding or sweep in the file, or the last of them. Raises OptionsConflictError if both are asked for."""
    from analyzer.answers import saved

    only_one_of({"--finding": finding_file, "--sweep": is_sweep})
    if finding_file:
        return saved.load_answer(finding_file)
    return saved.load_last_sweep() if is_sweep else saved.load_last()
