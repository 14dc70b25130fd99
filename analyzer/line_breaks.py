"""Lines of text that is written without blanks, as Japanese is: between characters, but no mark begins a line."""

from __future__ import annotations

import re

_OPENING = r"(\[「『（〔［｛〈《【"
_CLOSING = r")\]:、。，．・：；？！」』）〕］｝〉》】々…ぁぃぅぇぉっゃゅょゎ%％"
_WORD = r"[ァ-ヺー]+|\d[\d,.]*%? [\u2e80-\uffff]|[^\s\u1100-\U0010ffff]+|[^\s]"
_PIECE = rf"[{_OPENING}]*(?:{_WORD})[{_CLOSING}]*"
"""What stays together, marks included: a word of katakana or other letters, a number and its counter, a character."""
WIDE = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60]")
"""A character of a script that may break anywhere."""


def pieces(text: str) -> list[tuple[str, bool]]:
    """The parts that a line may begin with, and whether a blank was before each."""
    return [(match[0], text[: match.start()].endswith(" ")) for match in re.finditer(_PIECE, text)]
