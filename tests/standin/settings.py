"""The limits of each node, as its `settings` tell them, and the refusals that follow from them.

Cloudflare does not publish the numbers of Gateway nodes. Those of the newer nodes are the ones their schema
comments state (3 hours wide, 4 days back); those of the older ones are made up, on the strict side.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass

from tests.standin.misbehave import Misbehaviour
from tests.standin.nodes import NODES, Node
from tests.standin.refusal import Refused

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True)
class NodeSettings:
    """The limits of one node; times in seconds, None = no limit. `available_fields` None = all that the schema has."""

    enabled: bool = True
    max_page_size: int = 10_000
    max_fields: int = 30
    max_duration: int | None = 3 * HOUR
    not_older_than: int | None = 4 * DAY
    available_fields: tuple[str, ...] | None = None


DEFAULTS = {
    name: NodeSettings() if name.startswith("cf1") else NodeSettings(max_duration=DAY, not_older_than=31 * DAY)
    for name in NODES
}


def settings_of(node: str, changed: dict[str, NodeSettings], misbehaviour: Misbehaviour) -> NodeSettings:
    """The node's limits now: the defaults, what a test changed, and what it is told to misbehave with."""
    base = changed.get(node, DEFAULTS[node])
    return dataclasses.replace(
        base,
        enabled=base.enabled and node not in misbehaviour.names("disabled"),
        max_page_size=misbehaviour.number("max_page_size", node, base.max_page_size),
        max_duration=misbehaviour.number("max_duration", node, base.max_duration),
        not_older_than=misbehaviour.number("not_older_than", node, base.not_older_than),
    )


def described(node: Node, settings: NodeSettings) -> dict[str, object]:
    """The answer of `settings { node { ... } }`."""
    fields = node.available_fields if settings.available_fields is None else list(settings.available_fields)
    return {
        "enabled": settings.enabled,
        "availableFields": fields if settings.enabled else [],
        "maxPageSize": settings.max_page_size,
        "maxNumberOfFields": settings.max_fields,
        "maxDuration": settings.max_duration,
        "notOlderThan": settings.not_older_than,
    }


def check_fields(node: Node, settings: NodeSettings, fields: Collection[str], refused: Collection[str]) -> None:
    """Refuse a node that is off, too many fields, or a field this account may not read."""
    if not settings.enabled:
        raise Refused(f"account does not have access to the path: {node.name.lower()}", 403)
    if len(fields) > settings.max_fields:
        raise Refused(f"number of fields can't be more than {settings.max_fields}")
    allowed = node.available_fields if settings.available_fields is None else settings.available_fields
    for field in fields:
        if field not in allowed or field in refused or field.removeprefix("dimensions_") in refused:
            # The real one spells the field in lower case here, whatever its name in the schema.
            path = f"{node.name}.{field.replace('_', '.', 1)}".lower()
            raise Refused(f"account does not have access to the path: {path}", 403)


def check_page(settings: NodeSettings, limit: int) -> None:
    """Refuse a page that is too large or empty."""
    if not 0 < limit <= settings.max_page_size:
        raise Refused(f"limit must be positive number and not greater than {settings.max_page_size}")


def check_span(settings: NodeSettings, first: float, last: float, now: float) -> None:
    """Refuse a span that begins too long ago (one without a beginning always does) or is too wide."""
    if settings.not_older_than is not None and first < now - settings.not_older_than:
        raise Refused(f"cannot request data older than {settings.not_older_than}s")
    if settings.max_duration is not None and last - first > settings.max_duration:
        raise Refused(
            f"query time range is too large. Time range can't be wider than {settings.max_duration}s"
            f" but it's {int(last - first)}s"
        )
