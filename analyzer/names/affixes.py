"""What stands around the name in what people type: "app", "for iPhone", the verb of a command line."""

from __future__ import annotations

import re

from analyzer.names.words import FALLS_OFF, PROGRAMS, VERBS

_PLATFORM = r"(?:iphone|ipad|ios|android|mac|macos|windows|pc|watch|tv)"
_AT_AN_END = "|".join(re.escape(word) for word in sorted(FALLS_OFF, key=len, reverse=True))
# A word in Latin, Cyrillic, Greek or Arabic letters is a whole word; the others are run together with the name.
_BEHIND = re.compile(
    rf"(?:(?<![^\W_])|(?<=[^a-z\u00c0-\u06ff])(?=[^a-z\u00c0-\u06ff]))(?:for {_PLATFORM}|{_AT_AN_END})$", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"^(?:{'|'.join(re.escape(word) for word in FALLS_OFF if not word.isascii())})(?=[^a-z\u00c0-\u06ff]|$)",
    re.IGNORECASE,
)
_EDGES = " \t-–—:|・·,()[]{}「」『』【】〈〉《》"
_SHORTEST = 2


def without_affixes(text: str) -> str:
    """The name without words that say only that it is an app, or for which device; "" if it has none of them.

    >>> without_affixes("ほげアプリ"), without_affixes("Hoge for iPhone"), without_affixes("App")
    ('ほげ', 'Hoge', '')
    """
    rest = whole = text.strip(_EDGES)
    for pattern in (_BEHIND, _BEFORE, _BEHIND, _BEFORE):
        shorter = pattern.sub("", rest).strip(_EDGES)
        rest = shorter if len(shorter) >= _SHORTEST else rest
    return rest if rest != whole else ""


def program_of(text: str) -> str:
    """The program of a command line as people type it for a name; "" for anything else.

    >>> program_of("docker pull"), program_of("sudo apt update"), program_of("Docker Desktop")
    ('docker', 'apt', '')
    """
    words = text.removeprefix("sudo ").split()
    if len(words) > 1 and words[0].lower() in PROGRAMS and words[1] in VERBS:
        return words[0]
    return ""
