"""GraphQL: queries to the log nodes, their settings, and what their errors mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from analyzer.cloudflare.answers import odd_answer, shaped
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs.nodes import ALL_NODES, NODES, Node
from analyzer.errors import CloudflareError, FieldRefusedError, NodeRefusedError, TooOldError
from analyzer.facts import fact

_RATE = ("rate limiter budget depleted", "excessive resources")
_BUSY = ("too many queries in progress", "unable to execute query")
_TOO_MUCH = ("time range is too large", "limit must be positive", "number of fields can't be more")
_WRONG = ("error parsing args", "query contains error")
_TOO_OLD = "cannot request data older than"
_NO_ACCESS = ("does not have access", "not authorized", "unauthorized")
_FIELD = re.compile(r"""(?:unknown field|field|access to the (?:path|field))[ :"'`]+([\w.]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """What an account may ask of a node; durations in seconds, None where Cloudflare states no limit."""

    enabled: bool
    max_page_size: int
    max_duration: int | None
    not_older_than: int | None
    max_fields: int | None
    fields: frozenset[str]
    """Paths of the fields that may be asked for, in lower case; empty if not stated."""

    def allows(self, field: str) -> bool:
        """Whether a dimension may be asked for, as far as the settings tell."""
        return not self.fields or f"dimensions_{field}".lower() in self.fields

    def opens(self, node: Node) -> bool:
        """Whether the node may be asked for all that makes it useful."""
        fits = self.max_fields is None or self.max_fields > len(node.required) + 1
        return self.enabled and fits and all(map(self.allows, node.required))


DISABLED = Settings(False, 0, None, None, None, frozenset())
_DEFAULT_PAGE, _LARGEST_PAGE = 10_000, 1_000_000
_LONGEST_S = 10 * 366 * 86_400
GRAPHQL = "/graphql"
_SETTINGS = "enabled availableFields maxPageSize maxNumberOfFields maxDuration notOlderThan"


class _Viewer(msgspec.Struct):
    accounts: list[dict[str, Any]] | None = None


class _Data(msgspec.Struct):
    viewer: _Viewer | None = None


class _Answer(msgspec.Struct):
    data: _Data | None = None
    errors: list[Any] | None = None


class _NodeSettings(msgspec.Struct, rename="camel"):
    enabled: bool | None = None
    available_fields: list[str] | None = None
    max_page_size: int | None = None
    max_number_of_fields: int | None = None
    max_duration: int | None = None
    not_older_than: int | None = None


class _AllSettings(msgspec.Struct):
    settings: dict[str, _NodeSettings | None] | None = None


def ask(client: Cloudflare, query: str, variables: dict[str, object], shape: Any = Any) -> Any:
    """The account object in the answer, in this shape. Raises the errors of this module, or CloudflareError."""
    return client.repeat(lambda: _ask_once(client, query, variables, shape))


def _ask_once(client: Cloudflare, query: str, variables: dict[str, object], shape: Any) -> Any:
    plain = client.graphql(query, variables)
    answer = shaped(plain, _Answer, GRAPHQL)
    if answer.errors:
        raise _meaning(answer.errors)
    if "data" not in plain:
        raise CloudflareError(
            "cf_no_answer", fact("cf_try_again"), status=httpx.codes.SERVICE_UNAVAILABLE, text=fact("cf_no_reason")
        )
    accounts = (answer.data and answer.data.viewer and answer.data.viewer.accounts) or []
    if not accounts:
        raise NodeRefusedError("cf_no_such_account")
    if len(accounts) > 1:  # one was asked for: rows of another must not be taken for its own
        raise odd_answer(GRAPHQL, "data.viewer.accounts", fact("cf_one_account"))
    return shaped(accounts[0], shape, GRAPHQL, "data.viewer.accounts[0]")


def read_settings(client: Cloudflare, account: str) -> dict[str, Settings]:
    """The settings of each node by its name; a node that the account lacks is disabled.

    All are asked for at once; where one of them makes the whole query fail, each by itself.
    """
    try:
        return _settings_of(client, account, ALL_NODES)
    except (FieldRefusedError, NodeRefusedError):
        found: dict[str, Settings] = {}
        for node in ALL_NODES:
            try:
                found |= _settings_of(client, account, (node,))
            except (FieldRefusedError, NodeRefusedError):
                found[node.name] = DISABLED
        return found


def open_nodes(settings: Mapping[str, Settings], dataset: str) -> list[Node]:
    """The nodes of a dataset that may be asked, the better one first."""
    return [node for node in NODES[dataset] if settings[node.name].opens(node)]


def _settings_of(client: Cloudflare, account: str, nodes: tuple[Node, ...]) -> dict[str, Settings]:
    fields = " ".join(f"{node.name} {{ {_SETTINGS} }}" for node in nodes)
    account_filter = "accounts(filter: {accountTag: $account})"
    query = f"query Settings($account: string!) {{ viewer {{ {account_filter} {{ settings {{ {fields} }} }} }} }}"
    answer = ask(client, query, {"account": account}, _AllSettings).settings or {}
    return {node.name: _parse(answer.get(node.name)) for node in nodes}


def _parse(told: _NodeSettings | None) -> Settings:
    if not told or not told.enabled:
        return DISABLED
    return Settings(
        enabled=True,
        max_page_size=_within(told.max_page_size, _LARGEST_PAGE) or _DEFAULT_PAGE,
        max_duration=_within(told.max_duration, _LONGEST_S),
        not_older_than=_within(told.not_older_than, _LONGEST_S),
        max_fields=_within(told.max_number_of_fields, _LARGEST_PAGE),
        fields=frozenset(field.lower() for field in told.available_fields or []),
    )


def _within(told: int | None, most: int) -> int | None:
    """What is told, None where it can't be meant: no limit is stated then."""
    return told if told is not None and 0 < told <= most else None


def _meaning(errors: list[Any]) -> CloudflareError:
    messages = [str(error.get("message", error) if isinstance(error, dict) else error) for error in errors]
    text = "; ".join(messages)
    folded = text.casefold()
    if any(phrase in folded for phrase in _RATE):
        return CloudflareError("cf_too_many", status=httpx.codes.TOO_MANY_REQUESTS, text=text)
    if any(phrase in folded for phrase in _BUSY):
        return CloudflareError("cf_busy", status=httpx.codes.SERVICE_UNAVAILABLE, text=text)
    if _TOO_OLD in folded:
        return TooOldError("cf_too_old", text=text)
    if any(phrase in folded for phrase in _TOO_MUCH):
        return CloudflareError("cf_too_large", status=httpx.codes.BAD_REQUEST, text=text)
    field = _FIELD.search(text)
    if field and not any(field[1].casefold() == node.name.casefold() for node in ALL_NODES):
        return FieldRefusedError("cf_field_refused", field=field[1].rsplit(".", 1)[-1], text=text)
    if any(phrase in folded for phrase in _NO_ACCESS):
        return NodeRefusedError("cf_node_refused", text=text)
    if any(phrase in folded for phrase in _WRONG):
        return CloudflareError("cf_no_answer", fact("cf_report"), status=httpx.codes.BAD_REQUEST, text=text)
    return CloudflareError("cf_no_answer", fact("cf_try_again"), status=httpx.codes.SERVICE_UNAVAILABLE, text=text)
