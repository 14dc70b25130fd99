"""Misbehaviour on demand, each by a name: `rate_limit:2`, `disabled:cf1GatewayDnsRawGroups`, ...

A spec is `name[:value...][@where]`. The first group below strikes the next N requests, or the Nth alone, the second
holds until it is taken back. `@where` narrows a strike to requests whose method and path or whose query text contains
it, and a limit to a node: `drop:1@cf1GatewayDnsRawGroups`, `cut_after:1@POST /accounts`, `server_error:2@/devices`,
`max_page_size:50@cf1GatewayDnsRawGroups`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.standin.tokens import PERMISSIONS

STRIKES = {
    "rate_limit": "N[:SECONDS]: 429 with Retry-After of SECONDS (1)",
    "server_error": "N: 503 and 502 in turn",
    "drop": "N: the connection closes in the middle of the body",
    "slow": "SECONDS:N: the answer comes that late",
    "cut_before": "N: the Nth request is never read: the connection closes and nothing happened",
    "cut_after": "N: the Nth request is done, but the connection closes without an answer",
    "timeout_504": "N[:done]: the Nth request is answered by 504 in HTML; with :done it was done all the same",
    "html": "N: an HTML page with status 429 in place of JSON",
    "spurious_auth": "N: 403 Authentication error, though the token is good",
    "error_in_200": "N: GraphQL answers 200 with data null and an error",
}
HOLDS = {
    "budget": "N: GraphQL queries in five minutes, then 429 (300 by default)",
    "disabled": "NODE: the account has no access to this node",
    "lacks_column": "COLUMN: Log Explorer's datasets do not have it",
    "refuse_field": "NODE.FIELD: listed as available, yet refused when asked for",
    "redacted": "the account redacts identities: every reader sees REDACTED",
    "late": "SECONDS: rows younger than that are not there yet",
    "no_permission": f"NAME: no token has it ({', '.join(sorted(PERMISSIONS))})",
    "hidden": "NAME: no token is told of the list or rule with this name or id",
    "most_lists": "N: lists an account may have (100 by default)",
    "most_items": "N: items a list may have (1000 by default)",
    "most_rules": "N: rules an account may have (500 by default)",
    "dashless_ids": "ids of lists and rules come without dashes",
    "reshuffle": "items come in another order at every request, so that pages overlap",
    "max_page_size": "N",
    "max_duration": "SECONDS",
    "not_older_than": "SECONDS",
    "expired_token": "every token has expired",
    "skew": "SECONDS: added to the Date header",
    "always_200": "GraphQL errors come with HTTP 200",
    "pii_filter": "empty|works|refused: what a filter on a redacted field does (empty by default)",
    "pretty_reasons": "close reasons as the dashboard spells them: Client TLS error",
    "stray": "with the rows that were asked for comes one of another time",
    "ids_are_registrations": "the logs' device ids are ids of registrations, not of physical devices",
}
_WITHOUT_VALUE = {
    "redacted",
    "expired_token",
    "always_200",
    "pretty_reasons",
    "ids_are_registrations",
    "dashless_ids",
    "reshuffle",
    "stray",
}
_ONE_OF_MANY = ("cut_before", "cut_after", "timeout_504")


@dataclass
class Strike:
    """A fault of the next `left` requests that match `where`, after the first `spared` of them."""

    name: str
    left: int
    seconds: float
    where: str
    spared: int = 0
    done: bool = False


class Misbehaviour:
    """What the server was told to do wrong. Raises ValueError for a spec it does not know."""

    def __init__(self, specs: Iterable[str] = ()) -> None:
        self.specs = tuple(specs)
        self._strikes: list[Strike] = []
        self._holds: list[tuple[str, str, str]] = []
        for spec in self.specs:
            self._add(spec)

    def _add(self, spec: str) -> None:
        body, _, where = spec.partition("@")
        name, _, value = body.partition(":")
        if name in STRIKES:
            self._strikes.append(_strike(spec, name, value.split(":"), where))
        elif name in HOLDS and (bool(value) != (name in _WITHOUT_VALUE)):
            self._holds.append((name, value, where))
        else:
            raise ValueError(f"unknown misbehaviour {spec!r}; known: {', '.join([*STRIKES, *HOLDS])}")

    def strike(self, names: Iterable[str], path: str, text: str) -> Strike | None:
        """The first of these faults that is due for this request, used up once; None if none is."""
        for strike in self._strikes:
            if strike.name not in names or strike.left <= 0 or not (strike.where in path or strike.where in text):
                continue
            if strike.spared:
                strike.spared -= 1
                continue
            strike.left -= 1
            return strike
        return None

    def has(self, name: str) -> bool:
        """Whether this one holds at all."""
        return any(held == name for held, _, _ in self._holds)

    def names(self, name: str) -> set[str]:
        """All values it was given."""
        return {value for held, value, _ in self._holds if held == name}

    def number(self, name: str, where: str, default: int) -> int:
        """Its last value that applies to `where`, or the default."""
        values = [int(value) for held, value, only in self._holds if held == name and only in ("", where)]
        return values[-1] if values else default


def _strike(spec: str, name: str, values: list[str], where: str) -> Strike:
    try:
        if name in _ONE_OF_MANY:
            return Strike(name, 1, 0, where, spared=int(values[0]) - 1, done=values[1:] == ["done"])
        if name == "slow":
            seconds, left = float(values[0]), int(values[1]) if len(values) > 1 else 1
        else:
            left, seconds = int(values[0]), float(values[1]) if len(values) > 1 else 1.0
    except ValueError:
        raise ValueError(f"{spec!r}: expected {name}:{STRIKES[name]}") from None
    return Strike(name, left, seconds, where)
