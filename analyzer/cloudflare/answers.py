"""An answer of Cloudflare: read whole within bounds of time and size, and checked against the shape it must have."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import httpx
import msgspec

from analyzer.checked_files import what_is_wrong
from analyzer.errors import CloudflareError
from analyzer.facts import Fact, fact

T = TypeVar("T")
LARGEST = 1 << 26
"""Bytes that an answer may have when it is unpacked: many times what a full page of rows takes."""
Count = Annotated[int, msgspec.Meta(ge=0, le=10**9)]


class PageInfo(msgspec.Struct):
    """What an answer says of its pages."""

    cursor: str | None = None
    per_page: Count | None = None
    total_count: Count | None = None


class Envelope(msgspec.Struct):
    """An answer of REST."""

    result: Any = None
    result_info: PageInfo | None = None

    @property
    def info(self) -> PageInfo:
        """What it says of its pages, if anything."""
        return self.result_info or PageInfo()


def shaped(value: object, shape: Any, path: str, at: str = "") -> Any:
    """The value, which stands `at` a key, as that shape. Raises CloudflareError for another: which key, what is wrong.

    Its status is one of those that are repeated, since a proxy that answered in Cloudflare's place may not do so again.
    """
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        field, wrong = what_is_wrong(error)
        joint = "" if field.startswith("[") or not (field and at) else "."
        raise odd_answer(path, f"{at}{joint}{field}", wrong) from None


def odd_answer(path: str, field: str, wrong: Fact) -> CloudflareError:
    """The error for an answer in which something is wrong with a key."""
    hint, status = fact("cf_odd_answer_hint"), httpx.codes.BAD_GATEWAY
    return CloudflareError("cf_odd_answer", hint, status=status, path=path, field=field, wrong=wrong)


def read_whole(client: httpx.Client, method: str, url: str, **content: Any) -> tuple[httpx.Response, bytes | None]:
    """The answer and its body; None in place of one that is larger than any. Raises what httpx raises."""
    body = bytearray()
    with client.stream(method, url, **content) as response:
        for part in response.iter_bytes():
            body += part
            if len(body) > LARGEST:
                return response, None
    return response, bytes(body)


def within(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives, or raises. Raises TimeoutError where it takes longer.

    The time-outs of httpx are for each read of the line, so that an answer that drips never meets one. The thread is a
    daemon: work that is given up does not keep the program from ending.
    """
    ended = queue.SimpleQueue[tuple[T | None, BaseException | None]]()

    def run() -> None:
        try:
            ended.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - raised by who waits for it
            ended.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = ended.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # there is one where there is no error
