"""Comma-separated values for a spreadsheet: every candidate with all its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.answers.ranking import in_words
from analyzer.text import csv_cell

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for the local code page


def render(ranking: Ranking) -> str:
    """All candidates, label and reasons in words; text that a spreadsheet would run starts with an apostrophe."""
    frame = in_words(ranking)
    cells = {column: frame[column].map(csv_cell) for column in map(str, frame.select_dtypes("str"))}
    text: str = frame.assign(**cells).to_csv(index=False, float_format="%.4f", lineterminator="\r\n")
    return BYTE_ORDER_MARK + text
