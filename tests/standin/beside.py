"""Paths beside the API, for those who drive the stand-in over HTTP: no token, and no record of them.

`GET /standin/policy?host=NAME[&email=ADDRESS]` tells whether a connection is decrypted now:
`{"host": ..., "inspected": true, "rule": null}`.
`POST /standin/rows` with NDJSON adds rows of Logpush to the logs.
`POST /standin/app` starts an app (play.py) that leaves rows in the logs, `{"hosts": [{"name": ..., "refuses": "alert"}],
"at": seconds since 1970 or left out for now, "device": {"DeviceID": ..., "DeviceName": ...}}`: `{"works": false}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from tests.standin import play, policy
from tests.standin.world import World

PREFIX = "/standin/"


async def answer(world: World, request: web.Request) -> web.Response:
    """The answer to a request below the prefix; 400 for a body that cannot be understood, 404 for another path."""
    serve = _SERVED.get((request.method, request.path.removeprefix(PREFIX)))
    if serve is None:
        return web.json_response({"error": "no such path"}, status=404)
    try:
        return web.json_response(serve(world, request.query, await request.text()))
    except (ValueError, TypeError, KeyError) as error:
        return web.json_response({"error": repr(error)}, status=400)


def _policy(world: World, query: Mapping[str, str], _: str) -> dict[str, Any]:
    rule = policy.deciding_rule(world, query["host"], query.get("email", ""))
    return {"host": query["host"], "inspected": rule is None, "rule": rule}


def _rows(world: World, _: Mapping[str, str], text: str) -> dict[str, Any]:
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    world.add_rows(rows)
    return {"added": len(rows)}


def _app(world: World, _: Mapping[str, str], text: str) -> dict[str, Any]:
    given = json.loads(text)
    hosts = [play.Host(**each) for each in given["hosts"]]
    works, rows = play.start(world, hosts, given.get("at", world.now()), given.get("device", {}))
    return {"works": works, "rows": len(rows)}


_SERVED = {("GET", "policy"): _policy, ("POST", "rows"): _rows, ("POST", "app"): _app}
