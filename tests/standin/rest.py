"""The REST part: one function a path, all answers in Cloudflare's envelope."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.standin import catalogue
from tests.standin.devices import devices
from tests.standin.envelope import Answer, failure, success, unauthenticated
from tests.standin.tokens import Token
from tests.standin.world import World

Params = Mapping[str, str]


@dataclass(frozen=True)
class Call:
    """One request, its token known to be good."""

    world: World
    token: Token
    params: Params
    filters: tuple[str, ...]
    account: str


class BadRequest(Exception):  # noqa: N818 - it is an answer, not a failure
    """A parameter the real API refuses."""


def answer(world: World, token: Token, method: str, path: str, params: Params, filters: tuple[str, ...]) -> Answer:
    """The answer to a request whose token exists; `path` is what follows /client/v4."""
    for pattern, permission, known, serve in _ROUTES:
        if not (match := pattern.fullmatch(path)):
            continue
        if method != "GET":
            return failure(405, 7001, f"Method {method} not available for that URI.")
        if world.expired(token) and not path.endswith("/tokens/verify"):
            return unauthenticated()
        account = match.groupdict().get("account", "")
        if account and account not in token.accounts:
            return unauthenticated(403)
        if permission and not world.allows(token, permission):
            return unauthenticated(403)
        if unknown := sorted(set(params) - known):
            # The real one ignores these; a caller that misspells one should learn of it.
            return failure(400, 10001, f"unknown query parameter: {unknown[0]}")
        try:
            return serve(Call(world, token, params, filters, account))
        except BadRequest as refusal:
            return failure(400, 10001, str(refusal))
    return failure(404, 7003, f"Could not route to {path}, perhaps your object identifier is invalid?")


def _accounts(call: Call) -> Answer:
    page, size = _integer(call, "page", 1, 1, 10**6), _integer(call, "per_page", 20, 5, 50)
    # A token without any permission on an account is told of no account.
    visible = call.token.accounts if call.world.allows(call.token, "accounts") else ()
    names = call.world.account_names
    wanted = call.params.get("name", "")
    found = [
        {"id": tag, "name": names[tag], "type": "standard", "created_on": "2024-01-10T00:00:00Z"}
        for tag in visible
        if wanted in names[tag]
    ]
    part = found[(page - 1) * size : page * size]
    pages = -(-len(found) // size)
    return success(
        part, {"page": page, "per_page": size, "count": len(part), "total_count": len(found), "total_pages": pages}
    )


def _verify(*, of_account: bool) -> Callable[[Call], Answer]:
    def serve(call: Call) -> Answer:
        if call.token.owned_by_account != of_account:
            return failure(401, 1000, "Invalid API Token")
        if call.world.expired(call.token):
            return success({"id": call.token.id, "status": "expired", "expires_on": "2026-01-01T00:00:00Z"})
        note = {"code": 10000, "message": "This API Token is valid and active", "type": None}
        return success({"id": call.token.id, "status": "active"}, messages=(note,))

    return serve


def _devices(call: Call) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if call.account != call.world.account_id:
        return [], []
    return devices(call.world.store, ids_are_registrations=call.world.misbehaviour.has("ids_are_registrations"))


def _physical_devices(call: Call) -> Answer:
    found, _ = _devices(call)
    if identity := call.params.get("id"):
        found = [each for each in found if each["id"] == identity]
    if email := call.params.get("last_seen_user.email"):
        found = [each for each in found if each["last_seen_user"]["email"] == email]
    if since := call.params.get("seen_after"):
        found = [each for each in found if each["last_seen_at"] >= since]
    return _by_cursor(call, _searched(call, found, "name", "last_seen_user"))


def _registrations(call: Call) -> Answer:
    _, found = _devices(call)
    if device := call.params.get("device.id"):
        found = [each for each in found if each["device"]["id"] == device]
    if user := call.params.get("user.id"):
        found = [each for each in found if each["user"]["id"] == user]
    return _by_cursor(call, _searched(call, found, "device", "user"))


def _searched(call: Call, found: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    wanted = call.params.get("search", "").casefold()
    return [each for each in found if any(wanted in str(each[key]).casefold() for key in keys)]


def _by_cursor(call: Call, found: list[dict[str, Any]]) -> Answer:
    size = _integer(call, "per_page", 20, 1, 100)
    start = _decoded(call.params["cursor"]) if call.params.get("cursor") else 0
    part = found[start : start + size]
    more = start + size < len(found)
    cursor = base64.urlsafe_b64encode(f"after {start + size}".encode()).decode() if more else ""
    return success(part, {"count": len(part), "per_page": size, "cursor": cursor, "total_count": len(found)})


def _decoded(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()).decode().removeprefix("after "))
    except ValueError:
        raise BadRequest("cursor is not one of ours") from None


def _logging(call: Call) -> Answer:
    return success(call.world.logging | ({"redact_pii": True} if call.world.misbehaviour.has("redacted") else {}))


def _lists(call: Call) -> Answer:
    found = [each for each in call.world.lists if call.params.get("type", each["type"]) == each["type"]]
    return success(_searched(call, found, "name"))


def _rules(call: Call) -> Answer:
    found = _searched(call, call.world.rules, "name", "traffic")
    for wanted in call.filters:
        key, _, value = wanted.partition(":")
        key = {"expression": "traffic"}.get(key, key)
        found = [each for each in found if value in each.get(key, "")]
    return success(sorted(found, key=lambda each: each.get("precedence", 0)))


def _applications(call: Call) -> Answer:
    limit, offset = _integer(call, "limit", 50, 1, 250), _integer(call, "offset", 0, 0, 10**6)
    fields = set(call.params["fields"].split(",")) if "fields" in call.params else set(catalogue.APPLICATION_FIELDS)
    if unknown := sorted(fields - catalogue.APPLICATION_FIELDS):
        raise BadRequest(f"unknown field: {unknown[0]}")
    if "search" in call.params and not 2 <= len(call.params["search"]) <= 200:
        raise BadRequest("search must have 2 to 200 characters")
    found = _searched(call, call.world.applications, "name")
    for wanted in call.filters:
        found = [each for each in found if _application_fits(each, wanted)]
    part = [{key: each[key] for key in each if key in fields} for each in found[offset : offset + limit]]
    return success(part, {"count": len(part), "total_count": len(found), "offset": offset, "limit": limit})


def _application_fits(application: dict[str, Any], wanted: str) -> bool:
    key, _, value = wanted.partition(":")
    if key == "hostname":
        return catalogue.hosts_match(application, value.lower())
    if key not in ("id", "name", "supported"):
        raise BadRequest(f"unknown filter: {key}")
    return value in application[key] if key == "supported" else str(application[key]) == value


def _integer(call: Call, name: str, default: int, least: int, most: int) -> int:
    text = call.params.get(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BadRequest(f"{name} must be a number from {least} to {most}")
    return int(text)


Route = tuple[re.Pattern[str], str, frozenset[str], Callable[[Call], Answer]]


def _route(path: str, permission: str, known: str, serve: Callable[[Call], Answer]) -> Route:
    pattern = path.replace("ACCOUNT", "accounts/(?P<account>[0-9a-f]{32})")
    return re.compile(pattern), permission, frozenset(known.split()), serve


_ROUTES = (
    _route("/accounts", "", "page per_page name direction", _accounts),
    _route("/user/tokens/verify", "", "", _verify(of_account=False)),
    _route("/ACCOUNT/tokens/verify", "", "", _verify(of_account=True)),
    _route(
        "/ACCOUNT/devices/physical-devices",
        "devices",
        "search id last_seen_user.email seen_after seen_before active_registrations sort_by per_page cursor",
        _physical_devices,
    ),
    _route(
        "/ACCOUNT/devices/registrations", "devices", "search device.id user.id status per_page cursor", _registrations
    ),
    _route("/ACCOUNT/gateway/logging", "zero_trust", "", _logging),
    _route("/ACCOUNT/gateway/configuration", "zero_trust", "", lambda call: success(call.world.configuration)),
    _route(
        "/ACCOUNT/gateway/app_types",
        "zero_trust",
        "page per_page",
        lambda _: success(list(catalogue.APP_TYPES)),
    ),
    _route("/ACCOUNT/gateway/lists", "zero_trust", "type search filter order_by direction", _lists),
    _route("/ACCOUNT/gateway/rules", "zero_trust", "search filter order_by direction", _rules),
    _route(
        "/ACCOUNT/resource-library/applications",
        "resource_library",
        "filter search fields limit offset order_by",
        _applications,
    ),
)
