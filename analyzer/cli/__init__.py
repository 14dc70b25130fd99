"""The command line: one file a command, loaded only when it is called. Parse, call the library, print."""

from __future__ import annotations

import difflib
import gc
import itertools
import locale
import logging
import os
import sys
from collections.abc import Sequence
from typing import IO, Any

import click

from analyzer import __version__, _plugins
from analyzer.cli import _words
from analyzer.cli._streams import mention, prepared
from analyzer.errors import AmbiguousDeviceError, AnalyzerError, OptionsConflictError, TimeFormatError
from analyzer.messages import language_of, languages, say, speaking
from analyzer.page import PROSE_COLUMNS
from analyzer.text import printable_lines

USAGE_EXIT, NO_CANDIDATE_EXIT, CHANGED_EXIT, INTERRUPTED_EXIT = 2, 3, 4, 130
_USAGE = (AmbiguousDeviceError, OptionsConflictError, TimeFormatError)
"""Errors that are wrong usage: the command was not put as it must be."""
GARBAGE_AFTER = 500_000
"""New objects after which the first search for garbage begins."""


def _language_option() -> click.Option:
    """--lang, before the command or behind it; `_asked_for` reads it ahead of all else, since errors are said in it."""
    return click.Option(
        ["--lang"], type=click.Choice(languages()), is_eager=True, expose_value=False,
        help="Language of what is said.  [default: PINSCOUT_LANG, or the locale's]",
    )  # fmt: skip


def _asked_for(arguments: Sequence[str]) -> str:
    """The language behind --lang, as far as it can be told before the arguments are understood; "" if there is none."""
    asked = ""
    for argument, following in itertools.pairwise([*arguments, ""]):
        option, _, value = argument.partition("=")
        if option == "--lang" and (value or following) in languages():
            asked = value or following
    return asked


class _Commands(_words.Spoken, click.Group):
    """The commands of this folder; the one place where an AnalyzerError becomes a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, RUF100 - click's signature
        return _plugins.plugin_names(sys.modules[__name__])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = _plugins.load_plugin(sys.modules[__name__], name).command
        if all(param.name != "lang" for param in command.params):
            command.params.append(_language_option())
        return _words.Spoken.of(command, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if near := difflib.get_close_matches(args[0], self.list_commands(ctx), n=1):
                raise click.UsageError(say("did_you_mean", message=error.message, near=near[0]), ctx) from None
            raise

    def main(self, *args: Any, **more: Any) -> Any:
        given = more.get("args", args[0] if args else None)
        language = _asked_for(sys.argv[1:] if given is None else given)
        machine = locale.getlocale()[0] if os.name == "nt" else ""  # Windows has no such variables
        with prepared(), speaking(language or language_of(os.environ, machine or "")):
            return super().main(*args, **more)

    def invoke(self, ctx: click.Context) -> object:
        # Importing pandas makes many objects and no garbage: looking for some took a tenth of a command's time.
        gc.set_threshold(GARBAGE_AFTER, 10, 10)
        logging.getLogger("stamina").setLevel(logging.ERROR)  # a repeated read is no news to the person waiting
        try:
            return super().invoke(ctx)
        except AnalyzerError as error:
            failure = _WrongUsage if isinstance(error, _USAGE) else _Failure
            raise failure(_fitted(f"{error}\n{error.hint}".rstrip())) from error
        except (KeyboardInterrupt, click.Abort):
            mention("")  # behind the ^C that the terminal shows
            raise click.exceptions.Exit(INTERRUPTED_EXIT) from None


def _fitted(text: str) -> str:
    """Printable, and at a terminal in lines that fit it; what is indented, as commands and ids are, stays whole."""
    from analyzer.cli._terminal import columns_of
    from analyzer.text import wrap

    if not sys.stderr.isatty():
        return printable_lines(text)
    room = min(columns_of(sys.stderr), PROSE_COLUMNS)
    return "\n".join(printable_lines(line) if line.startswith(" ") else wrap(line, room) for line in text.split("\n"))


class _Failure(click.ClickException):
    """What went wrong, told as all else is."""

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002, RUF100 - click's signature
        mention(say("error", message=self.format_message()))


class _WrongUsage(_Failure):
    """The command was not put as it must be: wrong usage, not a failure."""

    exit_code = USAGE_EXIT


@click.group(
    "pinscout",
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "PINSCOUT"},
)
@click.version_option(__version__, "-V", "--version", prog_name="pinscout")
def main() -> None:
    """Find the domains that a failing app needs excluded from Cloudflare's TLS inspection.

    Note when the app fails, get the Gateway DNS log of that time, and ask:

    \b
        pinscout find logs/ --at 14:05 --app PayPay --device iPhone

    Exit codes: 0 done, 1 an error with a way out, 2 wrong usage, a time that is none or a device to be named,
    3 no clear candidate, or not fixed, 4 a watch found something new, 130 stopped by Ctrl-C.
    """


main.params.append(_language_option())
_words.speak()
