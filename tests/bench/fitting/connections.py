"""What an account that logs everything holds of an incident: composed signals of connections and requests.

Each app refuses in one of the three ways that clients have, the same in all its incidents: in the handshake, or after
it, which a log of sessions shows, and a log of requests besides or not. An app tries again at once, one to five times.
Of all other names that were asked most connections are used; some are opened ahead of need and closed unused; and of
those that were used most, not all, show a decrypted request.
"""

from __future__ import annotations

import random
from typing import Any

from analyzer.schema import INSPECTED, TLS_ERROR, UNUSED, USED

Told = list[tuple[float, str, str]]
"""Seconds, hostname, kind."""
ANSWERED_FROM_CACHE, AHEAD_OF_NEED, DECRYPTED = 0.1, 0.08, 0.7
CARRIED_ENOUGH = 0.75
"""Share of connections that carry more than a handshake; the others tell nothing of their end."""


def signals_of(scenario: dict[str, Any], needed: frozenset[str], undecided: frozenset[str]) -> Told:
    """Signals of an incident; hosts under `needed` are refused, of those under `undecided` there are none."""
    chance = random.Random(f"connections {scenario['id']}")
    way = random.Random(f"way {scenario['app_id'] or scenario['app_name']}").choice((TLS_ERROR, UNUSED, UNUSED))
    told: Told = []
    for second, kind, host in scenario["events"]:
        if kind == "AAAA" or belongs(host, undecided):
            continue
        if belongs(host, needed):
            told += [
                (second + 0.3 + try_ * chance.uniform(0.3, 2.5), host, way) for try_ in range(chance.randint(1, 5))
            ]
        elif chance.random() > ANSWERED_FROM_CACHE:
            told += _that_went_well(second, host, chance)
    noise = [(second, host) for second, host in scenario["tls_error_events"] if not belongs(host, needed | undecided)]
    return told + [(second, host, TLS_ERROR) for second, host in noise]


def _that_went_well(second: float, host: str, chance: random.Random) -> Told:
    told: Told = []
    if chance.random() < AHEAD_OF_NEED:
        told.append((second, host, UNUSED))
    if chance.random() < CARRIED_ENOUGH:
        told.append((second, host, USED))
    if chance.random() < DECRYPTED:
        told.append((second + 0.1, host, INSPECTED))
    return told


def belongs(host: str, domains: frozenset[str]) -> bool:
    """Whether a hostname is one of the domains, or lies under one."""
    name = host.lower().rstrip(".")
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)
