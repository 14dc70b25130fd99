"""What of an account's inspection policy concerns exclusions: its rules and lists, and what they exclude already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from analyzer.bodies import DOMAIN, Item
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.expressions import Name, list_ids, matches, plain_id
from analyzer.cloudflare.gateway.lists import GatewayList, clean_value, read_items, read_lists
from analyzer.cloudflare.gateway.rules import Rule, read_rules
from analyzer.errors import CloudflareError


class Covered(NamedTuple):
    """A rule that excludes a name from inspection already."""

    rule: Rule
    is_limited: bool
    """It does so for some users or devices only."""


@dataclass
class Policy:
    """The rules and lists of an account as one token sees them. Lines of lists are read when they are needed."""

    client: Cloudflare
    account: str
    rules: list[Rule]
    lists: list[GatewayList]
    _items: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    """Ids, as `plain_id` writes them, of lists that Do Not Inspect rules use and the token cannot read."""

    def items(self, of: GatewayList) -> tuple[Item, ...]:
        """The lines of a list, read once. Raises CloudflareError where they cannot be read."""
        if of.id not in self._items:
            self._items[of.id] = read_items(self.client, self.account, of)
        return self._items[of.id]

    def list_of(self, list_id: str) -> GatewayList | None:
        """The list of an id, with dashes or without; None where the token sees none."""
        return next((one for one in self.lists if plain_id(one.id) == plain_id(list_id)), None)

    def users_of(self, list_id: str) -> list[Rule]:
        """The rules of whatever kind whose expression speaks of a list."""
        wanted = plain_id(list_id)
        return [
            rule
            for rule in self.rules
            if any(wanted in list_ids(text) for text in (rule.traffic, rule.identity, rule.posture))
        ]

    def covering(self, value: str, match: str) -> list[Covered]:
        """The rules that surely exclude a name now, with the match `domain` all below it too; those for all first."""
        found = self._matching([rule for rule in self.rules if rule.excludes], value, match)
        return sorted((Covered(rule, rule.is_limited) for rule in found), key=lambda one: one.is_limited)

    def would_cover(self, value: str, match: str) -> list[Rule]:
        """The rules that would exclude a name if they were not switched off."""
        off = [rule for rule in self.rules if not rule.enabled and replace(rule, enabled=True).excludes]
        return self._matching(off, value, match)

    def _matching(self, rules: list[Rule], value: str, match: str) -> list[Rule]:
        name = Name(clean_value(value), match)
        return [rule for rule in rules if matches(rule.traffic, name, self._names) is True]

    def _names(self, list_id: str) -> Collection[str] | None:
        if plain_id(list_id) in self.unreadable:
            return None
        found = self.list_of(list_id)
        if found is not None and found.type != DOMAIN:
            return None
        try:
            if found is not None:
                return {clean_value(item.value) for item in self.items(found)}
        except CloudflareError as error:
            if error.status not in (0, 400, 403, 404):
                raise
        self.unreadable.add(plain_id(list_id))
        return None


def read_policy(client: Cloudflare, account: str) -> Policy:
    """The rules and lists of an account. Raises CloudflareError where the token may read neither."""
    return Policy(client, account, read_rules(client, account), read_lists(client, account))
