"""Hostnames and domains with what is publicly known of them, as columns."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analyzer import knowledge
from analyzer.domains import registrable
from analyzer.schema import LABELS

_FLAGS = {
    "is_os": "os_service",
    "is_sdk": "sdk",
    "is_ad": "ad_or_analytics",
    "is_shared": "shared_platform",
}
_NOTHING = len(LABELS)


def add_labels(hosts: pd.DataFrame) -> pd.DataFrame:
    """The hosts with the flags `is_os, is_sdk, is_ad, is_shared, breaks_by_chance, is_known`, `label, label_owner`.

    `label` is what is known of the name, of several labels the first in the order of `schema.LABELS`, and
    `label_owner` whose it is by that label; both "" if nothing is known.
    """
    found = [{label.label: label for label in knowledge.labels_of(str(name))} for name in hosts.index]
    flags = {flag: [kind in labels for labels in found] for flag, kind in _FLAGS.items()}
    chosen = [next((labels[kind] for kind in LABELS if kind in labels), None) for labels in found]
    columns = {
        **flags,
        "breaks_by_chance": [bool({"ad_or_analytics", "stray_handshake"} & labels.keys()) for labels in found],
        "is_known": [_tells_whose(str(name), labels) for name, labels in zip(hosts.index, found, strict=True)],
        "label": [label.label if label else "" for label in chosen],
        "label_owner": [label.owner or label.domain if label else "" for label in chosen],
    }
    return hosts.join(pd.DataFrame(columns, index=hosts.index).astype({"label": "str", "label_owner": "str"}))


def _tells_whose(hostname: str, labels: Mapping[str, knowledge.Label]) -> bool:
    """Whether a table knows the host's owner: of a stranger's corner of a platform it knows only the platform."""
    platform = labels.get("shared_platform")
    if platform is not None and platform.domain != registrable(hostname).domain:
        return len(labels) > 1
    return bool(labels or knowledge.services_of(hostname))


def most_telling(hosts: pd.DataFrame) -> pd.DataFrame:
    """`label` and `label_owner` of each registrable domain: of its hosts' labels the first in `schema.LABELS`.

    Of hosts with that label, the first owner by name counts.

    >>> hosts = pd.DataFrame({
    ...     "registrable_domain": "a.jp", "label": ["", "sdk", "os_service"], "label_owner": ["", "Acme", "Apple"]
    ... })
    >>> most_telling(hosts).loc["a.jp"].tolist()
    ['os_service', 'Apple']
    """
    order = {label: place for place, label in enumerate(LABELS)}
    ranked = hosts.assign(order=hosts["label"].map(order).fillna(_NOTHING))
    first = ranked.sort_values(["order", "label_owner"], kind="stable").drop_duplicates("registrable_domain")
    return first.set_index("registrable_domain")[["label", "label_owner"]]


def is_labelled(domains: pd.DataFrame) -> pd.Series:
    """Whether a host of a domain belongs to the operating system, an SDK, or advertising and analytics."""
    return (domains["is_os"] > 0) | domains["is_sdk"].astype(bool) | (domains["is_ad"] > 0)


def own_label(hostname: str) -> str:
    """What a host is known to be apart from the platform that it is on, the most telling; "" if nothing is.

    Of the apex of a platform the tables say what most of its hosts are, and little of any one.

    >>> own_label("mtalk.google.com"), own_label("messages.google.com"), own_label("graph.facebook.com")
    ('os_service', '', 'sdk')
    """
    found = {label.label for label in knowledge.labels_of(hostname) if not knowledge.is_shared_platform(label.domain)}
    return next((kind for kind in LABELS if kind in found), "")
