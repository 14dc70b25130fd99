"""Answer one GraphQL request: walk down its selections, refuse what the real one refuses, look the rows up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    get_argument_values,
    get_variable_values,
)

from tests.standin.document import read
from tests.standin.filters import fields_in, keeper, time_bounds
from tests.standin.groups import Selection, grouped, ordered, shown
from tests.standin.nodes import NODES, PRIVATE, REDACTED, Node, Reader
from tests.standin.refusal import Refused
from tests.standin.schema import SCHEMA
from tests.standin.settings import check_fields, check_page, check_span, described, settings_of
from tests.standin.tokens import Token
from tests.standin.world import World

_PRETTY = {"CLIENT_TLS_ERROR": "Client TLS error", "CLIENT_CLOSED": "Client closed", "ORIGIN_CLOSED": "Origin closed"}


@dataclass(frozen=True)
class _Request:
    world: World
    token: Token
    variables: Any
    fragments: dict[str, FragmentDefinitionNode]
    schema: GraphQLSchema = SCHEMA

    def arguments(self, parent: str, node: FieldNode) -> dict[str, Any]:
        owner = self.schema.type_map[parent]
        assert isinstance(owner, GraphQLObjectType)
        try:
            return get_argument_values(owner.fields[node.name.value], node, self.variables)
        except GraphQLError as error:
            raise Refused(f"error parsing args: {error.message}") from None

    def children(self, nodes: Iterable[FieldNode]) -> dict[str, list[FieldNode]]:
        """The fields below these, by response key; fragments are opened."""
        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            self._collect(node.selection_set, found)
        return found

    def _collect(self, selections: Any, found: dict[str, list[FieldNode]]) -> None:
        for node in selections.selections if selections else ():
            if node.directives:
                raise Refused("query contains error: directives are not supported")
            if isinstance(node, FragmentSpreadNode):
                self._collect(self.fragments[node.name.value].selection_set, found)
            elif isinstance(node, InlineFragmentNode):
                self._collect(node.selection_set, found)
            else:
                found.setdefault((node.alias or node.name).value, []).append(node)


def answer(world: World, token: Token, text: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The `data` of a query; raises Refused with the documented message for anything the real one refuses."""
    document = read(text)
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation.value != "query":
        raise Refused("query contains error: exactly one query is expected")
    coerced = get_variable_values(SCHEMA, operations[0].variable_definitions or (), variables)
    if isinstance(coerced, list):
        raise Refused(f"error parsing args: {coerced[0].message}")
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    request = _Request(world, token, coerced, fragments)
    top: dict[str, list[FieldNode]] = {}
    request._collect(operations[0].selection_set, top)
    return {key: _viewer(request, nodes, (key,)) for key, nodes in top.items()}


def _viewer(request: _Request, nodes: list[FieldNode], path: tuple[str, ...]) -> dict[str, Any]:
    if nodes[0].name.value != "viewer":
        raise Refused(f"unknown field: {nodes[0].name.value}")
    return {key: [_account(request, accounts, (*path, key, "0"))] for key, accounts in request.children(nodes).items()}


def _account(request: _Request, nodes: list[FieldNode], path: tuple[str, ...]) -> dict[str, Any]:
    chosen = request.arguments("viewer", nodes[0])["filter"]
    tags = [*chosen.get("accountTag_in", ()), *([chosen["accountTag"]] if chosen.get("accountTag") else ())]
    if len(tags) != 1:
        raise Refused("error parsing args: exactly one account is expected", path=path)
    if tags[0] not in request.token.accounts or not request.world.allows(request.token, "analytics"):
        raise Refused("not authorized for that account", 403, path)
    first = tags[0] == request.world.account_id
    found: dict[str, Any] = {}
    for key, fields in request.children(nodes).items():
        if fields[0].name.value == "settings":
            found[key] = _settings(request, fields)
        else:
            found[key] = _rows(request, fields, (*path, key), empty=not first)
    return found


def _settings(request: _Request, nodes: list[FieldNode]) -> dict[str, Any]:
    world = request.world
    answers = {}
    for key, fields in request.children(nodes).items():
        name = fields[0].name.value
        values = described(NODES[name], settings_of(name, world.node_settings, world.misbehaviour))
        answers[key] = {part: values[leaf[0].name.value] for part, leaf in request.children(fields).items()}
    return answers


def _rows(request: _Request, fields: list[FieldNode], path: tuple[str, ...], *, empty: bool) -> list[dict[str, Any]]:
    node = NODES[fields[0].name.value]
    try:
        found = _groups(request, node, fields)
    except Refused as refusal:
        raise Refused(refusal.message, refusal.status, path) from None
    return [] if empty else found


def _groups(request: _Request, node: Node, fields: list[FieldNode]) -> list[dict[str, Any]]:
    world = request.world
    arguments = request.arguments("account", fields[0])
    selection = _selection(request, fields)
    asked, limit, now = arguments["filter"], arguments["limit"], world.now()
    settings = settings_of(node.name, world.node_settings, world.misbehaviour)
    leaves = [
        f"{name}_{part}" if part else name for name, parts in selection.values() for part in parts.values() or ("",)
    ]
    check_fields(node, settings, leaves, world.refused_fields(node.name))
    check_page(settings, limit)
    first, last = time_bounds(asked)
    check_span(settings, first, min(last, now) if math.isinf(last) else last, now)
    readers = _readers(request, node, fields_in(asked))
    table = world.store[node.dataset]
    keep = keeper(asked, node.dimensions, readers["filter"])
    rows, times = table.rows, table.times
    places = table.span(first, min(last, now - world.misbehaviour.number("late", node.name, 0)))
    pairs = [(rows[place], times[place]) for place in places if keep(rows[place], times[place])]
    if world.misbehaviour.has("stray") and pairs:
        pairs += [(rows[place], times[place]) for place in range(len(rows)) if place not in places][:1]
    names = [part for name, parts in selection.values() if name == "dimensions" for part in parts.values()]
    names = list(dict.fromkeys(names))
    groups = ordered(grouped(pairs, names, readers["show"]), node, names, arguments.get("orderBy") or ())
    return shown(groups[:limit], node, names, selection)


def _selection(request: _Request, fields: list[FieldNode]) -> Selection:
    return {
        key: (nodes[0].name.value, {part: leaf[0].name.value for part, leaf in request.children(nodes).items()})
        for key, nodes in request.children(fields).items()
    }


def _readers(request: _Request, node: Node, filtered: set[str]) -> dict[str, dict[str, Reader]]:
    """How to read each dimension, for the answer and for the filter: without permission, identities are masked."""
    world = request.world
    plain = {name: dimension.read for name, dimension in node.dimensions.items()}
    if world.misbehaviour.has("pretty_reasons") and "connectionCloseReason" in plain:
        reason = plain["connectionCloseReason"]
        plain["connectionCloseReason"] = lambda row, second: _PRETTY.get(reason(row, second), reason(row, second))
    if world.allows(request.token, "pii") and not world.misbehaviour.has("redacted"):
        return {"show": plain, "filter": plain}
    masked = plain | {name: _mask for name in plain if name in PRIVATE}
    manner = world.misbehaviour.names("pii_filter")
    if "refused" in manner and filtered & PRIVATE:
        raise Refused(f"account does not have access to the path: {node.name.lower()}", 403)
    return {"show": masked, "filter": plain if "works" in manner else masked}


def _mask(*_: Any) -> str:
    return REDACTED
