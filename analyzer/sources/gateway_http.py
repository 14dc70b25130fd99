"""Cloudflare Gateway HTTP requests: Logpush `gateway_http`. A decrypted request proves that its host is not pinned."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import BYPASSED, INSPECTED, UNUSED
from analyzer.sources._dataset import IDENTITY_FIELDS, Dataset, Field, Records
from analyzer.sources._signals import signal_frame
from analyzer.sources._values import clean_text

FIELDS = {
    "host": Field("HTTPHost", str | None, ("Host",)),
    "url": Field("URL", str | None),
    "asked_at": Field("Datetime", str | int, ("Timestamp", "Time")),
    "action": Field("Action", str | None),
    "status": Field("HTTPStatusCode", str | int | None),
    "session_id": Field("SessionID", str | None),
} | IDENTITY_FIELDS
FOREIGN = ("QueryName", "QueryNameReversed", "bundleID")
_NOT_DECRYPTED = {"bypass", "off", "donotinspect"}
# "If a connection closes before Gateway inspects and filters the traffic, Gateway logs the event with an Unknown
# action" (Cloudflare's documentation of the activity logs); the status is then 0, "nothing returned".
_CLOSED_BEFORE = "unknown"
_NO_STATUS = ("", "0")


def recognises(keys: frozenset[str]) -> bool:
    """A request has a host or URL and a method or status."""
    return bool(keys & {"httphost", "url"}) and bool(keys & {"httpmethod", "httpstatuscode", "httpversion"})


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Signals: `bypassed` where a Do Not Inspect rule applied, `inspected` where the request was decrypted.

    A connection that closed before Gateway could look at a request has the action "unknown" and no status: `unused`,
    where its host is named.
    """
    return signal_frame(
        records,
        dropped,
        hostnames=records.combined(_host, "host", "url"),
        seen_at=records["asked_at"],
        kinds=records.combined(classify, "action", "status"),
        session_ids=records.combined(lambda id_, *named: id_ if _host(*named) else "", "session_id", "host", "url"),
    )


def classify(action: object, status: object) -> str:
    """`bypassed`, `inspected`, `unused`, or "" where the log does not tell which."""
    done = clean_text(action).casefold().replace("_", "").replace(" ", "")
    if done in _NOT_DECRYPTED or done.startswith("bypass"):
        return BYPASSED
    if done == _CLOSED_BEFORE:
        return UNUSED if clean_text(status) in _NO_STATUS else ""
    return INSPECTED if done else ""


def _host(host: Any, url: Any) -> Any:
    host = clean_text(host)
    if not host and isinstance(url, str):
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return ""
    return host.split(":", 1)[0] if host.count(":") == 1 else host


DATASET = Dataset(
    name="gateway_http",
    becomes="signals",
    fields=FIELDS,
    required=("asked_at", "action", "host"),
    recognises=recognises,
    foreign=FOREIGN,
    to_frame=to_frame,
)
