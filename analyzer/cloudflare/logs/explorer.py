"""Log Explorer: the rows themselves, by SQL, for accounts that have it; read by halves as the GraphQL nodes are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs.graphql import Settings
from analyzer.cloudflare.logs.nodes import ALL_NODES, Group, Node
from analyzer.cloudflare.logs.reader import Question, Reader, write_time
from analyzer.errors import CloudflareError, NodeRefusedError

PAGE = 10_000
"""Rows of an answer at most; more are never given, whatever the statement says."""
_REFUSED = (400, 403, 404)
_DAY = dt.timedelta(days=1)
_WHO = {"deviceid": "DeviceID", "devicename": "DeviceName", "email": "Email"}
_COUNT = "n"


class _Configured(msgspec.Struct):
    dataset: str
    enabled: bool = True


class _Schema(msgspec.Struct):
    properties: dict[str, Any] = {}


class _Available(msgspec.Struct):
    dataset: str
    schema: _Schema = msgspec.field(default_factory=_Schema)


def _node(dataset: str, time: str, required: list[str], *optional: str, **more: Any) -> Node:
    """The node of a dataset; its columns have Logpush's names in lower case."""
    keys = {name.lower(): name for name in optional}
    return Node(
        name=f"log_explorer.{dataset}",
        dataset=dataset,
        metric="count",
        time=time,
        required={name.lower(): name for name in required},
        optional=_WHO | keys,
        device="deviceid",
        **more,
    )


EXPLORER = {
    node.dataset: node
    for node in (
        _node(
            "gateway_dns", "Datetime", ["QueryName"],
            "QueryTypeName", "ResolverDecision", "RCode", "Location", "ApplicationName", "SrcIP",
        ),
        _node("gateway_http", "Datetime", ["HTTPHost", "Action"], "HTTPStatusCode", "HTTPMethod", "HTTPVersion", "URL"),
        _node("gateway_network", "Datetime", ["SNI"], "SessionID", "DestinationPort", "Transport"),
        _node(
            "zero_trust_network_sessions", "SessionEndTime", ["ConnectionCloseReason"],
            "SessionStartTime", "SessionID", "SNI", "ResolvedFQDN", "Protocol", "DetectedProtocol",
            "OriginTLSCertificateValidationResult", "ClientTLSVersion", "BytesSent", "BytesReceived",
        ),
    )
}  # fmt: skip

EVERY_NODE = (*ALL_NODES, *EXPLORER.values())


def read_settings(client: Cloudflare, account: str) -> dict[str, Settings]:
    """What may be asked of each dataset that is switched on, by its node's name; {} where there is no Log Explorer."""
    path = f"/accounts/{account}/logs/explorer/datasets"
    try:
        on = {each.dataset for each in client.get(path, list[_Configured] | None) or [] if each.enabled}
        if not on & EXPLORER.keys():
            return {}
        schemas = client.get(f"{path}/available", list[_Available] | None) or []
    except CloudflareError as error:
        if error.status in _REFUSED:
            return {}
        raise
    return {
        EXPLORER[each.dataset].name: _settings(each.schema.properties)
        for each in schemas
        if each.dataset in on & EXPLORER.keys()
    }


def _settings(columns: Mapping[str, object]) -> Settings:
    fields = frozenset(f"dimensions_{column.lower()}" for column in columns)
    return Settings(True, PAGE, max_duration=None, not_older_than=None, max_fields=None, fields=fields)


class ExplorerReader(Reader):
    """Reads one dataset of Log Explorer as a node is read. A row is a group of one."""

    def answer(self, question: Question) -> list[Group]:
        """The rows of one answer. Raises NodeRefusedError where the statement is refused."""
        path = f"/accounts/{self.account}/logs/explorer/query/sql"
        try:
            rows = self.client.query(path, self._statement(question), list[dict[str, Any]] | None) or []
        except CloudflareError as error:
            if error.status in _REFUSED:
                raise NodeRefusedError("cf_node_refused", text=error.fact) from error
            raise
        return [self._group(row, question.dimensions) for row in rows]

    def _group(self, row: dict[str, Any], dimensions: list[str]) -> Group:
        told = {name: row.get(self._column(name)) for name in dimensions}
        return Group({name: "" if value is None else value for name, value in told.items()}, count=row.get(_COUNT, 1))

    def _column(self, dimension: str) -> str:
        return self.node.time.lower() if dimension == "datetime" else dimension

    def _statement(self, question: Question) -> str:
        time, columns = self.node.time.lower(), ", ".join(map(self._column, question.dimensions))
        conditions = [
            # It lets days be skipped; which of its times a row's day is taken from is not told.
            f"date >= '{question.start - _DAY:%Y-%m-%d}'",
            f"date <= '{question.end + _DAY:%Y-%m-%d}'",
            f"{time} >= '{write_time(question.start)}'",
            f"{time} < '{write_time(question.end)}'",
            *(_condition(name, value) for name, value in question.where.items()),
        ]
        source = f"FROM {self.node.dataset} WHERE {' AND '.join(conditions)}"
        if "datetime" not in question.dimensions:
            return f"SELECT {columns}, COUNT(*) AS {_COUNT} {source} GROUP BY {columns} LIMIT {question.limit}"
        direction = "DESC" if question.order.endswith("_DESC") else "ASC"
        return f"SELECT {columns} {source} ORDER BY {time} {direction} LIMIT {question.limit}"


def _condition(name: str, value: object) -> str:
    """A filter of the GraphQL nodes as a condition: `sni_in` with a list, or a name with its one value."""
    column, _, many = name.lower().partition("_")
    column = column.removesuffix("name") if column == "locationname" else column
    if many == "in" and isinstance(value, list):
        return f"{column} IN ({', '.join(map(_literal, value))})"
    return f"{column} = {_literal(value)}"


def _literal(value: object) -> str:
    r"""Text as SQL writes it; of what can't be printed nothing is written, since no name holds it.

    >>> _literal("it's"), _literal("a\nb")
    ("'it''s'", "'ab'")
    """
    text = "".join(sign for sign in str(value) if sign.isprintable())
    return "'{}'".format(text.replace("'", "''"))
