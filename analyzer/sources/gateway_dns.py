"""Cloudflare Gateway DNS queries: Logpush `gateway_dns`, and the same rows from Log Explorer or the dashboard."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import QUERY_COLUMNS
from analyzer.sources._dataset import IDENTITY_FIELDS, Dataset, Field, Records, folded
from analyzer.sources._identities import device_of
from analyzer.sources._values import (
    categorical,
    clean_hostname,
    clean_text,
    clean_user,
    first_of,
    numbers,
    parse_times,
    to_list,
    without_faults,
)

# Names of the numbers in RFC 1035, RFC 3596 and RFC 9460, as far as phones and computers ask for them.
RECORD_TYPES = {
    1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV",
    35: "NAPTR", 64: "SVCB", 65: "HTTPS",
}  # fmt: skip
# GraphQL's resolverDecision: blocked by the query's name, by its category, by a category of Cloudflare's, by a rule.
_BLOCKING_DECISIONS = {2, 3, 6, 9}
_UNKNOWN_DECISION = 0
_FAILED_RCODES = {"2", "3", "5", "SERVFAIL", "NXDOMAIN", "REFUSED"}
# Cloudflare's security categories, by the words that tell each of them.
_RISKS = re.compile(
    r"anonymizer|botnet|brand.embedding|command.(?:and|&).control|compromised|cryptomin|\bdga\b|dns.tunnel|malware"
    r"|\bnew.domains|newly.seen|parked|phish|scam|\bspam\b|spyware|unwanted.software",
    re.IGNORECASE,
)
_MOST_DIGITS = 12
_MOST_TTL = 2**31 - 1  # RFC 2181, section 8

FIELDS = {
    "hostname": Field("QueryName", str),
    "reversed_hostname": Field("QueryNameReversed", str | None, stands_in_for="hostname"),
    "asked_at": Field("Datetime", str | int, ("Timestamp", "Time", "Date")),
    "location": Field("Location", str | None, ("LocationName", "DNSLocation")),
    "query_type": Field("QueryTypeName", str | None),
    "query_type_number": Field("QueryType", str | int | None, stands_in_for="query_type"),
    "decision": Field("ResolverDecision", str | int | None, ("Action",)),
    "rcode": Field("RCode", str | int | None, ("ResponseCode",)),
    "categories": Field("QueryCategoryNames", is_list=True),
    "application": Field("ApplicationName", str | None, ("Application", "MatchedApplicationName")),
    "applications": Field("QueryApplicationNames", is_list=True),
    "aliases": Field("CNAMEs", is_list=True),
    "ttls": Field("UpstreamRecordTTLs", is_list=True),
    "longest_ttl": Field("AppliedMaxTTL", str | int | None),
} | IDENTITY_FIELDS
FOREIGN = (
    "HTTPHost",
    "URL",
    "HTTPMethod",
    "SNI",
    "SessionID",
    "SessionStartTime",
    "bundleID",
    "EDNSSubnet",
    "ResponseCached",
)
_FOREIGN = folded(FOREIGN)


def recognises(keys: frozenset[str]) -> bool:
    """A DNS row has a query name (either way round), and nothing that only other datasets have."""
    return bool(keys & {"queryname", "querynamereversed"}) and not keys & _FOREIGN


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Queries in the order of the records; a record without a usable name or time is counted and left out."""
    asked_at = parse_times(records["asked_at"])
    frame = pd.DataFrame(
        {
            "asked_at": asked_at,
            "hostname": categorical(records.combined(_name, "hostname", "reversed_hostname"), clean_hostname),
            "device": device_of(records),
            "device_name": categorical(records["device_name"]),
            "user": categorical(records["user"], clean_user),
            "location": categorical(records["location"]),
            "query_type": categorical(records.combined(first_of, "query_type", "query_type_number"), _record_type),
            "decision": categorical(records["decision"], classify_decision),
            "application": categorical(records.combined(first_of, "application", "applications"), _application),
            "alias": categorical(records["aliases"], _alias),
            "answer": categorical(records["rcode"], classify_rcode),
            "risk": categorical(records["categories"], risk_of),
            "ttl_s": _ttls(records),
        },
        columns=QUERY_COLUMNS,
    )
    return without_faults(frame, dropped, no_time=asked_at.isna().to_numpy())


def classify_decision(decision: object) -> str:
    """What the DNS policy did: "blocked", "allowed", or "" where the log does not say.

    The numbers are those of GraphQL's resolverDecision; the words of Logpush, of both GraphQL
    generations and of others' exports are told apart by "block" alone.
    """
    if isinstance(decision, str) and decision.isascii() and decision.isdigit() and len(decision) < _MOST_DIGITS:
        decision = int(decision)
    if isinstance(decision, int):
        return "" if decision == _UNKNOWN_DECISION else "blocked" if decision in _BLOCKING_DECISIONS else "allowed"
    text = clean_text(decision).casefold()
    return "blocked" if "block" in text else "" if text in ("", "unknown") else "allowed"


def classify_rcode(rcode: object) -> str:
    """The answer: ok, failed for a name that does not exist or a server that failed, "" where the log does not say.

    Numbers of RFC 1035 or their names, as GraphQL has them.
    """
    text = clean_text(rcode).strip().upper()
    if text in ("0", "NOERROR"):
        return "ok"
    return "failed" if text in _FAILED_RCODES else ""


def risk_of(categories: bytes) -> str:
    """The first of the categories, in JSON, that is one of Cloudflare's security categories; "" if none is.

    >>> risk_of(b'["Finance", "Newly Seen Domains"]'), risk_of(b'["Finance"]'), risk_of(b'"Phishing"')
    ('Newly Seen Domains', '', 'Phishing')
    """
    told = (clean_text(name) for name in to_list(categories))
    return next((name for name in told if _RISKS.search(name)), "")


def _name(name: Any, reversed_name: Any) -> Any:
    if name or not isinstance(reversed_name, str):
        return name
    return ".".join(reversed(reversed_name.strip(".").split(".")))


def _record_type(value: object) -> str:
    text = clean_text(value).upper()
    return RECORD_TYPES.get(int(text), text) if text.isascii() and text.isdigit() and len(text) < 6 else text


def _application(told: str | bytes) -> str:
    return clean_text(next(iter(to_list(told)), "") if isinstance(told, bytes) else told)


def _alias(aliases: bytes) -> str:
    """The last name of a chain of them."""
    return clean_hostname(next(reversed(to_list(aliases)), ""))


def _ttls(records: Records) -> np.ndarray:
    """How long each answer may be cached: as long as the longest record in it, at most what Gateway allows."""
    upstream = numbers(records["ttls"], _longest)
    allowed = numbers(records["longest_ttl"], _seconds)
    told = np.where((upstream > 0) & (allowed > 0), np.minimum(upstream, allowed), np.maximum(upstream, allowed))
    return np.asarray(told)


def _longest(ttls: bytes) -> int:
    return max((_seconds(value) for value in to_list(ttls)), default=0)


def _seconds(value: object) -> int:
    text = clean_text(value)
    return min(int(text), _MOST_TTL) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else 0


DATASET = Dataset(
    name="gateway_dns",
    becomes="queries",
    fields=FIELDS,
    required=("hostname", "asked_at"),
    recognises=recognises,
    foreign=FOREIGN,
    to_frame=to_frame,
    mark=b'"queryname"',
)
