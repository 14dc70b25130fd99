"""An S3-speaking server on this machine, moto's, and in front of it a line that counts, breaks and lies on demand."""

from __future__ import annotations

import contextlib
import http.client
import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Line:
    """What went over the line, and what is to go wrong on it."""

    upstream: str
    address: str = ""
    opened: list[str] = field(default_factory=list)
    """Paths of the objects that were asked for, one a request."""
    listed: list[str] = field(default_factory=list)
    """What was asked of listings."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The headers of each request."""
    cut: Callable[[str, int], int | None] = lambda path, size: None
    """After how many bytes of a body the connection breaks; None for a whole one."""
    instead: Callable[[str], Answer | None] = lambda path: None
    """An answer that is given instead of the server's."""
    before: Callable[[str], None] = lambda path: None
    """What happens before a request is passed on."""

    def reset(self) -> None:
        """As at the beginning."""
        fresh = Line(self.upstream, self.address)
        for name in ("opened", "listed", "asked", "cut", "instead", "before"):
            setattr(self, name, getattr(fresh, name))

    def put(self, bucket: str, key: str, body: bytes) -> None:
        """Put an object into the server, past the line."""
        self._send("PUT", f"/{bucket}/{quote(key)}", body)

    def put_folder(self, bucket: str, folder: Path, prefix: str = "") -> None:
        """Put all files of a folder into a bucket that is made."""
        self._send("PUT", f"/{bucket}")
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            self.put(bucket, f"{prefix}{path.relative_to(folder).as_posix()}", path.read_bytes())

    def keys_opened(self, bucket: str) -> set[str]:
        """Keys of the objects that were asked for."""
        return {unquote(path).removeprefix(f"/{bucket}/") for path in self.opened}

    def _send(self, method: str, path: str, body: bytes = b"") -> None:
        connection = http.client.HTTPConnection(urlsplit(self.upstream).netloc)
        connection.request(method, path, body, {"Content-Type": "application/octet-stream", "Authorization": _SIGNED})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        connection.close()


_SIGNED = "AWS4-HMAC-SHA256 Credential=nobody/20261110/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


class _Handler(BaseHTTPRequestHandler):
    line: Line
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        line, parts = self.line, urlsplit(self.path)
        is_listing = "list-type" in parts.query or "location" in parts.query
        (line.listed if is_listing else line.opened).append(parts.query if is_listing else parts.path)
        line.asked.append({name.lower(): value for name, value in self.headers.items()})
        line.before(parts.path)
        status, headers, body = line.instead(parts.path) or self._fetch()
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        size = None if is_listing or status >= 300 else line.cut(parts.path, len(body))
        with contextlib.suppress(OSError):  # whoever asked may have gone
            self.wfile.write(body[:size] if self.command == "GET" else b"")
        if size is not None:
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815 - the name that it is called by

    def _fetch(self) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.line.upstream).netloc)
        connection.request(self.command, self.path, headers=dict(self.headers))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), body

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve() -> Iterator[Line]:
    """The server and the line to it."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    with listening(Line(f"http://{host}:{port}")) as line:
        yield line
    moto.stop()


@contextlib.contextmanager
def listening(line: Line, tls: ssl.SSLContext | None = None) -> Iterator[Line]:
    """Serve a line until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"line": line}))
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    line.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
