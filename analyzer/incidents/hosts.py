"""Lookups and signals -> one row a hostname: its counts, its labels, and what connections tell of it."""

from __future__ import annotations

import pandas as pd

from analyzer import knowledge, names
from analyzer.domains import registrable, registrable_domains
from analyzer.incidents.lookups import in_baseline, in_windows
from analyzer.messages.en import LABEL_WORDS

NAME_COUNTS = 0.5
"""From here on a match of names is taken to be one."""
_WINDOW_KINDS = ("tls_error", "origin_error", "session")
_SPAN_KINDS = ("inspected", "bypassed")


def describe_hosts(
    lookups: pd.DataFrame, others: pd.DataFrame, signals: pd.DataFrame, parts: pd.DataFrame, app: str
) -> pd.DataFrame:
    """One row per hostname of a domain that was asked, or refused, in a window; indexed by hostname.

    Columns: those of `parts`; `lookup_count, window_count, nearest_s` in the windows, `baseline_lookup_count`,
    `other_device_count`; `<kind>_count` for each kind of signal, in the windows for how connections ended and in
    the whole span for what was decrypted or exempt; the flags `is_os, is_sdk, is_ad, is_shared` with `label`,
    and `is_stray` where a broken handshake tells nothing;
    `is_refused, is_faulty, is_acquitted, is_exempt, is_silent, is_connected`, and `contested_count`, the requests
    to a host that was refused as well; `contact` (App Privacy Report).
    """
    refused = in_windows(signals[signals["kind"] == "tls_error"])
    wanted = {*in_windows(lookups)["registrable_domain"], *refused["registrable_domain"]}
    ours = lookups[lookups["registrable_domain"].isin(wanted)]
    told = signals[signals["registrable_domain"].isin(wanted)]
    hostnames = sorted({*ours["hostname"], *told["hostname"].astype("str")})
    http_read = bool((signals["kind"] == "inspected").any())
    return (
        parts.reindex(hostnames)
        .pipe(_add_counts, ours, others, told)
        .pipe(add_labels)
        .pipe(_add_verdicts, http_read=http_read)
        .assign(contact=_contact(told, app).reindex(hostnames).fillna(0.0))
    )


def describe_answers(queries: pd.DataFrame, hostnames: pd.Index) -> pd.DataFrame:
    """What the answers to queries told of each of these hostnames, indexed by it, "" where nothing.

    `application` that Cloudflare sees in it, `alias` it stands for, `alias_domain` that alias's registrable domain,
    `alias_is_shared` if strangers share that.
    """
    text = queries[["hostname", "application", "alias"]].astype("str")
    answers = text.groupby("hostname").max().reindex(hostnames).fillna("")
    domains = registrable_domains(answers["alias"].unique())["registrable_domain"]
    shared = {name: _is_shared(str(name)) for name in domains.index}
    return answers.assign(
        alias_domain=answers["alias"].map(domains).astype("str"),
        alias_is_shared=answers["alias"].map(shared).astype(bool),
    )


def _is_shared(hostname: str) -> bool:
    return any(label.label == "shared_platform" for label in knowledge.labels_of(hostname))


def _add_counts(hosts: pd.DataFrame, lookups: pd.DataFrame, others: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    inside, near = in_windows(lookups), in_windows(told)
    signal_counts = {f"{kind}_count": count(near[near["kind"] == kind], "hostname") for kind in _WINDOW_KINDS}
    signal_counts |= {f"{kind}_count": count(told[told["kind"] == kind], "hostname") for kind in _SPAN_KINDS}
    named = told[told["device"] != ""]
    return with_columns(
        hosts,
        lookup_count=count(inside, "hostname"),
        window_count=inside.groupby("hostname")["window"].nunique(),
        nearest_s=inside["offset_s"].abs().groupby(inside["hostname"]).min(),
        baseline_lookup_count=count(in_baseline(lookups), "hostname"),
        other_device_count=others.groupby(others["hostname"].astype("str"))["device"].nunique(),
        named_tls_error_count=count(in_windows(named[named["kind"] == "tls_error"]), "hostname"),
        named_inspected_count=count(named[named["kind"] == "inspected"], "hostname"),
        **signal_counts,
    )


def add_labels(hosts: pd.DataFrame) -> pd.DataFrame:
    """The hosts with what is publicly known of their names: `is_os, is_sdk, is_ad, is_shared, label`."""
    labels = [_labels(name) for name in hosts.index]
    return hosts.join(
        pd.DataFrame(labels, index=hosts.index, columns=["is_os", "is_sdk", "is_ad", "is_shared", "is_stray", "label"])
    )


def _labels(hostname: str) -> tuple[bool, bool, bool, bool, bool, str]:
    found = {label.label: label for label in knowledge.labels_of(hostname)}
    texts = [
        f"{words}: {found[kind].owner or found[kind].domain}" for kind, words in LABEL_WORDS.items() if kind in found
    ]
    text = texts[0] if texts else ""
    is_ad, is_stray = "ad_or_analytics" in found, "stray_handshake" in found
    return "os_service" in found, "sdk" in found, is_ad, "shared_platform" in found, is_ad or is_stray, text


def _add_verdicts(hosts: pd.DataFrame, *, http_read: bool) -> pd.DataFrame:
    """What connections tell of each host. A bad certificate of the site outweighs the client's refusal."""
    faulty = hosts["origin_error_count"] > 0
    refused = (hosts["tls_error_count"] > 0) & ~faulty
    decrypted, exempt = hosts["inspected_count"] > 0, hosts["bypassed_count"] > 0
    silent = (hosts["session_count"] > 0) & ~decrypted & ~exempt & ~faulty & http_read
    return hosts.assign(
        contested_count=hosts["inspected_count"].where(refused, 0),
        is_refused=refused,
        is_faulty=faulty,
        is_acquitted=decrypted & ~refused,
        is_exempt=exempt,
        is_silent=silent,
        is_connected=(hosts["session_count"] > 0) | refused | faulty | decrypted | exempt,
    )


def _contact(told: pd.DataFrame, app: str) -> pd.Series:
    """1 for a host that the app itself contacted by the App Privacy Report, -1 for one that only others did."""
    contacts = told[told["kind"] == "app_contact"]
    if not app or contacts.empty:
        return pd.Series(dtype=float)
    parsed = names.parse_app_name(app, knowledge.parents_of)
    own = {str(bundle): _is_bundle_of(parsed, app, str(bundle)) for bundle in contacts["app"].unique()}
    by_app = contacts["app"].astype("str").map(own).astype(float)
    return by_app.groupby(contacts["hostname"].astype("str")).max() * 2 - 1


def _is_bundle_of(parsed: names.AppName, app: str, bundle: str) -> bool:
    """Whether a bundle id is the app's: the same, or its domain the other way round fits the app's name."""
    if bundle.casefold() == app.casefold():
        return True
    hostname = ".".join(reversed(bundle.casefold().split(".")))
    return names.match_name(parsed, registrable(hostname).domain, [hostname]).score >= NAME_COUNTS


def with_columns(frame: pd.DataFrame, **columns: pd.Series) -> pd.DataFrame:
    """The frame with these columns for its own rows, counts being 0 where there is none.

    `assign` alone would give an empty frame the rows of the columns.
    """
    added = frame.assign(**{name: column.reindex(frame.index) for name, column in columns.items()})
    counts = [name for name in columns if name.endswith("_count")]
    return added.assign(**{name: added[name].fillna(0).astype("int64") for name in counts})


def count(frame: pd.DataFrame, by: str) -> pd.Series:
    """The number of rows for each value of a column."""
    return frame.groupby(frame[by].astype("str")).size()
