"""Processes that work side by side, each on a few files at a time. One that is lost costs a second try of its file.

Each has a line of its own to this process. So whenever one is killed, in the middle of an answer too, its line ends,
and no other waits for it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from analyzer.errors import AnalyzerError
from analyzer.reading import stores

MOST_TRIES = 3
"""How often a process may be lost over one file; the last time it has the machine to itself."""
TOLD_BYTES = 4 << 20
_END_S = 5.0
Step = tuple[str, int, Any]
"""A file's name; bytes of it that were read since the last step; a list of its result where it is done, else None."""


def spread(work: Callable[..., Any], batches: Sequence[Sequence[str]], jobs: int) -> Iterator[Step]:
    """How the work on the files goes on, in so many processes, in the order in which it is told.

    Of a file whose process was lost, the bytes told so far are taken back, as a negative number. Raises what the work
    raises, and AnalyzerError where a process is lost over the same file again and again.
    """
    # What fetches files has threads, which a forked process would lack.
    is_elsewhere = any(isinstance(name, stores.Remote) for batch in batches for name in batch)
    context = multiprocessing.get_context("spawn" if is_elsewhere else None)
    crew = _Crew(work, deque(map(list, batches)), jobs, context)
    try:
        yield from crew.run()
    except BaseException:
        crew.stop(is_done=False)
        raise
    crew.stop(is_done=True)


@dataclass
class _Worker:
    process: BaseProcess
    names: list[str]
    """Of its batch, those that are not done; it works on the first."""
    told: int = 0
    """Bytes of that one that were told."""


@dataclass
class _Crew:
    work: Callable[..., Any]
    waiting: deque[list[str]]
    jobs: int
    context: Any
    lost: Counter[str] = field(default_factory=Counter)
    busy: dict[Connection, _Worker] = field(default_factory=dict)
    idle: dict[Connection, _Worker] = field(default_factory=dict)

    def run(self) -> Iterator[Step]:
        while self.waiting or self.busy:
            while self.waiting and len(self.busy) < self.jobs:
                self._give(self.waiting.popleft())
            for line in wait(list(self.busy)):
                yield from self._hear(line)  # type: ignore[arg-type]  # they are what was waited for

    def _give(self, names: list[str]) -> None:
        line, worker = self.idle.popitem() if self.idle else self._start()
        worker.names, worker.told = names, 0
        self.busy[line] = worker
        with contextlib.suppress(OSError):  # it was lost: its line has ended
            line.send(names)

    def _start(self) -> tuple[Connection, _Worker]:
        ours, its = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(its, self.work), daemon=True)
        with _undisturbed():
            process.start()
        its.close()
        return ours, _Worker(process, [])

    def _hear(self, line: Connection) -> Iterator[Step]:
        worker = self.busy[line]
        try:
            size, result, error = line.recv()
        except (EOFError, OSError):
            yield from self._bury(line)
            return
        if error is not None:
            raise error
        worker.told += size
        yield worker.names[0], size, result
        if result is not None:
            del worker.names[0]
            worker.told = 0
        if not worker.names:
            self.idle[line] = self.busy.pop(line)

    def _bury(self, line: Connection) -> Iterator[Step]:
        worker = self.busy.pop(line)
        line.close()
        worker.process.join()
        name, *rest = worker.names
        yield name, -worker.told, None
        self.lost[name] += 1
        if self.lost[name] == MOST_TRIES:
            raise AnalyzerError("worker_ended", name=name, tries=MOST_TRIES)
        if self.lost[name] == MOST_TRIES - 1:
            self.jobs = 1
        if rest:
            self.waiting.appendleft(rest)
        self.waiting.append([name])

    def stop(self, *, is_done: bool) -> None:
        for line, worker in (self.busy | self.idle).items():
            if is_done:
                with contextlib.suppress(OSError):
                    line.send([])
                worker.process.join(_END_S)
            worker.process.terminate()
            worker.process.join()
            line.close()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until a process has begun: in the moment of a fork Python may lose it, or tell of it in both.

    From 3.12 on Python warns of forks where there are threads, as in a notebook. None of them is ours, and a process of
    ours prints nothing, logs nothing, and waits for no lock of theirs.
    """
    masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if masks else set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(line: Connection, work: Callable[..., Any]) -> None:
    """What a process does. Ctrl-C ends it at once and quietly: the main process says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])  # see `_undisturbed`
    with contextlib.suppress(EOFError, OSError):  # nobody hears any more
        while names := line.recv():
            for at, name in enumerate(names):
                stores.expect(names[at : at + stores.AT_ONCE])
                _work_on(name, line, work)


def _work_on(name: str, line: Connection, work: Callable[..., Any]) -> None:
    untold = 0

    def tell(size: int) -> None:
        nonlocal untold
        untold += size
        if untold >= TOLD_BYTES:
            line.send((untold, None, None))
            untold = 0

    try:
        result = work(name, tell=tell)
    except AnalyzerError as error:
        line.send((untold, None, error))
    except Exception as error:  # noqa: BLE001 - raised in the main process
        error.add_note(traceback.format_exc())
        line.send((untold, None, error))
    else:
        line.send((untold, [result], None))
