"""Sightings -> what clients refused: one row a hostname, one row a registrable domain, and who refuses everything."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer.domains import registrable_domains
from analyzer.knowledge.labels import add_labels, most_telling
from analyzer.schema import (
    BYPASSED,
    CONNECTION,
    DISTRUST_FROM,
    INSPECTED,
    ORIGIN_ERROR,
    SESSION,
    TLS_ERROR,
    UNUSED,
    USED,
)
from analyzer.sweeps.attribution import attribute
from analyzer.sweeps.sightings import MINUTE, Sightings
from analyzer.sweeps.unused import GOOD, refusals_among

RETRY_COUNT, RETRY_SPAN = 5, pd.Timedelta(seconds=30)
"""So many refusals within so long are retries of an app: 12 % of the hosts that are pinned show them, 2 % of those
whose handshake broke by chance; two or more are as common in both (1,046 Android apps, tweasel 2023)."""
ANONYMOUS_SERVED = 0.5
"""What a decrypted request counts against a refusal where the log does not tell whether the device is the same."""
_PAIR = ["device", "hostname"]


class Refusals(NamedTuple):
    """All that is known of what clients refused, before it is scored."""

    hosts: pd.DataFrame
    """One row per hostname used under a refused domain, indexed by it."""
    domains: pd.DataFrame
    """One row per refused registrable domain, indexed by it in order of name."""
    rows: pd.DataFrame
    """The refusals behind them, by time: `seen_at, hostname, registrable_domain, device, device_name, user`; `kind`:
    tls_error in the handshake, unused after it; and `is_attributed` where the device is told by the network log."""
    distrusting: pd.DataFrame
    """One row per device left out: `device, device_name, user, refused_domain_count, served_domain_count`."""
    http_read: bool
    """Whether the log tells which requests were decrypted."""


def describe_refusals(seen: Sightings) -> Refusals:
    """What clients refused. Devices that refuse nearly everything are left out and listed as `distrusting`.

    A device counts as served on a host where the log holds a decrypted request of it or a connection that was used; in
    a log without requests, also where a connection ended in no telling way after the device's first refusal of anything
    (before that, decryption may have been off) and not within a minute of a refusal of that host.
    """
    http_read = bool((seen.used["kind"] == INSPECTED).any())
    broken, connected = attribute(_text(seen.broken), seen.used)
    broken = _with_domain(broken).join(_names(seen.people), on="device").fillna({"device_name": "", "user": ""})
    later = refusals_among(broken[broken["kind"] == UNUSED], _text(_of_hosts(connected, broken)))
    refused = pd.concat([broken[broken["kind"] == TLS_ERROR], later], ignore_index=True)
    used = _text(_of_interest(connected, refused)).pipe(_with_domain)
    served = used[used["kind"].isin(GOOD)]
    if not http_read:
        served = pd.concat([served, _ended_well(used, refused)])
    served = served.drop_duplicates([*_PAIR, "seen_at"])
    distrusting = _distrusting(refused, served)
    refused = refused[~refused["device"].isin(distrusting["device"])]
    domains = set(refused["registrable_domain"])
    broken, used, served = (frame[frame["registrable_domain"].isin(domains)] for frame in (broken, used, served))
    hosts = _hosts(refused, broken[broken["kind"] == ORIGIN_ERROR], used, served)
    pairs = _pairs(refused, served)
    return Refusals(
        hosts=hosts,
        domains=_domains(hosts, pairs, refused),
        rows=refused.drop(columns="session_id").sort_values(["seen_at", *_PAIR], ignore_index=True),
        distrusting=distrusting,
        http_read=http_read,
    )


def _text(frame: pd.DataFrame) -> pd.DataFrame:
    """Names as plain text, so that no group is made for a category that does not occur."""
    return frame.astype({column: "str" for column in map(str, frame.columns) if column != "seen_at"})


def _names(people: pd.DataFrame) -> pd.DataFrame:
    """The name and user of each device; of several the last in order of name."""
    return _text(people).groupby("device")[["device_name", "user"]].max()


def _with_domain(frame: pd.DataFrame) -> pd.DataFrame:
    parts = registrable_domains(frame["hostname"].unique())
    return frame.assign(registrable_domain=frame["hostname"].map(parts["registrable_domain"]).astype("str"))


def _of_hosts(used: pd.DataFrame, broken: pd.DataFrame) -> pd.DataFrame:
    """Of all that went well what was of the hosts at which connections were closed unused."""
    return used[used["hostname"].isin(broken.loc[broken["kind"] == UNUSED, "hostname"].unique())]


def _of_interest(used: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """The rows of `used` that are needed: under a refused domain, or of a device that refuses ten domains or more."""
    hostnames = used["hostname"].cat
    parts = registrable_domains(map(str, hostnames.categories))
    under = parts["registrable_domain"].isin(refused["registrable_domain"]).to_numpy()
    many = refused.groupby("device")["registrable_domain"].nunique() >= DISTRUST_FROM
    return used[under[hostnames.codes] | used["device"].isin(many.index[many]).to_numpy()]


def _ended_well(used: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Connections that stand in for decrypted requests, where the log has none: see `describe_refusals`."""
    first = refused.groupby("device")["seen_at"].min().dt.floor(MINUTE).rename("first_at")
    sessions = used[used["kind"] == SESSION].join(first, on="device")
    late = sessions["seen_at"] >= sessions["first_at"]
    return sessions[late & ~_near_refusal(sessions, refused)].drop(columns="first_at")


def _near_refusal(sessions: pd.DataFrame, refused: pd.DataFrame) -> np.ndarray:
    """Which sessions are within a minute of a refusal by that device of that host.

    The network log has a row for a refused connection as well, and that is no good connection.
    """
    minutes = refused[_PAIR].assign(seen_at=refused["seen_at"].dt.floor(MINUTE))
    around = pd.concat([minutes.assign(seen_at=minutes["seen_at"] + step * MINUTE) for step in (-1, 0, 1)])
    key = [*_PAIR, "seen_at"]
    near = (
        sessions["hostname"].isin(refused["hostname"]).to_numpy(copy=True)
    )  # only these are compared in full, which is slow
    near[near] = pd.MultiIndex.from_frame(sessions.loc[near, key]).isin(pd.MultiIndex.from_frame(around[key]))
    return near


def _distrusting(refused: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    """Devices that refused ten domains or more, and more than they were served on."""
    named = refused[refused["device"] != ""]
    served_pairs = served[["device", "registrable_domain"]].drop_duplicates()
    counts = (
        named.groupby("device")
        .agg(
            device_name=("device_name", "max"),
            user=("user", "max"),
            refused_domain_count=("registrable_domain", "nunique"),
        )
        .assign(served_domain_count=served_pairs.groupby("device").size())
        .fillna({"served_domain_count": 0})
        .astype({"served_domain_count": "int64"})
        .reset_index()
    )
    many = counts["refused_domain_count"] >= DISTRUST_FROM
    return counts[many & (counts["refused_domain_count"] > counts["served_domain_count"])].reset_index(drop=True)


def _hosts(refused: pd.DataFrame, faulty: pd.DataFrame, used: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    names = sorted({*refused["hostname"], *used["hostname"], *faulty["hostname"]})
    sessions = used[used["kind"].isin([USED, SESSION, CONNECTION])].drop_duplicates([*_PAIR, "seen_at"])
    counts = {
        "refused_count": refused,
        "origin_error_count": faulty,
        "session_count": sessions[~_near_refusal(sessions, pd.concat([refused, faulty]))],
        "inspected_count": used[used["kind"] == INSPECTED],
        "served_count": served,
    }
    hosts = registrable_domains(names).assign(
        **{name: _count(frame, "hostname", names) for name, frame in counts.items()},
        refused_minutes=_count(_minutes(refused), "hostname", names),
    )
    bypassed = used[used["kind"] == BYPASSED]
    last_refused = refused.groupby("hostname")["seen_at"].max().reindex(names)
    exempt = bypassed.groupby("hostname")["seen_at"].max().reindex(names) > last_refused
    return hosts.assign(is_exempt=exempt, is_refused=hosts["refused_count"] > 0).pipe(add_labels)


def _minutes(refused: pd.DataFrame) -> pd.DataFrame:
    return refused[_PAIR].assign(minute=refused["seen_at"].dt.floor(MINUTE)).drop_duplicates()


def _pairs(refused: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    """One row per device and hostname that it refused: `retried`, `hour_count`, `served` (0 to 1)."""
    ordered = refused.sort_values([*_PAIR, "seen_at"])
    earlier = ordered.groupby(_PAIR)["seen_at"].shift(RETRY_COUNT - 1)
    retried = (ordered["seen_at"] - earlier <= RETRY_SPAN) & (ordered["device"] != "")
    pairs = (
        ordered.assign(retried=retried, hour=ordered["seen_at"].dt.floor("h"))
        .groupby(_PAIR)
        .agg(
            registrable_domain=("registrable_domain", "first"),
            retried=("retried", "any"),
            hour_count=("hour", "nunique"),
        )
    )
    on_refused = served.loc[served["hostname"].isin(refused["hostname"]), _PAIR].drop_duplicates()
    same = pairs.index.isin(pd.MultiIndex.from_frame(on_refused))
    anonymous = pairs.index.get_level_values("device") == ""
    anyone = pairs.index.get_level_values("hostname").isin(on_refused["hostname"])
    return pairs.assign(served=np.where(anonymous, ANONYMOUS_SERVED * anyone, same.astype(float)))


def _domains(hosts: pd.DataFrame, pairs: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    own = hosts[hosts["is_refused"]]
    by_domain = own.groupby("registrable_domain")
    whole = hosts.groupby("registrable_domain")
    named = pairs[pairs.index.get_level_values("device") != ""].reset_index()
    told = refused.groupby("registrable_domain")["seen_at"]
    domains = by_domain.agg(
        suffix=("suffix", "first"),
        stands_alone=("stands_alone", "all"),
        hostname_count=("suffix", "size"),
        refused_count=("refused_count", "sum"),
        refused_minutes=("refused_minutes", "sum"),
        served_count=("served_count", "sum"),
        own_origin_errors=("origin_error_count", "sum"),
        is_os=("is_os", "mean"),
        is_sdk=("is_sdk", "max"),
        is_ad=("is_ad", "mean"),
        is_shared=("is_shared", "max"),
        exempt=("is_exempt", "mean"),
    ).join([whole[["session_count", "inspected_count", "origin_error_count"]].sum(), most_telling(own)])
    domains = domains.assign(
        session_count=domains["session_count"] + domains["refused_count"] + domains["origin_error_count"],
        stray=_share(own["refused_count"].where(own["breaks_by_chance"], 0), own["registrable_domain"], domains),
        device_count=named.groupby("registrable_domain")["device"].nunique(),
        hour_count=pairs.groupby("registrable_domain")["hour_count"].max(),
        retried=pairs.groupby("registrable_domain")["retried"].max(),
        served=pairs.groupby("registrable_domain")["served"].mean(),
        first_at=told.min(),
        last_at=told.max(),
    )
    return domains.assign(device_count=domains["device_count"].fillna(0).astype("int64"))


def _share(part: pd.Series, by: pd.Series, domains: pd.DataFrame) -> pd.Series:
    share: pd.Series = part.groupby(by).sum() / domains["refused_count"]
    return share


def _count(frame: pd.DataFrame, by: str, names: list[str]) -> pd.Series:
    return frame.groupby(by).size().reindex(names, fill_value=0).astype("int64")
