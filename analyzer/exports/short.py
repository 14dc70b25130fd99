"""The verdict and what to do, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.exports.table import head, steps
from analyzer.page import PIPED, Page

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def render(ranking: Ranking, page: Page = PIPED) -> str:
    """Verdict and plan, no line wider than the page."""
    return f"{head(ranking, page)}\n\n{steps(ranking, page)}\n"
