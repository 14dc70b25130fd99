"""Where text is shown: how many columns there are, and whether it may be coloured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ink = Literal["bold", "green", "yellow", "dim"]

PIPED_COLUMNS = 100
"""The width of what goes into a pipe or a file: always the same, whatever the terminal behind it."""
LEAST_COLUMNS = 60
"""The narrowest page that text is laid out for."""
PROSE_COLUMNS = 100
"""The longest line of sentences: longer ones are hard to read, on the widest terminal too."""
_CODES: dict[Ink, str] = {"bold": "1", "green": "1;32", "yellow": "33", "dim": "2"}


@dataclass(frozen=True)
class Page:
    """A terminal, or by default what a pipe gets."""

    columns: int = PIPED_COLUMNS
    is_coloured: bool = False

    @property
    def prose(self) -> int:
        """Columns for sentences."""
        return min(self.columns, PROSE_COLUMNS)

    def ink(self, text: str, ink: Ink) -> str:
        """The text in that ink, where there is colour. It must be printable already."""
        return f"\x1b[{_CODES[ink]}m{text}\x1b[0m" if self.is_coloured and text else text


PIPED = Page()
"""What a pipe or a file gets."""
