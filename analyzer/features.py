"""A tally -> one row a hostname, then one row a registrable domain: what the score is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer import knowledge, names
from analyzer.domains import registrable_domains
from analyzer.incident import Incident
from analyzer.messages import LABEL_WORDS
from analyzer.tally import Tally, epoch_seconds, window_of

NEAR_SECONDS = 30.0
"""How far from the failure a lookup still counts as near it, falling off linearly."""
NEIGHBOUR_SECONDS = 2
"""Lookups so close to each other are made together: a phone that wakes asks 16 names in about 2 s."""
SEEN_IF_NEEDED = 0.8
"""Chance that a reproduction of the failure shows a domain that the app needs (a cache may hide it)."""
_RECURRENCE_BOUNDS = (-5.0, 8.0)
# Two-letter endings that are sold as generic names and say nothing about a country.
_GENERIC_CODES = frozenset({"io", "me", "tv", "co", "ai", "cc", "fm", "gg", "ly", "to", "ws"})


class Evidence(NamedTuple):
    """All that is known of an incident before it is scored."""

    lookups: pd.DataFrame
    """One row per lookup of the device: `hostname, registrable_domain, asked_at, window, offset_s`.

    Window -1 is the baseline."""
    hosts: pd.DataFrame
    """One row per hostname of a candidate, indexed by it: its counts and labels."""
    domains: pd.DataFrame
    """One row per registrable domain seen in a window, indexed by it in order of name."""
    window_count: int
    """Failure windows in which the log holds anything of the device."""


def gather(tally: Tally, incident: Incident, device: frozenset[str]) -> Evidence:
    """The evidence in a tally about the devices chosen (several only where they are pooled on purpose)."""
    parts = registrable_domains([*tally.queries["hostname"].cat.categories, *tally.signals["hostname"].cat.categories])
    queries = _place(tally.queries, "asked_at", incident, parts)
    signals = _place(tally.signals, "seen_at", incident, parts)
    ours = queries["device"].isin(device).to_numpy()
    lookups = _lookups(queries[ours])
    near_signals = _in_windows(signals[signals["device"].isin(device | {""})])
    wanted = set(_in_windows(lookups)["registrable_domain"]) | set(
        near_signals.loc[near_signals["kind"] == "tls_error", "registrable_domain"]
    )
    hosts = _describe_hosts(lookups, _in_windows(queries[~ours]), near_signals, parts, wanted)
    exposure = _Exposure.of(lookups, incident)
    domains = _describe_domains(lookups, hosts, _in_windows(queries), near_signals, incident, exposure, device)
    return Evidence(lookups, hosts, domains, exposure.windows)


def _place(frame: pd.DataFrame, time: str, incident: Incident, parts: pd.DataFrame) -> pd.DataFrame:
    """Each row with its window, its distance from the nearest failure, and its registrable domain."""
    seconds = epoch_seconds(frame[time])
    failures = np.array([moment.timestamp() for moment in incident.at])
    nearest = failures[np.abs(seconds[:, None] - failures[None, :]).argmin(axis=1)] if len(frame) else seconds
    return frame.assign(
        second=seconds,
        window=window_of(frame[time], incident),
        offset_s=seconds - nearest,
        registrable_domain=frame["hostname"].astype("str").map(parts["registrable_domain"]).astype("str"),
    )


def _in_windows(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["window"] >= 0]


def _lookups(queries: pd.DataFrame) -> pd.DataFrame:
    """Record types of one name in one second are one lookup; blocked if any of them was."""
    return (
        queries.assign(hostname=queries["hostname"].astype("str"), blocked=(queries["decision"] == "blocked"))
        .groupby(["device", "hostname", "second"], observed=True, sort=True)
        .agg(
            asked_at=("asked_at", "first"),
            registrable_domain=("registrable_domain", "first"),
            window=("window", "first"),
            offset_s=("offset_s", "first"),
            blocked=("blocked", "any"),
        )
        .reset_index()
    )


class _Exposure(NamedTuple):
    """How much ordinary traffic of the device there is to compare with."""

    windows: int
    slots: int
    """Stretches of the baseline, as long as a window, in which the device asked anything at all."""
    window_s: float

    @classmethod
    def of(cls, lookups: pd.DataFrame, incident: Incident) -> _Exposure:
        inside = _in_windows(lookups)["window"].nunique()
        outside = lookups.loc[lookups["window"] < 0, "second"]
        return cls(max(int(inside), 1), int(slot_of(outside, incident).nunique()), incident.window_seconds)


def slot_of(seconds: pd.Series, incident: Incident) -> pd.Series:
    """The number of the window-long stretch of time that each second falls in, counted from the first window."""
    start = incident.windows[0][0].timestamp()
    return ((seconds - start) // incident.window_seconds).astype("int64")


def _describe_hosts(
    lookups: pd.DataFrame, others: pd.DataFrame, signals: pd.DataFrame, parts: pd.DataFrame, wanted: set[str]
) -> pd.DataFrame:
    ours = lookups[lookups["registrable_domain"].isin(wanted)]
    inside = _in_windows(ours)
    names_seen = sorted(
        {
            *ours["hostname"],
            *signals.loc[signals["registrable_domain"].isin(wanted), "hostname"].astype("str"),
        }
    )
    hosts = _with(
        parts.reindex(names_seen),
        lookup_count=_count(inside, "hostname"),
        window_count=inside.groupby("hostname")["window"].nunique(),
        nearest_s=inside["offset_s"].abs().groupby(inside["hostname"]).min(),
        baseline_lookup_count=_count(ours[ours["window"] < 0], "hostname"),
        other_device_count=others.groupby(others["hostname"].astype("str"))["device"].nunique(),
        **{
            f"{kind}_count": _count(signals[signals["kind"] == kind], "hostname")
            for kind in ("tls_error", "inspected", "bypassed")
        },
    )
    counts = [column for column in hosts.columns if column.endswith("_count")]
    hosts[counts] = hosts[counts].fillna(0).astype("int64")
    labels = [_labels(name) for name in hosts.index]
    flags = pd.DataFrame(labels, index=hosts.index, columns=["is_os", "is_sdk", "is_ad", "is_shared", "label"])
    return hosts.join(flags)


def _with(frame: pd.DataFrame, **columns: pd.Series) -> pd.DataFrame:
    """The frame with these columns, for its own rows only: `assign` would give an empty frame the rows of others."""
    return frame.assign(**{name: column.reindex(frame.index) for name, column in columns.items()})


def _count(frame: pd.DataFrame, by: str) -> pd.Series:
    return frame.groupby(frame[by].astype("str")).size()


def _labels(hostname: str) -> tuple[bool, bool, bool, bool, str]:
    found = {label.label: label for label in knowledge.labels_of(hostname)}
    texts = [
        f"{words}: {found[kind].owner or found[kind].domain}" for kind, words in LABEL_WORDS.items() if kind in found
    ]
    text = texts[0] if texts else ""
    return "os_service" in found, "sdk" in found, "ad_or_analytics" in found, "shared_platform" in found, text


def _describe_domains(
    lookups: pd.DataFrame,
    hosts: pd.DataFrame,
    all_inside: pd.DataFrame,
    signals: pd.DataFrame,
    incident: Incident,
    exposure: _Exposure,
    device: frozenset[str],
) -> pd.DataFrame:
    in_windows = hosts[(hosts["lookup_count"] > 0) | (hosts["tls_error_count"] > 0)]
    grouped = in_windows.groupby("registrable_domain")
    inside, outside = _in_windows(lookups), lookups[lookups["window"] < 0]
    others = all_inside[~all_inside["device"].isin(device)]
    errors = signals[signals["kind"] == "tls_error"]
    clean_errors = errors[~errors["hostname"].astype("str").map(hosts["is_ad"]).fillna(value=False).astype(bool)]
    described = grouped.agg(
        suffix=("suffix", "first"),
        stands_alone=("stands_alone", "all"),
        hostname_count=("lookup_count", "size"),
        is_os=("is_os", "mean"),
        is_sdk=("is_sdk", "max"),
        is_ad=("is_ad", "mean"),
        is_shared=("is_shared", "max"),
        label=("label", "max"),
    )
    domains = _with(
        described,
        lookup_count=_count(inside, "registrable_domain"),
        blocked_lookup_count=_count(inside[inside["blocked"]], "registrable_domain"),
        window_count=inside.groupby("registrable_domain")["window"].nunique(),
        baseline_lookup_count=_count(outside, "registrable_domain"),
        baseline_slot_count=slot_of(outside["second"], incident).groupby(outside["registrable_domain"]).nunique(),
        tls_error_count=_count(errors, "registrable_domain"),
        clean_tls_error_count=_count(clean_errors, "registrable_domain"),
        inspected_count=_count(signals[signals["kind"] == "inspected"], "registrable_domain"),
        other_device_count=others.groupby("registrable_domain")["device"].nunique(),
        nearest_s=_nearest_offset(inside),
    )
    counts = [column for column in domains.columns if column.endswith("_count")]
    domains[counts] = domains[counts].fillna(0).astype("int64")
    return domains.assign(
        lift=_lift(domains, exposure),
        recurrence=_recurrence(domains, exposure),
        near=_near(inside, exposure).reindex(domains.index).fillna(0.0),
        os_neighbours=_os_neighbours(inside, hosts["is_os"]).reindex(domains.index).fillna(0.0),
        country_code=domains["suffix"].map(_is_national).astype(float),
        baseline_slots=exposure.slots,
    ).join(_name_matches(incident.app, in_windows))


def _lift(domains: pd.DataFrame, exposure: _Exposure) -> pd.Series:
    """ln((O + .5) / (E + .5)), the shrunk rate ratio of lookups inside to those expected from the baseline."""
    expected = domains["baseline_lookup_count"] * exposure.windows / max(exposure.slots, 1)
    ratio: pd.Series = (domains["lookup_count"] + 0.5) / (expected + 0.5)
    logarithm: pd.Series = ratio.map(np.log)
    return logarithm


def _recurrence(domains: pd.DataFrame, exposure: _Exposure) -> pd.Series:
    """Naive Bayes over windows: seen or not in each, against the smoothed share of baseline stretches that hold it."""
    usual = (domains["baseline_slot_count"] + 0.3) / (exposure.slots + 1)
    seen = np.log(SEEN_IF_NEEDED / usual)
    unseen = np.log((1 - SEEN_IF_NEEDED) / (1 - usual.clip(upper=0.95)))
    missed = exposure.windows - domains["window_count"]
    total: pd.Series = domains["window_count"] * seen + missed * unseen
    return total.clip(*_RECURRENCE_BOUNDS)


def _near(inside: pd.DataFrame, exposure: _Exposure) -> pd.Series:
    """1 for a domain asked at the very second of each failure, 0 for one asked 30 s away or not at all; the mean."""
    closest = inside["offset_s"].abs().groupby([inside["registrable_domain"], inside["window"]]).min()
    nearness = (1 - closest / NEAR_SECONDS).clip(lower=0) / exposure.windows
    total: pd.Series = nearness.groupby("registrable_domain").sum()
    return total


def _nearest_offset(inside: pd.DataFrame) -> pd.Series:
    order = inside["offset_s"].abs().sort_values(kind="stable").index
    return inside.loc[order].groupby("registrable_domain")["offset_s"].first()


def _os_neighbours(inside: pd.DataFrame, is_os: pd.Series) -> pd.Series:
    """The lowest share, over a domain's lookups, of operating-system domains among the others asked within 2 s."""
    asked = inside.assign(is_os=inside["hostname"].map(is_os).fillna(value=False).astype(bool))
    asked = (
        asked.groupby(["device", "window", "second", "registrable_domain"], observed=True)["is_os"].max().reset_index()
    )
    shifted = pd.concat(
        [asked.assign(at=asked["second"] + shift) for shift in range(-NEIGHBOUR_SECONDS, NEIGHBOUR_SECONDS + 1)]
    )
    pairs = asked.merge(
        shifted,
        left_on=["device", "window", "second"],
        right_on=["device", "window", "at"],
        suffixes=("", "_other"),
    )
    key = ["registrable_domain", "device", "window", "second"]
    pairs = pairs[pairs["registrable_domain"] != pairs["registrable_domain_other"]]
    others = pairs.groupby([*key, "registrable_domain_other"], observed=True)["is_os_other"].max()
    shares = others.groupby(key, observed=True).mean()
    alone = asked.set_index(key)["is_os"].mul(0.0)
    return shares.reindex(alone.index).fillna(0.0).groupby("registrable_domain").min()


def _is_national(suffix: str) -> bool:
    code = suffix.rsplit(".", 1)[-1]
    return len(code) == 2 and code not in _GENERIC_CODES


def _name_matches(app: str, hosts: pd.DataFrame) -> pd.DataFrame:
    """How far each domain's names meet the app's name; all 0 where the app is not named."""
    hostnames: Mapping[str, list[str]] = {
        str(domain): list(group) for domain, group in hosts.index.to_series().groupby(hosts["registrable_domain"])
    }
    parsed = names.parse_app_name(app)
    matches = [
        names.match_name(parsed, domain, members, frozenset().union(*map(knowledge.services_of, members)))
        if app
        else names.NO_MATCH
        for domain, members in hostnames.items()
    ]
    return pd.DataFrame(
        {
            "name": [match.score for match in matches],
            "name_strong": [match.strong for match in matches],
            "name_kind": [match.kind for match in matches],
            "name_token": [match.token for match in matches],
            "name_piece": [match.text for match in matches],
        },
        index=pd.Index(hostnames, name="registrable_domain", dtype="str"),
    )
