"""An app that is started: what it leaves in the account's logs, given what the rules leave undecrypted now.

It contacts its hosts in turn and stops at the first that it pins and the gateway decrypts, so that a second
pinned host is met only when the first is free.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.logpush import CLIENT_CLOSED, CLIENT_TLS_ERROR, Connection, Row, dns_row, http_row, session_row
from tests.standin import policy
from tests.standin.world import World

NOT = ""
WAYS = (NOT, "alert", "hangup", "after")
"""How a host refuses to be decrypted: not at all, in the handshake by an alert or by hanging up, or after it."""
_BETWEEN_S, _TRIES = 0.8, 2
_HANDSHAKE = {"sent": 4_100, "received": 1_900}
_TALK = {"sent": 48_000, "received": 6_000}


@dataclass(frozen=True)
class Host:
    """One host of an app, and how it refuses to be decrypted."""

    name: str
    refuses: str = NOT


def start(world: World, hosts: Iterable[Host], at: float, device: Mapping[str, str]) -> tuple[bool, list[Row]]:
    """Whether the app worked, and the rows that it left, which are in the logs now. `at` in seconds since 1970."""
    rows: list[Row] = []
    works, moment = True, at
    for host in hosts:
        rows += [dns_row(host.name, moment, device, kind, "192.0.2.80") for kind in ("A", "HTTPS")]
        passed_on = policy.deciding_rule(world, host.name, device.get("Email", "")) is not None
        works = passed_on or not host.refuses
        for number in range(1 if works else _TRIES):
            rows += _connection(host, moment + 0.2 + number * 0.5, device, passed_on=passed_on)
        if not works:
            break
        moment += _BETWEEN_S
    world.add_rows(rows)
    return works, rows


def _connection(host: Host, at: float, device: Mapping[str, str], *, passed_on: bool) -> list[Row]:
    session_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{host.name} {at}"))

    def session(reason: str, life_s: float, tls: str, sizes: Mapping[str, int]) -> Row:
        told = Connection(host.name, at, at + life_s, reason, tls, session_id=session_id, **sizes)
        return session_row(told, device)

    if passed_on:
        return [session(CLIENT_CLOSED, 9, "", _TALK), http_row(host.name, at, device, session_id, "bypass")]
    if host.refuses == "after":
        # "If a connection closes before Gateway inspects and filters the traffic, Gateway logs the event with an Unknown
        # action": so says Cloudflare's page on the log of requests.
        unknown = http_row(host.name, at, device, session_id, "unknown")
        return [session(CLIENT_CLOSED, 0.2, "TLSv1.3", _HANDSHAKE), unknown]
    if host.refuses:
        return [session(CLIENT_TLS_ERROR, 0.1, "", {"sent": 2_040, "received": 700})]
    return [session(CLIENT_CLOSED, 9, "TLSv1.3", _TALK), http_row(host.name, at, device, session_id, "allow", 200)]
