"""The REST part: which function answers which method and path, and who may ask it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.standin import applications, audit, catalogue, explorer, lists, reads, rules
from tests.standin.call import BadRequest, Call
from tests.standin.envelope import Answer, failure, success, unauthenticated
from tests.standin.tokens import Token
from tests.standin.world import World


@dataclass(frozen=True)
class Route:
    """One method of a path: the permission it needs, the query parameters it knows, and what answers it."""

    method: str
    path: re.Pattern[str]
    permission: str
    known: frozenset[str]
    serve: Callable[[Call], Answer]


def answer(
    world: World,
    token: Token,
    method: str,
    path: str,
    params: Mapping[str, str],
    filters: tuple[str, ...] = (),
    body: Any = None,
    text: str = "",
    content_type: str = "",
) -> Answer:
    """The answer to a request whose token exists; `path` is what follows /client/v4."""
    fitting = [(route, match) for route in _ROUTES if (match := route.path.fullmatch(path))]
    if not fitting:
        return failure(404, 7003, f"Could not route to {path}, perhaps your object identifier is invalid?")
    for route, match in fitting:
        if route.method == method:
            call = Call(world, token, params, filters, *_named(match), body, text, content_type)
            return _refused(route, call, path) or _served(route, call)
    return failure(405, 7001, f"Method {method} not available for that URI.")


def _named(match: re.Match[str]) -> tuple[str, str]:
    found = match.groupdict()
    return found.get("account") or "", found.get("id") or ""


def _refused(route: Route, call: Call, path: str) -> Answer | None:
    if call.world.expired(call.token) and not path.endswith("/tokens/verify"):
        return unauthenticated()
    if call.account and call.account not in call.token.accounts:
        return unauthenticated(403)
    if route.permission and not call.world.allows(call.token, route.permission):
        return unauthenticated(403)
    if unknown := sorted(set(call.params) - route.known):
        # The real one ignores these; a caller that misspells one should learn of it.
        return failure(400, 10001, f"unknown query parameter: {unknown[0]}")
    return None


def _served(route: Route, call: Call) -> Answer:
    try:
        answered = route.serve(call)
    except BadRequest as refusal:
        answered = failure(refusal.status, refusal.code, str(refusal))
    if route.method != "GET" and route.permission != "logs":
        audit.note(call, route.method, route.path.pattern, answered)
    return answered


def _route(line: str, serve: Callable[[Call], Answer], known: str = "") -> Route:
    """`line` is the method, the permission (- for none) and the path."""
    method, permission, path = line.split()
    pattern = path.replace("ACCOUNT", "accounts/(?P<account>[0-9a-f]{32})").replace("ID", "(?P<id>[0-9a-fA-F-]+)")
    return Route(method, re.compile(pattern), permission.strip("-"), frozenset(known.split()), serve)


_LISTS, _RULES = "/ACCOUNT/gateway/lists", "/ACCOUNT/gateway/rules"
_LIBRARY = "/ACCOUNT/resource-library/applications"
_ROUTES = (
    _route("GET - /accounts", reads.accounts, "page per_page name direction"),
    _route("GET - /user/tokens/verify", reads.verify(of_account=False)),
    _route("GET - /ACCOUNT/tokens/verify", reads.verify(of_account=True)),
    _route(
        "GET devices /ACCOUNT/devices/physical-devices",
        reads.physical_devices,
        "search id last_seen_user.email seen_after seen_before active_registrations sort_by per_page cursor",
    ),
    _route(
        "GET devices /ACCOUNT/devices/registrations",
        reads.registrations,
        "search device.id user.id status per_page cursor",
    ),
    _route("GET zero_trust /ACCOUNT/gateway/logging", reads.logging),
    _route("GET zero_trust /ACCOUNT/gateway/configuration", lambda call: success(call.world.configuration)),
    _route("GET zero_trust /ACCOUNT/gateway/app_types", lambda _: success(list(catalogue.APP_TYPES)), "page per_page"),
    _route(f"GET zero_trust {_LISTS}", lists.list_all, "type search filter order_by direction"),
    _route(f"POST lists_create {_LISTS}", lists.create),
    _route(f"GET zero_trust {_LISTS}/ID", lists.get),
    _route(f"PATCH lists_edit {_LISTS}/ID", lists.patch),
    _route(f"PUT lists_edit {_LISTS}/ID", lists.put),
    _route(f"DELETE lists_edit {_LISTS}/ID", lists.delete),
    _route(f"GET zero_trust {_LISTS}/ID/items", lists.list_items, "page per_page"),
    _route(f"GET zero_trust {_RULES}", rules.list_all, "search filter order_by direction"),
    _route(f"POST rules_create {_RULES}", rules.create),
    _route(f"GET zero_trust {_RULES}/ID", rules.get),
    _route(f"PUT rules_edit {_RULES}/ID", rules.put),
    _route(f"DELETE rules_edit {_RULES}/ID", rules.delete),
    _route(f"GET resource_library {_LIBRARY}", applications.list_all, "filter search fields limit offset order_by"),
    _route(f"POST resource_library_edit {_LIBRARY}", applications.create),
    _route(f"PATCH resource_library_edit {_LIBRARY}/ID", applications.patch),
    _route("GET logs /ACCOUNT/logs/explorer/datasets", explorer.configured),
    _route("GET logs /ACCOUNT/logs/explorer/datasets/available", explorer.available),
    _route("POST logs /ACCOUNT/logs/explorer/query/sql", explorer.query),
    _route("GET audit /ACCOUNT/logs/audit", audit.list_all, audit.KNOWN),
)
