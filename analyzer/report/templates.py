"""Templates of HTML, filled in: every value is escaped and made printable, whatever a log has put into it."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from analyzer.messages import say
from analyzer.text import printable, printable_lines

_COMMAND = re.compile(r"`((?:pinscout |--)[^`]+)`")


def fill(name: str, **values: object) -> str:
    """The template of that name with these values. Raises jinja2's UndefinedError where it needs another."""
    filled: str = _environment().get_template(name).render(**values)
    return filled


def read(name: str) -> str:
    """A file that lies beside this one, as text."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


class _Beside(BaseLoader):
    """Finds templates beside this file, out of a zip as well."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, None, Any]:
        return read(template), None, lambda: True


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=_Beside(), autoescape=True, undefined=StrictUndefined, finalize=_printable, keep_trailing_newline=True
    )
    environment.globals.update(say=say)
    environment.filters.update(verbatim=_verbatim, prose=_prose)
    return environment


def _printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _verbatim(text: str) -> Markup:
    """Lines as they are, to be copied."""
    return escape(printable_lines(text))


def _prose(text: str) -> Markup:
    """A sentence; the commands and options in it, which stand in backticks, are for the keyboard."""
    parts = enumerate(_COMMAND.split(printable(text)))
    return Markup("").join(
        Markup("<kbd>{}</kbd>").format(part) if number % 2 else escape(part) for number, part in parts
    )
