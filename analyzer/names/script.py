"""Any script as plain ASCII words: accents dropped, kana as romaji, others transliterated, Han left out."""

from __future__ import annotations

import re
import unicodedata

from analyzer.names.foreign import spelled_out
from analyzer.names.sounds import romaji

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+")
# Hiragana beside kanji is an ending, not a word.
_KANA_WORD = re.compile(
    "[\u30a1-\u30fa\u30fc-\u30fe]{2,}|(?<![\u3400-\u9fff])[\u3041-\u3096\u30fc]{2,}(?![\u3400-\u9fff\u3041-\u3096])"
)
_APART = str.maketrans(
    dict(zip("øØđĐłŁıðÐ", "oOdDlLidD", strict=True))
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ẞ": "SS", "þ": "th", "Þ": "Th", "’": None, "'": None}
)
# How the same letters are spelled where a keyboard or a domain has none of them.
_IN_TWO = str.maketrans(
    dict(zip("äöüøåÄÖÜØÅ", ("ae", "oe", "ue", "oe", "aa", "Ae", "Oe", "Ue", "Oe", "Aa"), strict=True))
)


def words(text: str) -> list[str]:
    """Runs of letters and digits of any script, in order."""
    return _WORD.findall(text)


def kana_words(text: str) -> list[str]:
    """Runs of katakana or hiragana of two letters or more, in order."""
    return _KANA_WORD.findall(text)


def latin_words(text: str) -> list[str]:
    """Words of ASCII letters and digits, in order, as written.

    >>> latin_words("Pokémon GO ポケモン")
    ['Pokemon', 'GO', 'pokemon']
    """
    if text.isascii():
        return _WORD.findall(text.replace("'", ""))
    text = _KANA_WORD.sub(lambda kana: f" {romaji(kana[0])} ", spelled_out(text.translate(_APART)))
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _ASCII_WORD.findall(bare)


def words_in_two_letters(text: str) -> list[str]:
    """As `latin_words`, with the letters that German and the Nordic languages write as two; empty if there are none.

    >>> words_in_two_letters("Møller"), words_in_two_letters("Moller")
    (['Moeller'], [])
    """
    spelled = text.translate(_IN_TWO)
    return latin_words(spelled) if spelled != text else []
