"""What keeps a domain from being excluded first, however well its names and times fit: points taken, with a reason.

Whoever can make a device look up a name, by a page or an advertisement, can lift that name in a DNS log. So a domain
that no table knows must have a second kind of evidence: a second failure, a refusal, or lookups from before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer.incidents.calibration import EXCLUDE_FROM, Likelihood
from analyzer.incidents.refusals import SURE
from analyzer.names import NAME_COUNTS
from analyzer.points import chance_of

MOST_AT_ONCE = 8
"""More domains than these that would be excluded first on names and times alone are a flood, and no answer."""
UNSURE, UNLIKELY, NEVER = 0.45, 0.10, 0.01
"""The likelihood that a caution leaves at most: just too little to be excluded first, little, next to none."""


class Caution(NamedTuple):
    """One reason to hold a domain back."""

    key: str
    most: float
    """The likelihood that it leaves at most."""


RISK = Caution("risk", NEVER)
DISTRUST = Caution("distrust", UNLIKELY)
WENT_WELL = Caution("went_well", UNLIKELY)
UNRESOLVED = Caution("unresolved", UNLIKELY)
LOOK_ALIKE = Caution("look_alike", UNSURE)
UNKNOWN = Caution("unknown", UNSURE)
ONE_FAILURE = Caution("one_failure", UNSURE)
NO_REFUSAL = Caution("no_refusal", UNSURE)
NOT_IN_ALL = Caution("not_in_all", UNSURE)
ONE_LOOKUP = Caution("one_lookup", UNSURE)
FLOOD = Caution("flood", UNSURE)


def cautions(domains: pd.DataFrame, *, sessions_read: bool) -> pd.DataFrame:
    """`caution`, its key or "", and `most`, the likelihood that it leaves; a row for each domain.

    Of several the one that leaves least, of equal ones the first below. Where a client refused the certificate, if only
    perhaps, none counts but a risk, and that the device refuses nearly everything: that is the second kind of evidence.
    """
    unbacked = domains["refused"] == 0
    known = domains["is_known"].astype(bool)
    bears_name = domains["name"] >= NAME_COUNTS
    once = domains["seen_window_count"] < 2
    asked_before = domains["baseline_lookup_count"] > 0
    went_well = domains["decrypted_count"] + domains["is_used_count"] >= domains["questioned_count"]
    is_told_whose = domains["is_decryption_named"].astype(bool) | (domains["is_used_count"] > 0)
    found = {
        RISK: domains["risk"] != "",
        DISTRUST: domains["is_distrusted"].astype(bool),
        WENT_WELL: unbacked & went_well & is_told_whose,
        UNRESOLVED: unbacked & (domains["unresolved"] >= 1),
        LOOK_ALIKE: unbacked & _look_alikes(domains, known, bears_name),
        NO_REFUSAL: unbacked & ~known & sessions_read,
        UNKNOWN: unbacked & ~known & once & ~(bears_name & asked_before),
        ONE_FAILURE: unbacked & known & once & ~bears_name,
        NOT_IN_ALL: unbacked & _missing_beside_another(domains, known, bears_name),
        ONE_LOOKUP: unbacked & (domains["lookup_count"] < 2) & (domains["baseline_slots"] == 0),
    }
    told = pd.DataFrame({"caution": "", "most": 1.0}, index=domains.index)
    for caution, applies in found.items():
        held = applies.to_numpy() & (caution.most < told["most"].to_numpy())
        told = told.assign(
            caution=np.where(held, caution.key, told["caution"]), most=np.where(held, caution.most, told["most"])
        )
    return told.astype({"caution": "str"})


def _look_alikes(domains: pd.DataFrame, known: pd.Series, bears_name: pd.Series) -> pd.Series:
    """Which unknown domains bear the app's name where another does with better right.

    That is one that a table knows and that bears the whole name, not a word of it only: beside gog.com, GOG Galaxy may
    well need gogalaxy.com. Or one that the device asked for before, where it never asked for this one.
    """
    rivals = bears_name & (domains["name_kind"] != "owner")
    proven = rivals & known & domains["name_is_whole"].astype(bool)
    asked = rivals & (domains["baseline_lookup_count"] > 0)
    alike: pd.Series = (rivals & ~known & bool(proven.any())) | (rivals & ~known & ~asked & bool(asked.any()))
    return alike


def _missing_beside_another(domains: pd.DataFrame, known: pd.Series, bears_name: pd.Series) -> pd.Series:
    """Which domains were missing in a failure, where another of the app's name was asked in each of several.

    Then that other one is enough for a first try. It must be known, or asked before: whoever lifts a name of his own
    must not press down the app's.
    """
    in_all = (domains["missed_window_count"] == 0) & (domains["seen_window_count"] >= 2)
    asked_before = domains["baseline_lookup_count"] > 0
    is_enough = bears_name & (domains["name_kind"] != "owner") & in_all & (known | asked_before)
    missing: pd.Series = (domains["missed_window_count"] > 0) & bool(is_enough.any())
    return missing


def weigh_up(
    points: pd.DataFrame, domains: pd.DataFrame, likelihood: Likelihood, *, sessions_read: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The points with a column `points_caution`, and `likelihood` and `caution` of each domain.

    A caution takes so many points that the likelihood stays below what it leaves; the score is their sum again.
    """
    told = cautions(domains, sessions_read=sessions_read)
    best = _best_of_free(points, told)
    held, chance = _hold_back(points, told, likelihood, best)
    unbacked = (chance >= EXCLUDE_FROM) & (domains["refused"] < SURE)
    if unbacked.sum() > MOST_AT_ONCE:
        told = told.assign(
            caution=told["caution"].mask(unbacked, FLOOD.key), most=told["most"].mask(unbacked, FLOOD.most)
        )
        held, chance = _hold_back(points, told, likelihood, best)
    taken = held["points_caution"] < 0
    return held, pd.DataFrame({"likelihood": chance, "caution": told["caution"].where(taken, "")})


def _best_of_free(points: pd.DataFrame, told: pd.DataFrame) -> float:
    """The strength of the best that no caution holds back: all are behind of that one; of all, if none is free."""
    strength, free = points["score"] - points["points_base"], told["most"] >= 1
    return float(strength[free].max() if free.any() else strength.max())


def _hold_back(
    points: pd.DataFrame, told: pd.DataFrame, likelihood: Likelihood, best: float
) -> tuple[pd.DataFrame, pd.Series]:
    """The points and likelihoods once cautions count.

    Within the last nat below what a caution
    leaves the log-odds are drawn together, so that the order of those it holds back stays.
    """
    strength, free = points["score"] - points["points_base"], told["most"] >= 1
    odds = likelihood.log_odds(strength, best)
    most = told["most"].where(~free, 0.5)
    top = np.log(most / (1 - most))
    drawn = top - np.exp(-(odds - (top - 1.0)).clip(lower=0.0))
    is_held = ~free & (odds > top - 1.0)
    kept = odds.mask(is_held, drawn)
    caution = (likelihood.strength_of(kept, best) - strength).where(is_held, 0.0)
    return points.assign(points_caution=caution, score=points["score"] + caution), chance_of(kept)
