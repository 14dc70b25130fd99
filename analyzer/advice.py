"""Score -> what to do: band and verdict, host or domain, reasons in words, the trial plan."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analyzer import knowledge
from analyzer.domains import is_valid_hostname
from analyzer.features import ANONYMOUS_ERROR, Evidence
from analyzer.hosts import NAME_COUNTS
from analyzer.messages import percent, plural, say
from analyzer.schema import rows
from analyzer.scoring import TERMS

# Chosen on composed incidents with known answers, out of fold. At .6 the band `exclude` is right in 99 of 100
# cases with all evidence and in 81 with DNS alone. Below .45 the verdict is that nothing is clear: so it is in 93
# of 100 incidents in which nothing is pinned, and in 11 of 100 with DNS rows, the app's name, and an answer.
EXCLUDE_FROM = 0.60
TRY_NEXT_FROM = 0.15
CLEAR_FROM = 0.45
MOST_HOSTS = 20
SHOWN_REASONS = 3
_WORTH_SAYING = 0.2


def band(probability: pd.Series) -> pd.Series:
    """exclude, try_next or leave. The best of a clear ranking is always one to exclude."""
    bands = pd.Series("leave", index=probability.index, dtype="str")
    bands = bands.mask(probability >= TRY_NEXT_FROM, "try_next")
    return bands.mask(probability >= EXCLUDE_FROM, "exclude").mask(
        (probability == probability.max()) & (probability >= CLEAR_FROM), "exclude"
    )


def verdict(probability: pd.Series) -> str:
    """`candidates`, or `no_clear_candidate` where even the best is more likely wrong than right."""
    clear = len(probability) > 0 and probability.max() >= CLEAR_FROM
    return "candidates" if clear else "no_clear_candidate"


def exclusions(domains: pd.DataFrame, hosts: pd.DataFrame) -> pd.DataFrame:
    """`match` and `exclude` for each domain: the narrowest entries that should free the app.

    The whole domain only where it is the app's own, as far as the log tells. Hosts where it also serves
    others: shared platforms, operating systems, SDKs, ad networks; names without a registrable domain; and
    unexplained domains that other devices or other hosts of the baseline use as well. Names that no list
    can hold are never proposed.
    """
    asked = hosts[(hosts["lookup_count"] > 0) | (hosts["tls_error_count"] > 0)].pipe(_in_question)
    names = {
        str(domain): [name for name in map(str, group) if is_valid_hostname(name)]
        for domain, group in asked.index.to_series().groupby(asked["registrable_domain"], sort=False)
    }
    elsewhere = hosts[(hosts["lookup_count"] == 0) & (hosts["baseline_lookup_count"] > 0)]
    used_elsewhere = domains.index.isin(elsewhere["registrable_domain"]) | (domains["other_device_count"] > 0)
    named = domains["name_strong"] >= NAME_COUNTS
    labelled = (domains["is_os"] > 0) | domains["is_sdk"].astype(bool) | (domains["is_ad"] > 0)
    host = domains["stands_alone"] | domains["is_shared"].astype(bool) | (~named & (labelled | used_elsewhere))
    match = pd.Series("domain", index=domains.index, dtype="str").mask(host.astype(bool), "host")
    entries = [
        " ".join(names[domain][:MOST_HOSTS] if how == "host" else [domain] if is_valid_hostname(domain) else [])
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


def reasons(candidate: pd.Series) -> str:
    """The strongest reasons for and against, in words; of a proposal always the strongest against it too."""
    points = {term: abs(candidate[f"points_{term}"]) for term in TERMS if term != "base"}
    strongest = sorted((term for term in points if points[term] >= _WORTH_SAYING), key=lambda term: -points[term])
    shown = strongest[:SHOWN_REASONS]
    against = [term for term in strongest if candidate[f"points_{term}"] < 0]
    if candidate["band"] != "leave" and against and against[0] not in shown:
        shown.append(against[0])  # what speaks against a proposal is never hidden
    return "; ".join(sentence(term, candidate) for term in shown) or sentence("base", candidate)


def sentence(term: str, candidate: pd.Series) -> str:
    """What one term says of a candidate, in words."""
    return _SENTENCES[term](candidate)


def _base(row: pd.Series) -> str:
    return say("base", count=row["candidate_count"])


def _lift(row: pd.Series) -> str:
    usual = row["telling_baseline_count"] / max(row["baseline_slots"], 1)
    key = "lift" if row["points_lift"] > 0 else "lift_usual"
    return say(key, inside=plural(row["telling_lookup_count"], "lookup"), usual=_number(usual))


def _recurrence(row: pd.Series) -> str:
    share = row["usual_slot_count"] / max(row["baseline_slots"], 1)
    counts = {"seen": row["seen_window_count"], "windows": row["failure_count"], "cached": row["cached_window_count"]}
    key = "recurrence" if counts["seen"] == counts["windows"] else "recurrence_missing"
    return say("recurrence_cached" if counts["cached"] else key, **counts, share=percent(share))


def _near(row: pd.Series) -> str:
    offset = row["nearest_s"]
    if pd.isna(offset) or not row["near"]:
        return say("near_none")
    distance = "at" if offset == 0 else f"{abs(offset):.0f} s {'after' if offset > 0 else 'before'}"
    return say("near", distance=distance)


def _country_code(row: pd.Series) -> str:
    return say("country_code", suffix=row["suffix"])


def _label(term: str) -> Callable[[pd.Series], str]:
    return lambda row: row["label"] or say(term)


def _name(row: pd.Series) -> str:
    key = {"owner": "name_owner", "application": "name_application"}.get(row["name_kind"], "name")
    return say(key, piece=row["name_piece"], token=row["name_token"])


def _other_devices(row: pd.Series) -> str:
    active = plural(row["other_devices_active"], "other device")
    if not row["other_device_count"]:
        return say("other_devices_none", active=active)
    return say("other_devices", asked=f"{row['other_device_count']:,}", active=active)


def _tls_error(row: pd.Series) -> str:
    count = plural(row["tls_error_count"], "broken handshake")
    return say("tls_error" if row["refused"] > ANONYMOUS_ERROR else "tls_error_anonymous", count=count)


def _inspected(row: pd.Series) -> str:
    if row["contested_count"]:
        return say("inspected_contested", count=plural(row["contested_count"], "request"))
    return say("inspected", count=plural(row["inspected_count"], "request"))


_SENTENCES: dict[str, Callable[[pd.Series], str]] = {
    "base": _base,
    "lift": _lift,
    "recurrence": _recurrence,
    "near": _near,
    "os_neighbours": lambda _: say("os_neighbours"),
    "country_code": _country_code,
    "os_label": _label("os_label"),
    "sdk_label": _label("sdk_label"),
    "ad_label": _label("ad_label"),
    "name": _name,
    "tls_error": _tls_error,
    "inspected": _inspected,
    "bypassed": lambda _: say("bypassed"),
    "origin_error": lambda row: say("origin_error", count=plural(row["origin_error_count"], "connection")),
    "uninspected": lambda _: say("uninspected"),
    "app_contact": lambda row: say("app_contact" if row["contact"] > 0 else "app_contact_others"),
    "local_name": lambda _: say("local_name"),
    "companion": lambda _: say("companion"),
    "alias": lambda row: say("alias", alias=row["alias"]),
    "other_devices": _other_devices,
}


def plan(
    verdict: str, candidates: pd.DataFrame, *, app: str, failure_count: int, sessions_read: bool = False
) -> list[str]:
    """What to do, step by step: exclude, restart, add, shrink; or how to get a clearer picture."""
    store = knowledge.trust_store_of(app)
    import_root = [say(f"trust_store_{store}", app=app)] if store else []
    first = candidates[(candidates["band"] == "exclude") & (candidates["exclude"] != "")]
    if verdict != "candidates" or first.empty:
        steps = ["none_repeat", "none_wider"] + ([] if app else ["none_name"])
        steps += ([] if sessions_read else ["none_sessions"]) + ["none_limits"]
        return import_root + [say(step) for step in steps]
    further = candidates[(candidates["band"] == "try_next") & (candidates["exclude"] != "")]
    steps = import_root + [_exclude_step(group) for _, group in first.groupby("match", sort=True)]
    steps.append(say("plan_restart"))
    steps += [
        say("plan_next", entries=", ".join(row.exclude.split()), band_reason=row.reasons.split("; ")[0])
        for row in rows(further)
    ]
    entries = len(" ".join(first["exclude"]).split()) + len(further)
    steps.append(say("plan_shrink" if entries > 1 else "plan_single"))
    if further.empty:
        steps.append(say("plan_wider"))
    return steps + ([say("one_failure")] if failure_count < 2 else [])


def _exclude_step(group: pd.DataFrame) -> str:
    entries = " ".join(group["exclude"]).split()
    selector = "Domain" if group["match"].iloc[0] == "domain" else "Host"
    return say(
        "plan_exclude",
        entries=", ".join(entries),
        them="it" if len(entries) == 1 else "them",
        selector=selector,
    )


def candidates(evidence: Evidence, points: pd.DataFrame, probability: pd.Series) -> pd.DataFrame:
    """The candidates, likeliest first; equal scores go by name. Columns beyond the schema's fall away later."""
    frame = (
        evidence.domains.join(points)
        .join(exclusions(evidence.domains, evidence.hosts))
        .assign(band=band(probability), candidate_count=len(evidence.domains), failure_count=evidence.window_count)
        .sort_index()
        .sort_values("score", ascending=False, kind="stable")
        .reset_index()
    )
    frame.insert(0, "rank", range(1, len(frame) + 1))
    frame = frame.astype({"label": "str", "registrable_domain": "str"})  # what an empty log leaves untyped
    return frame.assign(reasons=pd.Series([reasons(row) for _, row in frame.iterrows()], dtype="str"))


def _number(value: float) -> str:
    return "none" if value == 0 else f"{value:.1f}" if value >= 0.05 else "next to none"


__all__ = ["band", "candidates", "exclusions", "plan", "plural", "reasons", "sentence", "verdict"]
