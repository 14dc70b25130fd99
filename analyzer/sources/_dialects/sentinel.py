"""Microsoft Sentinel's keys: Logpush's with a suffix for the type, `QueryName_s`; in exports with `[UTC]` behind."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_SUFFIX = re.compile(r"_[sdgbt](?: \[[^\]]*\])?$|(?<=TimeGenerated) \[[^\]]*\]$")
_TIME = "%m/%d/%Y, %I:%M:%S.%f %p"
_SHAPE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}, \d")
_MARKS = ("QueryName_s", "QueryNameReversed_s", "ConnectionCloseReason_s", "HTTPHost_s", "URL_s")


def as_logpush(row: dict[str, Any]) -> dict[str, Any] | None:
    """The row in Logpush's keys; None if none of its keys has Sentinel's suffix."""
    if not any(mark in row for mark in _MARKS):
        return None
    plain = {_SUFFIX.sub("", key): _plain(value) for key, value in row.items()}
    arrived = plain.pop("TimeGenerated", "")
    return {"Datetime": arrived} | plain


def _plain(value: Any) -> Any:
    """Times as ISO 8601, since exports write them as the browser does; whole numbers without `.0`."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _SHAPE.match(value):
        try:
            return dt.datetime.strptime(value, _TIME).replace(tzinfo=dt.UTC).isoformat()
        except ValueError:
            return value
    return value
