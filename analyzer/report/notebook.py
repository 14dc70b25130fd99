"""A finding or a survey in a notebook: the verdict and its table as HTML."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from analyzer.answers.ranking import BRIEF_COLUMNS, brief
from analyzer.messages import say, word
from analyzer.text import printable

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def to_html(ranking: Ranking) -> str:
    """A paragraph and a table of ten candidates; everything from the log is escaped."""
    shown = brief(ranking)
    head = "".join(f"<th>{_cell(say(f'column_{column}'))}</th>" for column in BRIEF_COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in values) + "</tr>"
        for values in shown.itertuples(index=False)
    )
    return f"<p>{_cell(ranking.summary())}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: object) -> str:
    return word("chance", value) if isinstance(value, float) else html.escape(printable(str(value)))
