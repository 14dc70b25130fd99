"""How a word of another script sounds beside a Latin spelling: its consonants, and the vowels between them.

Korean, Russian, Greek, Thai or Arabic names meet brands that are spelled in many ways (kakao, cacao; bilayn,
beeline), so that consonants are taken in groups that such spellings mix up, and vowels need only be akin.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_LONGEST = 64
_FEW = 3
"""Consonants up to which every vowel must fit."""
_AKIN = {"a": "ae", "e": "ei", "i": "i", "o": "o", "u": "u"}
_AKIN_IN_LATIN = _AKIN | {"u": "ua"}
"""An English u may sound as in `bus`."""

_ANY = "aeiou"
"""What an alif at the start of a word stands for: any vowel, or none."""

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
        (r"ou", "u"),
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
        (r"m[pb]|v", "b"),
        (r"n[td]", "d"),
        (r"gk|gg|n[gk]", "g"),
        (r"j", "tz"),
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
        (r"y", "i"),
        (r"w", "ou"),
    ),
}
_GROUP_OF = {"arabic": "abjad", "hebrew": "abjad"}
_UNWRITTEN_VOWELS = frozenset({"arabic", "hebrew", "thai"})

# What only the name as typed needs. Hangul closes syllables with sounds that it writes otherwise; capitals start one.
_TYPED: dict[str, _Rules] = {
    "hangul": _rules((r"s(?=S)", ""), (r"(?<=[a-z])(?:s|ss|j|ch|d)(?=[A-Z]|$)", "t"), (r"(?i)eo", "aeou")),
    "thai": _rules((r"[rl]$", "n")),
    "abjad": _rules((r"^a", _ANY), (r"h$", "")),
}
# Arabic and Hebrew write some consonants and vowels by the same letter; Greek names stand in the genitive, too.
_OTHERWISE_TYPED: dict[str, _Rules] = {"abjad": _rules((r"w", "v"), (r"v", "w")), "greek": _rules((r"s$", ""))}
# What only a label needs. An English r that no vowel follows is silent.
_LABEL: dict[str, _Rules] = {
    "hangul": _rules((r"r(?![aeiouy])", ""), (r"r", "l"), (r"mb(?![aeiouy])", "m")),
    "abjad": _rules((r"h$", "")),
    "thai": _rules((r"r(?![aeiouy])", ""), (r"l(?=[^aeiouy]|$)", "n")),
}
# A letter of a label that stands for two sounds gives a second reading.
_OTHER_READINGS: dict[str, _Rules] = {
    "cyrillic": _rules((r"j(?=[aeou])", "y"), (r"j", "zh"), (r"x", "kh"), (r"c(?=[eiy])", "ts"), (r"ch", "kh")),
    "hangul": _rules((r"th", "s"), (r"g(?=[eiy])", "j"), (r"(?<=[aeiouy])s(?=[aeiouynm])", "z")),
    "greek": _rules((r"ch", "h"), (r"h", ""), (r"(?<=[ae])f", "v")),
    "abjad": _rules((r"^al(?=..)", ""), (r"ch", "sh"), (r"g", "j"), (r"j", "g")),
    "thai": _rules((r"sh", "s")),
}


class Sound(NamedTuple):
    """One reading of a word."""

    consonants: str
    vowels: tuple[str, ...]
    """Before, between and after the consonants; "" where there are none."""


@functools.lru_cache(maxsize=1 << 10)
def sounds_of(script: str, romanised: str) -> frozenset[Sound]:
    """How a name may sound that is written in a script, from its Latin letters with their capitals.

    Empty where that is too little to be recognised by.
    """
    group = _group(script)
    word = _applied(_TYPED.get(group, ()), romanised)
    others = (pattern.sub(by, word) for pattern, by in _OTHERWISE_TYPED.get(group, ()))
    return frozenset(filter(_is_telling, (_read(script, spelling) for spelling in {word, *others})))


def meets(script: str, typed: frozenset[Sound], label: str) -> bool:
    """Whether a Latin label may be a spelling of the word.

    >>> meets("hangul", sounds_of("hangul", "KuPang"), "coupang")
    True
    >>> meets("hangul", sounds_of("hangul", "KuPang"), "company")
    False
    """
    return any(_are_alike(script, one, other) for other in _sounds_of_label(script, label) for one in typed)


def _is_telling(sound: Sound) -> bool:
    """Three consonants are enough, two with a vowel, or one between vowels."""
    vowels = sum(map(bool, sound.vowels))
    return len(sound.consonants) >= _FEW or (len(sound.consonants) > 0 and vowels > 2 - len(sound.consonants))


@functools.lru_cache(maxsize=1 << 14)
def _sounds_of_label(script: str, label: str) -> frozenset[Sound]:
    group = _group(script)
    label = label[:_LONGEST]
    readings = {label, *(pattern.sub(by, label) for pattern, by in _OTHER_READINGS.get(group, ()))}
    silent = _LABEL.get(group, ())
    return frozenset(_read(script, _applied(silent, reading)) for reading in readings)


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


def _are_alike(script: str, typed: Sound, label: Sound) -> bool:
    if typed.consonants != label.consonants:
        return False
    pairs = list(zip(typed.vowels, label.vowels, strict=True))
    if len(pairs) <= 2:  # one consonant says little
        return all(set(one) == set(other) for one, other in pairs)
    *inner, last = pairs
    off = sum(not _are_akin(script, *pair, is_short=len(pairs) <= _FEW) for pair in inner)
    off += not _end_alike(script, *last)
    return off <= (len(typed.consonants) > _FEW)


def _are_akin(script: str, typed: str, label: str, *, is_short: bool) -> bool:
    if (not typed and script in _UNWRITTEN_VOWELS) or (not label and typed == _ANY):
        return True
    if not label and script == "hangul" and typed == "i" and not is_short:
        return True  # Korean puts a vowel behind a consonant that has none
    return _share_a_sound(typed, label)


def _end_alike(script: str, typed: str, label: str) -> bool:
    """Final vowels are always written; those of Greek change with the case and from language to language."""
    return (script == "greek" and bool(typed) and bool(label)) or _share_a_sound(typed, label)


def _share_a_sound(typed: str, label: str) -> bool:
    if typed == label or (not typed and label in {"e", "u"}):
        return True
    return not _sounds_in(typed).isdisjoint(_latin_sounds_in(label))


@functools.lru_cache(maxsize=1 << 10)
def _sounds_in(vowels: str) -> frozenset[str]:
    return frozenset("".join(_AKIN[vowel] for vowel in vowels))


@functools.lru_cache(maxsize=1 << 10)
def _latin_sounds_in(vowels: str) -> frozenset[str]:
    return frozenset("".join(_AKIN_IN_LATIN[vowel] for vowel in vowels))
