"""Lookups and signals -> one row a hostname: its counts, its labels, and what connections tell of it."""

from __future__ import annotations

import pandas as pd

from analyzer import knowledge, names
from analyzer.domains import registrable, registrable_domains
from analyzer.frames import count, with_columns
from analyzer.incidents.windows import in_baseline, in_windows
from analyzer.knowledge.labels import add_labels
from analyzer.names import NAME_COUNTS
from analyzer.schema import BYPASSED, CONNECTION, INSPECTED, ORIGIN_ERROR, SESSION, TLS_ERROR, UNUSED, USED

_REFUSALS = (TLS_ERROR, UNUSED)
_WINDOW_KINDS = (TLS_ERROR, UNUSED, ORIGIN_ERROR, SESSION, CONNECTION)
_SPAN_KINDS = (USED, INSPECTED, BYPASSED)
SEVERAL = 2
"""So many unused connections to a host within the windows, and none used, are a refusal: an app tries again."""


def describe_hosts(
    lookups: pd.DataFrame, others: pd.DataFrame, signals: pd.DataFrame, parts: pd.DataFrame, app: names.AppName
) -> pd.DataFrame:
    """One row per hostname of a domain that was asked, or refused, in a window; indexed by hostname.

    Columns: those of `parts`; `lookup_count, window_count, nearest_s` in the windows, `baseline_lookup_count`,
    `blocked_lookup_count` (by a DNS policy, in the windows), `other_device_count`; `<kind>_count` for each kind of
    signal, in the windows for how connections ended and in the whole span for what went well or was exempt;
    `refused_window_count`; those of `add_labels`; and what connections tell: `is_refused, is_refused_later` (after
    the handshake only), `is_perhaps_refused` (one connection closed unused, and none used), `has_site_fault,
    is_decrypted` and `is_used` (and never refused; the latter where no request is told of), `is_exempt,
    is_connected, is_never_decrypted` (connected, while requests to others were decrypted), `contested_count`, the
    requests to a host that was refused as well; and `contact`, what the App Privacy Report says: 1 the app
    contacted it, -1 others did, 0 nothing.
    """
    refused = in_windows(signals[signals["kind"].isin(_REFUSALS)])
    wanted = {*in_windows(lookups)["registrable_domain"], *refused["registrable_domain"]}
    ours = lookups[lookups["registrable_domain"].isin(wanted)]
    told = signals[signals["registrable_domain"].isin(wanted)]
    hostnames = sorted({*ours["hostname"], *told["hostname"].astype("str")})
    http_read = bool((signals["kind"] == INSPECTED).any())
    return (
        parts.reindex(hostnames)
        .pipe(_add_counts, ours, others, told)
        .pipe(add_labels)
        .pipe(_add_verdicts, http_read=http_read)
        .assign(contact=_contact(told, app).reindex(hostnames).fillna(0.0))
    )


def describe_answers(queries: pd.DataFrame, hostnames: pd.Index) -> pd.DataFrame:
    """What the answers to queries told of each of these hostnames, indexed by it, "" where nothing.

    `risk`, the security category that Cloudflare sees it in, `application` that Cloudflare takes it for, `alias` that
    it stands for, `alias_domain` that alias's registrable domain, `alias_is_shared` if strangers share that.
    """
    text = queries[["hostname", "application", "risk", "alias"]].astype("str")
    answers = text.groupby("hostname").max().reindex(hostnames).fillna("")
    domains = registrable_domains(answers["alias"].unique())["registrable_domain"]
    shared = {name: _is_shared(str(name)) for name in domains.index}
    return answers.assign(
        alias_domain=answers["alias"].map(domains).astype("str"),
        alias_is_shared=answers["alias"].map(shared).astype(bool),
    )


def asked_or_refused(hosts: pd.DataFrame) -> pd.DataFrame:
    """Those of the hosts that were asked or refused in a window; the others bear on them only."""
    return hosts[(hosts["lookup_count"] > 0) | (hosts["tls_error_count"] > 0) | (hosts["unused_count"] > 0)]


def all_blocked(hosts: pd.DataFrame) -> pd.Series:
    """Whether a DNS policy blocked each lookup of a host in the windows, and there was one."""
    return (hosts["lookup_count"] > 0) & (hosts["blocked_lookup_count"] >= hosts["lookup_count"])


def _is_shared(hostname: str) -> bool:
    return any(label.label == "shared_platform" for label in knowledge.labels_of(hostname))


def _add_counts(hosts: pd.DataFrame, lookups: pd.DataFrame, others: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    inside, told_inside = in_windows(lookups), in_windows(told)
    signal_counts = {
        f"{kind}_count": count(told_inside[told_inside["kind"] == kind], "hostname") for kind in _WINDOW_KINDS
    }
    signal_counts |= {f"{kind}_count": count(told[told["kind"] == kind], "hostname") for kind in _SPAN_KINDS}
    refused = told_inside[told_inside["kind"].isin(_REFUSALS)]
    return with_columns(
        hosts,
        lookup_count=count(inside, "hostname"),
        window_count=inside.groupby("hostname")["window"].nunique(),
        nearest_s=inside["offset_s"].abs().groupby(inside["hostname"]).min(),
        baseline_lookup_count=count(in_baseline(lookups), "hostname"),
        blocked_lookup_count=count(inside[inside["blocked"]], "hostname"),
        other_device_count=others.groupby(others["hostname"].astype("str"))["device"].nunique(),
        named_refusal_count=count(refused[refused["device"] != ""], "hostname"),
        refused_window_count=refused.groupby(refused["hostname"].astype("str"))["window"].nunique(),
        named_inspected_count=count(told[(told["kind"] == INSPECTED) & (told["device"] != "")], "hostname"),
        **signal_counts,
    )


def _add_verdicts(hosts: pd.DataFrame, *, http_read: bool) -> pd.DataFrame:
    """What connections tell of each host. A bad certificate of the site outweighs the client's refusal.

    A connection that was closed unused tells nothing where others to the host were used: a browser opens some ahead
    of need, and the loser of a race between two addresses is closed so.
    """
    connected = hosts["session_count"] + hosts["connection_count"] + hosts["used_count"] + hosts["unused_count"] > 0
    site_fault = hosts["origin_error_count"] > 0
    decrypted, exempt, used = (hosts[f"{kind}_count"] > 0 for kind in (INSPECTED, BYPASSED, USED))
    unused = hosts["unused_count"].where(~(site_fault | decrypted | exempt | used), 0)
    refused = ((hosts["tls_error_count"] > 0) | (unused >= SEVERAL)) & ~site_fault
    return hosts.assign(
        contested_count=hosts["inspected_count"].where(refused, 0),
        is_refused=refused,
        is_refused_later=(unused >= SEVERAL) & (hosts["tls_error_count"] == 0),
        is_perhaps_refused=(unused > 0) & ~refused,
        has_site_fault=site_fault,
        is_decrypted=decrypted & ~refused,
        is_used=used & ~decrypted & ~refused & ~exempt,
        is_exempt=exempt,
        is_never_decrypted=connected & ~decrypted & ~exempt & ~site_fault & ~used & http_read,
        is_connected=connected | refused | site_fault | decrypted | exempt,
    )


def _contact(told: pd.DataFrame, app: names.AppName) -> pd.Series:
    """1 for a host that the app itself contacted, by a report that names apps, -1 for one that only others did."""
    contacts = told[told["app"] != ""]
    if not app.text or contacts.empty:
        return pd.Series(dtype=float)
    own = {str(bundle): _is_bundle_of(app, str(bundle)) for bundle in contacts["app"].unique()}
    by_app = contacts["app"].astype("str").map(own).astype(float)
    return by_app.groupby(contacts["hostname"].astype("str")).max() * 2 - 1


def _is_bundle_of(app: names.AppName, bundle: str) -> bool:
    """Whether a bundle id is the app's: the same, or its domain the other way round fits the app's name."""
    if bundle.casefold() == app.text.casefold():
        return True
    hostname = ".".join(reversed(bundle.casefold().split(".")))
    return names.match_name(app, registrable(hostname).domain, [hostname]).score >= NAME_COUNTS
