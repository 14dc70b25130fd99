"""What each GraphQL node makes of a Logpush row: its dimensions, its sums, and whom it can tell apart."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLList, GraphQLObjectType, get_named_type, get_nullable_type

from tests.standin import fields
from tests.standin.rows import Row, stamp
from tests.standin.schema import SCHEMA

REDACTED = "REDACTED"
PRIVATE = frozenset({"email", "deviceId", "userId", "sourceIP", "sourceIp", "sourceInternalIp"})
_BUCKETS = {
    "datetime": 1,
    "datetimeMinute": 60,
    "datetimeFiveMinutes": 300,
    "datetimeFifteenMinutes": 900,
    "datetimeHour": 3600,
}

Reader = Callable[[Row, int], Any]


@dataclass(frozen=True)
class Dimension:
    """One dimension: `read` gives a value that can be compared and hashed, `show` what the API prints."""

    name: str
    kind: str
    read: Reader
    show: Callable[[Any], Any]


@dataclass(frozen=True)
class Node:
    """One node of the account: where its rows come from and what can be asked of them."""

    name: str
    dataset: str
    dimensions: dict[str, Dimension]
    sums: dict[str, Callable[[Row], int]]
    metrics: dict[str, tuple[str, ...]]

    @property
    def available_fields(self) -> list[str]:
        """As the settings node lists them: `count`, `sum_queries`, `dimensions_datetime`."""
        metrics = [
            f"{name}_{part}" if part else name for name, parts in self.metrics.items() for part in parts or ("",)
        ]
        return metrics + [f"dimensions_{name}" for name in self.dimensions]


def _one(_: Row) -> int:
    return 1


def _number(key: str) -> Callable[[Row], int]:
    return lambda row: int(row.get(key) or 0)


def _node(name: str, dataset: str, keys: dict[str, fields.Source], **sums: Callable[[Row], int]) -> Node:
    group = SCHEMA.type_map[f"Account{name[0].upper()}{name[1:]}"]
    assert isinstance(group, GraphQLObjectType)
    metrics: dict[str, tuple[str, ...]] = {}
    dimensions: dict[str, Dimension] = {}
    for field_name, typed_field in group.fields.items():
        parts = getattr(get_named_type(typed_field.type), "fields", {})
        if field_name == "dimensions":
            dimensions = {part: _dimension(part, typed.type, keys.get(part)) for part, typed in parts.items()}
        else:
            metrics[field_name] = tuple(parts)
    return Node(name, dataset, dimensions, sums, metrics)


def _dimension(name: str, graphql_type: Any, source: Any) -> Dimension:
    if name in _BUCKETS:
        size = _BUCKETS[name]
        return Dimension(name, "time", lambda _, second: second - second % size, _shown_time)
    if name == "date":
        return Dimension(name, "date", lambda _, second: _shown_time(second)[:10], str)
    value = source if callable(source) else (lambda row: row.get(source)) if source else (lambda _: None)
    if isinstance(get_nullable_type(graphql_type), GraphQLList):
        return Dimension(name, "list", lambda row, _: tuple(map(str, value(row) or ())), list)
    if get_named_type(graphql_type).name == "string":
        return Dimension(name, "text", lambda row, _: str(value(row) or ""), str)
    return Dimension(name, "number", lambda row, _: int(value(row) or 0), int)


@functools.lru_cache(maxsize=200_000)
def _shown_time(second: int) -> str:
    return stamp(second)


NODES = {
    node.name: node
    for node in (
        _node("gatewayResolverQueriesAdaptiveGroups", "gateway_dns", fields.DNS),
        _node("gatewayL4SessionsAdaptiveGroups", "gateway_network", fields.NETWORK),
        _node("gatewayL7RequestsAdaptiveGroups", "gateway_http", fields.HTTP),
        _node(
            "cf1GatewayDnsRawGroups",
            "gateway_dns",
            fields.NEWER_DNS,
            queries=_one,
            queryBytes=_number("QuerySize"),
            responseBytes=_number("ResponseSize"),
        ),
        _node(
            "cf1GatewayHttpRawGroups", "gateway_http", fields.NEWER_HTTP, requests=_one, httpHostBytesSent=lambda _: 0
        ),
        _node("cf1GatewayNetworkRawGroups", "gateway_network", fields.NEWER_NETWORK, requests=_one),
        _node(
            "cf1GatewayNetworkSessionRawGroups",
            "zero_trust_network_sessions",
            fields.SESSION,
            sessions=_one,
            bytesDownload=_number("BytesReceived"),
            bytesUpload=_number("BytesSent"),
            bytesTotal=lambda row: int(row.get("BytesReceived") or 0) + int(row.get("BytesSent") or 0),
        ),
    )
}
