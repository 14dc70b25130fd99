"""Points: what each term adds to a score, their sum, and the chances, bands and places that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

PREFIX = "points_"


def weigh(values: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """One `points_<term>` column a weight, in its order, and their sum as `score`, in nats; a row for each domain.

    >>> weigh(pd.DataFrame({"near": [0.5]}), {"near": 2.0}).to_dict("records")
    [{'points_near': 1.0, 'score': 1.0}]
    """
    points = pd.DataFrame(
        {f"{PREFIX}{term}": weight * values[term] + 0.0 for term, weight in weights.items()},  # + 0.0 makes -0.0 a 0.0
        index=values.index,
        dtype=float,
    )
    return points.assign(score=points.sum(axis=1))


def chance_of(log_odds: pd.Series) -> pd.Series:
    """Log-odds in nats as a chance, 0 to 1."""
    chance: pd.Series = 1 / (1 + np.exp(-log_odds))
    return chance


def band_from(chance: pd.Series, *, exclude: float, try_next: float) -> pd.Series:
    """`exclude` or `try_next` from these chances on, else `leave`."""
    bands = pd.Series("leave", index=chance.index, dtype="str")
    return bands.mask(chance >= try_next, "try_next").mask(chance >= exclude, "exclude")


def rank(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows, indexed by registrable domain, the likeliest first: `rank` from 1 on.

    Of equal likelihoods the higher score comes first, of equal scores the first by name.
    """
    order = ["likelihood", "score"]
    ordered = frame.sort_index().sort_values(order, ascending=False, kind="stable").reset_index()
    return ordered.assign(rank=range(1, len(ordered) + 1))


def without_points(columns: Iterable[str]) -> list[str]:
    """The columns that hold no points of a term."""
    return [column for column in columns if not column.startswith(PREFIX)]
