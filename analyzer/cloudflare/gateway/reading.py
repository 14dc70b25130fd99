"""Reading all there is: what cannot be read whole is an error, never an empty answer."""

from __future__ import annotations

from typing import Any

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


def _read_once(client: Cloudflare, path: str, key: str, asked: dict[str, object]) -> tuple[dict[str, Any], int | None]:
    """The records by key, and how many Cloudflare says there are."""
    found: dict[str, Any] = {}
    total: int | None = None
    for page in range(1, _MOST_PAGES + 1):
        answer = client.envelope(path, **asked, **({"page": page} if page > 1 else {}))
        records, info = answer.get("result"), answer.get("result_info") or {}
        if records is None:
            records = []  # how Cloudflare writes none; it is held against the total
        if not isinstance(records, list) or not all(isinstance(one, dict) and key in one for one in records):
            raise CloudflareError("gw_odd_answer", path=path)
        before = len(found)
        found |= {str(one[key]): one for one in records}
        total = info.get("total_count") if isinstance(info.get("total_count"), int) else total
        if not records or total is None or len(found) >= total or (len(found) == before and page > 1):
            break
    return found, total
