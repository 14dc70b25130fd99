"""A domain and its hostnames, taken apart into what an app's name can be compared with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from analyzer.names.script import latin_words
from analyzer.names.words import AROUND_A_BRAND, STATIC

_MAX_HOSTNAME = 253  # RFC 1035, without the final dot
_SPLIT = re.compile(r"[.\-_]")
_DIGITS = "0123456789"


class Pieces(NamedTuple):
    """A registrable domain, lower case."""

    domain: str
    label: str
    """Its first label, in its own script where it is an internationalised one."""
    bare: str
    """The label in plain letters without hyphens."""
    parts: tuple[str, ...]
    """The label at its hyphens; one where it has none."""
    squeezed: str
    """The whole domain without dots, since some brands run over the dot (`youtu.be`)."""
    ending: str
    """The last label, which may be a brand's own."""


def pieces_of(registrable_domain: str) -> Pieces:
    """The parts of a registrable domain; any text will do, of which 253 characters are read."""
    domain = registrable_domain[:_MAX_HOSTNAME].lower().rstrip(".")
    first, _, rest = domain.partition(".")
    label = in_own_script(first)
    bare = label if label.isascii() else "".join(latin_words(label)).lower()
    parts = tuple(part for part in bare.split("-") if part) or (bare,)
    ending = rest.rpartition(".")[2]
    return Pieces(domain, label, "".join(parts), parts, domain.replace(".", ""), ending)


def host_pieces(domain: str, hostnames: Iterable[str]) -> set[str]:
    """Words of the hostnames before their registrable domain: each label, and its parts at hyphens and digits."""
    found: set[str] = set()
    for hostname in hostnames:
        front = hostname[-_MAX_HOSTNAME - 1 :].lower().rstrip(".").removesuffix(domain).rstrip(".")
        if not front:
            continue
        if "xn--" in front:
            front = ".".join(map(in_own_script, front.split(".")))
        found.update(piece.strip(_DIGITS) or piece for piece in _SPLIT.split(front))
        if "-" in front:
            found.update(front.replace("-", "").split("."))
    return found


def in_own_script(label: str) -> str:
    """A label of an internationalised domain decoded (RFC 3492); others, and broken ones, as they are.

    >>> in_own_script("xn--cckwcxetd"), in_own_script("xn--99999999")
    ('アマゾン', 'xn--99999999')
    """
    if not label.startswith("xn--") or len(label) > 63 or not label.isascii():
        return label
    try:
        return unicodedata.normalize("NFKC", label[4:].encode().decode("punycode")).lower()
    except (UnicodeError, OverflowError):
        return label


def is_around_a_brand(rest: str, words: frozenset[str]) -> bool:
    """Whether what is left of a label says nothing new: digits, up to two known affixes, or words of the app's name."""
    rest = rest.strip("-" + _DIGITS)
    if not rest or rest in AROUND_A_BRAND or rest in words:
        return True
    return len(rest) <= 24 and any(
        (rest[:at] in AROUND_A_BRAND or rest[:at] in words)
        and (rest[at:].strip("-" + _DIGITS) in AROUND_A_BRAND or rest[at:] in words)
        for at in range(2, len(rest) - 1)
    )


def stem_of(label: str) -> str:
    """What is left of a label, two letters or more, without an affix of three or more; "" if it has none.

    >>> stem_of("nflximg"), stem_of("odycdn"), stem_of("netflix")
    ('nflx', 'ody', '')
    """
    for cut in range(2, len(label) - 2):
        if label[cut:] in (AROUND_A_BRAND if cut > 2 else STATIC):
            return label[:cut]
    return ""
