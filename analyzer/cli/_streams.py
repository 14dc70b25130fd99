"""Standard output and standard error as they may be: of an encoding that lacks characters, closed, on a full disk."""

from __future__ import annotations

import codecs
import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator

import click

from analyzer.errors import AnalyzerError
from analyzer.messages import say

_PLAINLY = "analyzer.plainly"
_PLAIN = str.maketrans({
    "…": "~", "→": ">", "←": "<", "•": "*", "·": ".", "–": "-", "—": "-", "─": "-", "’": "'", "‘": "'", "“": "'",
    "”": "'", "×": "x", "\N{NO-BREAK SPACE}": " ", "\N{IDEOGRAPHIC SPACE}": " ", "\N{ZERO WIDTH NO-BREAK SPACE}": None,
})  # fmt: skip
"""One character for one, so that columns stay where they are; none that a table, a list or a rule would act on."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """Let any text go to both streams, and end with one sentence where one of them takes no more."""
    codecs.register_error(_PLAINLY, _plainly)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the shell: `>&-`
            _let_go(name)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_PLAINLY)
    try:
        yield
    except OSError as error:  # of what click writes by itself, such as help
        if error.errno not in _FULL:
            raise
        _let_go("stdout")
        mention(say("output_failed", error=error.strerror))
        sys.exit(1)


def put(content: str | bytes, *, color: bool | None = None) -> None:
    """Write to standard output. Raises AnalyzerError where it takes no more, BrokenPipeError where nobody reads."""
    try:  # with the stream named, or click would write UTF-8 where ASCII was asked for
        click.echo(_as_json(content) if isinstance(content, str) else content, nl=False, file=sys.stdout, color=color)
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go("stdout")  # or Python complains once more when it ends
        raise AnalyzerError("output_failed", error=error.strerror or str(error)) from error


def mention(text: str, *, nl: bool = True, color: bool | None = None) -> None:
    """Write to standard error, as far as it can be: talk that nobody can hear ends no work."""
    try:
        click.echo(text, nl=nl, file=sys.stderr, color=color)
    except OSError:
        _let_go("stderr")


def _let_go(name: str) -> None:
    setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open as long as the process


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """What an encoding lacks in characters of ASCII: dashes and the like as such, others as question marks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(c if c.isascii() else "?" for c in text), error.end


def _as_json(text: str) -> str:
    """The text; JSON that holds what the encoding lacks is written with escapes, which lose nothing."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        with contextlib.suppress(ValueError):
            json.loads(text)
            return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    return text
