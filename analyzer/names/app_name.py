"""What a person typed as the app's name, taken apart into the tokens that a domain may bear."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from analyzer.names.affixes import program_of, without_affixes
from analyzer.names.aliases import split_by_alias
from analyzer.names.foreign import ForeignWord, foreign_words, romanised
from analyzer.names.script import kana_words, latin_words, words_in_two_letters
from analyzer.names.script import words as words_of
from analyzer.names.sounds import romaji, sound_key
from analyzer.names.words import COMMON, GENERIC_PARTS, NOISE, is_suffix

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
_OF_INITIALS = 0.6

MAX_TYPED = 120
"""Characters of the name that are read; the longest title that a store allows is 50."""
_MAX_TOKENS = 24
_MAX_WORD = 63  # RFC 1035, a label
_PACKAGE = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)+", re.ASCII)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_TEAM = re.compile(r"^[A-Z0-9]{10}\.(?=.+\.)", re.ASCII)
"""What Apple puts before a bundle id: the ten letters and digits of the developer's team."""
_ACRONYM = re.compile(r"[A-Z]{1,4}")
_KOREAN_G = str.maketrans("g", "k")
_TRADE_MARKS = str.maketrans(dict.fromkeys("™℠®©"))
_WRAPPED = re.compile(r"my(.{2,})|(?:get|the)(.{4,})|(.{3,}?)(?:app|mobile|plus|authenticator|banking|online|jp|ios)")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of an app's name."""

    text: str
    """Lower case; for `domain` a whole domain, for `sound` a key from `sound_key`, or the Latin letters of a script."""
    weight: float = 1.0
    """0 to 1, how much a match on this token alone is worth."""
    kind: Literal["word", "domain", "sound", "owner"] = "word"
    """What it is compared with: words of a domain, the domain, how its words sound, names of owner lists."""
    script: str = ""
    """For `sound`: the script that it is written in, if not kana."""


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
    best: dict[tuple[str, str, str], Token] = {}
    own = list(_tokens(clean))
    for token in (*own, *_of_owners(own, wider)):
        key = (token.kind, token.text, token.script)
        if token.text and (key not in best or best[key].weight < token.weight):
            best[key] = token
    tokens = sorted(best.values(), key=lambda token: -token.weight)
    return AppName(text, tuple(tokens[:_MAX_TOKENS]))


def _readable(text: str) -> str:
    """NFKC, so that ＰａｙＰａｙ and ﾒﾙｶﾘ read as PayPay and メルカリ; control characters are spaces."""
    text = unicodedata.normalize("NFKC", text[:MAX_TYPED].translate(_TRADE_MARKS))[:MAX_TYPED]
    return "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text).strip()


def _tokens(text: str) -> Iterator[Token]:
    text = program_of(text) or _TEAM.sub("", text)
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
    if bare := without_affixes(text):
        yield from _of_display_name(bare)


def _of_package(text: str) -> Iterator[Token]:
    """`jp.ne.paypay.iosapp` -> the domain paypay.ne.jp, its owner's word, and the later parts at less weight.

    Parts that any app may have, as `mobile` or `activity`, count for nothing.
    """
    from analyzer.domains import registrable  # and pandas with it, which no other name needs

    parts = text.split(".")
    domain = registrable(".".join(reversed(parts)).lower()).domain
    yield Token(domain, 1.0, "domain")
    owner, *later = parts[domain.count(".") :]
    for number, part in enumerate([owner, *(part for part in later if part.lower() not in GENERIC_PARTS)]):
        for token in _of_words(words_of(part)):
            yield Token(token.text, token.weight * (_OF_PACKAGE_PART if number else 1.0), token.kind)
    for _, tokens in split_by_alias(text):
        yield from (Token(token.text, token.weight * _OF_PACKAGE_PART, token.kind) for token in map(_of_alias, tokens))


def _of_display_name(text: str) -> Iterator[Token]:
    words: list[str] = []
    foreign: list[ForeignWord] = []
    is_latin = False
    for piece, tokens in split_by_alias(text):
        yield from map(_of_alias, tokens)
        words += [tokens[0].replace("-", "")] if tokens else latin_words(piece)
        is_latin |= not tokens and bool(latin_words(piece))
        for kana in () if tokens else kana_words(piece):
            yield Token(sound_key(romaji(kana)), 1.0, "sound")
        foreign += () if tokens else foreign_words(piece)
        if not piece.isascii():  # a label in its own script, of an internationalised domain
            yield from (Token(word.lower()) for word in words_of(piece) if not word.isascii())
    words = [word for word in words if "." not in word]
    yield from _of_words(words)
    if len(words) == 1 and words[0].lower() not in NOISE:
        yield Token(words[0].lower(), _OF_LONE_COMMON)
    yield from _of_words(words_in_two_letters(text))
    yield from _of_foreign(foreign, is_chinese=not is_latin)
    if scripts := {word.script for word in foreign_words(text)} - {"han"}:
        yield from _of_initials(words, is_korean="hangul" in scripts)


def _of_foreign(foreign: list[ForeignWord], *, is_chinese: bool) -> Iterator[Token]:
    """Words of other scripts by their sound, each and run together; Han as in Chinese where it stands alone."""
    spoken = [word for word in foreign if word.script != "han"]
    yield from (Token(romanised(word), 1.0, "sound", word.script) for word in spoken)
    if len(spoken) > 1 and len({word.script for word in spoken}) == 1:
        yield Token("".join(map(romanised, spoken)), 1.0, "sound", spoken[0].script)
    for word in foreign if is_chinese else ():
        yield from _of_han(_CAMEL.findall(romanised(word)))


def _of_initials(words: list[str], *, is_korean: bool) -> Iterator[Token]:
    """`LG전자`, LG Electronics -> lge; `국민은행`, Kookmin Bank -> kb."""
    first, *rest = (part for word in words for part in (_CAMEL.findall(word) or [word])) if words else [""]
    if not rest:
        return
    head = first if _ACRONYM.fullmatch(first) else first[:1]
    initials = (head + "".join(word[0] for word in rest)).lower()
    yield Token(initials.translate(_KOREAN_G) if is_korean else initials, _OF_INITIALS)


def _of_han(syllables: list[str]) -> Iterator[Token]:
    """Pinyin run together, of longer names the first and last two syllables too, and the initials."""
    if len(syllables) < 2:
        return
    yield Token("".join(syllables).lower()[:_MAX_WORD])
    yield Token("".join(syllable[0] for syllable in syllables).lower()[:_MAX_WORD], _OF_INITIALS)
    if len(syllables) > 3:
        yield from (Token("".join(two).lower(), _OF_PART) for two in (syllables[:2], syllables[-2:]))


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


def _of_owners(own: list[Token], wider: Callable[[str], Iterable[str]]) -> Iterator[Token]:
    """The services around those that the name speaks of; two letters stand for a country, which is no owner."""
    for token in own:
        if token.kind == "word" and token.weight >= _OF_STEM:
            yield from (Token(name, token.weight * _OF_WIDER, "owner") for name in wider(token.text) if len(name) > 2)
