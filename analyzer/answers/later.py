"""What to try after the candidates that stand out, until what is likely is used up."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from analyzer.answers.entries import allowed
from analyzer.answers.situation import Situation
from analyzer.answers.terms import facts_of
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.knowledge import is_shared_platform, parents_of, services_of

_MOST_STEPS, _MOST_HOSTS = 5, 5
_RARELY = 0.1
"""Share of ordinary stretches up to which a domain counts as asked rarely."""
_KIN, _ONLY_IN_FAILURES, _OTHER = range(3)
_SETTLED = ["points_bypassed", "points_origin_error", "points_local_name"]
"""Terms that take points from what no exclusion helps."""


class Try(NamedTuple):
    """One more thing to try."""

    order: tuple[int, int]
    row: Any
    """The candidate, with the entries to try in place of its own."""
    reason: Fact


def later(situation: Situation) -> list[Try]:
    """What is worth a try after the bands that stand out, the likeliest first.

    Not what was decrypted or used without trouble, nor what is known to be the system's, an SDK's or an advertiser's,
    unless the app's owner is its owner too. On platforms that strangers share single hosts are named, and only those
    that were asked in the failures and never outside them.
    """
    candidates = situation.candidates
    often = candidates["missed_window_count"] * 2 < situation.failure_count
    is_open = (candidates["band"] == "leave") & often & ~(candidates[_SETTLED] < 0).any(axis=1) & situation.is_resolved
    relatives = _relatives(situation)
    tries = [_try(row, situation, relatives) for row in rows(candidates[is_open])]
    return sorted((one for one in tries if one is not None), key=lambda one: one.order)[:_MOST_STEPS]


def _relatives(situation: Situation) -> list[str]:
    """Domains that the app surely needs: to be excluded first, else bearing its name; no tenant of a platform."""
    is_whole = situation.hosts["registrable_domain"].map(is_shared_platform).astype(bool)
    hosts = situation.hosts[~situation.hosts["is_shared"] | is_whole]
    first = hosts["band"] == "exclude"
    chosen = hosts[first if first.any() else hosts["bears_name"]]
    return list(dict.fromkeys(map(str, chosen["registrable_domain"])))


def _is_kin(domain: str, other: str) -> bool:
    """Whether one of two domains is of the other's very service or a wider one around it; siblings are strangers.

    >>> _is_kin("facebook.com", "messenger.com"), _is_kin("yahoo.co.jp", "paypay.ne.jp")
    (True, False)
    """
    ours, theirs = services_of(domain), services_of(other)
    return domain != other and bool(_narrowest(ours) & theirs or _narrowest(theirs) & ours)


def _narrowest(services: frozenset[str]) -> frozenset[str]:
    return services.difference(*map(parents_of, services))


def _try(row: Any, situation: Situation, relatives: list[str]) -> Try | None:
    hosts = situation.hosts[situation.hosts["registrable_domain"] == row.registrable_domain]
    kin = next((domain for domain in relatives if _is_kin(row.registrable_domain, domain)), "")
    only_then = hosts["baseline_lookup_count"] == 0
    seldom = only_then | (row.usual_share <= _RARELY)
    unlabelled = hosts["label"] == ""
    of_owner = hosts["label"].isin(["", "sdk"]) if kin else unlabelled & seldom
    likely = of_owner.where(~hosts["is_shared"] | bool(kin), unlabelled & only_then) & ~hosts["breaks_by_chance"]
    chosen = hosts[(hosts["outcome"] == "") & likely]
    whole = row.match == "domain" and (hosts["outcome"] == "").all()
    entries = allowed([row.registrable_domain] if whole else [str(name) for name in chosen["hostname"]])[:_MOST_HOSTS]
    if chosen.empty or not entries:
        return None
    tried = row._replace(match="domain" if whole else "host", exclude=" ".join(entries))
    if kin:
        return Try((_KIN, row.rank), tried, fact("same_owner", domain=kin))
    if situation.baseline_lookup_count and not chosen["baseline_lookup_count"].any():
        counts = {"seen": int(chosen["window_count"].max()), "windows": situation.failure_count}
        return Try((_ONLY_IN_FAILURES, row.rank), tried, fact("only_in_failures", **counts))
    if row.points_recurrence + row.points_lift <= 0:
        return None
    return Try((_OTHER, row.rank), tried, _reason(row.registrable_domain, situation.terms))


def _reason(domain: str, terms: pd.DataFrame) -> Fact:
    """The strongest reason for a domain."""
    own = terms[(terms["registrable_domain"] == domain) & (terms["term"] != "base")]
    own = own if len(own) else terms[terms["registrable_domain"] == domain]
    return facts_of(own.sort_values("points", ascending=False, kind="stable").head(1))[0]
