"""Where the map runs: in this process, in several, or on any executor, such as a Dask cluster's."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from analyzer.errors import AnalyzerError

Result = TypeVar("Result")
Made = TypeVar("Made", covariant=True)
Progress = Callable[[int, int], None]
Tell = Callable[[int], object]

WORTH_PROCESSES = 32 << 20
"""Bytes of input, mostly compressed, from which on starting processes pays."""


class Work(Protocol[Made]):
    """What is done to each file; `tell` is told of more bytes that were read, where anybody listens."""

    def __call__(self, name: str, *, tell: Tell = ...) -> Made:
        """What comes of the file."""


def silent(done: int, total: int) -> None:
    """No progress to show."""


@dataclass(frozen=True)
class Run:
    """How to run the map over files."""

    jobs: int = 0
    """Processes; 0 for one a processor where the input is large, else none but this."""
    executor: Executor | None = None
    """Runs the map instead of processes of ours; its workers must reach the files by the same names."""
    progress: Progress = silent
    """Is told how many bytes of how many are done."""

    def map(self, work: Work[Result], names: Sequence[str]) -> Iterator[Result]:
        """The results of the work on each file, in the order of the files. Standard input is read here, first."""
        sizes = [_size(name) for name in names]
        if self.executor is not None:
            yield from _spread(self.executor, work, names, sizes, self.progress)
        elif (jobs := self._jobs(names, sum(sizes))) > 1:
            with ProcessPoolExecutor(jobs, initializer=_die_quietly) as pool:
                try:
                    yield from _spread(pool, work, names, sizes, self.progress)
                except BrokenProcessPool as error:
                    raise AnalyzerError(
                        "A process that read the log was ended, perhaps for want of memory.", "Try --jobs 1."
                    ) from error
        else:
            count = _Counter(self.progress, sum(sizes))
            for name in names:
                yield work(name, tell=count.add)

    def _jobs(self, names: Sequence[str], size: int) -> int:
        files = sum(name != "-" for name in names)
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        wanted = self.jobs or (processors if size >= WORTH_PROCESSES else 1)
        return min(wanted, files)


AS_IT_FITS = Run()


@dataclass
class _Counter:
    progress: Progress
    total: int
    done: int = 0

    def add(self, more: int) -> None:
        self.done += more
        self.progress(min(self.done, self.total), self.total)


def _spread(
    executor: Executor, work: Work[Result], names: Sequence[str], sizes: Sequence[int], progress: Progress
) -> Iterator[Result]:
    here = {name: work(name) for name in names if name == "-"}
    futures = {executor.submit(work, name): size for name, size in zip(names, sizes, strict=True) if name != "-"}
    count = _Counter(progress, sum(sizes))
    try:
        for future in as_completed(futures):
            future.result()
            count.add(futures[future])
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    results = iter(futures)
    for name in names:
        yield here[name] if name in here else next(results).result()


def _size(name: str) -> int:
    try:
        return 0 if name == "-" else Path(name).stat().st_size
    except OSError:
        return 0


def _die_quietly() -> None:
    """Ctrl-C ends a worker without a traceback; what there is to say, the main process says."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
