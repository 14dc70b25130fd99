"""Stores as obstore opens them: where a bucket is and with which keys, as the environment tells the vendors' tools.

The one file that knows the vendors' variables.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from analyzer.errors import AnalyzerError
from analyzer.reading.stores._address import scheme_of, shown
from analyzer.settings import read_number

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import HTTPStore, S3Store

    Store = S3Store | HTTPStore

SCHEMES = ("s3", "r2", "https")
WAIT_VARIABLE, WAIT_S = "PINSCOUT_STORES_WAIT", 60.0
"""For how many seconds a store that does not answer is asked again."""
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
KEY, SECRET = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
R2_KEY, R2_SECRET = "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY"
ACCOUNT = "CLOUDFLARE_ACCOUNT_ID"
_OTHER_KEYS = (
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_SKIP_SIGNATURE",
)
_NO_MACHINE_ROLE = "AWS_EC2_METADATA_DISABLED"
_ROLE_ENDPOINT, _ROLE_SERVICE = "AWS_METADATA_ENDPOINT", "http://169.254.169.254"


def need_library(source: str) -> None:
    """Raise AnalyzerError where what reads this address is not installed, or nothing reads it."""
    if scheme_of(source) not in SCHEMES:
        raise AnalyzerError("store_scheme", source=shown(source))
    try:
        import obstore  # noqa: F401
    except ImportError as error:
        raise AnalyzerError("no_stores", source=shown(source)) from error


def failures() -> tuple[type[Exception], ...]:
    """What the library raises where a store gives nothing."""
    from obstore.exceptions import BaseError

    return BaseError, OSError, ValueError


def open_store(address: str) -> tuple[Store, str]:
    """The store of an address, and the path in it. Raises AnalyzerError where no keys or no account are set."""
    need_library(address)
    scheme = scheme_of(address)
    if scheme == "https":
        from obstore.store import HTTPStore

        return HTTPStore.from_url(address.partition("#")[0], **_line("")), ""
    bucket, _, path = address.partition("://")[2].partition("/")
    if not bucket:
        raise AnalyzerError("store_no_bucket_named", source=address)
    return (_r2(bucket) if scheme == "r2" else _s3(bucket)), path.strip("/")


def get(store: Store, path: str, offset: int, mark: str) -> GetResult:
    """The bytes from there on, of the version with that mark if one is given."""
    import obstore

    options: dict[str, Any] = {"range": {"offset": offset}} if offset else {}
    return obstore.get(store, path, options=options | ({"if_match": mark} if mark else {}))  # type: ignore[arg-type]


def _s3(bucket: str) -> S3Store:
    from obstore.store import S3Store

    if not (_is_set(KEY, *_OTHER_KEYS) or _has_role()):
        raise AnalyzerError("store_no_keys", variables=[KEY, SECRET])
    return S3Store(bucket, **_line(_endpoint()))


def _has_role() -> bool:
    """Whether the machine may have keys of its own: where nothing tells, asking for them takes a minute to fail."""
    if os.environ.get(_NO_MACHINE_ROLE, "").lower() == "true":
        return False
    named = os.environ.get(_ROLE_ENDPOINT, "").strip()
    parts = urlsplit(named or _ROLE_SERVICE)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=1):
            return True
    except OSError:
        return False


def _r2(bucket: str) -> S3Store:
    from obstore.store import S3Store

    account = os.environ.get(ACCOUNT, "").strip()
    if not (endpoint := _endpoint()) and not account:
        raise AnalyzerError("store_no_account", variable=ACCOUNT)
    line = _line(endpoint or f"https://{account}.r2.cloudflarestorage.com")
    if _is_set(R2_KEY) and _is_set(R2_SECRET):
        own = {"access_key_id": os.environ[R2_KEY], "secret_access_key": os.environ[R2_SECRET]}
        keys: dict[str, Any] = {"credential_provider": lambda: {**own, "token": None, "expires_at": None}}
        return S3Store(bucket, region="auto", **keys, **line)
    if not _is_set(KEY):
        raise AnalyzerError("store_no_keys", variables=[R2_KEY, R2_SECRET])
    return S3Store(bucket, region="auto", **line)


def _endpoint() -> str:
    return next(filter(None, (os.environ.get(name, "").strip() for name in ENDPOINTS)), "")


def _line(endpoint: str) -> dict[str, Any]:
    """How a store is reached. A file may take long as a whole, since it is read no faster than it is used."""
    wait = dt.timedelta(seconds=read_number(WAIT_VARIABLE, WAIT_S))
    backoff = {"init_backoff": dt.timedelta(milliseconds=100), "max_backoff": dt.timedelta(seconds=5), "base": 2}
    return {
        **({"endpoint": endpoint} if endpoint else {}),
        "client_options": {
            "allow_http": urlsplit(endpoint).scheme == "http",
            "timeout": "24h",
            "connect_timeout": "10s",
            "read_timeout": min(wait, dt.timedelta(seconds=30)),
        },
        "retry_config": {"max_retries": 10, "retry_timeout": wait, "backoff": backoff},
    }


def _is_set(*names: str) -> bool:
    return any(os.environ.get(name, "").strip() for name in names)
