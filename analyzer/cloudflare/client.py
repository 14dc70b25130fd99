"""The one HTTP client: token, trust store, retries, and errors as sentences."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import math
import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

import httpx
import stamina
import truststore

from analyzer.cloudflare.answers import LARGEST, Envelope, read_whole, shaped, within
from analyzer.cloudflare.budget import QUERIES, Budget
from analyzer.cloudflare.clock import Clock
from analyzer.errors import CloudflareError
from analyzer.facts import Fact, fact
from analyzer.settings import read_number
from analyzer.talk import QUIET, Talk

DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4"
TOKEN_VARIABLE, BASE_URL_VARIABLE = "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL"
TIMEOUT_VARIABLE, QUERIES_VARIABLE = "PINSCOUT_TIMEOUT_S", "PINSCOUT_QUERIES_PER_5_MINUTES"
TIMEOUT_S = 60.0
ANSWER_TIMEOUTS = 5
"""A whole answer may take so many times as long as Cloudflare may be silent."""
_FAILURES_TOLD = 2
"""The first time that a read fails may be a hiccup; the second is told, once."""
ATTEMPTS, PATIENCE_S = 6, 20.0
"""How often a read is tried, and for how long after it first failed; a pause that Cloudflare asks for is none of it."""
UNREACHED = frozenset({"cf_unreachable", "cf_timeout", "cf_certificate"})
"""Errors of the line, and not of the account."""
MOST_PAGES = 2000
TOO_MUCH = "cf_too_much"
"""The one error of a server that is not worth another try."""
# A budget of GraphQL that is used up comes back after five minutes, as its message says.
LONGEST_WAIT_S = 305.0
_PAGE = 50
T = TypeVar("T")
_TOKEN_HINTS = (fact("cf_token_hint"), fact("cf_doctor_checks"))
_GLOBAL_KEY = re.compile(r"[0-9a-f]{37}")
"""What a Global API Key looks like, which is not taken where a token must be; a token has 40 characters or more."""
_BAD_HEADERS = 6003
"""Cloudflare's number for a header that is not as it must be, such as a token that is none."""


class Cloudflare:
    """A connection to the API. Reads are repeated when the line breaks or the server is busy; use it with `with`.

    The token is kept in the HTTP client alone and shown by nothing, `repr` included; so are a user and a password
    that the base URL names.
    """

    def __init__(
        self,
        token: str,
        base_url: str = DEFAULT_BASE_URL,
        talk: Talk = QUIET,
        most_silent_s: float = math.inf,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`most_silent_s`: for how many seconds Cloudflare may be silent, where that is less than is set.

        `patience_s`: for how many seconds after a read first failed it may be tried again.
        """
        self._patience = patience_s
        self._talk = talk
        url = _parse_base_url(base_url)
        self.base_url = str(url.copy_with(userinfo=b"")).rstrip("/")
        self.budget = Budget(max(int(read_number(QUERIES_VARIABLE, QUERIES)), 1), talk=talk)
        self._told_until, self._failures = 0.0, 0
        self._token_hints = (fact("cf_global_key"), *_TOKEN_HINTS) if _GLOBAL_KEY.fullmatch(token) else _TOKEN_HINTS
        self._clock = Clock()
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "User-Agent": "pinscout"}
        # The system's trust store, since the machine of this tool's user sits behind an inspecting gateway itself.
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._timeout = min(read_number(TIMEOUT_VARIABLE, TIMEOUT_S), most_silent_s)
        login = url.username, url.password
        try:
            self._http = httpx.Client(
                headers=headers, timeout=self._timeout, verify=context, auth=login if url.userinfo else None
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            # What it says may show the password of a proxy.
            raise CloudflareError("cf_odd_proxy") from None

    @classmethod
    def from_environment(cls, talk: Talk = QUIET, most_silent_s: float = math.inf) -> Self:
        """The client for the token and base URL of the environment. Raises CloudflareError without a token."""
        token = os.environ.get(TOKEN_VARIABLE, "").strip()
        if not token:
            raise CloudflareError("cf_no_token", *_TOKEN_HINTS, fact("cf_or_files"))
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise CloudflareError("cf_odd_token", *_TOKEN_HINTS)
        return cls(token, os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL, talk, most_silent_s)

    @property
    def skew(self) -> dt.timedelta | None:
        """How far Cloudflare's clock is ahead of ours, once anything was answered."""
        return self._clock.skew

    def now(self) -> dt.datetime:
        """The time by Cloudflare's clock, as far as it is known."""
        return dt.datetime.now(dt.UTC) + (self.skew or dt.timedelta(0))

    def learn_time(self) -> dt.datetime:
        """The time by Cloudflare's clock, for which it is asked once; by ours where it does not answer."""
        with contextlib.suppress(CloudflareError):
            self._send("GET", "/user/tokens/verify")
        return self.now()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def __repr__(self) -> str:
        return f"Cloudflare({self.base_url!r})"

    def get(self, path: str, shape: Any = Any, **parameters: object) -> Any:
        """The `result` of a REST read. Raises CloudflareError for one of another shape."""
        return self.envelope(path, shape, **parameters).result

    def envelope(self, path: str, shape: Any = Any, **parameters: object) -> Envelope:
        """The whole answer to a REST read: `result`, and `result_info` where the result comes in pages."""
        values = {key: str(value) for key, value in parameters.items()}
        return self.repeat(lambda: self._rest("GET", path, shape, params=values))

    def query(self, path: str, text: str, shape: Any = Any) -> Any:
        """The `result` of a question in a language of its own, which is sent as text and changes nothing."""
        plain = {"Content-Type": "text/plain"}
        return self.repeat(lambda: self._rest("POST", path, shape, content=text.encode(), headers=plain)).result

    def write(self, method: str, path: str, body: Any = None, shape: Any = Any) -> Any:
        """The `result` of a REST write, sent once: of one that broke off, only a read can tell whether it was done."""
        return self._rest(method, path, shape, json=body).result

    def pages(self, path: str, shape: Any = Any, **parameters: object) -> Iterator[Any]:
        """The items of a list that comes in pages, by cursor or by number, whichever the answer speaks of.

        Raises CloudflareError where the pages do not end.
        """
        page, cursor, seen_cursors = 1, "", set[str]()
        for _ in range(MOST_PAGES):
            more = {"cursor": cursor} if cursor else {"page": page} if page > 1 else {}
            answer = self.envelope(path, list[shape] | None, **{"per_page": _PAGE, **parameters, **more})
            items, info = answer.result or [], answer.info
            yield from items
            cursor, page = info.cursor or "", page + 1
            seen = (page - 1) * (info.per_page or _PAGE)
            if not items or not (cursor or seen < (info.total_count or 0)):
                return
            if cursor in seen_cursors:
                break
            seen_cursors |= {cursor} - {""}
        raise CloudflareError("cf_endless", path=path)

    def graphql(self, query: str, variables: dict[str, object]) -> dict[str, Any]:
        """The whole answer to a GraphQL query, `data` and `errors`, asked once.

        What the errors mean is the caller's to tell, and so is whether to `repeat`.
        """
        return self._send("POST", "/graphql", json={"query": query, "variables": variables})

    def repeat(self, read: Callable[[], T]) -> T:
        """What the read gives, repeated with growing pauses, or as Cloudflare asks, while it may yet succeed."""
        worth = functools.partial(self._worth_repeating, failed=[])
        for attempt in stamina.retry_context(on=worth, attempts=ATTEMPTS, timeout=None, wait_initial=0.5):
            with attempt:
                return read()
        raise AssertionError("stamina raises the last error")

    def _rest(self, method: str, path: str, shape: Any, **content: Any) -> Envelope:
        answer = self._send(method, path, **content)
        if not answer.get("success", False):
            raise self._refused(200, answer, path)
        envelope: Envelope = shaped(answer, Envelope, path)
        envelope.result = shaped(envelope.result, shape, path, "result")
        return envelope

    def _send(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        if path == "/graphql":
            self.budget.take()
        try:
            response, body = within(
                self._timeout * ANSWER_TIMEOUTS,
                lambda: read_whole(self._http, method, self.base_url + path, **content),
            )
        except (httpx.TransportError, TimeoutError) as error:
            raise _unreachable(error, self.base_url) from error
        except httpx.DecodingError as error:
            raise CloudflareError("cf_garbled", fact("cf_try_again"), status=httpx.codes.BAD_GATEWAY) from error
        if body is None:
            check = fact("cf_base_url", base_url=self.base_url)
            raise CloudflareError(TOO_MUCH, check, status=httpx.codes.BAD_GATEWAY, path=path, bytes=LARGEST)
        self._clock.note(response.headers.get("Date"))
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            is_down = response.is_server_error
            raise CloudflareError(
                "cf_no_json",
                fact("cf_try_again") if is_down else fact("cf_base_url", base_url=self.base_url),
                status=response.status_code if response.is_error else httpx.codes.BAD_GATEWAY,
                retry_after=_retry_after(response),
                code=response.status_code,
            )
        # GraphQL tells of its errors in the body, but only a header says how long to wait.
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or (response.is_error and "data" not in answer):
            raise self._refused(response.status_code, answer, path, _retry_after(response))
        return answer

    def _refused(
        self, status: int, answer: dict[str, Any], path: str, retry_after: float | None = None
    ) -> CloudflareError:
        errors = _errors_of(answer)
        text = "; ".join(f"{error.get('message')} (code {error.get('code', '-')})" for error in errors)
        codes = tuple(error["code"] for error in errors if isinstance(error.get("code"), int))
        said = text or fact("cf_no_reason")
        return _refusal(status, path, text, said, retry_after, self._token_hints, codes).with_codes(codes)

    def _worth_repeating(self, error: Exception, failed: list[float]) -> bool | float:
        """Whether a read is repeated, and after how many seconds where Cloudflare says it.

        `failed` is when it failed before: an answer that never comes is not waited for time and again.
        """
        if not isinstance(error, CloudflareError):
            return False
        if error.status != httpx.codes.TOO_MANY_REQUESTS:
            failed.append(time.monotonic())
            is_over = failed[-1] - failed[0] > self._patience
            if is_over or error.status < httpx.codes.INTERNAL_SERVER_ERROR or error.fact.key == TOO_MUCH:
                return False
            self._tell_failure(error)
            return True
        seconds = LONGEST_WAIT_S if error.retry_after is None else min(error.retry_after, LONGEST_WAIT_S)
        self._tell_wait(seconds)
        return seconds

    def _tell_failure(self, error: CloudflareError) -> None:
        """Say once that a read is tried again; at once where long was waited for it."""
        was_long = error.fact.key == "cf_timeout"
        self._failures += _FAILURES_TOLD if was_long and not self._failures else 1
        if self._failures == _FAILURES_TOLD:
            self._talk.say(fact("cf_asking_again" if was_long else "cf_trying_again", said=error.fact))

    def _tell_wait(self, seconds: float) -> None:
        """Say so once, though several reads at a time are told to wait."""
        until = time.monotonic() + seconds
        if until > self._told_until + 1:
            self._told_until = until
            self._talk.say(fact("cf_slow_down", seconds=seconds))


def _parse_base_url(text: str) -> httpx.URL:
    """Raises CloudflareError, which does not show it: there may be a password in it."""
    try:
        url = httpx.URL(text)
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        raise CloudflareError("cf_odd_base_url") from None
    if url.scheme not in ("http", "https") or not url.host or not 0 < (url.port or 443) < 65536:
        raise CloudflareError("cf_odd_base_url")
    return url


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() else None


def _unreachable(error: httpx.TransportError | TimeoutError, base_url: str) -> CloudflareError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return CloudflareError("cf_certificate", status=495, base_url=base_url)
    key = "cf_timeout" if isinstance(error, httpx.TimeoutException | TimeoutError) else "cf_unreachable"
    check = fact("cf_check_connection", base_url=base_url)
    return CloudflareError(key, check, status=httpx.codes.BAD_GATEWAY, kind=type(error).__name__)


def _errors_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The errors in an answer, each followed by those that it was caused by."""
    errors = [error for error in _listed(answer.get("errors")) if isinstance(error, dict)]
    return [each for error in errors for each in (error, *_listed(error.get("error_chain"))) if isinstance(each, dict)]


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _refusal(
    status: int,
    path: str,
    text: str,
    said: str | Fact,
    retry_after: float | None,
    hints: tuple[Fact, ...],
    codes: tuple[int, ...],
) -> CloudflareError:
    if status == httpx.codes.UNAUTHORIZED or "Invalid API Token" in text or _BAD_HEADERS in codes:
        return CloudflareError("cf_bad_token", *hints, status=httpx.codes.UNAUTHORIZED, text=said)
    if status == httpx.codes.FORBIDDEN:
        return CloudflareError("cf_forbidden", *hints, status=status, path=path, text=said)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return CloudflareError("cf_too_many", status=status, retry_after=retry_after, text=said)
    return CloudflareError("cf_error", status=status, code=status, path=path, text=said)
