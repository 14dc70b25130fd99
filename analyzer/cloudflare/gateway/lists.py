"""Gateway lists: read them, make one, add to it, take from it, delete it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.bodies import Item, append_body, remove_body
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.reading import PAGE, make_one, read_every, read_one


@dataclass(frozen=True)
class GatewayList:
    """A list without its lines."""

    id: str
    name: str
    type: str
    description: str
    count: int | None
    """How many lines it holds, where Cloudflare says it."""


def clean_value(value: str) -> str:
    """A name as Cloudflare compares it: lower case, without the last dot, in Punycode.

    >>> clean_value("Ｐ.日本.jp."), clean_value("a.jp")
    ('p.xn--wgv71a.jp', 'a.jp')
    """
    name = value.strip().rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name


def read_lists(client: Cloudflare, account: str) -> list[GatewayList]:
    """All lists that the token may see, without their lines."""
    records = read_every(client, _path(account), "id")
    return [_list_of(record) for record in records]


def read_list(client: Cloudflare, account: str, list_id: str) -> GatewayList:
    """One list. Raises CloudflareError where there is none, or the token may not see it."""
    return _list_of(read_one(client, f"{_path(account)}/{list_id}"))


def read_items(client: Cloudflare, account: str, of: GatewayList) -> tuple[Item, ...]:
    """All lines of a list. Raises CloudflareError where they cannot be read whole."""
    path = f"{_path(account)}/{of.id}/items"
    records = read_every(client, path, "value", expected=of.count, per_page=PAGE)
    return tuple(Item(str(record["value"]), str(record.get("description") or "")) for record in records)


def create_list(client: Cloudflare, account: str, body: dict[str, Any]) -> str:
    """Makes a list; its id."""
    return make_one(client, _path(account), body)


def append_items(client: Cloudflare, account: str, list_id: str, items: Iterable[Item]) -> None:
    """Adds lines to a list and leaves the others as they are."""
    client.write("PATCH", f"{_path(account)}/{list_id}", append_body(items))


def remove_items(client: Cloudflare, account: str, list_id: str, values: Sequence[str]) -> None:
    """Takes lines out of a list and leaves the others as they are."""
    client.write("PATCH", f"{_path(account)}/{list_id}", remove_body(values))


def delete_list(client: Cloudflare, account: str, list_id: str) -> None:
    """Deletes a list, which no rule may use any more."""
    client.write("DELETE", f"{_path(account)}/{list_id}")


def _path(account: str) -> str:
    return f"/accounts/{account}/gateway/lists"


def _list_of(record: dict[str, Any]) -> GatewayList:
    count = record.get("count", record.get("list_count"))
    return GatewayList(
        id=str(record["id"]),
        name=str(record.get("name") or ""),
        type=str(record.get("type") or ""),
        description=str(record.get("description") or ""),
        count=int(count) if isinstance(count, int | float) else None,
    )
