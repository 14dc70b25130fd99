"""The GraphQL nodes that hold Gateway logs, and their groups as Logpush-shaped records.

A node has groups only; with the time and enough dimensions a group is close to one event, and what
can't be told apart comes as one record with a `Count`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

COUNT_KEY = "Count"


class Group(msgspec.Struct):
    """One group, as a node answers it."""

    dimensions: dict[str, str | float | int | bool | None]
    count: int = 1
    sum: dict[str, int] = {}


class Rows(msgspec.Struct):
    """What an account answers to a query for groups."""

    rows: list[Group]


@dataclass(frozen=True)
class Node:
    """One node: the dimensions to ask for, and what Logpush calls them."""

    name: str
    dataset: str
    """The Logpush dataset whose records its groups become."""
    metric: str
    """The field that counts: `count`, or one of `sum`."""
    time: str
    """Logpush's key of the time."""
    required: Mapping[str, str]
    """Dimension -> Logpush key; without these the node is of no use."""
    optional: Mapping[str, str] = field(default_factory=dict)
    """Dimension -> Logpush key; left out where the account may not see them."""
    device: str = ""
    """The dimension of the device, "" where the node knows none."""
    constant: Mapping[str, object] = field(default_factory=dict)
    """Keys that every record of this node has."""

    @property
    def filter_type(self) -> str:
        """The name of the type of its filter."""
        return f"Account{self.name[0].upper()}{self.name[1:]}Filter_InputObject"

    def query(self, dimensions: list[str], order: str = "") -> str:
        """The query for groups by these dimensions. All values travel as variables, none in the text."""
        counted = self.metric if self.metric == "count" else f"sum {{ {self.metric} }}"
        order = order or ("datetime_ASC" if "datetime" in dimensions else f"{dimensions[0]}_ASC")
        return (
            f"query Log($account: string!, $filter: {self.filter_type}!, $limit: uint64!) {{"
            " viewer { accounts(filter: {accountTag: $account}) {"
            f" rows: {self.name}(limit: $limit, filter: $filter, orderBy: [{order}])"
            f" {{ {counted} dimensions {{ {' '.join(dimensions)} }} }} }} }} }}"
        )

    def count_of(self, group: Group) -> int:
        """How many events a group stands for."""
        return group.count if self.metric == "count" else group.sum.get(self.metric, 1)

    def record(self, group: Group) -> dict[str, Any]:
        """The group as a record of its Logpush dataset."""
        keys = {"datetime": self.time} | dict(self.required) | dict(self.optional)
        dimensions = {keys[name]: value for name, value in group.dimensions.items() if name in keys}
        return dict(self.constant) | dimensions | {COUNT_KEY: self.count_of(group)}


CF1_DNS = Node(
    name="cf1GatewayDnsRawGroups",
    dataset="gateway_dns",
    metric="queries",
    time="Datetime",
    required={"destination": "QueryName"},
    optional={
        "deviceId": "DeviceID",
        "email": "Email",
        "sourceIP": "SrcIP",
        "queryType": "QueryType",
        "resolverDecision": "ResolverDecision",
    },
    device="deviceId",
)
RESOLVER_DNS = Node(
    name="gatewayResolverQueriesAdaptiveGroups",
    dataset="gateway_dns",
    metric="count",
    time="Datetime",
    required={"queryName": "QueryName"},
    optional={
        "resolverDecision": "ResolverDecision",
        "locationName": "Location",
        "matchedApplicationName": "ApplicationName",
    },
)
SESSIONS = Node(
    name="cf1GatewayNetworkSessionRawGroups",
    dataset="zero_trust_network_sessions",
    metric="sessions",
    time="SessionEndTime",
    required={"sni": "SNI", "connectionCloseReason": "ConnectionCloseReason"},
)
L4 = Node(
    name="gatewayL4SessionsAdaptiveGroups",
    dataset="gateway_network",
    metric="count",
    time="Datetime",
    required={"sni": "SNI"},
    optional={"deviceId": "DeviceID", "email": "Email"},
    device="deviceId",
)
L7 = Node(
    name="gatewayL7RequestsAdaptiveGroups",
    dataset="gateway_http",
    metric="count",
    time="Datetime",
    required={"httpHost": "HTTPHost", "action": "Action", "httpStatusCode": "HTTPStatusCode"},
    optional={"deviceId": "DeviceID", "email": "Email"},
    device="deviceId",
)
CF1_HTTP = Node(
    name="cf1GatewayHttpRawGroups",
    dataset="gateway_http",
    metric="requests",
    time="Datetime",
    required={"httpHost": "HTTPHost", "action": "Action"},
    # A request is known by its method, status or version; this node has none of them, which "" says.
    constant={"HTTPVersion": ""},
)
CF1_NETWORK = Node(
    name="cf1GatewayNetworkRawGroups",
    dataset="gateway_network",
    metric="requests",
    time="Datetime",
    required={"sni": "SNI"},
)
NODES = {
    "gateway_dns": (CF1_DNS, RESOLVER_DNS),
    "zero_trust_network_sessions": (SESSIONS,),
    "gateway_http": (L7, CF1_HTTP),
    "gateway_network": (L4, CF1_NETWORK),
}
"""The nodes of each dataset, documented and newer ones, the one that knows devices first."""
ALL_NODES = tuple(node for nodes in NODES.values() for node in nodes)
