"""Several reads at a time, in threads that never keep the program from ending."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

AT_ONCE = 4
T = TypeVar("T")


def at_once(work: Callable[[T], None], items: Iterable[T]) -> Iterator[None]:
    """Works on the items, several at a time, the first ones first; yields once for each that is done.

    Raises the first error, when what had begun has ended, so that it is not lost. The threads are daemons, which
    those of an executor are not: one that waits five minutes, as Cloudflare asked, must not hold up Ctrl-C.
    """
    waiting, ended = deque(items), queue.SimpleQueue[Exception | None]()
    count = len(waiting)
    few = range(min(AT_ONCE, count))
    threads = [threading.Thread(target=_run, args=(work, waiting, ended), daemon=True) for _ in few]
    for thread in threads:
        thread.start()
    try:
        for _ in range(count):
            if (error := ended.get()) is not None:
                waiting.clear()
                for thread in threads:
                    thread.join()
                raise error
            yield
    finally:
        waiting.clear()


def _run(work: Callable[[T], None], waiting: deque[T], ended: queue.SimpleQueue[Exception | None]) -> None:
    while True:
        try:
            item = waiting.popleft()
        except IndexError:
            return
        try:
            work(item)
        except Exception as error:  # noqa: BLE001 - raised again by who waits for it
            ended.put(error)
        else:
            ended.put(None)
