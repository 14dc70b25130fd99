"""Score -> what to do: band and verdict, host or domain, and the candidates with their reasons."""

from __future__ import annotations

import pandas as pd

from analyzer.answers.entries import allowed
from analyzer.incidents.features import Evidence
from analyzer.incidents.hosts import NAME_COUNTS
from analyzer.incidents.sentences import reasons

# Chosen on composed incidents with known answers, out of fold. At .6 the band `exclude` is right in 99 of 100
# cases with all evidence and in 81 with DNS alone. Below .45 the verdict is that nothing is clear: so it is in 93
# of 100 incidents in which nothing is pinned, and in 11 of 100 with DNS rows, the app's name, and an answer.
EXCLUDE_FROM = 0.60
TRY_NEXT_FROM = 0.15
CLEAR_FROM = 0.45
MOST_HOSTS = 20


def band(probability: pd.Series) -> pd.Series:
    """exclude, try_next or leave. The best is one to exclude where it is more likely right than wrong."""
    bands = pd.Series("leave", index=probability.index, dtype="str")
    bands = bands.mask(probability >= TRY_NEXT_FROM, "try_next")
    return bands.mask(probability >= EXCLUDE_FROM, "exclude").mask(
        (probability == probability.max()) & (probability >= CLEAR_FROM), "exclude"
    )


def exclusions(domains: pd.DataFrame, hosts: pd.DataFrame) -> pd.DataFrame:
    """`match` and `exclude` for each domain: the narrowest entries that should free the app.

    The whole domain only where it is the app's own, as far as the log tells. Hosts where it also serves
    others: shared platforms, operating systems, SDKs, ad networks; names without a registrable domain; and
    unexplained domains that other devices or other hosts of the baseline use as well. Names that may not be
    excluded are never proposed.
    """
    asked = hosts[(hosts["lookup_count"] > 0) | (hosts["tls_error_count"] > 0)].pipe(_in_question)
    names = {
        str(domain): allowed([str(name) for name in group])
        for domain, group in asked.index.to_series().groupby(asked["registrable_domain"], sort=False)
    }
    elsewhere = hosts[(hosts["lookup_count"] == 0) & (hosts["baseline_lookup_count"] > 0)]
    used_elsewhere = domains.index.isin(elsewhere["registrable_domain"]) | (domains["other_device_count"] > 0)
    named = domains["name_strong"] >= NAME_COUNTS
    labelled = (domains["is_os"] > 0) | domains["is_sdk"].astype(bool) | (domains["is_ad"] > 0)
    host = domains["stands_alone"] | domains["is_shared"].astype(bool) | (~named & (labelled | used_elsewhere))
    match = pd.Series("domain", index=domains.index, dtype="str").mask(host.astype(bool), "host")
    entries = [
        " ".join(names[domain][:MOST_HOSTS] if how == "host" else allowed([domain]))
        for domain, how in zip(map(str, match.index), match, strict=True)
    ]
    return pd.DataFrame({"match": match, "exclude": pd.Series(entries, index=domains.index, dtype="str")})


def _in_question(asked: pd.DataFrame) -> pd.DataFrame:
    """The hosts to exclude where single hosts are meant, best first.

    Those that were refused, where connections tell; else those that were not decrypted; else all.
    """
    by_domain = asked["registrable_domain"]
    refused = asked["is_refused"]
    kept = refused | ~(refused.groupby(by_domain).transform("any") | asked["is_acquitted"])
    none_left = ~kept.groupby(by_domain).transform("any")
    return asked[kept | none_left].sort_values(["tls_error_count", "nearest_s"], ascending=[False, True], kind="stable")


def candidates(evidence: Evidence, points: pd.DataFrame, probability: pd.Series, app: str) -> pd.DataFrame:
    """The candidates, likeliest first; equal scores go by name. Columns beyond the schema's fall away later."""
    frame = (
        evidence.domains.join(points)
        .join(exclusions(evidence.domains, evidence.hosts))
        .assign(
            band=band(probability), app=app, candidate_count=len(evidence.domains), failure_count=evidence.window_count
        )
        .sort_index()
        .sort_values("score", ascending=False, kind="stable")
        .reset_index()
    )
    frame.insert(0, "rank", range(1, len(frame) + 1))
    frame = frame.astype({"label": "str", "registrable_domain": "str"})  # what an empty log leaves untyped
    return frame.assign(reasons=pd.Series([reasons(row) for _, row in frame.iterrows()], dtype="str"))
