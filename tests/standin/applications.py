"""The resource library: Cloudflare's applications and the account's own."""

from __future__ import annotations

from typing import Any

from tests.standin import catalogue
from tests.standin.call import BadRequest, Call
from tests.standin.envelope import Answer, success


def list_all(call: Call) -> Answer:
    limit, offset = call.integer("limit", 50, 1, 250), call.integer("offset", 0, 0, 10**6)
    fields = set(call.params["fields"].split(",")) if "fields" in call.params else set(catalogue.APPLICATION_FIELDS)
    if unknown := sorted(fields - catalogue.APPLICATION_FIELDS):
        raise BadRequest(f"unknown field: {unknown[0]}")
    if "search" in call.params and not 2 <= len(call.params["search"]) <= 200:
        raise BadRequest("search must have 2 to 200 characters")
    found = call.searched([*call.world.applications, *call.gateway.applications], "name")
    for wanted in call.filters:
        found = [each for each in found if _fits(each, wanted)]
    part = [{key: each[key] for key in each if key in fields} for each in found[offset : offset + limit]]
    return success(part, {"count": len(part), "total_count": len(found), "offset": offset, "limit": limit})


def _fits(application: dict[str, Any], wanted: str) -> bool:
    key, _, value = wanted.partition(":")
    if key == "hostname":
        return catalogue.hosts_match(application, value.lower())
    if key not in ("id", "name", "supported"):
        raise BadRequest(f"unknown filter: {key}")
    return value in application[key] if key == "supported" else str(application[key]) == value


def create(call: Call) -> Answer:
    """A custom application, of hostnames or of addresses."""
    given = call.fields()
    if not given.get("hostnames") and not given.get("ip_subnets"):
        raise BadRequest("hostnames or ip_subnets is required")
    made = catalogue.custom(9001 + len(call.gateway.applications), str(given.get("name", ""))) | _written(given)
    call.gateway.applications.append(made)
    return success(made)


def patch(call: Call) -> Answer:
    """A custom application changed; Cloudflare's own cannot be."""
    for each in call.gateway.applications:
        if str(each["id"]) == call.identity:
            each.update(_written(call.fields()))
            return success(each)
    raise BadRequest("application not found", 404, None)


def _written(given: dict[str, Any]) -> dict[str, Any]:
    keys = ("name", "human_id", "category_id", "hostnames", "ip_subnets", "support_domains", "port_protocols")
    return {key: given[key] for key in keys if key in given}
