"""Gateway's rules. Code 2091 (a selector that the action does not know) and 2087 were seen by others.

What nobody outside knows is decided so: an expression that names a list that is not there is refused as that list is.
"""

from __future__ import annotations

from typing import Any

from tests.standin import wirefilter
from tests.standin.call import BadRequest, Call
from tests.standin.envelope import Answer, success
from tests.standin.gateway import bare, rule_defaults

ACTIONS = [
    "on",
    "off",
    "allow",
    "block",
    "scan",
    "noscan",
    "safesearch",
    "ytrestricted",
    "isolate",
    "noisolate",
    "override",
    "l4_override",
    "egress",
    "resolve",
    "quarantine",
    "redirect",
]
FILTERS = ("http", "dns", "l4", "egress", "dns_resolver")
MOST_RULES, LONGEST = 500, 140_000
_ONLY_OFF = tuple(f"http.conn.{part}" for part in ("hostname", "domains", "content_category", "security_category"))
_WRITTEN = ("name", "description", "enabled", "action", "filters", "traffic", "identity", "device_posture")


def list_all(call: Call) -> Answer:
    """All rules in one page by precedence; null if there are none, or none that the token may see."""
    found = call.searched(call.visible(call.gateway.rules), "name", "traffic")
    for wanted in call.filters:
        key, _, value = wanted.partition(":")
        key = {"expression": "traffic"}.get(key, key)
        found = [each for each in found if value in each.get(key, "")]
    return success([_shown(call, each) for each in sorted(found, key=lambda each: each["precedence"])] or None)


def get(call: Call) -> Answer:
    """One rule."""
    return success(_shown(call, _find(call)))


def create(call: Call) -> Answer:
    """A new rule; without a precedence it comes last."""
    if len(call.gateway.rules) >= call.world.misbehaviour.number("most_rules", "", MOST_RULES):
        raise BadRequest("maximum number of rules reached for this account", code=None)
    made = rule_defaults() | {"enabled": False, "created_at": call.now, "updated_at": call.now}
    made |= _read(call, None) | {"id": call.gateway.new_id("rule"), "source_account": call.account}
    call.gateway.rules.append(made)
    return success(_shown(call, made))


def put(call: Call) -> Answer:
    """A rule written anew: what is not named is gone."""
    found = _find(call)
    kept = {key: found[key] for key in ("id", "precedence", "created_at", "source_account")}
    anew = rule_defaults() | {"enabled": False} | kept | _read(call, found)
    found.clear()
    found.update(anew, updated_at=call.now, version=anew["version"] + 1)
    return success(_shown(call, found))


def delete(call: Call) -> Answer:
    """A rule is deleted."""
    call.gateway.rules.remove(_find(call))
    return success({})


def _find(call: Call) -> dict[str, Any]:
    for each in call.visible(call.gateway.rules):
        if bare(each["id"]) == bare(call.identity):
            return each
    raise BadRequest("rule not found", 404, None)


def _shown(call: Call, each: dict[str, Any]) -> dict[str, Any]:
    return each | {"id": call.shown_id(each["id"])}


def _read(call: Call, present: dict[str, Any] | None) -> dict[str, Any]:
    """What the body says of the rule, checked and written as the API writes it."""
    given = call.fields()
    if not isinstance(given.get("name"), str) or not given["name"].strip():
        raise BadRequest("name is required", code=None)
    if given.get("action") not in ACTIONS:
        raise BadRequest(f"invalid action: {given.get('action')}", code=2087)
    filters = given.get("filters") or ["http"]
    if not isinstance(filters, list) or len(filters) != 1 or filters[0] not in FILTERS:
        raise BadRequest("filters must hold exactly one value", code=None)
    for key in ("expiration", "schedule"):
        if given.get(key) and "dns" not in filters[0]:
            raise BadRequest(f"{key} can only be set for dns rules", code=None)
    rule = {key: given[key] for key in _WRITTEN if given.get(key) is not None} | {"filters": filters}
    if given.get("rule_settings"):
        rule["rule_settings"] = given["rule_settings"]
    for key in ("traffic", "identity", "device_posture"):
        if rule.get(key):
            rule[key] = _formatted(call, rule[key], rule["action"], key)
    return rule | {"precedence": _precedence(call, given.get("precedence"), present)}


def _formatted(call: Call, expression: Any, action: str, key: str) -> str:
    if not isinstance(expression, str) or len(expression) > LONGEST:
        raise BadRequest(f"invalid {key} expression", code=None)
    try:
        node = wirefilter.parse(expression)
    except wirefilter.Malformed as error:
        raise BadRequest(f"invalid {key} expression: {error}", code=None) from error
    for each in node.leaves():
        if each.selector.startswith("http.request." if action == "off" else _ONLY_OFF):
            raise BadRequest(f"selector {each.selector} is not valid for action {action}", code=2091)
        if each.list_id and call.gateway.list_of(each.list_id) is None:
            raise BadRequest(f"list not found: {each.list_id}", code=2218)
    return str(node)


def _precedence(call: Call, given: Any, present: dict[str, Any] | None) -> int:
    used = {each["precedence"] for each in call.gateway.rules if each is not present}
    if given is None:
        if present:
            return int(present["precedence"])
        return max(used) + call.gateway.chance.randint(1, 100) if used else 1000
    if not isinstance(given, int) or given in used:
        raise BadRequest(f"precedence {given} is already in use", code=None)
    return given
