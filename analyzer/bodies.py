"""What Gateway's API takes for a list and a Do Not Inspect rule: the one form for commands and exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

DOMAIN = "DOMAIN"
"""The type of list that holds names, whether a rule means them as domains or as hosts."""
DO_NOT_INSPECT, HTTP = "off", "http"
_WRITTEN = (
    "name", "description", "action", "filters", "traffic", "identity", "device_posture", "precedence", "rule_settings",
)  # fmt: skip
"""What may be written of a rule for HTTP; the rest of it is Cloudflare's own."""


class Item(NamedTuple):
    """A line of a list."""

    value: str
    description: str = ""

    def body(self) -> dict[str, str]:
        """As Cloudflare takes it."""
        return self._asdict()


def list_body(name: str, description: str, items: Iterable[Item]) -> dict[str, Any]:
    """What a new list is made from."""
    return {"name": name, "type": DOMAIN, "description": description, "items": [item.body() for item in items]}


def append_body(items: Iterable[Item]) -> dict[str, Any]:
    """What adds lines to a list and leaves the others as they are."""
    return {"append": [item.body() for item in items]}


def remove_body(values: Iterable[str]) -> dict[str, Any]:
    """What takes lines out of a list and leaves the others as they are."""
    return {"remove": list(values)}


def rule_body(
    name: str, description: str, traffic: str, *, enabled: bool = True, identity: str = "", posture: str = ""
) -> dict[str, Any]:
    """What a new Do Not Inspect rule is made from. Its place in the order, which has no effect, is left open."""
    return {
        "name": name,
        "description": description,
        "action": DO_NOT_INSPECT,
        "enabled": enabled,
        "filters": [HTTP],
        "traffic": traffic,
        "identity": identity,
        "device_posture": posture,
    }


def switched_on(record: Mapping[str, Any]) -> dict[str, Any]:
    """What switches a rule on that was read so, and leaves all else of it: Cloudflare takes a rule only as a whole."""
    return {key: record[key] for key in _WRITTEN if record.get(key) is not None} | {"enabled": True}
