"""Refusals -> points: how likely it is that a domain is pinned, each term in log-odds; and bands.

The weights are priors, not fitted: no log with known answers was to be had. Where a figure stands behind one, it is
from the automated run of 1,046 Android apps behind a TLS interceptor (tweasel, 2023): of 999 apps without pinning,
9.5 % showed a broken handshake within 30 s all the same, 78 % of those to Google's advertising and static hosts.
Tried on 200 composed incidents put together as one fleet: of 27 domains in `exclude` 26 were right, of 50 in
`try_next` 45. What was refused a single time stays in `leave`, though most of it was right there, too: over a day of
many devices, single broken handshakes by chance would drown it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analyzer.points import band_from, chance_of, weigh

EXCLUDE_FROM = 0.88
"""Rule for the band `exclude`, 2 nats: what one device's refusal alone never reaches without retries or returns."""
TRY_NEXT_FROM = 0.73
"""Rule for the band `try_next`, 1 nat: more than a single broken handshake that nothing speaks against."""
_MOST_DOUBLINGS = 3.0


@dataclass(frozen=True)
class PinWeights:
    """How many nats of log-odds one unit of each feature adds. All of them priors."""

    base: float = 0.5
    """Refused at all, and no advertising or static host: some 60 pinned against 34 by chance in the run above."""
    devices: float = 0.7
    """For each doubling of the devices that refused it, three at most: chance seldom meets two devices alike."""
    returns: float = 0.4
    """For each doubling of the hours in which one device refused it, three at most."""
    retries: float = 1.8
    """Five refusals by one device within 30 s: ln(.12 / .02) in the run above."""
    refused_share: float = 0.4
    """ln of refusals to good connections on the refused hosts (both + .5, by device and minute), from -3 to 2."""
    served: float = -3.0
    """Share of those that refused a host and were served on it, too: such a host is hardly pinned."""
    stray: float = -2.5
    """Share of refusals at advertising, analytics and static hosts, the most of what breaks by chance."""
    bypassed: float = -3.0
    """Share of the refused hosts that were exempt from inspection after the last refusal: it is settled."""
    origin_error: float = -6.0
    """Share of broken handshakes that broke by the site's own certificate: then it fails without inspection, too."""
    local_name: float = -3.0
    """No public domain: a name of the local network, or a broken one."""


DEFAULT_WEIGHTS = PinWeights()
TERMS = tuple(field.name for field in dataclasses.fields(PinWeights))


def term_values(domains: pd.DataFrame) -> pd.DataFrame:
    """The value of each term, one column a field of PinWeights."""
    good = domains["served_count"]
    broken = domains["refused_count"] + domains["own_origin_errors"]
    values = {
        "base": 1.0,
        "devices": _doublings(domains["device_count"]),
        "returns": _doublings(domains["hour_count"]),
        "retries": domains["retried"].astype(float),
        "refused_share": np.log((domains["refused_minutes"] + 0.5) / (good + 0.5)).clip(-3.0, 2.0),
        "served": domains["served"],
        "stray": domains["stray"],
        "bypassed": domains["exempt"],
        "origin_error": domains["own_origin_errors"] / broken,
        "local_name": domains["suffix"] == "",
    }
    return pd.DataFrame(values, index=domains.index).astype(float)


def _doublings(count: pd.Series) -> pd.Series:
    doublings: pd.Series = np.log2(count.clip(lower=1)).clip(upper=_MOST_DOUBLINGS)
    return doublings


def score(domains: pd.DataFrame, weights: PinWeights = DEFAULT_WEIGHTS) -> pd.DataFrame:
    """One `points_<term>` column a term and their sum as `score`, in nats; a row for each domain."""
    return weigh(term_values(domains), dataclasses.asdict(weights))


def likelihood(scores: pd.Series) -> pd.Series:
    """The chance that a domain is pinned: its score is in log-odds, the base included."""
    return chance_of(scores)


def band(chance: pd.Series) -> pd.Series:
    """exclude, try_next or leave, by the cuts above."""
    return band_from(chance, exclude=EXCLUDE_FROM, try_next=TRY_NEXT_FROM)
