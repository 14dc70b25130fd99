"""Every sentence that people read, by key; one file a language, of which `en` is the one that is complete.

A sentence is a template. Its values are plain facts, and the word behind a value's colon says how the language writes
it: `{count:lookups}` is "1 lookup" or "1,200 lookups", `{share:percent}` is "under 1%". Those words are `FORMS`.
"""

from __future__ import annotations

import string
from typing import Any

from analyzer.messages import en


class _Language(string.Formatter):
    """Fills in the templates of one table of sentences."""

    def __init__(self, table: Any) -> None:
        self.sentences: dict[str, str] = table.SENTENCES
        self._forms = table.FORMS

    def say(self, key: str, values: dict[str, Any]) -> str:
        return self.vformat(self.sentences[key], (), values)

    def format_field(self, value: Any, form: str) -> str:
        if form in self._forms:
            return str(self._forms[form](value))
        return str(super().format_field(value, form))


_LANGUAGE = _Language(en)


def say(key: str, **values: Any) -> str:
    """The sentence of that key, filled in. A missing value is a KeyError; more values than it needs are none."""
    return _LANGUAGE.say(key, values)


def is_known(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in _LANGUAGE.sentences


def word(form: str, value: Any) -> str:
    """One value as the language writes it in that form, such as `label` or `reason`."""
    return _LANGUAGE.format_field(value, form)


__all__ = ["is_known", "say", "word"]
