"""How a word of an app's name can be recognised in a label that spells it otherwise."""

from __future__ import annotations

import re

_SAME_SOUND = str.maketrans({"c": "k", "q": "k", "z": "s", "y": "i"})
_TWO_FOR_ONE = re.compile(r"([aou])e|aa")
_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST_RUN = 5
_ENDINGS = ("ing", "es", "s")
_SHORTEST_ROOT = 5
_VOWELS = frozenset("aeiou")


def spelling_key(word: str) -> str:
    """Equal for spellings that sound the same: entersekt and entersect, crunchyroll and crunchyrol, mueller and muller.

    Any other letter makes another brand: PayPay is not PayPal.
    """
    word = _TWO_FOR_ONE.sub(lambda found: found[1] or "a", word)
    return _DOUBLED.sub(r"\1", word.replace("ph", "f").replace("ck", "k").translate(_SAME_SOUND))


def is_swap(typed: str, label: str) -> bool:
    """Whether two neighbours are swapped, as in a slip of the keys, and all else is the same."""
    at = _first_difference(typed, label)
    return (
        len(typed) == len(label)
        and typed[at : at + 2] == label[at : at + 2][::-1] != label[at : at + 2]
        and typed[at + 2 :] == label[at + 2 :]
    )


def is_one_letter_off(typed: str, label: str) -> bool:
    """Whether one letter is missing, too much, or another. That is how brands differ, so it is worth little."""
    at = _first_difference(typed, label)
    if len(typed) == len(label):
        return at < len(typed) and typed[at + 1 :] == label[at + 1 :]
    longer, shorter = (typed, label) if len(typed) > len(label) else (label, typed)
    return longer[at + 1 :] == shorter[at:]


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def root_of(word: str) -> str:
    """An English word without the ending of its plural or of what is done, five letters or more; "" if it has none.

    >>> root_of("messages"), root_of("messaging"), root_of("photos"), root_of("paypay")
    ('messag', 'messag', 'photo', '')
    """
    roots = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    root = next(roots, "")
    return root if len(root) >= _SHORTEST_ROOT and not root.endswith("s") else ""


def is_skeleton(stem: str, word: str, *, cut: bool) -> bool:
    """Whether a stem abbreviates a word: nflx (netflix), zh (zhihu), ody (odysee).

    `cut` says that the stem came off an affix; else only consonants count, for any short word is part of some
    other.
    """
    if stem[:1] != word[:1] or not 2 <= len(stem) < len(word):
        return False
    if cut and len(stem) <= 3 and word.startswith(stem):
        return True
    if len(stem) < max(3, 0.4 * len(word)) or not (cut or _VOWELS.isdisjoint(stem)):
        return False
    letters = iter(word)
    return all(letter in letters for letter in stem)


def has_common_run(label: str, word: str) -> bool:
    """Whether a run of five letters or more, 60 % of the longer, is in both."""
    need = max(_SHORTEST_RUN, -(-6 * max(len(word), len(label)) // 10))
    return any(word[at : at + need] in label for at in range(len(word) - need + 1))
