"""Any script as plain ASCII words: accents dropped, kana as romaji, what cannot be read left out."""

from __future__ import annotations

import re
import unicodedata

from analyzer.names.sounds import romaji

_WORD = re.compile(r"[^\W_]+")
# Hiragana beside kanji is an ending, not a word.
_KANA_WORD = re.compile(
    "[\u30a1-\u30fa\u30fc-\u30fe]{2,}|(?<![\u3400-\u9fff])[\u3041-\u3096\u30fc]{2,}(?![\u3400-\u9fff\u3041-\u3096])"
)
_APART = str.maketrans({"ø": "o", "Ø": "O", "đ": "d", "ł": "l", "Ł": "L", "æ": "ae", "ß": "ss", "’": None, "'": None})


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
    text = _KANA_WORD.sub(lambda kana: f" {romaji(kana[0])} ", text.translate(_APART))
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in _WORD.findall(bare) if word.isascii()]
