"""A client that checks its pin in the handshake: `in_handshake.py HOST PORT SHA256 ROOTS alert|hangup`.

It refuses by an alert, as OpenSSL, Go and Java do from their callbacks, or by hanging up without one, as Node does.
It runs in mitmproxy's environment, which has pyOpenSSL. Exits with 0 if the server answered its request.
"""

from __future__ import annotations

import hashlib
import socket
import sys

from OpenSSL import SSL, crypto

_SIZE = 65_536


def main(host: str, port: str, pin: str, roots: str, way: str) -> int:
    """0 if the server answered 200."""
    wrong = []

    def check(_, certificate, __, depth, trusted) -> bool:
        if depth == 0 and hashlib.sha256(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate)).hexdigest() != pin:
            wrong.append(certificate)
        return bool(trusted) and (not wrong or way == "hangup")

    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.load_verify_locations(roots)
    context.set_verify(SSL.VERIFY_PEER, check)
    tls = SSL.Connection(context, None)
    tls.set_tlsext_host_name(host.encode())
    tls.set_connect_state()
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as line:

        def pump(step):
            while True:
                error = None
                try:
                    return step()
                except SSL.WantReadError:
                    pass
                except SSL.Error as failed:
                    error = failed
                finally:
                    # Nothing is sent once the pin was found wrong, unless to say so.
                    if not wrong or way == "alert":
                        flush()
                if error or (wrong and way == "hangup"):
                    raise ConnectionError("pinned to another certificate")
                data = line.recv(_SIZE)
                if not data:
                    raise ConnectionError("closed by the server")
                tls.bio_write(data)

        def flush() -> None:
            try:
                while True:
                    line.sendall(tls.bio_read(_SIZE))
            except SSL.WantReadError:
                pass

        try:
            pump(tls.do_handshake)
            if wrong:
                raise ConnectionError("pinned to another certificate")
            pump(lambda: tls.send(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()))
            answer = pump(lambda: tls.recv(_SIZE))
        except (ConnectionError, SSL.Error) as error:
            print(error, file=sys.stderr)
            return 1
    return 0 if answer.startswith(b"HTTP/1.1 200") else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
