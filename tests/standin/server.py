"""The HTTP side: tokens, faults, the record of what was asked, and the two kinds of answers."""

from __future__ import annotations

import asyncio
import email.utils
import json
import re
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standin import beside, envelope, query, rest
from tests.standin.misbehave import Strike
from tests.standin.refusal import Refused
from tests.standin.rows import stamp
from tests.standin.tokens import Token
from tests.standin.world import World

PREFIX = "/client/v4"
_FIVE_MINUTES = 300
_DEFAULT_BUDGET = 300  # Cloudflare's documented number of GraphQL queries a user may send in five minutes


@dataclass
class Asked:
    """One request as it was answered; `status` 0 = the connection was cut. The token is never kept."""

    method: str
    path: str
    params: dict[str, str]
    query: str = ""
    variables: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0
    status: int = 0


class Server:
    """The aiohttp application of one world; `requests` holds all that was asked, oldest first."""

    def __init__(self, world: World, tell: Callable[[Asked], None] | None = None) -> None:
        self.world = world
        self.requests: list[Asked] = []
        self.watchers: list[Callable[[Asked, str], None]] = []
        """Called with each request "before" and "after" it is answered."""
        self._tell = tell
        self._queries: deque[float] = deque()
        self._errors = 0

    def application(self) -> web.Application:
        """For an aiohttp runner."""
        application = web.Application(client_max_size=4 * 1024**2)
        application.router.add_route("*", "/{anything:.*}", self._serve)
        return application

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith(beside.PREFIX):
            return await beside.answer(self.world, request)
        asked = Asked(request.method, request.path.removeprefix(PREFIX), dict(request.query), at=time.time())
        self.requests.append(asked)
        text = await request.text()
        body = _decoded(text)
        if asked.path == "/graphql":
            _read_graphql(asked, body)
        elif asked.path.endswith("/query/sql"):
            asked.query = text
        self._notify(asked, "before")
        response = await self._respond(request, asked, body)
        self._notify(asked, "after")
        if self._tell:
            self._tell(asked)
        return response

    async def _respond(self, request: web.Request, asked: Asked, body: Any) -> web.StreamResponse:
        if self._strike(asked, "cut_before"):
            return _hang_up(request)
        if slow := self._strike(asked, "slow"):
            await asyncio.sleep(slow.seconds)
        drop, cut_after = self._strike(asked, "drop"), self._strike(asked, "cut_after")
        status, payload, headers = self._answer(request, asked, body)
        if cut_after:
            return _hang_up(request)
        content = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
        if drop:
            return await _cut(request, content)
        asked.status = status
        headers |= {"Date": email.utils.formatdate(self.world.header_time(), usegmt=True)}
        return web.Response(status=status, body=content, headers={"Content-Type": "application/json"} | headers)

    def _strike(self, asked: Asked, *names: str) -> Strike | None:
        return self.world.misbehaviour.strike(names, f"{asked.method} {asked.path}", asked.query)

    def _notify(self, asked: Asked, stage: str) -> None:
        for watcher in self.watchers:
            watcher(asked, stage)

    def _answer(self, request: web.Request, asked: Asked, body: Any) -> tuple[int, Any, dict[str, str]]:
        if timeout := self._strike(asked, "timeout_504"):
            if timeout.done:
                self._good_answer(request, asked, body)
            return 504, _page("504 Gateway Time-out"), {"Content-Type": "text/html"}
        return self._fault(asked) or self._good_answer(request, asked, body)

    def _good_answer(self, request: web.Request, asked: Asked, body: Any) -> tuple[int, Any, dict[str, str]]:
        if not request.path.startswith(PREFIX):
            return (*envelope.failure(404, 7003, f"Could not route to {request.path}"), {})
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        token = self.world.token(given.strip()) if kind == "Bearer" else None
        if token is None and re.fullmatch("[0-9a-f]{37}", given.strip()):
            return (*envelope.odd_header(), {})
        if token is None:
            return (*envelope.unauthenticated(), {})
        if asked.path == "/graphql":
            return self._graphql(request, asked, token)
        filters = tuple(request.query.getall("filter", []))
        return (
            *rest.answer(
                self.world,
                token,
                asked.method,
                asked.path,
                asked.params,
                filters,
                body,
                asked.query,
                request.content_type,
            ),
            {},
        )

    def _fault(self, asked: Asked) -> tuple[int, Any, dict[str, str]] | None:
        graphql = asked.path == "/graphql"
        names = ("rate_limit", "server_error", "html", "spurious_auth", *(["error_in_200"] if graphql else []))
        strike = self._strike(asked, *names)
        if strike is None:
            return None
        if strike.name == "html":
            return 429, _page("429 Too Many Requests"), {"Content-Type": "text/html"}
        if strike.name == "spurious_auth":
            return (*envelope.unauthenticated(403), {})
        if strike.name == "rate_limit":
            return self._too_many(graphql, f"{strike.seconds:g}")
        if strike.name == "error_in_200":
            return 200, self._errors_body("unable to execute query, please try again later", ()), {}
        self._errors += 1
        if self._errors % 2:
            return 503, self._errors_body("too many queries in progress", ()) if graphql else _unavailable(), {}
        return 502, _page("502 Bad Gateway"), {"Content-Type": "text/html"}

    def _too_many(self, graphql: bool, seconds: str) -> tuple[int, Any, dict[str, str]]:
        headers = {"Retry-After": seconds}
        if graphql:
            return 429, self._errors_body("rate limiter budget depleted, try again after 5 minutes", ()), headers
        return (*envelope.failure(429, 971, "Please wait and consider throttling your request speed"), headers)

    def _graphql(self, request: web.Request, asked: Asked, token: Token) -> tuple[int, Any, dict[str, str]]:
        if self.world.expired(token):
            return (*envelope.unauthenticated(), {})
        if self._over_budget():
            return self._too_many(graphql=True, seconds=str(_FIVE_MINUTES))
        try:
            if asked.method != "POST" or request.content_type != "application/json":
                raise Refused("query contains error: POST a JSON body")
            if not asked.query:
                raise Refused('error parsing args: expected {"query": "...", "variables": {...}}')
            return 200, {"data": query.answer(self.world, token, asked.query, asked.variables), "errors": None}, {}
        except Refused as refusal:
            status = 200 if self.world.misbehaviour.has("always_200") else refusal.status
            return status, self._errors_body(refusal.message, refusal.path), {}

    def _over_budget(self) -> bool:
        now = time.monotonic()
        while self._queries and self._queries[0] < now - _FIVE_MINUTES:
            self._queries.popleft()
        if len(self._queries) >= self.world.misbehaviour.number("budget", "", _DEFAULT_BUDGET):
            return True
        self._queries.append(now)
        return False

    def _errors_body(self, message: str, path: tuple[str, ...]) -> dict[str, Any]:
        error: dict[str, Any] = {"message": message, "extensions": {"timestamp": stamp(int(self.world.now()))}}
        return {"data": None, "errors": [error | {"path": list(path)} if path else error]}


def _decoded(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _page(title: str) -> bytes:
    return f"<html><title>{title}</title></html>".encode()


def _read_graphql(asked: Asked, content: Any) -> None:
    if isinstance(content, dict) and isinstance(content.get("query"), str):
        variables = content.get("variables") or {}
        asked.query, asked.variables = content["query"], variables if isinstance(variables, dict) else {}


def _unavailable() -> dict[str, Any]:
    return envelope.failure(503, 10002, "Service temporarily unavailable")[1]


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _cut(request: web.Request, content: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def started(server: Server, port: int = 0) -> tuple[web.AppRunner, int]:
    """A runner that listens on loopback, and its port."""
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, runner.addresses[0][1]


async def serve(server: Server, port: int) -> None:
    """Say where it listens, and stay until cancelled."""
    runner, bound = await started(server, port)
    try:
        print(f"listening on http://127.0.0.1:{bound}{PREFIX}", flush=True)
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def tell_on_stderr(asked: Asked) -> None:
    """One line a request: when, what, which nodes, the answer's status."""
    nodes = [word for word in asked.query.replace("(", " ").split() if word.endswith("Groups")]
    at = time.strftime("%H:%M:%S", time.gmtime(asked.at))
    print(f"{at}Z", asked.method, asked.path, *nodes, asked.status or "cut", file=sys.stderr, flush=True)
