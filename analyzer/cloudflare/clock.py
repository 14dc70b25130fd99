"""How far Cloudflare's clock is ahead of this machine's, as the answers tell by their `Date`."""

from __future__ import annotations

import datetime as dt
import email.utils
import threading

_NO_CLOCK = dt.timedelta(days=366)
"""A difference from which on a header tells no time: no certificate would hold so long."""
_MOST = 99


class Clock:
    """Takes the middle of what many answers say: one that lies, as out of a cache, moves it by nothing."""

    def __init__(self) -> None:
        self._skews: list[dt.timedelta] = []
        self._lock = threading.Lock()

    def note(self, header: str | None) -> None:
        """Take in the `Date` of an answer that has just come; what is no time is passed over."""
        try:
            theirs = email.utils.parsedate_to_datetime(header or "").astimezone(dt.UTC)
        except (ValueError, OverflowError):
            return
        skew = theirs - dt.datetime.now(dt.UTC)
        if abs(skew) < _NO_CLOCK:
            with self._lock:
                self._skews = [*self._skews[1 - _MOST :], skew]

    @property
    def skew(self) -> dt.timedelta | None:
        """How far theirs is ahead of ours; None before any answer told. Of two that differ, the nearer to ours."""
        with self._lock:
            skews = sorted(self._skews)
        return min(skews[(len(skews) - 1) // 2], skews[len(skews) // 2], key=abs) if skews else None
