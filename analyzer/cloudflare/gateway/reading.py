"""Reading all there is: what cannot be read whole is an error, never an empty answer."""

from __future__ import annotations

from typing import Any

import httpx

from analyzer.cloudflare.client import Cloudflare
from analyzer.errors import CloudflareError

PAGE = 1000
_TRIES = 3
_MOST_PAGES = 100


def read_every(client: Cloudflare, path: str, key: str, expected: int | None = None, **asked: object) -> list[Any]:
    """All records behind a path, whatever their order and however small the pages come, each once by its `key`.

    `expected` is how many there are, where it is known before. Raises CloudflareError where fewer come than Cloudflare
    counts, even when asked again: a record may be one that the token must not see.
    """
    found: dict[str, Any] = {}
    total: int | None = None
    for _ in range(_TRIES):
        found, total = _read_once(client, path, key, asked)
        total = expected if total is None else total
        if total is None or len(found) == total:
            return list(found.values())
    raise CloudflareError("gw_incomplete", path=path, count=len(found), total=total)


def read_one(client: Cloudflare, path: str) -> dict[str, Any]:
    """One record. Raises CloudflareError where there is none, or the token may not see it."""
    return _identified(client.get(path), path)


def make_one(client: Cloudflare, path: str, body: dict[str, Any]) -> str:
    """Makes a record; its id."""
    return str(_identified(client.write("POST", path, body), path)["id"])


def _identified(record: Any, path: str) -> dict[str, Any]:
    if isinstance(record, dict) and isinstance(record.get("id"), str | int):
        return record
    raise CloudflareError("gw_odd_answer", path=path, status=httpx.codes.BAD_GATEWAY)


def _read_once(client: Cloudflare, path: str, key: str, asked: dict[str, object]) -> tuple[dict[str, Any], int | None]:
    """The records by key, and how many Cloudflare says there are."""
    found: dict[str, Any] = {}
    total: int | None = None
    for page in range(1, _MOST_PAGES + 1):
        answer = client.envelope(path, **asked, **({"page": page} if page > 1 else {}))
        records, info = answer.result, answer.info
        if records is None:
            records = []  # how Cloudflare writes none; it is held against the total
        if not isinstance(records, list) or not all(isinstance(one, dict) and key in one for one in records):
            raise CloudflareError("gw_odd_answer", path=path)
        before = len(found)
        found |= {str(one[key]): one for one in records}
        total = total if info.total_count is None else info.total_count
        if not records or total is None or len(found) >= total or (len(found) == before and page > 1):
            break
    return found, total
