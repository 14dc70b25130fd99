"""Brands whose domains are spelled otherwise than people type them: `analyzer/knowledge/app_aliases.csv`."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import resources

from analyzer.names.sounds import is_kana
from analyzer.names.words import COMMON

_SHORT = 3
_HANGUL = re.compile("[\uac00-\ud7a3]")
_SPACED = re.compile("[\u0370-\u06ff]")
"""Scripts that put blanks between words: Greek to Arabic."""


def split_by_alias(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text in pieces, in order: `(piece, tokens)` for an alias, `(piece, ())` for what lies between.

    The longest alias at a place wins. One in Latin letters counts as a whole word only. One in kana does not
    count inside a word (the messenger "ライン" is not in "オンライン"), and a short or common one not as the
    start of a word either ("ネット" is not in "ネットフリックス"), unless the word goes on with another alias. One in
    Hangul may end a word ("은행" in "신한은행"), and stand inside if aliases follow to the end; one in Cyrillic, Greek
    or Arabic counts as a whole word.
    """
    pattern, table = _aliases()
    done = at = 0
    while found := pattern.search(text, at):
        if not _is_whole(text, found, done, pattern, table):
            at = found.start() + 1
            continue
        if found.start() > done:
            yield text[done : found.start()], ()
        yield found[0], table[found[0].lower()]
        done = at = found.end()
    if done < len(text):
        yield text[done:], ()


def _is_whole(
    text: str, found: re.Match[str], done: int, pattern: re.Pattern[str], table: dict[str, tuple[str, ...]]
) -> bool:
    start, end = found.span()
    if _HANGUL.match(found[0][-1]):
        return not _HANGUL.match(text, end) or pattern.match(text, end) is not None
    if start > done and is_kana(text[start]) and is_kana(text[start - 1]):
        return False
    goes_on = end < len(text) and is_kana(text[end - 1]) and is_kana(text[end])
    may_go_on = end - start > _SHORT and table[found[0].lower()][0] not in COMMON
    return not goes_on or may_go_on or pattern.match(text, end) is not None


@functools.cache
def _aliases() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    with (resources.files("analyzer.knowledge") / "app_aliases.csv").open(encoding="utf-8") as file:
        table = {
            unicodedata.normalize("NFKC", row["alias"]).lower(): tuple(row["tokens"].split())
            for row in csv.DictReader(file)
        }
    longest_first = sorted({*table, *_capitalised(table)}, key=len, reverse=True)
    return re.compile("|".join(map(_as_pattern, longest_first)), re.IGNORECASE | re.ASCII), table


def _capitalised(aliases: Iterable[str]) -> Iterator[str]:
    """Spellings of other scripts with capitals: without ASCII letters alone, cases of theirs might meet ASCII ones."""
    for alias in filter(_SPACED.match, aliases):
        yield from (alias.capitalize(), alias.title(), alias.upper())


def _as_pattern(alias: str) -> str:
    if _SPACED.match(alias):
        return f"(?<!{_SPACED.pattern}){re.escape(alias)}(?!{_SPACED.pattern})"
    before = "(?<![a-z0-9])" if alias[0].isascii() else ""
    after = "(?![a-z0-9])" if alias[-1].isascii() else ""
    return before + re.escape(alias) + after
