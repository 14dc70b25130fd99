"""Typed text, before anything is made of it."""

from __future__ import annotations

import unicodedata

from analyzer.errors import TimeFormatError

MOST = 100
"""So many characters a time, a length or a zone may have: no form has half of them."""
_DASHES = str.maketrans({"\N{MINUS SIGN}": "-", "\N{HYPHEN}": "-", "\N{FIGURE DASH}": "-"})


def tidy(text: str) -> str:
    """The text in one spelling: no full-width characters, single blanks. Raises TimeFormatError.

    >>> tidy(" １４：０５　JST")
    '14:05 JST'
    """
    if len(text) > MOST:
        raise TimeFormatError("long_text", length=len(text), most=MOST)
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
