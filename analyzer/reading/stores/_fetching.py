"""A file on its way: read ahead by a thread, taken up again where the line broke, never mixed with another version."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from analyzer.facts import fact
from analyzer.reading.stores import _opening
from analyzer.reading.stores._address import Remote
from analyzer.reading.stores._errors import UnreadableError, is_replaced, why_unread
from analyzer.reading.streams import CHUNK_BYTES

AHEAD_CHUNKS = 8
"""Chunks that are held for whoever takes them: two megabytes a file."""
MOST_BYTES = 1 << 34
"""What one file elsewhere may have; Logpush's have a gigabyte at most."""
_LOOK_S = 0.5
Got = TypeVar("Got")


class Fetch:
    """One file on its way. A thread fetches it, since calls into the library hear no Ctrl-C."""

    def __init__(self, name: Remote) -> None:
        """Begin to fetch it."""
        self._name = name
        self._held: queue.Queue[bytes | Exception] = queue.Queue(AHEAD_CHUNKS)
        self._is_wanted = True
        threading.Thread(target=self._run, daemon=True).start()

    def chunks(self) -> Iterator[bytes]:
        """The chunks in their order. Raises UnreadableError, or AnalyzerError where the whole place can't be read."""
        try:
            while got := self._held.get():
                if isinstance(got, Exception):
                    raise got
                yield got
        finally:
            self._is_wanted = False

    def _run(self) -> None:
        try:
            for chunk in _resumed(self._name):
                if not self._hold(chunk):
                    return
            self._hold(b"")
        except Exception as error:  # noqa: BLE001 - whoever takes the chunks gets it
            self._hold(error)

    def _hold(self, got: bytes | Exception) -> bool:
        while self._is_wanted:
            try:
                self._held.put(got, timeout=_LOOK_S)
            except queue.Full:
                continue
            return True
        return False


def _resumed(name: Remote) -> Iterator[bytes]:
    """The bytes of a file; where the line breaks, the rest is asked for, of that very version."""
    store, path = _opening.open_store(name.address)
    done, mark = 0, ""
    while True:
        before = done
        try:
            got = _opening.get(store, path, done, mark)
            mark = mark or got.meta["e_tag"] or ""
            if got.meta["size"] > MOST_BYTES:
                raise UnreadableError(fact("store_too_large", size=got.meta["size"], most=MOST_BYTES))
            for chunk in got.stream(min_chunk_size=CHUNK_BYTES):
                done += len(chunk)
                yield bytes(chunk)
        except _opening.failures() as error:
            if is_replaced(error):
                raise UnreadableError(fact("store_replaced")) from None
            if done == before or not mark:
                raise why_unread(error, name.address) from None
        else:
            return


def patiently(work: Callable[[], Got]) -> Got:
    """What the work gives, done by a thread, so that Ctrl-C ends the wait for it."""
    answers: queue.SimpleQueue[Got | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(work())
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    answer = answers.get()
    if isinstance(answer, Exception):
        raise answer
    return answer
