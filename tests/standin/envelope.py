"""Cloudflare's envelope of REST answers."""

from __future__ import annotations

from typing import Any

Answer = tuple[int, dict[str, Any]]


def success(result: Any, info: dict[str, Any] | None = None, messages: tuple[Any, ...] = ()) -> Answer:
    """HTTP 200 and the envelope of a good answer."""
    body = {"success": True, "errors": [], "messages": list(messages), "result": result}
    return 200, body if info is None else body | {"result_info": info}


def failure(status: int, code: int | None, message: str) -> Answer:
    """The envelope of a refusal; the real one leaves the code out of some."""
    error = {"message": message} if code is None else {"code": code, "message": message}
    return status, {"success": False, "errors": [error], "messages": [], "result": None}


def odd_header() -> Answer:
    """An Authorization header that holds no token at all, such as a Global API Key."""
    inner = {"code": 6111, "message": "Invalid format for Authorization header"}
    error = {"code": 6003, "message": "Invalid request headers", "error_chain": [inner]}
    return 400, {"success": False, "errors": [error], "messages": [], "result": None}


def unauthenticated(status: int = 401) -> Answer:
    """No token, a wrong one, or one without the permission."""
    return failure(status, 10000, "Authentication error")
