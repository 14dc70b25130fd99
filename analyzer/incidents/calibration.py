"""Points -> likelihood: how sure a score makes us, and the bands as cuts through that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analyzer.incidents.refusals import SURE
from analyzer.names import NAME_COUNTS
from analyzer.points import band_from


@dataclass(frozen=True)
class Calibration:
    """Coefficients of a logistic model on one candidate, fitted to scores out of fold.

    Incidents without an answer were among them. The margin to the best candidate counts, and so does evidence
    that could have been there and is not.
    """

    intercept: float = -1.91
    strength: float = 1.28
    """For each point of the score, the base apart."""
    behind: float = 0.94
    """For each point that it has more than the best candidate: 0 for the best, less than 0 for all others."""
    app_named: float = 0.15
    """The app was named, and some candidate's names match ..."""
    name_missing: float = -0.56
    """... but not this one's."""
    name_unmet: float = -1.30
    """The app was named, and no candidate's names match: the app did not ask, or its domains are called otherwise.

    By hand, the least with which an incident without an answer stays one in 95 of 100 cases."""
    sessions_read: float = 2.35
    """The log tells how connections ended ..."""
    refusal_missing: float = -2.50
    """... and of none to the candidate that the client refused it; a part of this where it perhaps did."""


DEFAULT_CALIBRATION = Calibration()


class Likelihood(NamedTuple):
    """How the points of a ranking become likelihoods: for each domain a logistic model of its own strength.

    Strength is the score without the base. A domain's log-odds are `rest`, and for each point of strength
    `calibration.strength`, and for each that the best has more `calibration.behind` less.
    """

    rest: pd.Series
    """Log-odds of each domain but for its strength."""
    calibration: Calibration

    def log_odds(self, strength: pd.Series, best: float) -> pd.Series:
        """The log-odds of each domain, where the best has so many points."""
        behind = (strength - best).clip(upper=0.0)
        odds: pd.Series = self.rest + self.calibration.strength * strength + self.calibration.behind * behind
        return odds

    def strength_of(self, log_odds: pd.Series, best: float) -> pd.Series:
        """The strength that gives these log-odds: `log_odds` the other way round."""
        own, gap = self.calibration.strength, self.calibration.behind
        ahead = (log_odds - self.rest) / own
        strength: pd.Series = ahead.where(ahead >= best, (log_odds - self.rest + gap * best) / (own + gap))
        return strength


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
    missing = (1 - domains["refused"] / SURE).clip(lower=0.0)
    refusal = calibration.sessions_read + calibration.refusal_missing * missing
    rest = calibration.intercept + app_named * named + sessions_read * refusal
    return Likelihood(pd.Series(rest, index=domains.index, dtype=float), calibration)


# Chosen on composed incidents with known answers, out of fold.
EXCLUDE_FROM = 0.50
TRY_NEXT_FROM = 0.15


def band(chance: pd.Series) -> pd.Series:
    """Bands are cuts through the likelihood: exclude from 50 %, try_next from 15 %, else leave."""
    return band_from(chance, exclude=EXCLUDE_FROM, try_next=TRY_NEXT_FROM)
