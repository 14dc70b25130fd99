"""What each client leaves at the gateway when it is decrypted, and whether it works once it is not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import tabulate

from tests.builders import PHONE
from tests.lab import page
from tests.lab.clients import Client
from tests.lab.gateway import Told, reason_of
from tests.lab.lab import Lab, Step
from tests.lab.people import excluding

HOST = "api.example2.jp"
HEADINGS = (
    "client",
    "checks",
    "handshake",
    "close reason",
    "alert",
    "lived",
    "sent / received",
    "requests",
    "excluded",
)


class Left(NamedTuple):
    """What one client left, decrypted; `works_excluded` tells whether its request arrived once a rule let it pass."""

    client: Client
    told: Told
    works_excluded: bool


def measure(lab: Lab, clients: Iterable[Client], logs: Path) -> Iterator[Left]:
    """Each of the clients that is here, once decrypted and once passed on."""
    for client in clients:
        if client.is_here:
            lab.start([Step(HOST, client)], PHONE, time.time(), logs)
            told = lab.told[-1][1]
            with excluding(lab.account, "domain", [HOST]):
                works = lab.start([Step(HOST, client)], PHONE, time.time(), logs)
            yield Left(client, told, works)


def table(left: Iterable[Left]) -> str:
    """The table in Markdown. A client that this machine lacks keeps the row that it has on the page."""
    on_page = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in page.rows()[2:]]
    rows = {cells[0]: cells for cells in [*on_page, *map(_row, left)]}
    return tabulate.tabulate(list(rows.values()), headers=HEADINGS, tablefmt="github", disable_numparse=True)


def _row(left: Left) -> tuple[str, ...]:
    told = left.told
    return (
        left.client.name,
        left.client.checks,
        f"good, {told['tls']}" if told["tls"] else "failed",
        reason_of(told),
        _alert(told["error"]),
        f"{(told['end'] - told['start']) * 1000:.0f} ms",
        f"{told['sent']:,} / {told['received']:,}",
        str(len(told["statuses"])),
        "works" if left.works_excluded else "fails",
    )


def _alert(error: str) -> str:
    """The TLS alert that the client sent, as OpenSSL names it."""
    found = re.search(r"alert ([a-z ]+)", error)
    return found[1].strip() if found else "none"
