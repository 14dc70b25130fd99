"""Scripts other than Latin and kana as Latin letters: Hangul, Cyrillic, Greek, Thai, Arabic, Hebrew, Han.

The letters are anyascii's, whose tables are loaded when the first such word is met.
"""

from __future__ import annotations

import functools
import re
from typing import Literal, NamedTuple

Script = Literal["hangul", "cyrillic", "greek", "thai", "arabic", "hebrew", "han"]

_LETTERS: dict[Script, str] = {
    "hangul": "\uac00-\ud7a3",
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "thai": "\u0e01-\u0e4e",
    "arabic": "\u0620-\u06d3",
    "hebrew": "\u05d0-\u05ea",
    "han": "\u3005\u3400-\u9fff",
}
_WORD = re.compile("|".join(f"(?P<{script}>[{letters}]+)" for script, letters in _LETTERS.items()))
_SPELLED = re.compile(f"[{''.join(letters for script, letters in _LETTERS.items() if script != 'han')}]+")

# Thai writes some vowels before the consonants that they follow.
_THAI_VOWEL_AHEAD = re.compile(
    "([\u0e40-\u0e44])([\u0e01\u0e02\u0e04\u0e14\u0e15\u0e17\u0e1a\u0e1b\u0e1c\u0e1e\u0e1f][\u0e23\u0e25\u0e27]|[\u0e01-\u0e2e])"
)
_THAI_CARRIER = re.compile("\u0e2d(?=[\u0e30-\u0e39\u0e40-\u0e45])")
"""The letter that carries a vowel at the start of a word and has no sound there."""
_IO = str.maketrans({"\u0451": "\u0439\u043e", "\u0401": "\u0419\u043e"})
"""Russian yo, which anyascii takes for an e as newspapers do."""
_THAI_SILENT_R = "\u0e23\u0e4c"
_ARABIC_ARTICLE = re.compile("^\u0627\u0644(?=..)")
_ALIF = str.maketrans(dict.fromkeys("\u0622\u0623\u0625\u0627\u0629\u0649", "a"))
"""A long a, which anyascii leaves out."""

# The names of Latin letters as Korean writes them, as in 엘지 (LG); the longest first.
_HANGUL_LETTERS = {
    "에이치": "h",
    "더블유": "w",
    "에이": "a",
    "에프": "f",
    "아이": "i",
    "제이": "j",
    "케이": "k",
    "에스": "s",
    "브이": "v",
    "엑스": "x",
    "와이": "y",
    "비": "b",
    "씨": "c",
    "디": "d",
    "이": "e",
    "지": "g",
    "엘": "l",
    "엠": "m",
    "엔": "n",
    "오": "o",
    "피": "p",
    "큐": "q",
    "알": "r",
    "티": "t",
    "유": "u",
}
_HANGUL_LETTER = re.compile("|".join(_HANGUL_LETTERS))
_HANGUL_ACRONYM = re.compile(f"(?:{'|'.join(_HANGUL_LETTERS)}){{2,4}}")


class ForeignWord(NamedTuple):
    """A run of letters of one script."""

    script: Script
    text: str


def foreign_words(text: str) -> list[ForeignWord]:
    """Runs of letters of such scripts, in order.

    >>> [word.script for word in foreign_words("T카카오 Почта")]
    ['hangul', 'cyrillic']
    """
    return [ForeignWord(_script_of(found), found[0]) for found in _WORD.finditer(text)]


def _script_of(found: re.Match[str]) -> Script:
    return next(script for script in _LETTERS if found[script])


def spelled_out(text: str) -> str:
    """The text with each such word as Latin letters between blanks; Han stays, since Japanese reads it otherwise.

    >>> spelled_out("ПриватБанк"), spelled_out("신한"), spelled_out("엘지")
    (' PrivatBank ', ' sinhan ', ' LG ')
    """
    return text if text.isascii() else _SPELLED.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    return "".join(f" {_spelling(word)} " for word in foreign_words(found[0]))


def _spelling(word: ForeignWord) -> str:
    return acronym(word).upper() or (romanised(word).lower() if word.script == "hangul" else romanised(word))


@functools.lru_cache(maxsize=1 << 10)
def romanised(word: ForeignWord) -> str:
    """The word in Latin letters; in Hangul and Han each syllable starts with a capital.

    >>> romanised(ForeignWord("hangul", "신한")), romanised(ForeignWord("han", "百度"))
    ('SinHan', 'BaiDu')
    """
    from anyascii import anyascii

    text = word.text.translate(_IO)
    if word.script == "thai":
        text = _THAI_VOWEL_AHEAD.sub(r"\2\1", _THAI_CARRIER.sub("", text.replace(_THAI_SILENT_R, "")))
    if word.script == "arabic":
        text = _ARABIC_ARTICLE.sub("", text).translate(_ALIF)
    return "".join(character for character in anyascii(text) if character.isascii() and character.isalnum())


def acronym(word: ForeignWord) -> str:
    """The Latin letters that a Korean word spells by their names; "" where it is another word.

    >>> acronym(ForeignWord("hangul", "엘지")), acronym(ForeignWord("hangul", "카카오"))
    ('lg', '')
    """
    if word.script != "hangul" or not _HANGUL_ACRONYM.fullmatch(word.text):
        return ""
    return _HANGUL_LETTER.sub(lambda found: _HANGUL_LETTERS[found[0]], word.text)
