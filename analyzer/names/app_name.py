"""What a person typed as the app's name, taken apart into the tokens that a domain may bear."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from analyzer.names.aliases import split_by_alias
from analyzer.names.script import kana_words, latin_words
from analyzer.names.script import words as words_of
from analyzer.names.sounds import romaji, sound_key
from analyzer.names.words import COMMON, NOISE, SECOND_LEVEL, is_suffix

# Weights as fitted by hand on names of some 80 apps; a token's own share of the score.
_OF_COMMON = 0.3
_OF_LONE_COMMON = 0.5
_OF_PACKAGE_PART = 0.8
_OF_COMPANY = 0.8
_OF_PART = 0.8
_OF_LATER_PART = 0.55
_OF_STEM = 0.7
_OF_JOINED = 0.7
_OF_WIDER = 0.7

MAX_TYPED = 120
"""Characters of the name that are read; the longest title that a store allows is 50."""
_MAX_TOKENS = 24
_MAX_WORD = 63  # RFC 1035, a label
_PACKAGE = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)+", re.ASCII)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WRAPPED = re.compile(r"my(.{2,})|(?:get|the)(.{4,})|(.{3,}?)(?:app|mobile|plus|authenticator|banking|online|jp|ios)")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of an app's name."""

    text: str
    """Lower case; for `domain` a whole domain, for `sound` a key from `sound_key`."""
    weight: float = 1.0
    """0 to 1, how much a match on this token alone is worth."""
    kind: Literal["word", "domain", "sound", "owner"] = "word"
    """What it is compared with: words of a domain, the domain, how its words sound, names of owner lists."""


@dataclass(frozen=True)
class AppName:
    """An app's name as typed, and its tokens, heaviest first; no tokens where nothing can be read from it."""

    text: str
    tokens: tuple[Token, ...]

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """The texts of the tokens that are words."""
        return frozenset(token.text for token in self.tokens if token.kind == "word")


def parse_app_name(text: str, wider: Callable[[str], Iterable[str]] = lambda _: ()) -> AppName:
    """Take apart a display name, a package id or a domain; any text will do, of which 120 characters are read.

    `wider` tells the services around a service by name, as `knowledge.parents_of` does, so that the app
    "Instagram" also meets what is its owner's.

    >>> [token.text for token in parse_app_name("PayPay").tokens]
    ['paypay', 'pay']
    >>> [token.text for token in parse_app_name("モバイルSuica").tokens if token.text.isascii()]
    ['suica', 'mobilesuica', 'jreast']
    """
    clean = _readable(text)
    best: dict[tuple[str, str], Token] = {}
    for token in (*_tokens(clean), *_of_owners(clean, wider)):
        key = (token.kind, token.text)
        if token.text and (key not in best or best[key].weight < token.weight):
            best[key] = token
    tokens = sorted(best.values(), key=lambda token: -token.weight)
    return AppName(text, tuple(tokens[:_MAX_TOKENS]))


def _readable(text: str) -> str:
    """NFKC, so that ＰａｙＰａｙ and ﾒﾙｶﾘ read as PayPay and メルカリ; control characters are spaces."""
    text = unicodedata.normalize("NFKC", text[:MAX_TYPED])[:MAX_TYPED]
    return "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text).strip()


def _tokens(text: str) -> Iterator[Token]:
    if _PACKAGE.fullmatch(text):
        parts = text.lower().split(".")
        if len(parts) == 2 and is_suffix(parts[1]):
            yield Token(".".join(parts), 1.0, "domain")
            yield from _of_words([text.split(".")[0]])
            return
        if is_suffix(parts[0]):
            yield from _of_package(text)
            return
    yield from _of_display_name(text)


def _of_package(text: str) -> Iterator[Token]:
    """`jp.ne.paypay.iosapp` -> the domain paypay.ne.jp, its owner's word, and the later parts at less weight."""
    parts = text.split(".")
    start = 2 if len(parts) > 2 and len(parts[0]) == 2 and parts[1].lower() in SECOND_LEVEL else 1
    yield Token(".".join(reversed(parts[: start + 1])).lower(), 1.0, "domain")
    for number, part in enumerate(parts[start:]):
        for token in _of_words(words_of(part)):
            yield Token(token.text, token.weight * (_OF_PACKAGE_PART if number else 1.0), token.kind)
    for _, tokens in split_by_alias(text):
        yield from (Token(token.text, token.weight * _OF_PACKAGE_PART, token.kind) for token in map(_of_alias, tokens))


def _of_display_name(text: str) -> Iterator[Token]:
    words: list[str] = []
    for piece, tokens in split_by_alias(text):
        yield from map(_of_alias, tokens)
        words += [tokens[0].replace("-", "")] if tokens else latin_words(piece)
        for kana in () if tokens else kana_words(piece):
            yield Token(sound_key(romaji(kana)), 1.0, "sound")
        if not piece.isascii():  # a label in its own script, of an internationalised domain
            yield from (Token(word.lower()) for word in words_of(piece) if not word.isascii())
    words = [word for word in words if "." not in word]
    yield from _of_words(words)
    if len(words) == 1 and words[0].lower() not in NOISE:
        yield Token(words[0].lower(), _OF_LONE_COMMON)
    if text.translate(_GERMAN) != text:
        yield from _of_words(latin_words(text.translate(_GERMAN)))


def _of_alias(text: str) -> Token:
    """A token of the table: a word, a whole domain, or (in brackets) the company behind the app."""
    if text.startswith("("):
        return Token(text.strip("()").replace("-", ""), _OF_COMPANY)
    if "." in text:
        return Token(text, 1.0, "domain")
    return _weighed(text.replace("-", ""))


def _of_words(words: list[str]) -> Iterator[Token]:
    """Each word, its camelCase parts, what is left without my~ and ~app, all words run together, and each two."""
    words = [word for word in words if word.lower() not in NOISE] or words
    for word in words:
        if len(words) == 1 or (len(word) > 1 and not word.isdigit()):
            yield _weighed(word)
        parts = _CAMEL.findall(word)
        for number, part in enumerate(parts if len(parts) > 1 else ()):
            if len(part) > 2 and part.isalpha():
                yield _weighed(part, _OF_LATER_PART if number or len(part) == 3 else _OF_PART)
        if wrapped := _WRAPPED.fullmatch(word.lower()):
            yield _weighed(wrapped[wrapped.lastindex or 0], _OF_STEM)
    for run in (*itertools.pairwise(words), tuple(words)):
        if len(run) > 1:
            yield Token("".join(run).lower()[:_MAX_WORD], _OF_JOINED if all(w.lower() in COMMON for w in run) else 1.0)


def _weighed(word: str, weight: float = 1.0) -> Token:
    text = word.lower()
    return Token(text, min(weight, _OF_COMMON) if text in COMMON or text in NOISE else weight)


def _of_owners(text: str, wider: Callable[[str], Iterable[str]]) -> Iterator[Token]:
    """The services around those that the name speaks of; two letters stand for a country, which is no owner."""
    for token in list(_tokens(text)):
        if token.kind == "word" and token.weight >= _OF_STEM:
            yield from (Token(name, token.weight * _OF_WIDER, "owner") for name in wider(token.text) if len(name) > 2)
