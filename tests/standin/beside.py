"""Paths beside the API, for those who drive the stand-in over HTTP: no token, and no record of them.

`GET /standin/policy?host=NAME[&email=ADDRESS]` tells whether a connection is decrypted now:
`{"host": ..., "inspected": true, "rule": null}`.
`POST /standin/rows` with NDJSON adds rows of Logpush to the logs.
"""

from __future__ import annotations

import json

from aiohttp import web

from tests.standin import policy
from tests.standin.world import World

PREFIX = "/standin/"


async def answer(world: World, request: web.Request) -> web.Response:
    """The answer to a request below the prefix."""
    what = request.path.removeprefix(PREFIX)
    if request.method == "GET" and what == "policy":
        host = request.query.get("host", "")
        rule = policy.deciding_rule(world, host, request.query.get("email", ""))
        return web.json_response({"host": host, "inspected": rule is None, "rule": rule})
    if request.method == "POST" and what == "rows":
        rows = [json.loads(line) for line in (await request.text()).splitlines() if line.strip()]
        world.add_rows(rows)
        return web.json_response({"added": len(rows)})
    raise web.HTTPNotFound
