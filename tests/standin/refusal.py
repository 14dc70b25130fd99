"""How the stand-in says no."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """A GraphQL request that is answered with an error: its documented message, HTTP status and path."""

    def __init__(self, message: str, status: int = 400, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.path = path
