"""What an account tells of itself: accounts, tokens, devices, settings."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from tests.standin.call import BadRequest, Call
from tests.standin.devices import devices
from tests.standin.envelope import Answer, failure, success


def accounts(call: Call) -> Answer:
    page, size = call.integer("page", 1, 1, 10**6), call.integer("per_page", 20, 5, 50)
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


def verify(*, of_account: bool) -> Callable[[Call], Answer]:
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


def physical_devices(call: Call) -> Answer:
    found, _ = _devices(call)
    if identity := call.params.get("id"):
        found = [each for each in found if each["id"] == identity]
    if email := call.params.get("last_seen_user.email"):
        found = [each for each in found if each["last_seen_user"]["email"] == email]
    if since := call.params.get("seen_after"):
        found = [each for each in found if each["last_seen_at"] >= since]
    return _by_cursor(call, call.searched(found, "name", "last_seen_user"))


def registrations(call: Call) -> Answer:
    _, found = _devices(call)
    if device := call.params.get("device.id"):
        found = [each for each in found if each["device"]["id"] == device]
    if user := call.params.get("user.id"):
        found = [each for each in found if each["user"]["id"] == user]
    return _by_cursor(call, call.searched(found, "device", "user"))


def _by_cursor(call: Call, found: list[dict[str, Any]]) -> Answer:
    size = call.integer("per_page", 20, 1, 100)
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


def logging(call: Call) -> Answer:
    return success(call.world.logging | ({"redact_pii": True} if call.world.misbehaviour.has("redacted") else {}))
