"""The number of GraphQL queries that Cloudflare allows: 300 in five minutes."""

from __future__ import annotations

import collections
import threading
import time

from analyzer.facts import fact
from analyzer.talk import QUIET, Talk

QUERIES = 290
"""Of the 300 that are allowed, leaving some to the dashboard of the same user."""
PERIOD_S = 300.0


class Budget:
    """Lets through so many queries in any five minutes, and makes the next one wait; safe between threads."""

    def __init__(self, queries: int = QUERIES, period_s: float = PERIOD_S, talk: Talk = QUIET) -> None:
        self._talk, self._period_s = talk, period_s
        self._taken: collections.deque[float] = collections.deque(maxlen=queries)
        self._lock = threading.Lock()
        self.spent = 0
        """Queries let through so far."""

    def take(self) -> None:
        """Wait until one more query is allowed, and count it."""
        with self._lock:
            if len(self._taken) == self._taken.maxlen:
                seconds = max(0.0, self._taken[0] + self._period_s - time.monotonic())
                if seconds > 1:
                    self._talk.say(fact("cf_budget", seconds=seconds))
                time.sleep(seconds)
            self._taken.append(time.monotonic())
            self.spent += 1
