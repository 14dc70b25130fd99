"""Markdown for a ticket: verdict, the likeliest candidates with reasons, next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.answers.ranking import BRIEF_COLUMNS, brief
from analyzer.messages import word
from analyzer.text import markdown

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def render(ranking: Ranking) -> str:
    """A heading, the sentence of the verdict, a table of ten candidates, the plan as a list."""
    shown = brief(ranking)
    lines = [f"## {markdown(ranking.title())}", "", markdown(ranking.summary()), ""]
    lines += [_row(BRIEF_COLUMNS), _row(["---"] * len(BRIEF_COLUMNS))]
    lines += [
        _row([word("chance", v) if isinstance(v, float) else markdown(str(v)) for v in values])
        for values in shown.itertuples(index=False)
    ]
    lines += ["", *(f"{number}. {markdown(step)}" for number, step in enumerate(ranking.plan(), 1))]
    return "\n".join(lines) + "\n"


def _row(cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"  # type: ignore[call-overload]
