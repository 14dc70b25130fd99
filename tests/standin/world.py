"""Everything the stand-in knows about its one account, and its clock."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.standin import catalogue
from tests.standin.gateway import Gateway
from tests.standin.misbehave import Misbehaviour
from tests.standin.rows import Row, Store, epoch, load, merged
from tests.standin.settings import NodeSettings
from tests.standin.tokens import ACCOUNT, ACCOUNT_NAMES, TOKENS, Token


class World:
    """The state that queries read; `configure` changes it while the server runs."""

    def __init__(self) -> None:
        self.account_id = ACCOUNT
        self.account_names = dict(ACCOUNT_NAMES)
        self.store: Store = load(())
        self.misbehaviour = Misbehaviour()
        self.node_settings: dict[str, NodeSettings] = {}
        self._gateways = {tag: Gateway() for tag in ACCOUNT_NAMES}
        self.explorer: dict[str, bool] = {}
        """The datasets that Log Explorer has, and whether they are switched on."""
        self.applications: list[dict[str, Any]] = list(catalogue.APPLICATIONS)
        self.logging: dict[str, Any] = catalogue.logging()
        self.configuration: dict[str, Any] = catalogue.configuration()
        self._clock_offset = 0.0

    def configure(
        self,
        *,
        rows: Iterable[str | Path | Row] | None = None,
        shift: int = 0,
        now: str | None = None,
        misbehave: Iterable[str] | None = None,
        settings: dict[str, NodeSettings] | None = None,
        **account: Any,
    ) -> None:
        """Replace what is named, keep the rest.

        `now` sets the clock, which then runs on; `shift` moves all times of `rows` by seconds;
        `account` may hold account_names, lists, rules, applications, logging, configuration, explorer.
        """
        if rows is not None:
            self.store = load(rows, shift)
        if now is not None:
            self._clock_offset = epoch(now) - time.time()
        if misbehave is not None:
            self.misbehaviour = Misbehaviour(misbehave)
        if settings is not None:
            self.node_settings = settings
        gateway = self.gateway(ACCOUNT)
        for name, value in account.items():
            if name == "lists":
                gateway.lists = gateway.given_lists(value)
            elif name == "rules":
                gateway.rules = gateway.given_rules(value)
            elif name not in ("account_names", "applications", "logging", "configuration", "explorer"):
                raise TypeError(f"configure() knows no {name!r}")
            else:
                setattr(self, name, value)

    def add_rows(self, rows: Iterable[Row]) -> None:
        """More rows, as when the account goes on logging."""
        self.store = merged(self.store, load(rows))

    def gateway(self, account: str) -> Gateway:
        """What this account has in Gateway."""
        return self._gateways.setdefault(account, Gateway())

    def now(self) -> float:
        """Seconds since 1970 by the clock of the account's logs."""
        return time.time() + self._clock_offset

    def header_time(self) -> float:
        """Seconds since 1970 for the Date header: the real time, skewed if told so, whatever `now` is."""
        return time.time() + self.misbehaviour.number("skew", "", 0)

    def token(self, given: str) -> Token | None:
        """The token of this name, or None."""
        return TOKENS.get(given)

    def expired(self, token: Token) -> bool:
        """Whether the token is no longer good."""
        return token.expired or self.misbehaviour.has("expired_token")

    def allows(self, token: Token, permission: str) -> bool:
        """Whether the token has the permission, and nobody took it away."""
        return permission in token.permissions - self.misbehaviour.names("no_permission")

    def refused_fields(self, node: str) -> set[str]:
        """The fields of a node that are refused although they are listed."""
        pairs = [value.partition(".") for value in self.misbehaviour.names("refuse_field")]
        return {field for name, _, field in pairs if name == node}
