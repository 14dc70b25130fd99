"""Every sentence that people read, by key; one file a language, of which `en` is the one that is complete.

A sentence is a template. Its values are plain facts, and the word behind a value's colon says how the language writes
it: `{count:lookups}` is "1 lookup" or "1,200 lookups", `{share:percent}` is "under 1%". Those words are `FORMS`.

What a language lacks is said in English. English is spoken, too, outside of `speaking`, unless `speak` says otherwise.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import importlib
import locale
import pkgutil
import string
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.messages import en


class _Language(string.Formatter):
    """Fills in the templates of one table of sentences; what the table lacks, as another language does."""

    def __init__(self, table: Any, other: _Language | None = None) -> None:
        self.sentences: dict[str, str] = table.SENTENCES
        self.help: dict[str, str] = getattr(table, "HELP", {})
        self.click: dict[str, str] = getattr(table, "CLICK", {})
        self._forms = table.FORMS
        self._other = other

    def say(self, key: str, values: dict[str, Any]) -> str:
        if key not in self.sentences and self._other:
            return self._other.say(key, values)
        return self.vformat(self.sentences[key], (), values)

    def format_field(self, value: Any, form: str) -> str:
        if form in self._forms:
            return str(self._forms[form](value))
        if self._other:
            return self._other.format_field(value, form)
        return str(super().format_field(value, form))


ENGLISH = "en"
_ENGLISH = _Language(en)
_everywhere = [ENGLISH]
_spoken: contextvars.ContextVar[str | None] = contextvars.ContextVar("spoken", default=None)


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that there are, by their codes, sorted: one file in this folder each."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def speak(language: str) -> None:
    """From now on answers, explanations, plots and errors are of this language, such as `ja`, in the whole process.

    A ValueError where there is no such language.
    """
    if language not in languages():
        raise ValueError(f"There is no language {language!r}: there are {', '.join(languages())}.")
    _everywhere[:] = [language]


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it sentences are of this language; afterwards of the former."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


_VARIABLES = ("PINSCOUT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str], machine: str = "") -> str:
    """The language that PINSCOUT_LANG or the locale asks for if there is such a language, else English.

    `machine` is the locale of a machine whose environment names none, such as `Japanese_Japan`.
    """
    asked = next(filter(None, (environment.get(name, "") for name in _VARIABLES)), machine)
    name = asked.partition(".")[0].partition("_")[0].partition("-")[0]
    code = locale.normalize(name).partition("_")[0].lower()
    return code if code in languages() else ENGLISH


def _now() -> _Language:
    """The language that is spoken."""
    return _language(_spoken.get() or _everywhere[0])


@functools.cache
def _language(code: str) -> _Language:
    return _ENGLISH if code == ENGLISH else _Language(importlib.import_module(f"{__name__}.{code}"), _ENGLISH)


def say(key: str, **values: Any) -> str:
    """The sentence of that key, filled in. A missing value is a KeyError; more values than it needs are none."""
    return _now().say(key, values)


def is_known(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in _ENGLISH.sentences


def word(form: str, value: Any) -> str:
    """One value as the language writes it in that form, such as `label` or `reason`."""
    return _now().format_field(value, form)


def help_for(*names: str, default: str) -> str:
    """What the command's help says of the first of these names, `find --at` or `--at`, that it knows; else the default.

    English stands at the commands and options themselves.
    """
    known = _now().help
    return next((known[name] for name in names if name in known), default)


def of_click(sentence: str) -> str:
    """A sentence of click's in the language that is spoken."""
    return _now().click.get(sentence, sentence)


__all__ = ["help_for", "is_known", "language_of", "languages", "of_click", "say", "speak", "speaking", "word"]
