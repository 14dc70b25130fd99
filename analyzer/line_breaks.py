"""Lines of text that is written without blanks, as Japanese is: between characters, but no mark begins a line."""

from __future__ import annotations

import re

_OPENING = "(「『（〔［｛〈《【"
_CLOSING = ")、。，．・：；？！」』）〕］｝〉》】々…ぁぃぅぇぉっゃゅょゎ%％"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[ァ-ヺー]+|[^\s\u1100-\U0010ffff]+|[^\s])[{_CLOSING}]*")
"""What stays together: a word of katakana or of other letters, or one character, with the marks around it."""
WIDE = re.compile("[\u1100-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60]")
"""A character of a script that may break anywhere."""


def pieces(text: str) -> list[tuple[str, bool]]:
    """The parts that a line may begin with, and whether a blank was before each."""
    return [(match[0], text[: match.start()].endswith(" ")) for match in _PIECE.finditer(text)]
