"""`python -m tests.standin --rows FILE_OR_FOLDER... --port N [--now TIME] [--shift SECONDS] [--misbehave SPEC]...`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Sequence

from tests.standin.misbehave import HOLDS, STRIKES
from tests.standin.server import Server, serve, tell_on_stderr
from tests.standin.tokens import ACCOUNT, TOKENS
from tests.standin.world import World


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted; the first line on stdout says where."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.standin",
        description=f"A stand-in Cloudflare. Account {ACCOUNT}. Tokens: {', '.join(TOKENS)}.",
        epilog="Misbehaviours: "
        + "; ".join(f"{name} ({text})" for name, text in (STRIKES | HOLDS).items())
        + ". Beside the API: /standin/policy?host=NAME tells whether a connection is decrypted (see beside.py).",
    )
    parser.add_argument("--rows", action="append", default=[], metavar="PATH", help="Logpush file or folder of them")
    parser.add_argument("--port", type=int, default=0, help="0 = any")
    parser.add_argument("--now", help="what the clock shows at the start, RFC 3339 (default: the real time)")
    parser.add_argument("--shift", type=int, default=0, metavar="SECONDS", help="move the times of all rows")
    parser.add_argument("--misbehave", action="append", default=[], metavar="SPEC")
    chosen = parser.parse_args(arguments)
    world = World()
    try:
        world.configure(rows=chosen.rows, shift=chosen.shift, now=chosen.now, misbehave=chosen.misbehave)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Server(world, tell_on_stderr), chosen.port))


if __name__ == "__main__":
    main()
