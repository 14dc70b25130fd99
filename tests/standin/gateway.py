"""What an account has in Gateway that can be written: lists, rules, applications of its own, and who wrote what."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin.wirefilter import Malformed, parse

_NAMESPACE = uuid.UUID("7d1f0c62-9c1b-4e0e-8a5e-2f6b8f1d4c3a")
_CREATED = "2026-01-10T00:00:00Z"


def bare(identity: str) -> str:
    """The id without dashes, in lower case: both spellings mean the same."""
    return identity.replace("-", "").lower()


@dataclass
class Gateway:
    """Lists with their items, rules, audit rows, in the order they were made. Ids and chance repeat from run to run."""

    lists: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    applications: list[dict[str, Any]] = field(default_factory=list)
    audit: list[dict[str, Any]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(20261110))
    made: int = 0

    def new_id(self, kind: str) -> str:
        """An id that nothing else has."""
        self.made += 1
        return str(uuid.uuid5(_NAMESPACE, f"{kind} {self.made}"))

    def list_of(self, identity: str) -> dict[str, Any] | None:
        """The list with this id in either spelling."""
        return next((each for each in self.lists if bare(each["id"]) == bare(identity)), None)

    def values_of(self, identity: str) -> frozenset[str]:
        """The values in the list, none if it is gone."""
        found = self.list_of(identity)
        return frozenset(item["value"] for item in found["items"]) if found else frozenset()

    def users_of(self, identity: str) -> list[dict[str, Any]]:
        """The rules whose expressions name this list."""
        return [rule for rule in self.rules if bare(identity) in {bare(each) for each in _lists_in(rule["traffic"])}]

    def given_lists(self, lists: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Lists of a test, whole: what it left out is filled in, and an item may be its value alone."""
        return [
            {
                "id": self.new_id("list") if "id" not in each else each["id"],
                "name": "a list",
                "type": "DOMAIN",
                "description": "",
                "created_at": _CREATED,
                "updated_at": _CREATED,
                **each,
                "items": [_item(item) for item in each.get("items", ())],
            }
            for each in lists
        ]

    def given_rules(self, rules: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Rules of a test, whole."""
        return [
            rule_defaults()
            | {"id": self.new_id("rule"), "precedence": 1000 + 100 * position}
            | {"created_at": _CREATED, "updated_at": _CREATED}
            | dict(each)
            for position, each in enumerate(rules)
        ]


def rule_defaults() -> dict[str, Any]:
    """What a rule has that nobody said anything about."""
    return {
        "name": "a rule",
        "description": "",
        "enabled": True,
        "action": "off",
        "filters": ["http"],
        "traffic": "",
        "identity": "",
        "device_posture": "",
        "rule_settings": {},
        "version": 1,
        "read_only": False,
        "sharable": False,
        "source_account": "",
        "warning_status": "",
        "deleted_at": None,
    }


def _item(given: str | Mapping[str, Any]) -> dict[str, Any]:
    item = {"value": given} if isinstance(given, str) else dict(given)
    return {"description": "", "created_at": _CREATED} | item


def _lists_in(expression: str) -> list[str]:
    if not expression:
        return []
    try:
        return [each.list_id for each in parse(expression).leaves() if each.list_id]
    except Malformed:
        return []
