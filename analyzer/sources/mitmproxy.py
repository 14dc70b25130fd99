"""mitmproxy's event log: lines that tell of clients which refused its certificate.

Its clock shows no day. A time with the day in front, as `journalctl -o short-iso` or `docker logs -t` write one,
counts; else the day is told by the last change of the file.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import TLS_ERROR
from analyzer.sources._dataset import NOBODY_FIELDS, Dataset, Field, Records
from analyzer.sources._signals import signal_frame
from analyzer.sources._values import clean_text

FIELDS = {
    "event": Field("mitmproxyEvent", str),
    "time": Field("time", str | int),
    "last_change": Field("lastChange", str | None),
} | NOBODY_FIELDS
"""Of the client there is an address at most, and behind a gateway's network it is another one there."""
_LINE = re.compile(
    r"(?:(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\s(?:[^\[]{0,100}\s)?)?"
    r"(?:\[(?P<clock>\d\d:\d\d:\d\d(?:\.\d{1,6})?)\]\s?)?(?P<event>.+)"
)
_FAILED = "handshake failed. "
_REFUSED = re.compile(
    r"Client (?:TLS )?Handshake failed\. The client (?:"
    r"(?:does|may) not trust the proxy's certificate for (?P<host>[^\s(]+)"
    r"|disconnected during the handshake\. If this happens consistently for (?P<maybe>[^\s,]+))",
    re.IGNORECASE,
)
_NO_HOST = "line"
"""Stands for a name, so that a line without one is counted as telling nothing, not as one without a name."""


def from_line(line: str) -> dict[str, Any] | None:
    """The event that a line of the log is, None if it is none: it has mitmproxy's clock, or tells of a handshake.

    >>> from_line("[14:05:02.123][192.0.2.7:53453] client connect")
    {'mitmproxyEvent': '[192.0.2.7:53453] client connect', 'time': '14:05:02.123'}
    """
    found = _LINE.fullmatch(line.strip())
    if not found or not (found["clock"] or _FAILED in found["event"].casefold()):
        return None
    return {"mitmproxyEvent": found["event"], "time": found["time"] or found["clock"] or ""}


def recognises(keys: frozenset[str]) -> bool:
    """An event, as `from_line` gives it."""
    return "mitmproxyevent" in keys


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Signals of kind `tls_error`; all other events tell nothing."""
    hosts = [refused_host(event) for event in records["event"]]
    return signal_frame(
        records,
        dropped,
        hostnames=[host or _NO_HOST for host in hosts],
        seen_at=records.combined(lambda *told: _moment(*map(clean_text, told)), "time", "last_change"),
        kinds=[TLS_ERROR if host else "" for host in hosts],
    )


def refused_host(event: str) -> str:
    """The host whose certificate the client refused, or hung up on in the handshake; "" if the event tells of none.

    >>> refused_host("Client TLS handshake failed. The client does not trust the proxy's certificate for a.jp (…)")
    'a.jp'
    """
    found = _REFUSED.search(event)
    host = (found["host"] or found["maybe"] or "").rstrip(".") if found else ""
    return host.split(":", 1)[0] if host.count(":") == 1 else host


def _moment(time: str, last_change: str) -> str:
    """The time with its day: of a clock alone, the last time before the file's last change that it showed this."""
    try:
        shown, last = dt.time.fromisoformat(time), dt.datetime.fromisoformat(last_change)
    except ValueError:
        return time
    at = dt.datetime.combine(last.date(), shown, last.tzinfo)
    return (at if at <= last else at - dt.timedelta(days=1)).isoformat()


DATASET = Dataset(
    name="mitmproxy",
    becomes="signals",
    fields=FIELDS,
    required=("event", "time"),
    recognises=recognises,
    foreign=("QueryName", "HTTPHost", "SNI", "bundleID", "ConnectionCloseReason"),
    to_frame=to_frame,
    times=("time",),
    inspector="mitmproxy",
    from_line=from_line,
)
