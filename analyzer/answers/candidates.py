"""Score -> what to do: host or domain, and the candidates of an incident or a sweep in their order."""

from __future__ import annotations

import pandas as pd

from analyzer.answers.entries import allowed
from analyzer.incidents.calibration import band
from analyzer.incidents.features import Evidence
from analyzer.incidents.hosts import all_blocked, asked_or_refused
from analyzer.knowledge.labels import is_labelled, own_label
from analyzer.names import NAME_COUNTS
from analyzer.points import rank
from analyzer.schema import COVER_COLUMNS, NOT_LOOKED_UP
from analyzer.sweeps import scoring as sweep_scoring
from analyzer.sweeps.features import Refusals

MOST_HOSTS = 20


def exclusions(by_host: pd.Series, hosts: pd.DataFrame) -> pd.DataFrame:
    """`match` and `exclude` for each registrable domain: the narrowest entries that should free the app.

    `by_host` has a row for each domain: whether its hosts are proposed one by one, or the domain as a whole. `hosts`
    are those to propose, the best first, indexed by hostname, with their `registrable_domain`; of a domain the first
    20 are taken. Names that may not be excluded are never proposed.

    >>> hosts = pd.DataFrame({"registrable_domain": "bank.jp"}, index=["api.bank.jp", "auth.bank.jp"])
    >>> exclusions(pd.Series({"bank.jp": True}), hosts).loc["bank.jp"].tolist()
    ['host', 'api.bank.jp auth.bank.jp']
    >>> exclusions(pd.Series({"bank.jp": False}), hosts).loc["bank.jp"].tolist()
    ['domain', 'bank.jp']
    """
    names = {
        str(domain): allowed([str(name) for name in group])
        for domain, group in hosts.index.to_series().groupby(hosts["registrable_domain"], sort=False)
    }
    match = pd.Series("domain", index=by_host.index, dtype="str").mask(by_host.astype(bool), "host")
    entries = [
        " ".join(names.get(domain, [])[:MOST_HOSTS] if how == "host" else allowed([domain]))
        for domain, how in zip(map(str, match.index), match, strict=True)
    ]
    return pd.DataFrame({"match": match, "exclude": pd.Series(entries, index=match.index, dtype="str")})


def of_incident(evidence: Evidence, points: pd.DataFrame, weighed: pd.DataFrame, app: str) -> pd.DataFrame:
    """The candidates of an incident by rank, with all features: those that the schema lacks are for the sentences."""
    domains, hosts = evidence.domains, evidence.hosts
    asked = asked_or_refused(hosts)
    proposed = exclusions(_serves_others(domains, hosts), _in_question(asked[~_is_blocked(asked)]))
    proposed.loc[proposed.index.isin(_not_refused_but_blocked(asked)), "exclude"] = ""
    return _ranked(domains.join(weighed), points, proposed, band(weighed["likelihood"])).assign(
        app=app,
        candidate_count=len(domains),
        failure_count=evidence.window_count,
        **{column: pd.Series(NOT_LOOKED_UP, index=range(len(domains)), dtype="str") for column in COVER_COLUMNS},
    )


def hosts_of_incident(evidence: Evidence, ranked: pd.DataFrame) -> pd.DataFrame:
    """The hosts behind the candidates of an incident, with what the plan needs to know of each: `schema.Hosts`."""
    hosts = asked_or_refused(evidence.hosts).sort_values("nearest_s", kind="stable")
    bears_name = evidence.domains["name"] >= NAME_COUNTS
    bands = ranked.set_index("registrable_domain")["band"]
    return hosts.assign(
        outcome=_outcomes(hosts),
        label=pd.Series([own_label(str(name)) for name in hosts.index], index=hosts.index, dtype="str"),
        bears_name=hosts["registrable_domain"].map(bears_name).astype(bool),
        band=hosts["registrable_domain"].map(bands).astype("str"),
        is_shared=hosts["is_shared"].astype(bool),
        breaks_by_chance=hosts["breaks_by_chance"].astype(bool),
    ).reset_index(names="hostname")


def _outcomes(hosts: pd.DataFrame) -> pd.Series:
    """What is known of the connections to each host; the first of the outcomes that applies."""
    kinds = {
        "refused": hosts["is_refused"],
        "site_fault": hosts["has_site_fault"],
        "decrypted": hosts["is_decrypted"],
        "exempt": hosts["is_exempt"],
        "used": hosts["is_used"],
        "blocked": _is_blocked(hosts),
    }
    outcome = pd.Series("", index=hosts.index, dtype="str")
    for kind in reversed(kinds):
        outcome = outcome.mask(kinds[kind].astype(bool), kind)
    return outcome


def _is_blocked(hosts: pd.DataFrame) -> pd.Series:
    """Hosts of which a DNS policy blocked each lookup, so that no connection came about."""
    return all_blocked(hosts) & ~hosts["is_connected"].astype(bool)


def _not_refused_but_blocked(asked: pd.DataFrame) -> list[str]:
    """Domains of which a host is blocked, and every other one went well: there is nothing to exclude."""
    blocked, went_well = _is_blocked(asked), asked["is_decrypted"] | asked["is_used"] | asked["is_exempt"]
    by_domain = asked["registrable_domain"]
    settled = (blocked | went_well).astype(bool).groupby(by_domain).all() & blocked.groupby(by_domain).any()
    return list(map(str, settled.index[settled]))


def of_sweep(refused: Refusals, points: pd.DataFrame, trends: pd.DataFrame) -> pd.DataFrame:
    """The candidates of a sweep by rank; columns beyond the schema's as in `of_incident`."""
    domains, hosts = refused.domains, refused.hosts
    used_well = (hosts["session_count"] + hosts["inspected_count"]).where(~hosts["is_refused"], hosts["served_count"])
    by_host = is_labelled(domains) | domains.index.isin(hosts.loc[used_well > 0, "registrable_domain"])
    named = hosts[hosts["is_refused"]].sort_values("refused_count", ascending=False, kind="stable")
    proposed = exclusions(by_host | _is_no_domain(domains), named)
    chance = sweep_scoring.likelihood(points["score"])
    return _ranked(domains.join(trends).assign(likelihood=chance), points, proposed, sweep_scoring.band(chance))


def _ranked(domains: pd.DataFrame, points: pd.DataFrame, proposed: pd.DataFrame, bands: pd.Series) -> pd.DataFrame:
    ranked = rank(domains.join([points, proposed]).assign(band=bands))
    text = dict.fromkeys(("registrable_domain", "label", "label_owner"), "str")
    return ranked.astype(text)  # which an empty log leaves untyped


def _serves_others(domains: pd.DataFrame, hosts: pd.DataFrame) -> pd.Series:
    """Whether a domain serves others than the app as well, as far as is known, so that hosts are meant.

    Shared platforms, operating systems, SDKs, ad networks; names without a registrable domain; domains of which other
    hosts went well, so that only some are pinned; and domains that do not bear the app's name, where other devices or
    other hosts of the baseline use them.
    """
    went_well = hosts[(hosts["is_decrypted"] | hosts["is_used"]) & ~hosts["is_refused"]]
    partly_well = domains.index.isin(went_well["registrable_domain"])
    elsewhere = hosts[(hosts["lookup_count"] == 0) & (hosts["baseline_lookup_count"] > 0)]
    used_elsewhere = domains.index.isin(elsewhere["registrable_domain"]) | (domains["other_device_count"] > 0)
    bears_name = domains["name_strong"] >= NAME_COUNTS
    return _is_no_domain(domains) | partly_well | (~bears_name & (is_labelled(domains) | used_elsewhere))


def _is_no_domain(domains: pd.DataFrame) -> pd.Series:
    return domains["stands_alone"].astype(bool) | domains["is_shared"].astype(bool)


def _in_question(asked: pd.DataFrame) -> pd.DataFrame:
    """The hosts to exclude where single hosts are meant, best first.

    Those that were refused, where connections tell; else those that did not go well; of them those that are asked in
    failures only, where there are such; else all.
    """
    by_domain = asked["registrable_domain"]
    refused = asked["is_refused"]
    went_well = asked["is_decrypted"] | asked["is_used"]
    open_ = refused | ~(refused.groupby(by_domain).transform("any") | went_well)
    rare = open_ & (refused | (asked["baseline_lookup_count"] == 0))
    kept = rare | (open_ & ~rare.groupby(by_domain).transform("any"))
    none_left = ~kept.groupby(by_domain).transform("any")
    ordered = asked.assign(refused_count=asked["tls_error_count"] + asked["unused_count"].where(refused, 0))
    return ordered[kept | none_left].sort_values(["refused_count", "nearest_s"], ascending=[False, True], kind="stable")
