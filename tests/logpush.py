"""Rows of Logpush for what happened at a gateway: a query, a connection, a request. Times in seconds since 1970."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

Row = dict[str, Any]
TYPE_NUMBERS = {"A": 1, "AAAA": 28, "HTTPS": 65}  # RFC 1035, RFC 3596, RFC 9460
CLIENT_CLOSED, CLIENT_TLS_ERROR, ORIGIN_CLOSED = "CLIENT_CLOSED", "CLIENT_TLS_ERROR", "ORIGIN_CLOSED"
ORIGIN_TLS_ERROR = "ORIGIN_TLS_ERROR"


class Connection(NamedTuple):
    """One TCP connection through the gateway; `tls` is the client's version once its handshake was good, else ""."""

    host: str
    start: float
    end: float
    reason: str
    tls: str = ""
    sent: int = 0
    received: int = 0
    address: str = "192.0.2.80"
    session_id: str = ""


def dns_row(
    host: str, at: float, device: Mapping[str, str], record_type: str = "A", address: str = "", rcode: int = 0
) -> Row:
    """One gateway_dns record."""
    return {
        "Datetime": stamp(at),
        "QueryName": host,
        "QueryNameReversed": ".".join(reversed(host.split("."))),
        "QueryType": TYPE_NUMBERS.get(record_type, 0),
        "QueryTypeName": record_type,
        "RCode": rcode,
        "ResolvedIPs": [address] if address else [],
        "ResolverDecision": "allowedOnNoPolicyMatch",
        "Location": "home",
        "Protocol": "https",
        **device,
    }


def session_row(connection: Connection, device: Mapping[str, str]) -> Row:
    """One zero_trust_network_sessions record; BytesSent is what the client was sent."""
    return {
        "SessionID": connection.session_id or str(uuid.uuid4()),
        "SessionStartTime": stamp_ms(connection.start),
        "SessionEndTime": stamp_ms(connection.end),
        "SNI": connection.host,
        "ResolvedFQDN": connection.host,
        "OriginIP": connection.address,
        "OriginPort": 443,
        "Protocol": "TCP",
        "DetectedProtocol": "tls",
        "ClientTLSVersion": connection.tls or "none",
        "ClientTLSCipher": "TLS_AES_128_GCM_SHA256" if connection.tls else "",
        "OriginTLSCertificateValidationResult": "NONE",
        "BytesSent": connection.sent,
        "BytesReceived": connection.received,
        "ConnectionCloseReason": connection.reason,
        **device,
    }


def http_row(host: str, at: float, device: Mapping[str, str], session_id: str, action: str, status: int = 0) -> Row:
    """One gateway_http record: a request that was seen, a connection that was passed on, or one that never asked."""
    seen = bool(status)
    return {
        "Datetime": stamp(at),
        "HTTPHost": host,
        "HTTPMethod": "GET" if seen else "",
        "HTTPStatusCode": status,
        "URL": f"https://{host}/" if seen else "",
        "Action": action,
        "SessionID": session_id,
        "DestinationPort": 443,
        **device,
    }


def stamp(time: float) -> str:
    """RFC 3339 in UTC, whole seconds."""
    return dt.datetime.fromtimestamp(int(time), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_ms(time: float) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return dt.datetime.fromtimestamp(time, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
