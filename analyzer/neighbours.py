"""What is asked together, and what stands for the same names: domains known by their company."""

from __future__ import annotations

import pandas as pd

from analyzer.lookups import Exposure

NEIGHBOUR_SECONDS = 2
"""Lookups so close to each other are made together: a phone that wakes asks 16 names in about 2 s."""


def _pairs(inside: pd.DataFrame, **flags: pd.Series) -> pd.DataFrame:
    """Domains asked within 2 s of each other by one device, with these flags of each (by domain)."""
    key = ["device", "window", "second", "registrable_domain"]
    asked = inside.assign(**flags).groupby(key, observed=True)[list(flags)].max().reset_index()
    shifts = range(-NEIGHBOUR_SECONDS, NEIGHBOUR_SECONDS + 1)
    shifted = pd.concat([asked.assign(at=asked["second"] + shift) for shift in shifts])
    pairs = asked.merge(
        shifted, left_on=["device", "window", "second"], right_on=["device", "window", "at"], suffixes=("", "_other")
    )
    return pairs[pairs["registrable_domain"] != pairs["registrable_domain_other"]]


def os_neighbours(inside: pd.DataFrame, is_os: pd.Series) -> pd.Series:
    """The lowest share, over a domain's lookups, of operating-system domains among the others asked within 2 s."""
    pairs = _pairs(inside, is_os=inside["hostname"].map(is_os).fillna(value=False).astype(bool))
    key = ["registrable_domain", "device", "window", "second"]
    others = pairs.groupby([*key, "registrable_domain_other"], observed=True)["is_os_other"].max()
    shares = others.groupby(key, observed=True).mean()
    every = inside.groupby(key, observed=True).size()
    return shares.reindex(every.index).fillna(0.0).groupby("registrable_domain").min()


def companions(inside: pd.DataFrame, seeds: pd.Index, exposure: Exposure) -> pd.Series:
    """Share of windows in which a domain was asked within 2 s of another that the app surely needs."""
    pairs = _pairs(inside, is_seed=inside["registrable_domain"].isin(seeds))
    together = pairs[pairs["is_seed_other"]].groupby("registrable_domain")["window"].nunique()
    return together / exposure.windows


def alias_ties(hosts: pd.DataFrame, seeds: pd.Index) -> pd.DataFrame:
    """`alias_tie` 1 for a domain that shares a CNAME's target with one that the app surely needs; `alias`: which.

    The target may be the seed's own domain, or the domain itself may be the target of the seed. Targets on
    platforms that strangers share tie nothing.
    """
    told = hosts[(hosts["alias_domain"] != "") & ~hosts["alias_is_shared"].astype(bool)]
    links = told[["registrable_domain", "alias_domain", "alias"]]
    of_seeds = links[links["registrable_domain"].isin(seeds)]
    targets = {*seeds, *of_seeds["alias_domain"]}
    own = links[links["alias_domain"].isin(targets)].groupby("registrable_domain")["alias"].min()
    under = of_seeds.groupby("alias_domain")["alias"].min()
    alias = own.combine_first(under[under.index.isin(hosts["registrable_domain"])])
    domains = pd.Index(sorted(hosts["registrable_domain"].unique()), name="registrable_domain", dtype="str")
    tied = alias.reindex(domains)
    return pd.DataFrame({"alias_tie": (tied.notna() & ~domains.isin(seeds)).astype(float), "alias": tied.fillna("")})
