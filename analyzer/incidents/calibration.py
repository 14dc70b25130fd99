"""Points -> likelihood: how sure a score makes us, and the bands as cuts through that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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


class Likelihood(NamedTuple):
    """How the points of a ranking become likelihoods: for each domain a logistic model of its own strength.

    Strength is the score without the base. A domain's log-odds are `rest`, and for each point of strength
    `calibration.strength`, and for each that the best has more `calibration.behind` less.
    """

    rest: pd.Series
    """Log-odds of each domain but for its strength."""
    calibration: Calibration

    def of(self, points: pd.DataFrame) -> pd.Series:
        """The likelihood of each domain, 0 to 1, that the app needs it excluded."""
        strength = points["score"] - points["points_base"]
        behind = strength - strength.max()
        logit = self.rest + self.calibration.strength * strength + self.calibration.behind * behind
        chance: pd.Series = 1 / (1 + np.exp(-logit))
        return chance

    def points_above(self, points: pd.DataFrame, most: pd.Series) -> pd.Series:
        """How many points to take from a domain so that its likelihood stays below `most`; 0 where `most` is 1.

        Those that had more keep more, so that the order among them stays: within the last point below what is allowed
        strengths are drawn together. The best of those that are free, with a `most` of 1, stays the one that others
        are behind of.
        """
        strength, free = points["score"] - points["points_base"], most >= 1
        wanted = np.log(most / (1 - most.where(~free, 0.5))) - self.rest
        own, gap = self.calibration.strength, self.calibration.behind
        allowed = wanted / own
        if free.any():
            best = strength[free].max()
            behind_the_best = (wanted + gap * best) / (own + gap)
            allowed = allowed.mask(behind_the_best <= best, behind_the_best)
        kept = allowed - np.exp(-(strength - (allowed - 1.0)).clip(lower=0.0))
        above: pd.Series = (strength - kept).where(~free & (strength > allowed - 1.0), 0.0)
        return above


def likelihood(
    domains: pd.DataFrame, *, app_named: bool, sessions_read: bool, calibration: Calibration = DEFAULT_CALIBRATION
) -> Likelihood:
    """How points become likelihoods for these domains.

    A name that meets nothing is no evidence for one candidate against another, only a little against all.
    """
    bears_name = domains["name"] >= NAME_COUNTS
    named = (
        calibration.app_named + calibration.name_missing * ~bears_name if bears_name.any() else calibration.name_unmet
    )
    refusal = calibration.sessions_read + calibration.refusal_missing * (domains["refused"] < SURE)
    rest = calibration.intercept + app_named * named + sessions_read * refusal
    return Likelihood(pd.Series(rest, index=domains.index, dtype=float), calibration)


# Chosen on composed incidents with known answers, out of fold.
EXCLUDE_FROM = 0.50
TRY_NEXT_FROM = 0.15


def band(chance: pd.Series) -> pd.Series:
    """Bands are cuts through the likelihood: exclude from 50 %, try_next from 15 %, else leave."""
    bands = pd.Series("leave", index=chance.index, dtype="str")
    return bands.mask(chance >= TRY_NEXT_FROM, "try_next").mask(chance >= EXCLUDE_FROM, "exclude")
