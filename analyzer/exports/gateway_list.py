"""CSV for the upload of a Gateway list (type DOMAIN): value,description and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.answers.entries import entries

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def render(ranking: Ranking, match: str = "") -> str:
    """The entries of one match in the band `exclude`.

    Descriptions hold no comma, since it is not documented how the upload reads quotes.
    """
    lines = [f"{entry.value},{entry.description}" for entry in entries(ranking, match)]
    return "\n".join(["value,description", *lines]) + "\n"
