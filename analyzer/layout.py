"""Columns of text laid out for a page: what fits, how wide each column is, what is cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.messages import say
from analyzer.page import Ink, Page
from analyzer.text import printable, shorten, width

GAP = 2


@dataclass(frozen=True)
class Column:
    """A column of a table: the key of its heading, a text for each row, and how it gives way where room is short."""

    name: str
    texts: Sequence[str]
    least: int = 0
    """How narrow it may be cut; 0 if its texts must stay whole."""
    usual: int = 0
    """How wide it grows before other columns grow at all."""
    is_number: bool = False
    is_list: bool = False
    """Whether a text is several words, of which those that don't fit are counted: `a.jp b.jp +2`."""
    worth: float = 0
    """What has the least worth is left out first where room is short; 0 if it never may be."""
    inks: Sequence[Ink] = ()

    @property
    def heading(self) -> str:
        """As people read it."""
        return say(f"column_{self.name}")

    @property
    def natural(self) -> int:
        """Columns that its longest text takes."""
        return max(width(self.heading), *map(width, map(printable, self.texts)), 0)

    @property
    def narrowest(self) -> int:
        """Columns that it takes at least."""
        return min(max(self.least, width(self.heading)), self.natural) if self.least else self.natural

    def cells(self, columns: int, page: Page) -> list[str]:
        """Its texts, cut to so many columns, in their inks."""
        cut = [_cut_list(text.split(), columns) if self.is_list else shorten(text, columns) for text in self.texts]
        return [page.ink(*pair) for pair in zip(cut, self.inks, strict=True)] if self.inks else cut


def lay_out(columns: Sequence[Column], page: Page) -> str:
    """A table no wider than the page, as long as columns can be cut or left out."""
    from tabulate import tabulate  # here, since --help must not wait for it

    kept = _kept(columns, page.columns)
    widths = _widths(kept, page.columns)
    cells = [[column.heading, "-" * wide, *column.cells(wide, page)] for column, wide in zip(kept, widths, strict=True)]
    align = ["right" if column.is_number else "left" for column in kept]
    lines = list(zip(*cells, strict=True))
    text: str = tabulate(lines, tablefmt="plain", colalign=align, disable_numparse=True)
    return text


def _kept(columns: Sequence[Column], room: int) -> list[Column]:
    kept = list(columns)
    while _total(column.narrowest for column in kept) > room and any(column.worth for column in kept):
        kept.remove(min((column for column in kept if column.worth), key=lambda column: column.worth))
    return kept


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """Each as narrow as may be, then in their order up to what is usual, then up to what they need."""
    widths = [column.narrowest for column in columns]
    for wanted in ([min(column.usual, column.natural) for column in columns], [column.natural for column in columns]):
        for place, want in enumerate(wanted):
            left = room - _total(widths)
            widths[place] += max(min(want - widths[place], left), 0)
    return widths


def _total(widths: Iterable[int]) -> int:
    parts = list(widths)
    return sum(parts) + GAP * (len(parts) - 1)


def _cut_list(words: Sequence[str], columns: int) -> str:
    """As many words as fit whole, at least the first one, and how many more there are."""
    if not words:
        return ""
    for count in range(len(words), 0, -1):
        more = f" +{len(words) - count}" if count < len(words) else ""
        text = printable(" ".join(words[:count])) + more
        if width(text) <= columns:
            return text
    more = f" +{len(words) - 1}" if len(words) > 1 else ""
    return shorten(words[0], columns - len(more)) + more
