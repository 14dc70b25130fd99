"""The servers of the apps: one TLS server with a certificate of its own for each host, under a root of the lab."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.server
import ssl
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Origins:
    """`root` is the file of the root; `requests` and `request_bytes` count by host what arrived."""

    def __init__(self, hosts: Collection[str], folder: Path) -> None:
        root = trustme.CA(organization_name="The public root of the lab")
        self.root = folder / "public-root.pem"
        root.cert_pem.write_to_path(str(self.root))
        self.requests: Counter[str] = Counter()
        self.request_bytes: Counter[str] = Counter()
        self.port = 0
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._certificates: dict[str, x509.Certificate] = {}
        for host in hosts:
            issued = root.issue_cert(host)
            self._contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            issued.configure_cert(self._contexts[host])
            self._certificates[host] = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes())

    def fingerprint(self, host: str) -> str:
        """SHA-256 of the host's certificate in hex, as clients pin it."""
        return hashlib.sha256(self._certificates[host].public_bytes(Encoding.DER)).hexdigest()

    def key_pin(self, host: str) -> str:
        """SHA-256 of the host's public key in base64, as HPKP and curl write it."""
        key = self._certificates[host].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(key).digest()).decode()

    def context(self) -> ssl.SSLContext:
        """One that answers each name with its own certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> int | None:
            if name not in self._contexts:
                return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            connection.context = self._contexts[name]
            return None

        context.sni_callback = choose
        return context


@contextlib.contextmanager
def running(hosts: Collection[str], folder: Path) -> Iterator[Origins]:
    """The servers of these hosts until the block ends."""
    origins = Origins(hosts, folder)
    context = origins.context()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def setup(self) -> None:
            # The handshake is the thread's own: a client that hangs up in it disturbs nobody.
            self.request = context.wrap_socket(self.request, server_side=True)
            super().setup()

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").partition(":")[0]
            origins.requests[host] += 1
            origins.request_bytes[host] += len(self.raw_requestline) + len(bytes(self.headers))
            body = f"hello from {host}\n".encode() * 1000
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        origins.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield origins
        finally:
            server.shutdown()
