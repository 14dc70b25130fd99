"""A tally -> one row a registrable domain, one column a feature: what the score is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from analyzer import knowledge, names
from analyzer.domains import registrable_domains
from analyzer.frames import count, with_columns
from analyzer.incidents.hosts import all_blocked, asked_or_refused, describe_answers, describe_hosts
from analyzer.incidents.incident import Incident
from analyzer.incidents.lookups import Exposure, expose, to_lookups
from analyzer.incidents.neighbours import alias_ties, companions, os_neighbours
from analyzer.incidents.refusals import ANONYMOUS, CONTESTED, SURE, refusal_strength, refuses_nearly_all
from analyzer.incidents.windows import in_baseline, in_windows, place
from analyzer.knowledge.labels import most_telling
from analyzer.names import NAME_COUNTS

if TYPE_CHECKING:
    from analyzer.incidents.tally import Tally

SEEN_IF_NEEDED = 0.8
"""Chance that a reproduction of the failure shows a domain that the app needs (a cache may hide it)."""
_RECURRENCE_BOUNDS = (-5.0, 8.0)
_PRIOR_SLOTS = 0.3
"""Added to the slots in which a domain was asked, where one is added to all slots: so `usual_share` is never 0."""
_MOST_USUAL = 0.95
"""The highest share that a miss is weighed with: a domain that is asked in every slot may still be missed once."""
# Two-letter endings that are sold as generic names and say nothing about a country.
_GENERIC_CODES = frozenset({"io", "me", "tv", "co", "ai", "cc", "fm", "gg", "im", "ly", "to", "ws"})


class Evidence(NamedTuple):
    """All that is known of an incident before it is scored."""

    hosts: pd.DataFrame
    """One row per hostname of a candidate, as `describe_hosts` gives it."""
    domains: pd.DataFrame
    """One row per registrable domain that was asked or refused in a window, indexed by it in order of name."""
    window_count: int
    """Failure windows in which the log holds anything of the device."""


def gather(tally: Tally, incident: Incident, devices: Sequence[frozenset[str]]) -> Evidence:
    """The evidence in a tally. `devices` has the devices of each failure: one, or several that are pooled."""
    every = frozenset().union(*devices)
    hostnames = [*tally.queries["hostname"].cat.categories, *tally.signals["hostname"].cat.categories]
    parts = registrable_domains(hostnames)
    queries = place(tally.queries, "asked_at", incident, parts, devices)
    signals = place(tally.signals, "seen_at", incident, parts, devices)
    signals = signals[signals["device"].isin(every | {""})]
    ours = queries["device"].isin(every).to_numpy()
    lookups = to_lookups(queries[ours], incident, pooled=len(set(devices)) == 1)
    others = in_windows(queries[~ours])
    app = names.parse_app_name(incident.app, knowledge.parents_of)
    hosts = describe_hosts(lookups, others, signals, parts, app)
    hosts = hosts.join(describe_answers(in_windows(queries[ours]), hosts.index))
    exposure = expose(lookups)
    domains = _describe_domains(lookups, hosts, others, incident, exposure, app)
    return Evidence(hosts, domains.assign(is_distrusted=refuses_nearly_all(signals)), exposure.windows)


def _describe_domains(
    lookups: pd.DataFrame,
    hosts: pd.DataFrame,
    others: pd.DataFrame,
    incident: Incident,
    exposure: Exposure,
    app: names.AppName,
) -> pd.DataFrame:
    present = asked_or_refused(hosts)
    telling = _telling(lookups, hosts)
    inside, outside = in_windows(telling), in_baseline(telling)
    domains = with_columns(
        _summary(present, exposure).pipe(_with_lookups, lookups, others),
        telling_lookup_count=count(inside, "registrable_domain"),
        telling_baseline_count=count(outside, "registrable_domain"),
        seen_window_count=inside.groupby("registrable_domain")["window"].nunique(),
        usual_slot_count=outside.groupby("registrable_domain")["slot"].nunique(),
        nearest_s=_nearest_offset(inside),
        cached_window_count=_cached(telling, lookups, incident),
    )
    domains = domains.assign(
        usual_share=(domains["usual_slot_count"] + _PRIOR_SLOTS) / (exposure.slots + 1),
        missed_window_count=exposure.windows - domains["seen_window_count"] - domains["cached_window_count"],
        other_device_share=domains["other_device_count"] / (others["device"].nunique() + 1),
        other_devices_active=others["device"].nunique(),
    )
    domains = domains.assign(unresolved=domains["failed_lookup_count"] / domains["lookup_count"].clip(lower=1))
    matches = _name_matches(app, present)
    seeds = matches.index[matches["name_strong"] >= NAME_COUNTS].union(domains.index[domains["refused"] >= SURE])
    described: pd.DataFrame = domains.assign(
        lift=_lift(domains, exposure),
        recurrence=recurrence(domains["seen_window_count"], domains["missed_window_count"], domains["usual_share"]),
        near=_near(inside, exposure).reindex(domains.index).fillna(0.0),
        os_neighbours=os_neighbours(inside, hosts["is_os"]).reindex(domains.index).fillna(0.0),
        companion=companions(inside, _asked_for(seeds, present), exposure).reindex(domains.index).fillna(0.0),
        country_code=domains["suffix"].map(_is_national).astype(float),
        baseline_slots=exposure.slots,
    ).join([matches, alias_ties(present, seeds)])
    return described


def _summary(present: pd.DataFrame, exposure: Exposure) -> pd.DataFrame:
    """One row per domain: what its hosts are, and what connections told of them.

    The hosts in question are those that were refused, where there are any, else all that were asked or refused; those
    that a DNS policy blocked are not, since no connection came about, unless there is no other.
    `decrypted`, `used` and `exempt` are the squares of the shares of them that were. An app often pins one host of a
    domain and not the next, so requests to the next say little about the first: of two hosts one decrypted counts .25,
    not .5. A host that was refused and decrypted counts `CONTESTED`; where no request tells its device, all count
    `ANONYMOUS`. `site_fault` is 1 if any host in question failed by its own fault, since one is enough to break the
    app. `never_decrypted` is a share of the hosts to which there were connections. `refused_again` is the share of the
    failures in which the host was refused that was refused in most.
    """
    refused = refusal_strength(present)
    refused_again = (present["refused_window_count"] / exposure.windows) * (refused >= SURE)
    by_domain = present["registrable_domain"]
    blocked = all_blocked(present)
    others = ~(present["is_refused"].groupby(by_domain).transform("any") | blocked)
    in_question = present["is_refused"] | others | blocked.groupby(by_domain).transform("all")
    decryption = present["is_decrypted"] + CONTESTED * (present["contested_count"] > 0)
    questioned = present.assign(decryption=decryption)[in_question].groupby("registrable_domain")
    named_requests = questioned["named_inspected_count"].sum() > 0
    return (
        present.assign(refused=refused, refused_again=refused_again)
        .groupby("registrable_domain")
        .agg(
            suffix=("suffix", "first"),
            stands_alone=("stands_alone", "all"),
            hostname_count=("lookup_count", "size"),
            is_os=("is_os", "mean"),
            is_sdk=("is_sdk", "max"),
            is_ad=("is_ad", "mean"),
            is_shared=("is_shared", "max"),
            refused=("refused", "max"),
            refused_again=("refused_again", "max"),
            unused_count=("unused_count", "sum"),
            used_count=("used_count", "sum"),
            is_refused_later=("is_refused_later", "any"),
            tls_error_count=("tls_error_count", "sum"),
            origin_error_count=("origin_error_count", "sum"),
            inspected_count=("inspected_count", "sum"),
            bypassed_count=("bypassed_count", "sum"),
            never_decrypted=("is_never_decrypted", "sum"),
            connected_count=("is_connected", "sum"),
            contact=("contact", "max"),
            contested_count=("contested_count", "sum"),
            risk=("risk", "max"),
            is_known=("is_known", "any"),
        )
        .assign(
            decrypted=questioned["decryption"].mean() ** 2 * named_requests.map({True: 1.0, False: ANONYMOUS}),
            is_decryption_named=named_requests,
            decrypted_count=questioned["is_decrypted"].sum(),
            used=questioned["is_used"].mean() ** 2,
            is_used_count=questioned["is_used"].sum(),
            site_fault=questioned["has_site_fault"].max().astype(float),
            exempt=questioned["is_exempt"].mean() ** 2,
            exempt_count=questioned["is_exempt"].sum(),
            questioned_count=questioned.size(),
            never_decrypted=lambda domains: domains["never_decrypted"] / domains["connected_count"].clip(lower=1),
        )
        .join(most_telling(present))
    )


def _with_lookups(domains: pd.DataFrame, lookups: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    inside = in_windows(lookups)
    return with_columns(
        domains,
        lookup_count=count(inside, "registrable_domain"),
        blocked_lookup_count=count(inside[inside["blocked"]], "registrable_domain"),
        failed_lookup_count=count(inside[inside["failed"]], "registrable_domain"),
        window_count=inside.groupby("registrable_domain")["window"].nunique(),
        baseline_lookup_count=count(in_baseline(lookups), "registrable_domain"),
        other_device_count=others.groupby("registrable_domain")["device"].nunique(),
    )


def _telling(lookups: pd.DataFrame, hosts: pd.DataFrame) -> pd.DataFrame:
    """The lookups that tell about a domain: of its refused hosts where such were asked in a window, else all.

    apple.com is asked all day. If an app is refused at gsa.apple.com, only lookups of that host tell about apple.com.
    """
    asked = hosts[hosts["is_refused"] & (hosts["lookup_count"] > 0)]
    narrowed = lookups["registrable_domain"].isin(asked["registrable_domain"])
    return lookups[~narrowed | lookups["hostname"].isin(asked.index)]


def _asked_for(seeds: pd.Index, present: pd.DataFrame) -> pd.Index:
    """The hosts for which a domain that the app surely needs is needed, as far as is known.

    Those that were refused, where there are such, else those that are asked in failures only, else all: microsoft.com
    is asked all day, and what is asked together with its everyday hosts is everyday as well.
    """
    hosts = present[present["registrable_domain"].isin(seeds)]
    by_domain = hosts["registrable_domain"]
    refused, rare = hosts["is_refused"].astype(bool), hosts["baseline_lookup_count"] == 0
    any_refused, any_rare = refused.groupby(by_domain).transform("any"), rare.groupby(by_domain).transform("any")
    return hosts.index[refused | (~any_refused & (rare | ~any_rare))]


def _lift(domains: pd.DataFrame, exposure: Exposure) -> pd.Series:
    """ln((O + .5) / (E + .5)) for O lookups in the windows, where as many slots of the baseline hold E on average."""
    expected = domains["telling_baseline_count"] * exposure.windows / max(exposure.slots, 1)
    logarithm: pd.Series = ((domains["telling_lookup_count"] + 0.5) / (expected + 0.5)).map(np.log)
    return logarithm


Numbers = TypeVar("Numbers", float, pd.Series)


def recurrence(seen: Numbers, missed: Numbers, usual_share: Numbers) -> Numbers:
    """How much likelier these windows are if the app needs the domain than if it does not, in nats, from -5 to 8.

    Naive Bayes: a needed domain is seen in a window with a chance of .8, any other as often as in ordinary slots
    (`usual_share`). A window in which the answer may have been cached is neither seen nor missed.

    >>> [round(float(recurrence(seen, 3 - seen, 0.1)), 2) for seen in (3, 2, 1, 0)]
    [6.24, 2.65, -0.93, -4.51]
    """
    hit = np.log(SEEN_IF_NEEDED / usual_share)
    miss = np.log((1 - SEEN_IF_NEEDED) / (1 - np.clip(usual_share, 0, _MOST_USUAL)))
    total: Numbers = np.clip(seen * hit + missed * miss, *_RECURRENCE_BOUNDS)
    return total


def _cached(telling: pd.DataFrame, lookups: pd.DataFrame, incident: Incident) -> pd.Series:
    """In how many windows a domain was not asked while a cache may still have had its answer at the failure.

    That is so where a lookup from before the window, by its TTL, was still valid then. Where the log tells no TTL, or
    holds nothing of the device in the window, there are none.
    """
    known = telling[telling["ttl_s"] > 0]
    windows = {
        number: known["second"].lt(start.timestamp()) & (known["second"] + known["ttl_s"]).ge(failure.since.timestamp())
        for number, (failure, (start, _)) in enumerate(zip(incident.failures, incident.windows, strict=True))
    }
    held = [known.loc[mask, ["registrable_domain"]].assign(window=number) for number, mask in windows.items()]
    pairs = pd.concat(held).drop_duplicates()
    asked = in_windows(telling)[["registrable_domain", "window"]].drop_duplicates()
    only_held = pairs[~pd.MultiIndex.from_frame(pairs).isin(pd.MultiIndex.from_frame(asked))]
    in_use = only_held[only_held["window"].isin(in_windows(lookups)["window"])]
    return in_use.groupby("registrable_domain")["window"].nunique()


def _near(inside: pd.DataFrame, exposure: Exposure) -> pd.Series:
    """How near to the failure a domain was asked, the mean over the windows: see `windows.nearness`."""
    closest = inside.groupby(["registrable_domain", "window"])["near"].max() / exposure.windows
    total: pd.Series = closest.groupby("registrable_domain").sum()
    return total


def _nearest_offset(inside: pd.DataFrame) -> pd.Series:
    """The seconds from the failure of each domain's nearest lookup; of two as near the one before it."""
    ordered = inside.assign(distance=inside["offset_s"].abs()).sort_values(["distance", "offset_s"], kind="stable")
    return ordered.groupby("registrable_domain")["offset_s"].first()


def _is_national(suffix: str) -> bool:
    code = suffix.rsplit(".", 1)[-1]
    return len(code) == 2 and code not in _GENERIC_CODES


def _name_matches(app: names.AppName, hosts: pd.DataFrame) -> pd.DataFrame:
    """How far each domain's names meet the app's name, and whether all of it; all 0 where the app is not named."""
    groups = hosts.index.to_series().groupby(hosts["registrable_domain"])
    hostnames = {str(domain): list(map(str, group)) for domain, group in groups}
    applications = hosts.groupby("registrable_domain")["application"].agg(frozenset)
    matches = [
        _name_match(app, domain, members, applications[domain]) if app.tokens else names.NO_MATCH
        for domain, members in hostnames.items()
    ]
    whole = max((token.text for token in app.tokens if token.weight >= 1), key=len, default="")
    return pd.DataFrame(
        {
            "name": [match.score for match in matches],
            "name_is_whole": [match.token == whole != "" for match in matches],
            "name_strong": [match.strong for match in matches],
            "name_kind": [match.kind for match in matches],
            "name_token": [match.token for match in matches],
            "name_piece": [match.text for match in matches],
        },
        index=pd.Index(hostnames, name="registrable_domain", dtype="str"),
    )


def _name_match(app: names.AppName, domain: str, hostnames: list[str], applications: frozenset[str]) -> names.NameMatch:
    own, every = (
        frozenset[str]().union(*map(of, hostnames)) for of in (knowledge.own_services_of, knowledge.services_of)
    )
    return names.match_name(app, domain, hostnames, own, applications, every - own)
