"""Marks: what is ours carries a random word that the journal knew before it was made."""

from __future__ import annotations

import re
import secrets

_MARK = re.compile(r"\bpinscout:([0-9a-f]{12})\b")


def new_mark() -> str:
    """A mark that nobody has used."""
    return secrets.token_hex(6)


def written(mark: str) -> str:
    """The mark as it stands in a description.

    >>> marks_in(f"Made by hand. {written('0123456789ab')}")
    {'0123456789ab'}
    """
    return f"pinscout:{mark}"


def marks_in(description: str) -> set[str]:
    """The marks that a description carries."""
    return set(_MARK.findall(description))
