"""Gateway rules: read them, make one, switch one on, delete one. What a rule selects is never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyzer.bodies import DO_NOT_INSPECT
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.reading import make_one, read_every, read_one


@dataclass(frozen=True)
class Rule:
    """A rule, as far as exclusions are concerned."""

    id: str
    name: str
    description: str
    action: str
    enabled: bool
    is_http: bool
    traffic: str
    identity: str
    posture: str
    record: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """As it was read, whatever else it holds."""

    @property
    def excludes(self) -> bool:
        """Whether it takes what it matches from inspection."""
        return self.enabled and self.is_http and self.action == DO_NOT_INSPECT

    @property
    def is_limited(self) -> bool:
        """Whether it is for some users or devices only."""
        return bool(self.identity.strip() or self.posture.strip())


def read_rules(client: Cloudflare, account: str) -> list[Rule]:
    """All rules that the token may see."""
    return [_rule_of(record) for record in read_every(client, _path(account), "id") if not record.get("deleted_at")]


def read_rule(client: Cloudflare, account: str, rule_id: str) -> Rule:
    """One rule. Raises CloudflareError where there is none, or the token may not see it."""
    return _rule_of(read_one(client, f"{_path(account)}/{rule_id}"))


def create_rule(client: Cloudflare, account: str, body: dict[str, Any]) -> str:
    """Makes a rule; its id."""
    return make_one(client, _path(account), body)


def write_rule(client: Cloudflare, account: str, rule_id: str, body: dict[str, Any]) -> None:
    """Writes a rule anew: what the body leaves out is gone from it."""
    client.write("PUT", f"{_path(account)}/{rule_id}", body)


def delete_rule(client: Cloudflare, account: str, rule_id: str) -> None:
    """Deletes a rule."""
    client.write("DELETE", f"{_path(account)}/{rule_id}")


def _path(account: str) -> str:
    return f"/accounts/{account}/gateway/rules"


def _rule_of(record: dict[str, Any]) -> Rule:
    def text(name: str) -> str:
        return str(record.get(name) or "")

    return Rule(
        id=str(record["id"]),
        name=text("name"),
        description=text("description"),
        action=text("action"),
        enabled=bool(record.get("enabled", True)),
        is_http=isinstance(filters := record.get("filters"), list) and "http" in filters,
        traffic=text("traffic"),
        identity=text("identity"),
        posture=text("device_posture"),
        record=record,
    )
