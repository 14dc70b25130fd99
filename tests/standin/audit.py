"""The audit log, version 2: one row for every write, whether it succeeded or not."""

from __future__ import annotations

import base64
import copy

from tests.standin.call import BadRequest, Call
from tests.standin.envelope import Answer, success
from tests.standin.rows import epoch

_FILTERS = {
    "action_result": ("action", "result"),
    "action_type": ("action", "type"),
    "actor_token_id": ("actor", "token_id"),
    "raw_method": ("raw", "method"),
    "raw_uri": ("raw", "uri"),
    "resource_id": ("resource", "id"),
    "resource_product": ("resource", "product"),
}
KNOWN = " ".join(["since before cursor direction limit", *_FILTERS])
_TYPES = {"POST": "create", "PATCH": "update", "PUT": "update", "DELETE": "delete"}


def note(call: Call, method: str, path: str, answered: Answer) -> None:
    """Keep a row of this write."""
    status, body = answered
    product = path.rpartition("gateway/")[2].partition("/")[0] if "gateway/" in path else "applications"
    result = body.get("result") or {}
    uri = path.replace("(?P<account>[0-9a-f]{32})", call.account).replace("(?P<id>[0-9a-fA-F-]+)", call.identity)
    row = {
        "id": call.gateway.new_id("audit"),
        "account": {"id": call.account, "name": call.world.account_names.get(call.account, "")},
        "action": {
            "description": f"{_TYPES[method]} {product}",
            "result": "success" if body["success"] else "failure",
            "time": call.now,
            "type": _TYPES[method],
        },
        "actor": {
            "id": call.token.id,
            "context": "api_token",
            "email": "admin@example.jp",
            "ip_address": "192.0.2.10",
            "token_id": call.token.id,
            "token_name": "pinscout",
            "type": "account" if call.token.owned_by_account else "user",
        },
        "raw": {"cf_ray_id": "9b1c2d3e4f5a6b7c", "method": method, "status_code": status, "uri": f"/client/v4{uri}"},
        "resource": {
            "id": call.identity or str(result.get("id", "")),
            "product": product,
            "request": call.body,
            "response": copy.deepcopy(result),
            "scope": "accounts",
            "type": product,
        },
    }
    call.gateway.audit.append(row)


def list_all(call: Call) -> Answer:
    """Rows of a span, newest first, by cursor."""
    since, before = (_moment(call, name) for name in ("since", "before"))
    found = [each for each in call.gateway.audit if since <= epoch(each["action"]["time"]) < before]
    for name, (part, key) in _FILTERS.items():
        if name in call.params:
            found = [each for each in found if str(each[part][key]) == call.params[name]]
    if call.params.get("direction") != "asc":
        found.reverse()
    limit, start = call.integer("limit", 100, 1, 1000), _start(call.params.get("cursor", ""))
    part = found[start : start + limit]
    more = base64.urlsafe_b64encode(str(start + limit).encode()).decode() if start + limit < len(found) else ""
    return success(part, {"count": len(part), "cursors": {"after": more}})


def _moment(call: Call, name: str) -> float:
    text = call.params.get(name, "")
    try:
        return epoch(f"{text}T00:00:00Z" if len(text) == 10 else text)
    except ValueError:
        raise BadRequest(f"{name} is required, as a date or a time") from None


def _start(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor.encode())) if cursor else 0
    except ValueError:
        raise BadRequest("cursor is not one of ours") from None
