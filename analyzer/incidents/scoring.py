"""Domains -> points: each term of the score in log-odds, and their sum."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analyzer.incidents.refusals import SURE
from analyzer.knowledge.labels import is_labelled
from analyzer.names import NAME_COUNTS
from analyzer.points import weigh


@dataclass(frozen=True)
class Weights:
    """How many nats of log-odds one unit of each feature adds.

    Fitted as a conditional logit (`tests/bench/fit_weights.py`) on 200 composed incidents with known answers of
    60 brands, each reported rightly, up to a minute late, and to the minute as people type it, with all mixes of logs;
    signs fixed, ridge on standardised terms. The country code carries half of its fitted weight, since the incidents
    lean on one country. What such incidents cannot show is a prior, set by hand.
    """

    lift: float = 0.29
    """One failure: shrunk log rate ratio of lookups in the window to those in the baseline."""
    recurrence: float = 0.21
    """Several failures: log-odds of being seen in just these windows."""
    near: float = 1.52
    """Nearness of the lookup to the reported time, 0 to 1."""
    os_neighbours: float = -0.25
    """Share of operating-system names among those asked together with it."""
    country_code: float = 0.51
    """The public suffix is a country's."""
    os_label: float = -0.81
    """Share of its hosts that belong to the operating system."""
    sdk_label: float = -0.79
    """A host belongs to an SDK that many apps embed, and is neither this app's owner's nor advertising."""
    ad_label: float = -0.85
    """Share of its hosts that serve advertising, analytics or consent."""
    name: float = 2.08
    """Match with the app's name, 0 to 1."""
    tls_error: float = 1.69
    """A client refused the certificate of a host of it, in the handshake or after it: see `refusal_strength`."""
    refused_again: float = 0.74
    """Share of the failures in which it refused that host."""
    inspected: float = -5.0
    """Share, squared, of the hosts in question that were decrypted without trouble. Prior: those are not pinned."""
    used: float = -2.0
    """Share, squared, of the hosts in question to which connections were used, where no request is told of. Prior."""
    bypassed: float = -3.0
    """Share, squared, of the hosts in question that are exempt from inspection already. Prior."""
    origin_error: float = -6.0
    """A host in question failed by its own certificate or server. Prior: then the app breaks without inspection too."""
    unresolved: float = -4.0
    """Share of its lookups that no name server answered with an address: an outage, not inspection. Prior."""
    uninspected: float = 1.0
    """Share of its hosts seen in connections to which no request was ever decrypted, while others were. Prior."""
    app_contact: float = 3.0
    """1: the phone's own report says that this app contacted it; -1: only other apps did. Prior."""
    local_name: float = -3.0
    """No public domain: a name of the local network or a broken one, which no exclusion can mean. Prior."""
    companion: float = 0.5
    """Share of failures in which it was asked within 2 s of a domain that the app surely needs. Prior."""
    alias: float = 1.0
    """A name of it stands for the same target (CNAME) as one of a domain that the app surely needs. Prior."""
    other_devices: float = -1.0
    """Share of the other devices, one added, that asked for it in the same windows. Prior: then it is everyday."""


DEFAULT_WEIGHTS = Weights()
TERMS = ("base", *(field.name for field in dataclasses.fields(Weights)), "caution")


def term_values(domains: pd.DataFrame, window_count: int) -> pd.DataFrame:
    """The value of each term, one column a field of Weights: what `score` multiplies by the weights.

    What is known of a domain (its label), and how many other devices ask for it, count for nothing where the app's own
    name matches or the client refused the certificate: a bank's security SDK is noise for all apps but that bank's.
    Nor is an SDK noise to another app of its owner. Advertising that comes as an SDK is told of once, as advertising.
    """
    is_claimed = (domains["name_strong"] >= NAME_COUNTS) | (domains["refused"] >= SURE)
    labels_count = np.where(is_claimed, 0.0, 1.0)
    is_foreign_sdk = domains["is_sdk"] * (domains["name_kind"] != "owner") * (1 - domains["is_ad"])
    several = window_count >= 2
    values = {
        "lift": domains["lift"] * (not several),
        "recurrence": domains["recurrence"] * several,
        "near": domains["near"],
        "os_neighbours": domains["os_neighbours"],
        "country_code": domains["country_code"],
        "os_label": domains["is_os"] * labels_count,
        "sdk_label": is_foreign_sdk * labels_count,
        "ad_label": domains["is_ad"] * labels_count,
        "name": domains["name"],
        "tls_error": domains["refused"],
        "refused_again": domains["refused_again"],
        "inspected": domains["decrypted"],
        "used": domains["used"],
        "bypassed": domains["exempt"],
        "origin_error": domains["site_fault"],
        "unresolved": domains["unresolved"],
        "uninspected": domains["never_decrypted"],
        "app_contact": domains["contact"],
        "local_name": (domains["suffix"] == "") | ~domains.index.str.contains(".", regex=False),
        "companion": domains["companion"] * ~is_labelled(domains),
        "alias": domains["alias_tie"],
        "other_devices": domains["other_device_share"] * labels_count,
    }
    return pd.DataFrame(values, index=domains.index).astype(float)


def score(domains: pd.DataFrame, window_count: int, weights: Weights = DEFAULT_WEIGHTS) -> pd.DataFrame:
    """One `points_<term>` column a term and their sum as `score`, in nats; a row for each domain."""
    return points_of(term_values(domains, window_count), weights)


def points_of(values: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """What `score` makes of the values of the terms; the base is the log-odds of any one of so many domains."""
    base = pd.Series(-math.log(max(len(values) - 1, 1)), index=values.index)
    return weigh(values.assign(base=base), {"base": 1.0, **dataclasses.asdict(weights)})
