"""Where the map runs: in this process, in several, or on any executor, such as a Dask cluster's."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from analyzer.errors import AnalyzerError
from analyzer.talk import QUIET, Talk

Result = TypeVar("Result")
Kept = TypeVar("Kept")
Made = TypeVar("Made", covariant=True)
Tell = Callable[[int], object]

WORTH_PROCESSES = 32 << 20
"""Bytes of input, mostly compressed, from which on starting processes pays."""


class Work(Protocol[Made]):
    """What is done to each file. `tell`, where it is given, is called with the number of bytes of each chunk read."""

    def __call__(self, name: str, *, tell: Tell = ...) -> Made:
        """What comes of the file."""


@dataclass(frozen=True)
class Run:
    """How to run the map over files."""

    jobs: int = 0
    """Processes; 0 for one a processor where the input is large, else none but this."""
    executor: Executor | None = None
    """Runs the map instead of processes of ours; its workers must reach the files by the same names."""
    talk: Talk = QUIET
    """Is told how many bytes of how many are done."""

    def map(self, work: Work[Result], names: Sequence[str]) -> Iterator[Result]:
        """The result of the work on each file, in the order in which they are done; none is kept here.

        Standard input is read in this process, first.
        """
        sizes = [_size(name) for name in names]
        if self.executor is not None:
            yield from _spread(self.executor, work, names, sizes, self.talk)
        elif (jobs := self._jobs(names, sum(sizes))) > 1:
            with ProcessPoolExecutor(jobs, initializer=_die_quietly) as pool:
                try:
                    yield from _spread(pool, work, names, sizes, self.talk)
                except BrokenProcessPool as error:
                    raise AnalyzerError("worker_ended") from error
        else:
            count = _Counter(self.talk, sum(sizes))
            for name in names:
                yield work(name, tell=count.add)

    def fold(
        self, work: Work[tuple[Result, Kept]], names: Sequence[str], merge: Callable[[Iterable[Result]], Result]
    ) -> tuple[Result, list[Kept]]:
        """What the work makes of the files, merged as it comes, and what it tells of each besides."""
        kept: list[Kept] = []

        def parts() -> Iterator[Result]:
            for part, told in self.map(work, names):
                kept.append(told)
                yield part

        return merge(parts()), kept

    def _jobs(self, names: Sequence[str], size: int) -> int:
        files = sum(name != "-" for name in names)
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        wanted = self.jobs or (processors if size >= WORTH_PROCESSES else 1)
        return min(wanted, files)


AS_IT_FITS = Run()


@dataclass
class _Counter:
    talk: Talk
    total: int
    done: int = 0

    def add(self, more: int) -> None:
        self.done += more
        self.talk.progress(min(self.done, self.total), self.total)


def _spread(
    executor: Executor, work: Work[Result], names: Sequence[str], sizes: Sequence[int], talk: Talk
) -> Iterator[Result]:
    count = _Counter(talk, sum(sizes))
    yield from (work(name) for name in names if name == "-")
    futures = {executor.submit(work, name): size for name, size in zip(names, sizes, strict=True) if name != "-"}
    try:
        for future in as_completed(set(futures)):
            count.add(futures.pop(future))
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _size(name: str) -> int:
    try:
        return 0 if name == "-" else Path(name).stat().st_size
    except OSError:
        return 0


def _die_quietly() -> None:
    """Let Ctrl-C end a worker at once and without a traceback; the main process says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
