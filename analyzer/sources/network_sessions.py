"""Cloudflare network sessions: Logpush `zero_trust_network_sessions`. How a connection ended tells who refused whom."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import ORIGIN_ERROR, SESSION, TLS_ERROR
from analyzer.sources._dataset import IDENTITY_FIELDS, Dataset, Field, Record
from analyzer.sources._signals import signal_frame
from analyzer.sources._values import clean_text

FIELDS = {
    "sni": Field("SNI", str | None),
    "resolved_name": Field("ResolvedFQDN", str | None),
    "closed_at": Field("SessionEndTime", str | int | None, ("Datetime",)),
    "opened_at": Field("SessionStartTime", str | int | None),
    "close_reason": Field("ConnectionCloseReason", str | None),
    "origin_certificate": Field("OriginTLSCertificateValidationResult", str | None),
    "session_id": Field("SessionID", str | None),
    "protocol": Field("Protocol", str | None),
    "detected_protocol": Field("DetectedProtocol", str | None),
} | IDENTITY_FIELDS
_WITHOUT_REASON = {"udp", "quic"}
_GOOD_CERTIFICATE = {"", "VALID", "NONE"}


def recognises(keys: frozenset[str]) -> bool:
    """A session has a reason why it was closed."""
    return "connectionclosereason" in keys


def to_frame(records: Sequence[Record], dropped: Dropped) -> pd.DataFrame:
    """Signals at the time when the session began, named by its SNI, else by the name that led to its address.

    A session with neither keeps its id: the network log may know its name.
    """
    return signal_frame(
        records,
        dropped,
        hostname=lambda record: record.sni or record.resolved_name,
        seen_at=lambda record: record.opened_at or record.closed_at,
        kind=classify,
        session_id=lambda record: "" if record.sni or record.resolved_name else record.session_id,
    )


def classify(record: Record) -> str:
    """`origin_error` where the site itself is at fault, `tls_error` where the client refused, else `session`.

    A bad certificate of the origin breaks the app whether it pins or not, so it outweighs the client's refusal.
    "" for QUIC and other UDP: for those Cloudflare gives no reason that would tell anything. The words of Logpush
    and of the dashboard ("Client TLS error") are told apart by their letters alone.
    """
    protocols = {clean_text(record.protocol).casefold(), clean_text(record.detected_protocol).casefold()}
    if protocols & _WITHOUT_REASON:
        return ""
    reason = clean_text(record.close_reason).upper().replace(" ", "_")
    certificate = clean_text(record.origin_certificate).upper()
    if reason == "ORIGIN_TLS_ERROR" or certificate not in _GOOD_CERTIFICATE:
        return ORIGIN_ERROR
    return TLS_ERROR if reason == "CLIENT_TLS_ERROR" else SESSION


DATASET = Dataset(
    name="zero_trust_network_sessions",
    becomes="signals",
    fields=FIELDS,
    required=("close_reason",),
    recognises=recognises,
    foreign=("HTTPHost", "HTTPMethod", "QueryName", "bundleID"),
    to_frame=to_frame,
)
