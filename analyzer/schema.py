"""The frames that flow: what a row stands for, what the columns mean.

Checked where a frame crosses a border (out of a source, into the hands of a person), not in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

Timestamp = Annotated[pd.DatetimeTZDtype, "us", "UTC"]

TLS_ERROR = "tls_error"
"""The client broke the handshake: it refused the certificate."""
ORIGIN_ERROR = "origin_error"
"""The site failed by its own certificate or server."""
UNUSED = "unused"
"""The client closed after a good handshake without a request: so do apps that check the certificate then."""
USED = "used"
"""A connection that carried more than a handshake, or that the client kept until others closed it."""
SESSION = "session"
"""A connection whose end is told, and tells nothing."""
CONNECTION = "connection"
"""A connection of which the log does not tell how it ended."""
INSPECTED = "inspected"
"""A request that was decrypted without trouble."""
BYPASSED = "bypassed"
"""A request that was exempt from decryption."""
APP_CONTACT = "app_contact"
"""The phone's own report names the app that contacted it."""
KINDS = (TLS_ERROR, UNUSED, ORIGIN_ERROR, USED, SESSION, CONNECTION, INSPECTED, BYPASSED, APP_CONTACT)
"""What a signal can be."""
ENDINGS = (TLS_ERROR, ORIGIN_ERROR, USED, SESSION)
"""Kinds that only a log of sessions has: it tells how connections ended."""
DISTRUST_FROM = 10
"""A device that refuses at least so many domains, and more than it lets through, does not trust the gateway at all."""

BANDS = ("exclude", "try_next", "leave")
TRENDS = ("new", "rising", "steady", "falling", "gone")
MATCHES = ("domain", "host")
LABELS = ("os_service", "sdk", "ad_or_analytics", "shared_platform")
"""What a domain can be known to be. Of a domain with several of these, the first counts as its label."""


BY_RULE, BY_RULE_IN_PART, BY_RULE_FOR_SOME = "rule", "rule_in_part", "rule_for_some"
"""A Do Not Inspect rule excludes all entries, some of them, or excludes them for some users or devices."""
BY_APPLICATION = "application"
"""An application of Cloudflare's can be selected in their place."""
BY_NONE, UNREADABLE, NOT_LOOKED_UP = "nothing", "unreadable", ""
"""Nothing does; that cannot be told, since the token may not read it all; nobody looked, as with log files."""
COVERS = (BY_RULE, BY_RULE_IN_PART, BY_RULE_FOR_SOME, BY_APPLICATION, BY_NONE, UNREADABLE, NOT_LOOKED_UP)
"""What may cover the entries of a candidate already."""
COVER_COLUMNS = ("covered", "covered_by")


class Frame(pa.DataFrameModel):
    """What all frames share: the columns named here, in this order, and no others."""

    class Config:
        """Columns that no class names fall away."""

        strict = "filter"
        ordered = False


class Queries(Frame):
    """One row per distinct DNS query: device, hostname, record type and clock second."""

    asked_at: Series[Timestamp] = pa.Field(description="when it was asked, UTC, floored to the second")
    hostname: Series[pd.CategoricalDtype] = pa.Field(description="the name asked: lower case, no trailing dot")
    device: Series[pd.CategoricalDtype] = pa.Field(
        description="the device's id, else its registration, name, user or source address; '' if the log names none"
    )
    device_name: Series[pd.CategoricalDtype] = pa.Field(description="the device's name, '' if unknown")
    user: Series[pd.CategoricalDtype] = pa.Field(description="e-mail address of the user, '' if unknown")
    location: Series[pd.CategoricalDtype] = pa.Field(description="Gateway location, '' if unknown")
    query_type: Series[pd.CategoricalDtype] = pa.Field(description="A, AAAA, HTTPS …, '' if unknown")
    decision: Series[pd.CategoricalDtype] = pa.Field(
        description="what the DNS policy did: allowed, blocked, '' if unknown"
    )
    application: Series[pd.CategoricalDtype] = pa.Field(
        description="application that Cloudflare sees in the name, '' if none"
    )
    alias: Series[pd.CategoricalDtype] = pa.Field(
        description="the name that it stands for (the last CNAME of the answer), '' if none is told"
    )
    answer: Series[pd.CategoricalDtype] = pa.Field(
        description="whether the name was resolved: ok, failed (no such name, a server's failure), '' if unknown"
    )
    risk: Series[pd.CategoricalDtype] = pa.Field(
        description="the security category that Cloudflare sees the name in, such as Phishing; '' if none"
    )
    ttl_s: Series[int] = pa.Field(ge=0, description="seconds for which the answer may be cached; 0 if not told")


class Signals(Frame):
    """One row per distinct fact about a hostname that DNS does not hold: what, device, hostname, clock second."""

    seen_at: Series[Timestamp] = pa.Field(description="when it happened, UTC, floored to the second")
    hostname: Series[pd.CategoricalDtype] = pa.Field(description="SNI, HTTP host or resolved name, cleaned")
    device: Series[pd.CategoricalDtype] = pa.Field(description="as in Queries; '' if the log names none")
    device_name: Series[pd.CategoricalDtype] = pa.Field(description="the device's name, '' if unknown")
    user: Series[pd.CategoricalDtype] = pa.Field(description="e-mail address of the user, '' if unknown")
    kind: Series[pd.CategoricalDtype] = pa.Field(description=f"what it tells: {', '.join(KINDS)}")
    app: Series[pd.CategoricalDtype] = pa.Field(description="for app_contact the app's bundle id, else ''")
    session_id: Series[pd.CategoricalDtype] = pa.Field(
        description="id of the session, where one log must lend another the hostname, else ''"
    )


def tells_endings(kinds: Iterable[str]) -> bool:
    """Whether a log that holds signals of these kinds tells how connections ended."""
    return not set(ENDINGS).isdisjoint(kinds)


def candidate_columns(candidates: pd.DataFrame, model: type[Frame] | None = None) -> list[str]:
    """The columns of Candidates, or of another model, in their order, points last."""
    named = [column for column in (model or Candidates).to_schema().columns if column in candidates]
    return named + [column for column in candidates.columns if column.startswith("points_")]


QUERY_COLUMNS = list(Queries.to_schema().columns)
SIGNAL_COLUMNS = list(Signals.to_schema().columns)
NUMBERS = frozenset({"ttl_s"})
"""Columns of Queries and Signals that hold whole numbers; all but these and the time hold text."""


class Candidates(Frame):
    """One row per registrable domain asked or refused in a failure window, likeliest first."""

    rank: Series[int] = pa.Field(ge=1, description="1 is the likeliest; equal ones go by score, then by name")
    registrable_domain: Series[str] = pa.Field(
        unique=True, description="public suffix plus one label, private suffixes included"
    )
    score: Series[float] = pa.Field(description="log-odds in nats: the sum of the points columns")
    likelihood: Series[float] = pa.Field(
        ge=0, le=1, description="the chance that the app needs it excluded, calibrated on incidents with known answers"
    )
    band: Series[str] = pa.Field(isin=BANDS, description="exclude (first), try_next (if it still fails), leave")
    match: Series[str] = pa.Field(isin=MATCHES, description="whether the entries mean a domain or single hosts")
    exclude: Series[str] = pa.Field(description="the entries to put in the list, separated by spaces")
    label: Series[str] = pa.Field(
        isin=("", *LABELS),
        description=f"what its hosts are known to be, the first of {', '.join(LABELS)}; '' if nothing is known",
    )
    label_owner: Series[str] = pa.Field(description="whose it is, '' if nothing is known")
    covered: Series[str] = pa.Field(
        isin=COVERS,
        description="what covers its entries already: a rule (all, part of them, or for some people only), or an"
        " application of Cloudflare's that could; nothing; unreadable, if the token is not told; '' if nobody looked",
    )
    covered_by: Series[str] = pa.Field(description="the name of that rule or application, else ''")
    hostname_count: Series[int] = pa.Field(ge=0, description="hostnames asked or refused in the windows")
    lookup_count: Series[int] = pa.Field(ge=0, description="lookups in the windows")
    window_count: Series[int] = pa.Field(ge=0, description="windows in which it was asked")
    baseline_lookup_count: Series[int] = pa.Field(ge=0, description="lookups by the same device outside the windows")
    seen_window_count: Series[int] = pa.Field(
        ge=0, description="windows in which one of its hosts was asked; one of those refused, if such were asked"
    )
    missed_window_count: Series[int] = pa.Field(
        ge=0, description="windows in which it was neither asked nor, by its TTL, still in a cache"
    )
    usual_share: Series[float] = pa.Field(
        ge=0, le=1, description="share of ordinary stretches, as long as a window, in which it is asked; smoothed"
    )
    tls_error_count: Series[int] = pa.Field(ge=0, description="TLS handshakes that the client broke, in the windows")
    inspected_count: Series[int] = pa.Field(ge=0, description="requests that were decrypted without trouble")
    other_device_count: Series[int] = pa.Field(ge=0, description="other devices that asked for it in the windows")
    blocked_lookup_count: Series[int] = pa.Field(ge=0, description="lookups that a DNS policy blocked, in the windows")
    points: Series[float] = pa.Field(alias="points_.+", regex=True, description="log-odds that one term adds")


OUTCOMES = ("refused", "site_fault", "decrypted", "exempt", "used", "blocked", "")
"""What is known of the connections to a host; `blocked` if a DNS policy let none come about, "" if nothing is."""


class Hosts(Frame):
    """One row per host that was asked or refused in a failure window, the nearest to a failure first."""

    hostname: Series[str] = pa.Field(unique=True, description="lower case, no trailing dot")
    registrable_domain: Series[str] = pa.Field(description="the candidate that it belongs to")
    window_count: Series[int] = pa.Field(ge=0, description="windows in which it was asked")
    baseline_lookup_count: Series[int] = pa.Field(ge=0, description="lookups by the same device outside the windows")
    blocked_lookup_count: Series[int] = pa.Field(ge=0, description="lookups that a DNS policy blocked, in the windows")
    outcome: Series[str] = pa.Field(isin=OUTCOMES, description="what is known of the connections to it")
    label: Series[str] = pa.Field(
        isin=("", *LABELS), description="what is known of it apart from the platform that it is on, '' if nothing is"
    )
    is_shared: Series[bool] = pa.Field(description="whether it is on a platform that strangers share")
    breaks_by_chance: Series[bool] = pa.Field(description="whether handshakes there break now and then for no reason")
    bears_name: Series[bool] = pa.Field(description="whether its domain's names fit the app's name")
    band: Series[str] = pa.Field(isin=BANDS, description="its domain's, by the score alone")


class RefusedDomains(Frame):
    """One row per registrable domain that a client refused to have decrypted, likeliest to be pinned first."""

    rank: Series[int] = pa.Field(ge=1, description="1 is the likeliest; equal ones go by score, then by name")
    registrable_domain: Series[str] = pa.Field(
        unique=True, description="public suffix plus one label, private suffixes included"
    )
    score: Series[float] = pa.Field(description="log-odds in nats: the sum of the points columns")
    likelihood: Series[float] = pa.Field(ge=0, le=1, description="the chance that it is pinned: the score as a chance")
    band: Series[str] = pa.Field(isin=BANDS, description="exclude, try_next (ask its users first), leave")
    match: Series[str] = pa.Field(isin=MATCHES, description="whether the entries mean a domain or single hosts")
    exclude: Series[str] = pa.Field(description="the entries to put in the list, separated by spaces")
    label: Series[str] = pa.Field(
        isin=("", *LABELS),
        description=f"what its hosts are known to be, the first of {', '.join(LABELS)}; '' if nothing is known",
    )
    label_owner: Series[str] = pa.Field(description="whose it is, '' if nothing is known")
    device_count: Series[int] = pa.Field(ge=0, description="devices that refused it; 0 if the log names none")
    hostname_count: Series[int] = pa.Field(ge=1, description="hostnames of it that were refused")
    refused_count: Series[int] = pa.Field(ge=1, description="handshakes that clients broke, each once")
    session_count: Series[int] = pa.Field(
        ge=1, description="connections: those broken, and of the others one a device, hostname and minute"
    )
    inspected_count: Series[int] = pa.Field(ge=0, description="decrypted requests, one a device, hostname and minute")
    origin_error_count: Series[int] = pa.Field(ge=0, description="connections that failed by the site's own fault")
    first_at: Series[Timestamp] = pa.Field(description="the first refusal, UTC")
    last_at: Series[Timestamp] = pa.Field(description="the last refusal, UTC")
    trend: Series[str] = pa.Field(
        isin=TRENDS, description="refusals in the later half of the log against the earlier, as traffic grew or shrank"
    )
    earlier_refused_count: Series[int] = pa.Field(ge=0, description="refusals in the earlier half of the log's time")
    later_refused_count: Series[int] = pa.Field(ge=0, description="refusals in the later half of the log's time")
    points: Series[float] = pa.Field(alias="points_.+", regex=True, description="log-odds that one term adds")
