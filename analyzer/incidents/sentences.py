"""Why a candidate has the points it has, in words: a sentence for each term."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analyzer.incidents.features import ANONYMOUS
from analyzer.incidents.scoring import TERMS
from analyzer.messages.en import LABEL_WORDS, percent, plural, say

SHOWN_REASONS = 3
_WORTH_SAYING = 0.2


def reasons(candidate: pd.Series) -> str:
    """The strongest reasons for and against, in words; of a proposal always the strongest against it too."""
    strongest = strongest_terms(candidate, TERMS)
    shown = strongest[:SHOWN_REASONS]
    against = [term for term in strongest if candidate[f"points_{term}"] < 0]
    if candidate["band"] != "leave" and against and against[0] not in shown:
        shown.append(against[0])  # what speaks against a proposal is never hidden
    return "; ".join(sentence(term, candidate) for term in shown) or sentence("base", candidate)


def strongest_terms(row: pd.Series, terms: Iterable[str]) -> list[str]:
    """The terms worth a word, those with the most points for or against first; of equal ones as in `terms`."""
    points = {term: abs(row[f"points_{term}"]) for term in terms if term != "base"}
    return sorted((term for term in points if points[term] >= _WORTH_SAYING), key=lambda term: -points[term])


def list_terms(
    candidates: pd.DataFrame, terms: Iterable[str], say_term: Callable[[str, pd.Series], str]
) -> pd.DataFrame:
    """One row per candidate and term that counts: `registrable_domain, term, points, text`."""
    every = tuple(terms)
    told = [
        (row["registrable_domain"], term, row[f"points_{term}"], say_term(term, row))
        for _, row in candidates.iterrows()
        for term in every
        if row[f"points_{term}"]
    ]
    return pd.DataFrame(told, columns=["registrable_domain", "term", "points", "text"])


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
    key = "recurrence" if row["points_recurrence"] > 0 else "recurrence_missing"
    return say("recurrence_cached" if counts["cached"] else key, **counts, share=percent(share))


def _near(row: pd.Series) -> str:
    offset = row["nearest_s"]
    if pd.isna(offset) or not row["near"]:
        return say("near_none")
    distance = "at" if offset == 0 else f"{abs(offset):.0f} s {'after' if offset > 0 else 'before'}"
    return say("near", distance=distance)


def _country_code(row: pd.Series) -> str:
    return say("country_code", suffix=row["suffix"])


def _label(term: str, kind: str) -> Callable[[pd.Series], str]:
    words = LABEL_WORDS[kind]
    return lambda row: row["label"] if row["label"].startswith(words) else say(term)


def _name(row: pd.Series) -> str:
    key = {"owner": "name_owner", "application": "name_application"}.get(row["name_kind"], "name")
    return say(key, piece=row["name_piece"], app=row["app"])


def _other_devices(row: pd.Series) -> str:
    active = plural(row["other_devices_active"], "other device")
    if not row["other_device_count"]:
        return say("other_devices_none", active=active)
    return say("other_devices", asked=f"{row['other_device_count']:,}", active=active)


def _tls_error(row: pd.Series) -> str:
    count = plural(row["tls_error_count"], "broken handshake")
    return say("tls_error" if row["refused"] > ANONYMOUS else "tls_error_anonymous", count=count)


def _inspected(row: pd.Series) -> str:
    if row["contested_count"]:
        return say("inspected_contested", count=plural(row["contested_count"], "request"))
    hosts = _of_its_hosts(row["acquitted_count"], row["questioned_count"])
    key = "inspected" if row["is_acquittal_named"] else "inspected_anonymous"
    return say(key, hosts=hosts, count=plural(row["inspected_count"], "request"))


def _of_its_hosts(count: int, whole: int) -> str:
    """`` for all of them, else `2 of 3 hosts: ` to stand before what is so of them."""
    return "" if count == whole else f"{count} of {plural(whole, 'host')}: "


_SENTENCES: dict[str, Callable[[pd.Series], str]] = {
    "base": _base,
    "lift": _lift,
    "recurrence": _recurrence,
    "near": _near,
    "os_neighbours": lambda _: say("os_neighbours"),
    "country_code": _country_code,
    "os_label": _label("os_label", "os_service"),
    "sdk_label": _label("sdk_label", "sdk"),
    "ad_label": _label("ad_label", "ad_or_analytics"),
    "name": _name,
    "tls_error": _tls_error,
    "inspected": _inspected,
    "bypassed": lambda row: say("bypassed", hosts=_of_its_hosts(row["exempt_count"], row["questioned_count"])),
    "origin_error": lambda row: say("origin_error", count=plural(row["origin_error_count"], "connection")),
    "uninspected": lambda _: say("uninspected"),
    "app_contact": lambda row: say("app_contact" if row["contact"] > 0 else "app_contact_others"),
    "local_name": lambda _: say("local_name"),
    "companion": lambda _: say("companion"),
    "alias": lambda row: say("alias", alias=row["alias"]),
    "other_devices": _other_devices,
}


def _number(value: float) -> str:
    return "none" if value == 0 else f"{value:.1f}" if value >= 0.05 else "next to none"
