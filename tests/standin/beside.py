"""Paths beside the API, for those who drive the stand-in over HTTP: no token, and no record of them.

`GET /standin/policy?host=NAME[&email=ADDRESS]` tells whether a connection is decrypted now:
`{"host": ..., "inspected": true, "rule": null}`.
`POST /standin/rows` with NDJSON adds rows of Logpush to the logs.
`POST /standin/app` starts an app (play.py) that leaves rows in the logs, `{"hosts": [{"name": ..., "refuses": "alert"}],
"at": seconds since 1970 or left out for now, "device": {"DeviceID": ..., "DeviceName": ...}}`: `{"works": false}`.
"""

from __future__ import annotations

import json

from aiohttp import web

from tests.standin import play, policy
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
    if request.method == "POST" and what == "app":
        body = json.loads(await request.text())
        hosts = [play.Host(**each) for each in body["hosts"]]
        works, rows = play.start(world, hosts, body.get("at", world.now()), body.get("device", {}))
        return web.json_response({"works": works, "rows": len(rows)})
    raise web.HTTPNotFound
