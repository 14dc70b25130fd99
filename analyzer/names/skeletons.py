"""How a word of another script sounds beside a Latin spelling: its consonants, and the vowels between them.

Korean, Russian, Greek, Thai or Arabic names meet brands that are spelled in many ways (kakao, cacao; bilayn,
beeline), so that consonants are taken in groups that such spellings mix up, and vowels need only be akin.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_LONGEST = 64
_VOWELS = "aeiou"
_FEW = 3
"""Consonants up to which every vowel must fit."""
_AKIN = {"a": "ae", "e": "ei", "i": "i", "o": "o", "u": "u"}

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), by) for pattern, by in pairs)


# Latin spellings of all kinds: ph is f, oo is u, a lone y or w is a vowel.
_SPELLING = _rules(
    (r"ph", "f"),
    (r"tch", "ch"),
    (r"ck|q(?=u?)", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c(?!h)", "k"),
    (r"x", "ks"),
    (r"oo", "u"),
    (r"ee", "i"),
)
_CLOSING = _rules((r"(.)\1+", r"\1"))

# What a script can't tell apart, or what is spelled in several ways; for the name as typed and for a label alike.
_GROUPS: dict[str, _Rules] = {
    "hangul": _rules(
        (r"th", "t"),
        (r"sh", "s"),
        (r"ch|z", "j"),
        (r"ng(?![aeiouyw])", "n"),
        (r"g", "k"),
        (r"d", "t"),
        (r"[bfv]", "p"),
        (r"h(?![aeiouyw])", ""),
        (r"y", "i"),
        (r"w", "u"),
        (r"eu(?![aeiou])", ""),
    ),
    "cyrillic": _rules(
        (r"kh", "h"),
        (r"s(?:h(?:ch)?|ch)", "S"),
        (r"ch|cz", "C"),
        (r"zh", "J"),
        (r"ts|tz", "s"),
        (r"z", "s"),
        (r"w", "v"),
        (r"y", "i"),
    ),
    "greek": _rules(
        (r"oy|ou", "u"),
        (r"(?<=[ae])[yu](?=[^aeiousx]|$)", "v"),
        (r"mp|v", "b"),
        (r"nt", "d"),
        (r"gk|gg|ng", "g"),
        (r"[kc]h", "h"),
        (r"th", "t"),
        (r"z", "s"),
        (r"[yw]", "i"),
    ),
    "thai": _rules(
        (r"th|d", "t"),
        (r"[csj]h|j", "C"),
        (r"[kg]h?", "k"),
        (r"f|v|bh?|ph?", "p"),
        (r"[sz]+", "s"),
        (r"h(?![aeiou])", ""),
        (r"y", "i"),
        (r"w", "u"),
    ),
    "abjad": _rules(
        (r"[ctk]h", "h"),
        (r"[sd]h|sch", "s"),
        (r"gh|q", "g"),
        (r"[vf]|p", "b"),
        (r"[gk]", "k"),
        (r"z", "s"),
        (r"h(?![aeiouyw])", ""),
        (r"y", "i"),
        (r"w", "u"),
    ),
}
_GROUP_OF = {"arabic": "abjad", "hebrew": "abjad"}
_UNWRITTEN_VOWELS = frozenset({"arabic", "hebrew", "thai"})

# What only the name as typed needs. Hangul closes syllables with sounds that it writes otherwise; capitals start one.
_TYPED: dict[str, _Rules] = {
    "hangul": _rules((r"(?<=[a-z])(?:s|ss|j|ch|d)(?=[A-Z]|$)", "t"), (r"(?i)eo", "aeou")),
    "thai": _rules((r"[rl]$", "n")),
}
# What only a label needs. An English r that no vowel follows is silent.
_LABEL: dict[str, _Rules] = {
    "hangul": _rules((r"r(?![aeiouy])", ""), (r"r", "l"), (r"n(?=k)", "n")),
    "thai": _rules((r"r(?![aeiouy])", ""), (r"l(?=[^aeiouy]|$)", "n")),
}
# A letter of a label that stands for two sounds gives a second reading.
_OTHER_READINGS: dict[str, _Rules] = {
    "cyrillic": _rules((r"j(?=[aeou])", "y"), (r"j", "zh"), (r"x", "kh"), (r"c(?=[eiy])", "ts"), (r"ch", "kh")),
    "greek": _rules((r"ch", "h"), (r"h", "")),
    "abjad": _rules((r"^al(?=..)", ""), (r"g", "j"), (r"j", "g")),
    "thai": _rules((r"sh", "s")),
}


class Sound(NamedTuple):
    """One reading of a word."""

    consonants: str
    vowels: tuple[str, ...]
    """Before, between and after the consonants; "" where there are none."""


@functools.lru_cache(maxsize=1 << 10)
def sound_of(script: str, romanised: str) -> Sound:
    """How a name sounds that is written in a script, from its Latin letters with their capitals."""
    return _read(script, _applied(_TYPED.get(_group(script), ()), romanised))


def meets(script: str, typed: Sound, label: str) -> bool:
    """Whether a Latin label may be a spelling of the word.

    >>> meets("hangul", sound_of("hangul", "KuPang"), "coupang")
    True
    >>> meets("hangul", sound_of("hangul", "KuPang"), "company")
    False
    """
    return any(_are_alike(typed, sound, script in _UNWRITTEN_VOWELS) for sound in _sounds_of_label(script, label))


def is_telling(sound: Sound) -> bool:
    """Whether there is enough of it to be recognised: three consonants, or two and vowels between and around."""
    return len(sound.consonants) >= _FEW or (len(sound.consonants) == _FEW - 1 and sum(map(bool, sound.vowels)) > 1)


@functools.lru_cache(maxsize=1 << 14)
def _sounds_of_label(script: str, label: str) -> frozenset[Sound]:
    group = _group(script)
    label = label[:_LONGEST]
    others = (pattern.sub(by, label) for pattern, by in _OTHER_READINGS.get(group, ()))
    silent = _applied(_LABEL.get(group, ()), label)
    return frozenset(_read(script, spelling) for spelling in {silent, *others})


def _read(script: str, spelling: str) -> Sound:
    word = _applied(_SPELLING, spelling[:_LONGEST].lower())
    word = _applied((*_GROUPS[_group(script)], *_CLOSING), word)
    letters = re.sub(r"[^a-zSCJ]", "", word)
    pieces = re.split(r"([^aeiou])", letters)
    return Sound("".join(pieces[1::2]), tuple(pieces[::2]))


def _group(script: str) -> str:
    return _GROUP_OF.get(script, script)


def _applied(rules: _Rules, word: str) -> str:
    for pattern, by in rules:
        word = pattern.sub(by, word)
    return word


def _are_alike(typed: Sound, label: Sound, are_vowels_unwritten: bool) -> bool:
    if typed.consonants != label.consonants:
        return False
    pairs = list(zip(typed.vowels, label.vowels, strict=True))
    off = sum(not _are_akin(one, other, are_vowels_unwritten) for one, other in pairs)
    return off <= (len(typed.consonants) > _FEW)


def _are_akin(typed: str, label: str, are_vowels_unwritten: bool) -> bool:
    if typed == label or (not typed and (are_vowels_unwritten or label in {"e", "u"})):
        return True
    return not _sounds_in(typed).isdisjoint(_sounds_in(label))


@functools.lru_cache(maxsize=1 << 10)
def _sounds_in(vowels: str) -> frozenset[str]:
    return frozenset("".join(_AKIN[vowel] for vowel in vowels))
