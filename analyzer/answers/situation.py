"""All that headline and plan are made from, and what can be said at once: blocked hosts, faults of sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analyzer.facts import Fact
from analyzer.incidents.scoring import DEFAULT_WEIGHTS


@dataclass(frozen=True)
class Situation:
    """What is known once the candidates stand in their order."""

    app: str
    is_name_met: bool
    """Whether the app was named, and some candidate's names match."""
    candidates: pd.DataFrame
    """DataFrame[Candidates], past the gate."""
    hosts: pd.DataFrame
    """DataFrame[Hosts]."""
    terms: pd.DataFrame
    reasons: Mapping[str, list[Fact]]
    """The strongest reasons of each candidate."""
    blocked: list[str]
    """Hosts that the app may need and a DNS policy blocks."""
    faults: list[str]
    """Sites that would stand first but for faults of their own."""
    outages: list[str]
    """Domains that would stand first, had their names been resolved."""
    program: str
    """The program with a trust store of its own, "" if it is none."""
    is_distrusting: bool
    """Whether the device refuses nearly everything, so that it lacks the gateway's certificate."""
    application: str
    """The application of Cloudflare's that bears the app's name, "" if none does or nobody looked."""
    device_kind: str
    failure_count: int
    sessions_read: bool
    requests_read: bool
    baseline_lookup_count: int
    zone: str
    """The time zone in which times without one were taken."""

    @property
    def first(self) -> pd.DataFrame:
        """The candidates to exclude first."""
        return self.candidates[self.candidates["band"] == "exclude"]

    @property
    def further(self) -> pd.DataFrame:
        """The candidates to try next."""
        return self.candidates[(self.candidates["band"] == "try_next") & self.is_resolved]

    @property
    def is_resolved(self) -> pd.Series:
        """Of each candidate whether an exclusion may help at all: its names could be resolved."""
        return ~self.candidates["registrable_domain"].isin(self.outages)


def blocked_hosts(hosts: pd.DataFrame) -> list[str]:
    """Hosts that a DNS policy blocked in the failures, of domains that fit the app's name or stand high enough.

    Advertising of the app's owner is not among them: blocking that breaks no app, and is what such policies are for.
    """
    concerns = (hosts["bears_name"] & hosts["label"].isin(["", "sdk"])) | (hosts["band"] != "leave")
    return list(map(str, hosts.loc[concerns & (hosts["blocked_lookup_count"] > 0), "hostname"]))


def site_faults(candidates: pd.DataFrame) -> list[str]:
    """Sites that would stand first but for faults of their own: then the app fails without inspection, too."""
    return _first_but_for(candidates, "points_origin_error", most=0)


def outages(candidates: pd.DataFrame) -> list[str]:
    """Domains that would stand first, had more than half of their lookups not failed: no name server, or no such name.

    Not those that a DNS policy blocks, nor names of the local network, which nobody outside it can resolve.
    """
    is_public = (candidates["blocked_lookup_count"] == 0) & (candidates["points_local_name"] >= 0)
    failed = _first_but_for(candidates, "points_unresolved", "points_caution", most=DEFAULT_WEIGHTS.unresolved / 2)
    return [domain for domain in candidates.loc[is_public, "registrable_domain"].map(str) if domain in failed]


def _first_but_for(candidates: pd.DataFrame, term: str, *others: str, most: float) -> list[str]:
    """Those that lose more points than `most` by this term, and would be ahead of all else without it and others."""
    score = candidates["score"]
    freed = score - candidates[[term, *others]].sum(axis=1)
    likely = candidates[(candidates[term] < most) & (freed >= score.max())]
    return list(map(str, likely["registrable_domain"]))
