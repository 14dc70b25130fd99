"""The number of GraphQL queries that Cloudflare allows: 300 in five minutes."""

from __future__ import annotations

import collections
import logging
import os
import threading
import time

logger = logging.getLogger(__name__)

QUERIES = int(os.environ.get("PINSCOUT_QUERIES_PER_5_MINUTES", "290"))
"""Of the 300 that are allowed, leaving some to the dashboard of the same user."""
PERIOD_S = 300.0


class Budget:
    """Lets through so many queries in any five minutes, and makes the next one wait; safe between threads."""

    def __init__(self, queries: int = QUERIES, period_s: float = PERIOD_S) -> None:
        self._period_s = period_s
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
                    logger.warning(
                        "the queries that Cloudflare allows in five minutes are used up: waiting %.0f s", seconds
                    )
                time.sleep(seconds)
            self._taken.append(time.monotonic())
            self.spent += 1
