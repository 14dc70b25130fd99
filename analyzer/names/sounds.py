"""Japanese script as Latin letters, and a key under which a loan word and its romaji meet."""

from __future__ import annotations

import functools
import re
import unicodedata

# Unicode names kana after the Nihon-shiki system; Hepburn, which brands use, differs in these.
_HEPBURN = {"SI": "shi", "TI": "chi", "TU": "tsu", "HU": "fu", "ZI": "ji", "DI": "ji", "DU": "zu", "WO": "o"}
_LETTER = re.compile(r"(?:KATAKANA|HIRAGANA) LETTER (SMALL )?([A-Z]+)$")
_KANA = re.compile("[\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe]")
_GLIDES = {"ya", "yu", "yo"}
_HISS = ("sh", "ch", "j")


def is_kana(character: str) -> bool:
    """Whether it is a hiragana or katakana letter or the sign of a long vowel; half-width forms are not."""
    return _KANA.match(character) is not None


def romaji(kana: str) -> str:
    """Hepburn romaji without signs for long vowels; what is not kana falls away. Full-width kana only.

    >>> romaji("メルカリ"), romaji("パーティ"), romaji("ファミリーマート"), romaji("しゃっきん")
    ('merukari', 'pati', 'famirimato', 'shakkin')
    """
    out: list[str] = []
    doubled = False
    for character in kana:
        found = _LETTER.match(unicodedata.name(character, ""))
        if found is None:
            continue
        small, letter = found.groups()
        if small and letter == "TU":
            doubled = True
            continue
        sound = _HEPBURN.get(letter, letter.lower())
        if small and out:
            sound = _joined(out.pop(), sound)
        if doubled and sound[0] not in "aiueo":
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
        doubled = False
        out.append(sound)
    return "".join(out)


def _joined(big: str, small: str) -> str:
    """A letter with the small one behind it: ki + ya = kya, shi + ya = sha, te + i = ti, u + i = wi."""
    stem = big[:-1]
    if not stem:
        return "w" + small if big == "u" and small in {"i", "e", "o"} else big + small
    if small in _GLIDES and stem.endswith(_HISS):
        return stem + small[1:]
    return stem + small


# How English spelling comes out in kana, and what kana cannot tell apart; applied to both sides, in this order.
_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[^a-z]", ""),
        (r"ph", "f"),
        (r"ck|q(?=u?)", "k"),
        (r"ay(?![aiueo])", "ei"),
        (r"ow(?![aiueo])", "au"),
        (r"th|sh", "s"),
        (r"tch|ch|ts", "t"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"l", "r"),
        (r"v", "b"),
        (r"dz|j|z", "s"),
        (r"hu", "fu"),
        (r"m(?=[bp])", "n"),
        (r"(?<=[^aiueo])y(?=[aiueo])|^y(?=u)", ""),
        (r"y(?![aiueo])", "i"),
        (r"ou", "o"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[^aiueo])u(?![aiueo])", ""),
        (r"(?<=[td])o(?![aiueo])", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=[^aiueo])w(?=[aiueo])", "u"),
    )
)


_SOFT_C = re.compile(r"c(?=[eiy])")
_R_AS_LONG_VOWEL = re.compile(r"(?<=[^aiueo])[aeiou]r(?![aiueor])")


@functools.lru_cache(maxsize=1 << 14)
def sound_keys(label: str) -> frozenset[str]:
    """The keys of how a Latin word may sound: English r may be a long vowel, and oo may be u."""
    label = _SOFT_C.sub("s", label)
    return frozenset({sound_key(label), sound_key(_R_AS_LONG_VOWEL.sub("a", label.replace("oo", "u")))})


def sound_key(word: str) -> str:
    """A rough key of how a Latin word sounds to a Japanese ear: equal for a loan word and its romaji.

    Kana cannot write l, v or two consonants in a row, so both sides lose the difference.

    >>> sound_key("merukari") == sound_key("mercari"), sound_key("nettofurikkusu") == sound_key("netflix")
    (True, True)
    >>> sound_key("paypay") == sound_key("paypal")
    False
    """
    key = word[:64].lower()
    for pattern, by in _RULES:
        key = pattern.sub(by, key)
    return key
