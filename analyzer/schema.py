"""The frames that flow: what a row stands for, what the columns mean.

Checked where a frame crosses a border (out of a source, into the hands of a person), not in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analyzer.columns import CATEGORY, FLAG, INTEGER, NUMBER, TEXT, TIME, Column
from analyzer.columns import Frame as Frame

if TYPE_CHECKING:
    import pandas as pd

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


class Queries(Frame):
    """One row per distinct DNS query: device, hostname, record type and clock second."""

    asked_at = Column(dtype=TIME, description="when it was asked, UTC, floored to the second")
    hostname = Column(dtype=CATEGORY, description="the name asked: lower case, no trailing dot")
    device = Column(
        dtype=CATEGORY,
        description="the device's id, else its registration, name, user or source address; '' if the log names none",
    )
    device_name = Column(dtype=CATEGORY, description="the device's name, '' if unknown")
    user = Column(dtype=CATEGORY, description="e-mail address of the user, '' if unknown")
    location = Column(dtype=CATEGORY, description="Gateway location, '' if unknown")
    query_type = Column(dtype=CATEGORY, description="A, AAAA, HTTPS …, '' if unknown")
    decision = Column(dtype=CATEGORY, description="what the DNS policy did: allowed, blocked, '' if unknown")
    application = Column(dtype=CATEGORY, description="application that Cloudflare sees in the name, '' if none")
    alias = Column(
        dtype=CATEGORY, description="the name that it stands for (the last CNAME of the answer), '' if none is told"
    )
    answer = Column(
        dtype=CATEGORY,
        description="whether the name was resolved: ok, failed (no such name, a server's failure), '' if unknown",
    )
    risk = Column(
        dtype=CATEGORY,
        description="the security category that Cloudflare sees the name in, such as Phishing; '' if none",
    )
    ttl_s = Column(dtype=INTEGER, least=0, description="seconds for which the answer may be cached; 0 if not told")


class Signals(Frame):
    """One row per distinct fact about a hostname that DNS does not hold: what, device, hostname, clock second."""

    seen_at = Column(dtype=TIME, description="when it happened, UTC, floored to the second")
    hostname = Column(dtype=CATEGORY, description="SNI, HTTP host or resolved name, cleaned")
    device = Column(dtype=CATEGORY, description="as in Queries; '' if the log names none")
    device_name = Column(dtype=CATEGORY, description="the device's name, '' if unknown")
    user = Column(dtype=CATEGORY, description="e-mail address of the user, '' if unknown")
    kind = Column(dtype=CATEGORY, description=f"what it tells: {', '.join(KINDS)}")
    app = Column(dtype=CATEGORY, description="bundle id or package of the app whose it was, '' if none is named")
    session_id = Column(
        dtype=CATEGORY, description="id of the session, where one log must lend another the hostname, else ''"
    )


class Events(Frame):
    """One row per thing that connections told of a hostname in a second of a failure window: what, whose, how often."""

    seen_at = Column(dtype=TIME, description="when it happened, UTC, floored to the second")
    hostname = Column(dtype=TEXT, description="SNI, HTTP host or resolved name, cleaned")
    device = Column(dtype=TEXT, description="one of the failing devices; '' if the log names none")
    kind = Column(dtype=TEXT, among=KINDS, description="what it tells, as in Signals")
    event_count = Column(dtype=INTEGER, least=1, description="how often in that second")


def tells_endings(kinds: Iterable[str]) -> bool:
    """Whether a log that holds signals of these kinds tells how connections ended."""
    return not set(ENDINGS).isdisjoint(kinds)


def candidate_columns(candidates: pd.DataFrame, model: type[Frame] | None = None) -> list[str]:
    """The columns of Candidates, or of another model, in their order, points last."""
    named = [column for column in (model or Candidates).columns if column in candidates]
    return named + [column for column in candidates.columns if column.startswith("points_")]


QUERY_COLUMNS = list(Queries.columns)
SIGNAL_COLUMNS = list(Signals.columns)
NUMBERS = frozenset({"ttl_s"})
"""Columns of Queries and Signals that hold whole numbers; all but these and the time hold text."""


class Candidates(Frame):
    """One row per registrable domain asked or refused in a failure window, likeliest first."""

    rank = Column(dtype=INTEGER, least=1, description="1 is the likeliest; equal ones go by score, then by name")
    registrable_domain = Column(
        dtype=TEXT, is_unique=True, description="public suffix plus one label, private suffixes included"
    )
    score = Column(dtype=NUMBER, description="log-odds in nats: the sum of the points columns")
    likelihood = Column(
        dtype=NUMBER,
        least=0,
        most=1,
        description="the chance that the app needs it excluded, calibrated on incidents with known answers",
    )
    band = Column(dtype=TEXT, among=BANDS, description="exclude (first), try_next (if it still fails), leave")
    match = Column(dtype=TEXT, among=MATCHES, description="whether the entries mean a domain or single hosts")
    exclude = Column(dtype=TEXT, description="the entries to put in the list, separated by spaces")
    label = Column(
        dtype=TEXT,
        among=("", *LABELS),
        description=f"what its hosts are known to be, the first of {', '.join(LABELS)}; '' if nothing is known",
    )
    label_owner = Column(dtype=TEXT, description="whose it is, '' if nothing is known")
    covered = Column(
        dtype=TEXT,
        among=COVERS,
        description="what covers its entries already: a rule (all, part of them, or for some people only), or an"
        " application of Cloudflare's that could; nothing; unreadable, if the token is not told; '' if nobody looked",
    )
    covered_by = Column(dtype=TEXT, description="the name of that rule or application, else ''")
    hostname_count = Column(dtype=INTEGER, least=0, description="hostnames asked or refused in the windows")
    lookup_count = Column(dtype=INTEGER, least=0, description="lookups in the windows")
    window_count = Column(dtype=INTEGER, least=0, description="windows in which it was asked")
    baseline_lookup_count = Column(dtype=INTEGER, least=0, description="lookups by the same device outside the windows")
    seen_window_count = Column(
        dtype=INTEGER,
        least=0,
        description="windows in which one of its hosts was asked; one of those refused, if such were asked",
    )
    missed_window_count = Column(
        dtype=INTEGER, least=0, description="windows in which it was neither asked nor, by its TTL, still in a cache"
    )
    usual_share = Column(
        dtype=NUMBER,
        least=0,
        most=1,
        description="share of ordinary stretches, as long as a window, in which it is asked; smoothed",
    )
    tls_error_count = Column(dtype=INTEGER, least=0, description="TLS handshakes that the client broke, in the windows")
    inspected_count = Column(dtype=INTEGER, least=0, description="requests that were decrypted without trouble")
    other_device_count = Column(dtype=INTEGER, least=0, description="other devices that asked for it in the windows")
    blocked_lookup_count = Column(
        dtype=INTEGER, least=0, description="lookups that a DNS policy blocked, in the windows"
    )
    points = Column(dtype=NUMBER, is_prefix=True, description="log-odds that one term adds")


OUTCOMES = ("refused", "site_fault", "decrypted", "exempt", "used", "blocked", "")
"""What is known of the connections to a host; `blocked` if a DNS policy let none come about, "" if nothing is."""


class Hosts(Frame):
    """One row per host that was asked or refused in a failure window, the nearest to a failure first."""

    hostname = Column(dtype=TEXT, is_unique=True, description="lower case, no trailing dot")
    registrable_domain = Column(dtype=TEXT, description="the candidate that it belongs to")
    window_count = Column(dtype=INTEGER, least=0, description="windows in which it was asked")
    baseline_lookup_count = Column(dtype=INTEGER, least=0, description="lookups by the same device outside the windows")
    blocked_lookup_count = Column(
        dtype=INTEGER, least=0, description="lookups that a DNS policy blocked, in the windows"
    )
    outcome = Column(dtype=TEXT, among=OUTCOMES, description="what is known of the connections to it")
    label = Column(
        dtype=TEXT,
        among=("", *LABELS),
        description="what is known of it apart from the platform that it is on, '' if nothing is",
    )
    is_shared = Column(dtype=FLAG, description="whether it is on a platform that strangers share")
    breaks_by_chance = Column(dtype=FLAG, description="whether handshakes there break now and then for no reason")
    bears_name = Column(dtype=FLAG, description="whether its domain's names fit the app's name")
    band = Column(dtype=TEXT, among=BANDS, description="its domain's, by the score alone")


class RefusedDomains(Frame):
    """One row per registrable domain that a client refused to have decrypted, likeliest to be pinned first."""

    rank = Column(dtype=INTEGER, least=1, description="1 is the likeliest; equal ones go by score, then by name")
    registrable_domain = Column(
        dtype=TEXT, is_unique=True, description="public suffix plus one label, private suffixes included"
    )
    score = Column(dtype=NUMBER, description="log-odds in nats: the sum of the points columns")
    likelihood = Column(
        dtype=NUMBER, least=0, most=1, description="the chance that it is pinned: the score as a chance"
    )
    band = Column(dtype=TEXT, among=BANDS, description="exclude, try_next (ask its users first), leave")
    match = Column(dtype=TEXT, among=MATCHES, description="whether the entries mean a domain or single hosts")
    exclude = Column(dtype=TEXT, description="the entries to put in the list, separated by spaces")
    label = Column(
        dtype=TEXT,
        among=("", *LABELS),
        description=f"what its hosts are known to be, the first of {', '.join(LABELS)}; '' if nothing is known",
    )
    label_owner = Column(dtype=TEXT, description="whose it is, '' if nothing is known")
    device_count = Column(dtype=INTEGER, least=0, description="devices that refused it; 0 if the log names none")
    hostname_count = Column(dtype=INTEGER, least=1, description="hostnames of it that were refused")
    refused_count = Column(dtype=INTEGER, least=1, description="handshakes that clients broke, each once")
    session_count = Column(
        dtype=INTEGER,
        least=1,
        description="connections: those broken, and of the others one a device, hostname and minute",
    )
    inspected_count = Column(
        dtype=INTEGER, least=0, description="decrypted requests, one a device, hostname and minute"
    )
    origin_error_count = Column(dtype=INTEGER, least=0, description="connections that failed by the site's own fault")
    first_at = Column(dtype=TIME, description="the first refusal, UTC")
    last_at = Column(dtype=TIME, description="the last refusal, UTC")
    trend = Column(
        dtype=TEXT,
        among=TRENDS,
        description="refusals in the later half of the log against the earlier, as traffic grew or shrank",
    )
    earlier_refused_count = Column(dtype=INTEGER, least=0, description="refusals in the earlier half of the log's time")
    later_refused_count = Column(dtype=INTEGER, least=0, description="refusals in the later half of the log's time")
    points = Column(dtype=NUMBER, is_prefix=True, description="log-odds that one term adds")
