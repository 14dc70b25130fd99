"""Whether a connection is decrypted now, as the account's rules and lists decide."""

from __future__ import annotations

from typing import Any

from tests.standin import catalogue, wirefilter
from tests.standin.world import World

DO_NOT_INSPECT = 16
"""The id of the application type whose members break when inspected."""


def deciding_rule(world: World, host: str, email: str = "") -> dict[str, Any] | None:
    """The first enabled Do Not Inspect rule that leaves a connection to this host alone; None = it is decrypted."""
    facts, gateway = facts_of(world, host, email), world.gateway(world.account_id)
    for rule in sorted(gateway.rules, key=lambda each: each["precedence"]):
        if rule["enabled"] and rule["action"] == "off" and rule["filters"] == ["http"]:
            conditions = [rule[key] for key in ("traffic", "identity", "device_posture") if rule[key]]
            if all(wirefilter.parse(text).holds(facts, gateway.values_of) for text in conditions):
                return rule
    return None


def facts_of(world: World, host: str, email: str) -> dict[str, frozenset[str]]:
    """What selectors can ask about the connection."""
    name = host.rstrip(".").lower()
    labels = name.split(".")
    applications = [each for each in world.applications if catalogue.hosts_match(each, name)]
    types = {str(catalogue.type_of(each["id"])) for each in applications}
    return {
        "http.conn.hostname": frozenset({name}),
        "http.conn.domains": frozenset(".".join(labels[first:]) for first in range(len(labels))),
        "app.ids": frozenset(str(each["id"]) for each in applications),
        "app.type.ids": frozenset(types),
        "identity.email": frozenset({email} - {""}),
    }
