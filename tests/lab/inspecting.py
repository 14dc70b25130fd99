"""The add-on that makes mitmproxy an inspecting gateway. It runs in mitmproxy's own environment.

For each connection it asks the account over HTTP whether a rule leaves it alone, and sends it to the origin of the
name in its ClientHello. What happened is appended to a file, a line of JSON a connection (see `told` below).
"""

# Without `from __future__ import annotations`: mitmproxy loads this outside sys.modules, where dataclasses look.
import asyncio
import json
import os
import time
import urllib.parse
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mitmproxy import ctx

LINGER_S = 0.2
# No proxy of the environment may come between this machine and itself.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Seen:
    """One connection of a client, as far as it got. Times in seconds since 1970, bytes as they went over the line."""

    start: float
    host: str = ""
    end: float = 0.0
    passed_on: bool = False
    tls: str = ""
    error: str = ""
    origin_error: str = ""
    origin_closed: bool = False
    sent: int = 0
    received: int = 0
    statuses: list[int] = field(default_factory=list)


class Inspecting:
    """Told by mitmproxy what happens on each connection."""

    def __init__(self) -> None:
        self.policy_url = os.environ["LAB_POLICY_URL"]
        self.told = Path(os.environ["LAB_TOLD"])
        self.ready = Path(os.environ["LAB_READY"])
        self.origin = ("127.0.0.1", int(os.environ["LAB_ORIGIN_PORT"]))
        self.seen: dict[str, Seen] = {}

    def running(self) -> None:
        (_, port), *_ = ctx.master.addons.get("proxyserver").listen_addrs()
        self.ready.write_text(str(port))

    def client_connected(self, client) -> None:
        self.seen[client.id] = seen = Seen(start=time.time())
        # mitmproxy counts no bytes, so we stand between it and the line.
        (line,) = (
            handler.transports[client]
            for handler in ctx.master.addons.get("proxyserver").connections.values()
            if client in handler.transports
        )
        read, write = line.reader.read, line.writer.write

        async def counted_read(size: int) -> bytes:
            data = await read(size)
            seen.received += len(data)
            if not data:
                # The client is gone. mitmproxy would wait for ever for the other half of some connections.
                seen.end = time.time()
                asyncio.get_running_loop().call_later(LINGER_S, line.handler.cancel)
            return data

        def counted_write(data: bytes) -> None:
            seen.sent += len(data)
            write(data)

        line.reader.read, line.writer.write = counted_read, counted_write

    def tls_clienthello(self, data) -> None:
        seen = self.seen[data.context.client.id]
        seen.host = data.client_hello.sni or ""
        data.context.server.address = self.origin
        data.context.server.sni = seen.host
        asked = f"{self.policy_url}?{urllib.parse.urlencode({'host': seen.host})}"
        with _direct.open(asked, timeout=10) as answer:
            seen.passed_on = data.ignore_connection = not json.load(answer)["inspected"]

    def tls_established_client(self, data) -> None:
        self.seen[data.context.client.id].tls = data.conn.tls_version or ""

    def tls_failed_client(self, data) -> None:
        self.seen[data.context.client.id].error = data.conn.error or "no reason given"

    def tls_failed_server(self, data) -> None:
        self.seen[data.context.client.id].origin_error = data.conn.error or "no reason given"

    def response(self, flow) -> None:
        self.seen[flow.client_conn.id].statuses.append(flow.response.status_code)

    def server_disconnected(self, data) -> None:
        # Where the client went first, it has been told of already.
        if data.client.id in self.seen:
            self.seen[data.client.id].origin_closed = data.client.timestamp_end is None

    def client_disconnected(self, client) -> None:
        seen = self.seen.pop(client.id)
        seen.end = seen.end or time.time()
        with self.told.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(seen)) + "\n")


addons = [Inspecting()]
