"""Zero Trust lists and their items, as strict as the real ones.

Codes 1204 (a value twice) and 2218 (no such list) were seen by others; the other refusals carry none here. What
nobody outside knows is decided so: a value to remove that is not there is no error, and PATCH answers like PUT.
"""

from __future__ import annotations

import random
import re
from typing import Any

import idna

from tests.standin.call import BadRequest, Call
from tests.standin.envelope import Answer, success
from tests.standin.gateway import bare

TYPES = ("SERIAL", "URL", "DOMAIN", "EMAIL", "IP", "CATEGORY", "LOCATION", "DEVICE", "AAGUID")
MOST_LISTS, MOST_ITEMS, PAGE = 100, 1000, 50
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def list_all(call: Call) -> Answer:
    """All lists in one page, without items; null if there are none."""
    found = [each for each in call.visible(call.gateway.lists) if call.params.get("type", each["type"]) == each["type"]]
    found = [each for each in call.searched(found, "name") if all(_fits(each, wanted) for wanted in call.filters)]
    if key := call.params.get("order_by"):
        found.sort(key=lambda each: str(each.get(key, "")), reverse=call.params.get("direction") == "desc")
    return success([_shown(call, each, count=True) for each in found] or None)


def get(call: Call) -> Answer:
    """One list with its items."""
    found = _find(call)
    return success(_shown(call, found, count=True) | {"items": _shuffled(call, found) or None})


def list_items(call: Call) -> Answer:
    """A page of items, in an order of the server's own; an empty one after the last."""
    page, size = call.integer("page", 1, 1, 10**6), call.integer("per_page", PAGE, 1, 1000)
    items = _shuffled(call, _find(call))
    part = items[(page - 1) * size : page * size]
    return success(part, {"page": page, "per_page": size, "count": len(part), "total_count": len(items)})


def create(call: Call) -> Answer:
    """A new list; names need not differ. The answer repeats the items and has no count."""
    given = call.fields()
    name, kind = _text(given, "name", needed=True), given.get("type")
    if kind not in TYPES:
        raise BadRequest(f"invalid list type: {kind}")
    if len(call.gateway.lists) >= call.world.misbehaviour.number("most_lists", "", MOST_LISTS):
        raise BadRequest("maximum number of lists reached for this account", code=None)
    made = {
        "id": call.gateway.new_id("list"),
        "name": name,
        "description": _text(given, "description"),
        "type": kind,
        "created_at": call.now,
        "updated_at": call.now,
        "items": [],
    }
    made["items"] = _added(call, made, given.get("items"))
    call.gateway.lists.append(made)
    return success(_shown(call, made) | {"items": list(made["items"])})


def patch(call: Call) -> Answer:
    """Values added and removed, all or none; in effect when the answer comes."""
    found, given = _find(call), call.fields()
    if unknown := sorted(set(given) - {"append", "remove", "name", "description"}):
        raise BadRequest(f"unknown field: {unknown[0]}")
    removed = given.get("remove") or []
    if not isinstance(removed, list) or not all(isinstance(each, str) for each in removed):
        raise BadRequest("remove must be a list of values")
    gone = {_stored(each, found["type"]) for each in removed}
    kept = found | {"items": [item for item in found["items"] if item["value"] not in gone]}
    items = kept["items"] + _added(call, kept, given.get("append"))
    for key in ("name", "description"):
        if key in given:
            found[key] = _text(given, key)
    found.update(items=items, updated_at=call.now)
    return success(_shown(call, found, count=True))


def put(call: Call) -> Answer:
    """A list written anew: items that are named replace all, items that are not named stay."""
    found, given = _find(call), call.fields()
    name = _text(given, "name", needed=True)
    if given.get("type", found["type"]) != found["type"]:
        raise BadRequest("the type of a list cannot change")
    if given.get("items"):
        found["items"] = _added(call, found | {"items": []}, given["items"])
    found.update(name=name, description=_text(given, "description"), updated_at=call.now)
    return success(_shown(call, found, count=True))


def delete(call: Call) -> Answer:
    """A list is deleted, unless a rule uses it."""
    found = _find(call)
    if users := call.gateway.users_of(found["id"]):
        raise BadRequest(f"list is in use by rule {users[0]['name']!r} and cannot be deleted", code=None)
    call.gateway.lists.remove(found)
    return success({})


def _find(call: Call) -> dict[str, Any]:
    for each in call.visible(call.gateway.lists):
        if bare(each["id"]) == bare(call.identity):
            return each
    raise BadRequest("list not found", 404, 2218)


def _fits(each: dict[str, Any], wanted: str) -> bool:
    key, _, value = wanted.partition(":")
    if key == "id":
        return bare(each["id"]) == bare(value)
    if key == "item_count":
        return str(len(each["items"])) == value
    return value.casefold() in str(each.get(key, "")).casefold()


def _shown(call: Call, each: dict[str, Any], *, count: bool = False) -> dict[str, Any]:
    shown = {key: value for key, value in each.items() if key != "items"} | {"id": call.shown_id(each["id"])}
    return shown | {"count": len(each["items"])} if count else shown


def _shuffled(call: Call, each: dict[str, Any]) -> list[dict[str, Any]]:
    """The same order while the list stays the same, or, told to misbehave, another each time."""
    seed = f"{each['id']} {len(each['items'])}"
    chance = call.gateway.chance if call.world.misbehaviour.has("reshuffle") else random.Random(seed)
    return chance.sample(each["items"], len(each["items"]))


def _text(given: dict[str, Any], key: str, *, needed: bool = False) -> str:
    value = given.get(key) or ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadRequest(f"{key} must be a text")
    return value


def _added(call: Call, each: dict[str, Any], given: Any) -> list[dict[str, Any]]:
    """The new items as they are stored; one that cannot be stored refuses them all."""
    if not isinstance(given or [], list):
        raise BadRequest("items must be a list")
    known, added = {item["value"] for item in each["items"]}, []
    for item in given or []:
        if not isinstance(item, dict) or not isinstance(item.get("value"), str):
            raise BadRequest("an item must have a value")
        value = _stored(item["value"], each["type"])
        if value in known:
            raise BadRequest("A resource with this identifier already exists.", 409, 1204)
        known.add(value)
        added.append({"value": value, "description": _text(item, "description"), "created_at": call.now})
    most = call.world.misbehaviour.number("most_items", "", MOST_ITEMS)
    if len(known) > most:
        raise BadRequest(f"list exceeds the maximum of {most} items", code=None)
    return added


def _stored(value: str, kind: str) -> str:
    """The value as the list holds it: hostnames in Punycode and lower case."""
    if kind != "DOMAIN":
        return value
    try:
        name = idna.encode(value.lower(), uts46=True).decode() if not value.isascii() else value.lower()
    except idna.IDNAError:
        name = ""
    labels = name.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdecimal():
        # Seen without a code.
        raise BadRequest(f"item: '{value}' error: invalid domain name: {value}", code=None)
    return name
