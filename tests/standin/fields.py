"""Where each dimension's value stands in a Logpush row: a key, or a function of the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.standin.rows import Row

Source = str | Callable[[Row], Any]

# The enum of the documented node, as its field's comment numbers it.
DECISIONS = (
    "unknown",
    "allowedByQueryName",
    "blockedByQueryName",
    "blockedByCategory",
    "allowedOnNoLocation",
    "allowedOnNoPolicyMatch",
    "blockedAlwaysCategory",
    "overrideForSafeSearch",
    "overrideApplied",
    "blockedRule",
    "allowedRule",
)
# The newer node has words of its own; only these two were ever seen, the others are guessed to be the log's.
_NEWER_DECISIONS = {"allowedOnNoPolicyMatch": "allowedOnNoRule", "overrideApplied": "overrideRule"}
_RCODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}  # RFC 1035 §4.1.1


def _cname_and_type(row: Row) -> tuple[str, ...]:
    return (*(["CNAME"] if row.get("CNAMEs") else []), *([row["QueryTypeName"]] if row.get("QueryTypeName") else []))


def _transport(row: Row) -> int:
    name = str(row.get("TransportProtocol") or row.get("Transport") or "tcp").lower()
    return {"tcp": 0, "quic": 1, "udp": 2}.get(name, 0)


def _decision(row: Row) -> str:
    return str(row.get("ResolverDecision") or DECISIONS[0])


DNS: dict[str, Source] = {
    "categoryNames": "QueryCategoryNames",
    "cnames": "CNAMEs",
    "dohSubdomain": "DoHSubdomain",
    "locationId": "LocationID",
    "locationName": "Location",
    "matchedApplicationId": "ApplicationID",
    "matchedApplicationName": "ApplicationName",
    "policyId": "PolicyID",
    "policyName": lambda row: row.get("PolicyName") or row.get("Policy"),
    "queryName": "QueryName",
    "queryNameReversed": lambda row: ".".join(reversed(str(row.get("QueryName", "")).split("."))),
    "resolvedIps": "ResolvedIPs",
    "resolverDecision": lambda row: DECISIONS.index(_decision(row)) if _decision(row) in DECISIONS else 0,
    "resourceRecordTypes": _cname_and_type,
    "srcIpCountry": "SrcIPCountryCode",
}
NEWER_DNS: dict[str, Source] = {
    "coloName": "ColoCode",
    "country": "SrcIPCountryCode",
    "destination": "QueryName",
    "deviceId": "DeviceID",
    "email": "Email",
    "sourceIP": "SrcIP",
    "location": "LocationID",
    "policyId": "PolicyID",
    "protocol": "Protocol",
    "queryType": "QueryTypeName",
    "rcode": lambda row: _RCODES.get(row.get("RCode", 0), str(row.get("RCode", 0))),
    "resolverDecision": lambda row: _NEWER_DECISIONS.get(_decision(row), _decision(row)),
}
_SHARED: dict[str, Source] = {
    "action": "Action",
    "applicationIds": "ApplicationIDs",
    "applicationNames": "ApplicationNames",
    "coloCode": "ColoCode",
    "deviceId": "DeviceID",
    "email": "Email",
    "sourceInternalIp": "SourceInternalIP",
    "userId": "UserID",
    "virtualNetworkId": "VirtualNetworkID",
    "virtualNetworkName": "VirtualNetworkName",
}
NETWORK: dict[str, Source] = _SHARED | {
    "destinationIp": "DestinationIP",
    "destinationPort": "DestinationPort",
    "detectedProtocol": "DetectedProtocol",
    "sessionId": "SessionID",
    "sni": "SNI",
    "sourceIp": "SourceIP",
    "sourcePort": "SourcePort",
    "transportProtocol": _transport,
}
HTTP: dict[str, Source] = _SHARED | {
    "httpHost": "HTTPHost",
    "httpStatusCode": "HTTPStatusCode",
    "isIsolated": "IsIsolated",
    "requestId": "RequestID",
    "untrustedCertificateAction": "UntrustedCertificateAction",
    "url": "URL",
}
NEWER_HTTP: dict[str, Source] = {"action": "Action", "httpHost": "HTTPHost"}
NEWER_NETWORK: dict[str, Source] = {"action": "Action", "ruleId": "PolicyID", "sni": "SNI", "transport": "Transport"}
SESSION: dict[str, Source] = {
    "connectionCloseReason": "ConnectionCloseReason",
    "destinationPort": "OriginPort",
    "destinationTunnelId": "DestinationTunnelID",
    "egressColoName": "EgressColoName",
    "egressRuleId": "EgressRuleID",
    "ingressColoName": "IngressColoName",
    "offramp": "Offramp",
    "protocol": "Protocol",
    "sni": "SNI",
}
