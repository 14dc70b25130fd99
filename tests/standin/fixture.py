"""Run the stand-in inside a test.

    def test_live(standin):
        server = standin("fixtures/paypay/dns", now="2026-11-10T12:00:00Z", misbehave=["rate_limit:1"])
        subprocess.run([..., "find", ...], env=os.environ | server.environment())
        assert server.requests[-1].status == 200

`running(...)` is the same as a context manager, for use outside pytest.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.standin import beside, play, policy
from tests.standin.gateway import Gateway
from tests.standin.rows import Row
from tests.standin.server import PREFIX, Asked, Server, started
from tests.standin.tokens import ACCOUNT
from tests.standin.world import World


class Standin:
    """A running server: where it is, what it was asked, and how to change it while it runs."""

    account_id = ACCOUNT

    def __init__(self, server: Server, port: int) -> None:
        self._server = server
        self.base_url = f"http://127.0.0.1:{port}{PREFIX}"

    @property
    def requests(self) -> list[Asked]:
        """All that was asked so far, oldest first."""
        return self._server.requests

    def beside(self, what: str) -> str:
        """The address of a path beside the API (beside.py), such as `policy`."""
        return self.base_url.removesuffix(PREFIX) + beside.PREFIX + what

    @property
    def gateway(self) -> Gateway:
        """Lists, rules and audit rows of the account, as they are now."""
        return self._server.world.gateway(ACCOUNT)

    def uninspected(self, host: str, email: str = "") -> bool:
        """Whether a rule leaves connections to this host undecrypted now."""
        return policy.deciding_rule(self._server.world, host, email) is not None

    def add_rows(self, rows: Iterable[Row]) -> None:
        """More rows for the logs."""
        self._server.world.add_rows(rows)

    def start_app(self, hosts: Iterable[play.Host], at: float, device: Mapping[str, str]) -> bool:
        """Whether the app works now; what it leaves in the logs is there. `at` in seconds since 1970."""
        return play.start(self._server.world, hosts, at, device)[0]

    def rows(self, dataset: str) -> list[Row]:
        """All rows of this log, oldest first."""
        return self._server.world.store[dataset].rows

    def watch(self, watcher: Callable[[Asked, str], None]) -> None:
        """Call this with each request from now on, "before" and "after" it is answered, in the server's thread."""
        self._server.watchers.append(watcher)

    def meanwhile(self, where: str, change: Callable[[Gateway], None]) -> None:
        """Somebody else changes the account, once, just before the first request with this in its method and path."""
        left = [change]

        def watcher(asked: Asked, stage: str) -> None:
            if stage == "before" and left and where in f"{asked.method} {asked.path}":
                left.pop()(self.gateway)

        self.watch(watcher)

    def configure(self, **changes: Any) -> None:
        """Replace rows, now, misbehave, settings, lists, rules, ...: see `World.configure`."""
        self._server.world.configure(**changes)

    def environment(self, token: str = "standin-full", account: str | None = ACCOUNT) -> dict[str, str]:
        """The variables that point a command here; `account=None` leaves the account to be found out."""
        variables = {"CLOUDFLARE_BASE_URL": self.base_url, "CLOUDFLARE_API_TOKEN": token}
        return variables if account is None else variables | {"CLOUDFLARE_ACCOUNT_ID": account}


async def _end(runner: web.AppRunner) -> None:
    """Close the server, and end what still waits for its turn, as slow answers do."""
    await runner.cleanup()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@contextlib.contextmanager
def running(*rows: str | Path | Row, **configuration: Any) -> Iterator[Standin]:
    """A stand-in with these rows (files, folders, or single rows) until the block ends."""
    world = World()
    world.configure(rows=rows, **configuration)
    server = Server(world)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="standin", daemon=True)
    thread.start()
    try:
        runner, port = asyncio.run_coroutine_threadsafe(started(server), loop).result(timeout=10)
        try:
            yield Standin(server, port)
        finally:
            asyncio.run_coroutine_threadsafe(_end(runner), loop).result(timeout=10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


@pytest.fixture
def standin() -> Iterator[Callable[..., Standin]]:
    """Starts stand-ins, as `running` does, that end with the test."""
    with contextlib.ExitStack() as stack:

        def start(*rows: str | Path | Row, **configuration: Any) -> Standin:
            return stack.enter_context(running(*rows, **configuration))

        yield start
