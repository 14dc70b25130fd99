"""A server that gives canned answers, for what the stand-in is too well-behaved to say."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def answering(*answers):
    """The address of a server that gives these answers in turn, the last one for ever, and what it was asked.

    An answer is a body, or a status, headers and a body, or a function that gives one; a body is bytes, bytes that come
    in parts, or becomes JSON.
    """
    asked, left = [], list(answers)

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(self.path)
            answer = left.pop(0) if len(left) > 1 else left[0]
            answer = answer() if callable(answer) else answer
            status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # of a client that has heard enough
                if isinstance(body, Iterator):
                    for part in body:
                        self.wfile.write(part)
                else:
                    self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        do_GET = do_POST = answer  # noqa: N815 - http.server's names

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
