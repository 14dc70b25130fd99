"""What tells of a domain by the others: which are asked within 2 s of it, and which share the target of a CNAME."""

from __future__ import annotations

import pandas as pd

from analyzer.incidents.lookups import Exposure

NEIGHBOUR_SECONDS = 2
"""Lookups so close to each other are made together: a phone that wakes asks 16 names in about 2 s."""
_MOMENT = ["device", "window", "second"]


def _company(inside: pd.DataFrame, flag: pd.Series) -> pd.DataFrame:
    """One row per domain, device, window and second at which it was asked: how many others were, within 2 s.

    `other_count` are other domains that the same device asked for in the same window, `flagged_count` those of them
    with the flag; `flag` has a value for each row of `inside`. They are counted second by second and not pair by pair:
    a thousand names in a second cost a thousand rows, not a million.

    >>> asked = [("phone", 0, 10, "a.jp"), ("phone", 0, 11, "b.jp"), ("phone", 0, 20, "a.jp")]
    >>> inside = pd.DataFrame(asked, columns=["device", "window", "second", "registrable_domain"])
    >>> flag = inside["registrable_domain"] == "b.jp"
    >>> _company(inside, flag)[["second", "registrable_domain", "other_count", "flagged_count"]].values.tolist()
    [[10, 'a.jp', 1, 1], [11, 'b.jp', 1, 0], [20, 'a.jp', 0, 0]]
    """
    asked = inside.assign(flag=flag.astype(bool)).groupby([*_MOMENT, "registrable_domain"], observed=True)["flag"].max()
    rows = asked.reset_index()
    shifts = range(-NEIGHBOUR_SECONDS, NEIGHBOUR_SECONDS + 1)
    around = pd.concat([rows.assign(second=rows["second"] + shift) for shift in shifts])
    near = around.groupby([*_MOMENT, "registrable_domain"], observed=True)["flag"].max().rename("own").reset_index()
    totals = near.groupby(_MOMENT, observed=True)["own"].agg(near_count="size", near_flagged="sum").reset_index()
    own = rows.drop(columns="flag").merge(near, on=[*_MOMENT, "registrable_domain"]).merge(totals, on=_MOMENT)
    return own.assign(other_count=own["near_count"] - 1, flagged_count=own["near_flagged"] - own["own"])


def os_neighbours(inside: pd.DataFrame, is_os: pd.Series) -> pd.Series:
    """Share of operating-system domains among the others asked within 2 s: of a domain's lookups the lowest share."""
    company = _company(inside, inside["hostname"].map(is_os).fillna(value=False))
    share = company["flagged_count"] / company["other_count"].clip(lower=1)
    return share.groupby(company["registrable_domain"]).min()


def companions(inside: pd.DataFrame, seeds: pd.Index, exposure: Exposure) -> pd.Series:
    """Share of windows in which a domain was asked within 2 s of a seed, a host that the app surely needs."""
    company = _company(inside, inside["hostname"].isin(seeds))
    together = company[company["flagged_count"] > 0]
    return together.groupby("registrable_domain")["window"].nunique() / exposure.windows


def alias_ties(hosts: pd.DataFrame, seeds: pd.Index) -> pd.DataFrame:
    """One row per domain: `alias_tie` 1 if CNAMEs tie it to a seed, else 0; `alias`, the CNAME's end that does it.

    The tie: a CNAME of the domain ends in the same registrable domain as one of a seed, or in the seed itself; or one
    of a seed ends in the domain. Targets on platforms that strangers share do not count. A seed has no tie.
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
