"""Points -> probability: how sure a score makes us, which bands and the verdict rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analyzer.incidents.features import SURE
from analyzer.names import NAME_COUNTS


@dataclass(frozen=True)
class Calibration:
    """Coefficients of a logistic model on one candidate, fitted to scores out of fold.

    Incidents without an answer were among them. The margin to the best candidate counts, and so does evidence
    that could have been there and is not.
    """

    intercept: float = -2.19
    strength: float = 1.35
    """For each point of the score, the base apart."""
    behind: float = 0.61
    """For each point that it has more than the best candidate: 0 for the best, less than 0 for all others."""
    app_named: float = -0.63
    """The app was named, and some candidate's names match ..."""
    name_missing: float = -1.10
    """... but not this one's."""
    name_unmet: float = -1.30
    """The app was named, and no candidate's names match: the app did not ask, or its domains are called otherwise.

    By hand, the least with which an incident without an answer stays one in 95 of 100 cases."""
    sessions_read: float = 1.93
    """The log tells how connections ended ..."""
    refusal_missing: float = -2.39
    """... and of none to the candidate that the client refused it."""


DEFAULT_CALIBRATION = Calibration()


def probability(
    points: pd.DataFrame,
    domains: pd.DataFrame,
    *,
    app_named: bool,
    sessions_read: bool,
    calibration: Calibration = DEFAULT_CALIBRATION,
) -> pd.Series:
    """The chance that a domain is one the app needs, for choosing bands; not meant to be shown.

    A name that meets nothing is no evidence for one candidate against another, only a little against all.
    """
    bears_name = domains["name"] >= NAME_COUNTS
    named = (
        calibration.app_named + calibration.name_missing * ~bears_name if bears_name.any() else calibration.name_unmet
    )
    strength = points["score"] - points["points_base"]
    logit = (
        calibration.intercept
        + calibration.strength * strength
        + calibration.behind * (strength - strength.max())
        + app_named * named
        + sessions_read * (calibration.sessions_read + calibration.refusal_missing * (domains["refused"] < SURE))
    )
    chance: pd.Series = 1 / (1 + np.exp(-logit))
    return chance


# Chosen on composed incidents with known answers, out of fold. At .6 the band `exclude` is right in 99 of 100
# cases with all evidence and in 81 with DNS alone. Below .45 the verdict is that nothing is clear: so it is in 93
# of 100 incidents in which nothing is pinned, and in 11 of 100 with DNS rows, the app's name, and an answer.
EXCLUDE_FROM = 0.60
TRY_NEXT_FROM = 0.15
CLEAR_FROM = 0.45


def band(probability: pd.Series) -> pd.Series:
    """exclude, try_next or leave. The best is one to exclude from `CLEAR_FROM` on: then the ranking is clear."""
    bands = pd.Series("leave", index=probability.index, dtype="str")
    bands = bands.mask(probability >= TRY_NEXT_FROM, "try_next")
    return bands.mask(probability >= EXCLUDE_FROM, "exclude").mask(
        (probability == probability.max()) & (probability >= CLEAR_FROM), "exclude"
    )
