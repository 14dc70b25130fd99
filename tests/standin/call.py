"""One REST request whose token is good, and how it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.standin.gateway import Gateway, bare
from tests.standin.rows import stamp
from tests.standin.tokens import Token
from tests.standin.world import World


class BadRequest(Exception):  # noqa: N818 - it is an answer, not a failure
    """What the real API refuses. Without a code where no code was ever seen: the real one leaves it out at times."""

    def __init__(self, message: str, status: int = 400, code: int | None = 10001) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Call:
    """A request as the functions that answer it see it."""

    world: World
    token: Token
    params: Mapping[str, str]
    filters: tuple[str, ...]
    account: str
    identity: str = ""
    body: Any = None
    text: str = ""
    content_type: str = ""

    @property
    def gateway(self) -> Gateway:
        """What the account has in Gateway."""
        return self.world.gateway(self.account)

    @property
    def now(self) -> str:
        """The time as answers tell it."""
        return stamp(int(self.world.now()))

    def fields(self) -> dict[str, Any]:
        """The body of a write; refused if it is no object."""
        if not isinstance(self.body, dict):
            raise BadRequest("malformed request body")
        return self.body

    def integer(self, name: str, default: int, least: int, most: int) -> int:
        """A number among the parameters."""
        text = self.params.get(name, str(default))
        if not text.isdecimal() or not least <= int(text) <= most:
            raise BadRequest(f"{name} must be a number from {least} to {most}")
        return int(text)

    def searched(self, found: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
        """Those with the text of `search` in one of these keys."""
        wanted = self.params.get("search", "").casefold()
        return [each for each in found if any(wanted in str(each[key]).casefold() for key in keys)]

    def visible(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What this token is told of: a scoped one sees every other, and is not told that there are more."""
        hidden = self.world.misbehaviour.names("hidden")
        seen = found[::2] if self.token.sees_half else found
        return [each for each in seen if not hidden & {each["id"], each["name"]}]

    def shown_id(self, identity: str) -> str:
        """The id in the spelling of this account."""
        return bare(identity) if self.world.misbehaviour.has("dashless_ids") else identity
