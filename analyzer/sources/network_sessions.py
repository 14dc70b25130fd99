"""Cloudflare network sessions: Logpush `zero_trust_network_sessions`. How a connection ended tells who refused whom."""

from __future__ import annotations

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import ORIGIN_ERROR, SESSION, TLS_ERROR, UNUSED, USED
from analyzer.sources._dataset import IDENTITY_FIELDS, Dataset, Field, Records
from analyzer.sources._signals import signal_frame
from analyzer.sources._values import clean_text, first_of, parse_times, to_int

FIELDS = {
    "sni": Field("SNI", str | None),
    "resolved_name": Field("ResolvedFQDN", str | None),
    "closed_at": Field("SessionEndTime", str | int | None, ("Datetime",)),
    "opened_at": Field("SessionStartTime", str | int | None),
    "close_reason": Field("ConnectionCloseReason", str | None),
    "origin_certificate": Field("OriginTLSCertificateValidationResult", str | None),
    "client_tls": Field("ClientTLSVersion", str | None),
    "bytes_sent": Field("BytesSent", str | int | None),
    "bytes_received": Field("BytesReceived", str | int | None),
    "session_id": Field("SessionID", str | None),
    "protocol": Field("Protocol", str | None),
    "detected_protocol": Field("DetectedProtocol", str | None),
} | IDENTITY_FIELDS
_TELLING = (
    "protocol", "detected_protocol", "close_reason", "origin_certificate", "client_tls", "bytes_sent", "bytes_received",
)  # fmt: skip
_WITHOUT_REASON = {"udp", "quic"}
_GOOD_CERTIFICATE = {"", "VALID", "NONE"}
_NO_HANDSHAKE = {"", "NONE", "UNKNOWN"}
_BY_CLIENT = {"CLIENT_CLOSED"}
_UNSAID = {"", "UNKNOWN"}
MOST_HANDSHAKE_BYTES = 10_000
"""Both ways together, a TLS handshake takes 3 to 9 KB: certificates of 2.5 to 6 KB, and some 2 KB from the client.

Measured: 2,010 to 2,050 bytes received where a phone refused, 5,270 in the median where it did not.
"""
MOST_HANDSHAKE_LIFE = pd.Timedelta(seconds=2)
"""Clients that check a pin after the handshake closed 35 to 200 ms after it, on loopback; phones took .4 s."""


def recognises(keys: frozenset[str]) -> bool:
    """A session has a reason why it was closed."""
    return "connectionclosereason" in keys


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Signals at the time when the session began, named by its SNI, else by the name that led to its address.

    A session with neither keeps its id, since the network log may know its name; and so does one that looks unused,
    since the log of requests may know better.
    """
    kinds = _without_long_ones(records, list(records.combined(classify, *_TELLING)))
    hostnames = records.combined(first_of, "sni", "resolved_name")
    return signal_frame(
        records,
        dropped,
        hostnames=hostnames,
        seen_at=records.combined(first_of, "opened_at", "closed_at"),
        kinds=kinds,
        session_ids=[
            id_ if kind == UNUSED or not hostname else ""
            for id_, kind, hostname in zip(records["session_id"], kinds, hostnames, strict=True)
        ],
    )


def classify(
    protocol: object,
    detected: object,
    close_reason: object,
    origin_certificate: object,
    client_tls: object,
    sent: object,
    received: object,
) -> str:
    """What the end of a session tells, but for how long it lived.

    `origin_error` where the site itself is at fault: a bad certificate breaks the app whether it pins or not, so it
    outweighs the client's refusal. `tls_error` where the client broke the handshake. After a good handshake `used`
    where more came than a handshake, or where someone else than the client closed it, and `unused` where the client
    closed it and no more came. Else `session`. "" for QUIC and other UDP: for those Cloudflare gives no reason that
    would tell anything. The words of Logpush and of the dashboard ("Client TLS error") differ by case and blanks alone.
    """
    protocols = {clean_text(protocol).casefold(), clean_text(detected).casefold()}
    if protocols & _WITHOUT_REASON:
        return ""
    reason = clean_text(close_reason).upper().replace(" ", "_")
    certificate = clean_text(origin_certificate).upper()
    if reason == "ORIGIN_TLS_ERROR" or certificate not in _GOOD_CERTIFICATE:
        return ORIGIN_ERROR
    if reason == "CLIENT_TLS_ERROR":
        return TLS_ERROR
    if clean_text(client_tls).upper() in _NO_HANDSHAKE:
        return SESSION
    carried = [to_int(value) for value in (sent, received)]
    if sum(size or 0 for size in carried) > MOST_HANDSHAKE_BYTES:
        return USED
    if reason in _BY_CLIENT:
        return UNUSED if None not in carried else SESSION
    return SESSION if reason in _UNSAID else USED


def _without_long_ones(records: Records, kinds: list[str]) -> list[str]:
    """Of connections that look unused those that lived too long tell nothing: a client may keep one in reserve."""
    doubtful = [number for number, kind in enumerate(kinds) if kind == UNUSED]
    opened, closed = (parse_times(records[name].at(doubtful), floor=False) for name in ("opened_at", "closed_at"))
    short = (closed - opened).between(pd.Timedelta(0), MOST_HANDSHAKE_LIFE)
    for number, is_short in zip(doubtful, short, strict=True):
        kinds[number] = UNUSED if is_short else SESSION
    return kinds


DATASET = Dataset(
    name="zero_trust_network_sessions",
    becomes="signals",
    fields=FIELDS,
    required=("close_reason",),
    recognises=recognises,
    foreign=("HTTPHost", "HTTPMethod", "QueryName", "bundleID"),
    to_frame=to_frame,
    times=("opened_at", "closed_at"),
)
