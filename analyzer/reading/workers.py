"""Where the map runs: in this process, in several, or on any executor, such as a Dask cluster's."""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from typing import Protocol, TypeVar

from analyzer.reading import stores
from analyzer.reading.files import size_of
from analyzer.reading.processes import spread
from analyzer.talk import QUIET, Talk

Result = TypeVar("Result")
Kept = TypeVar("Kept")
Made = TypeVar("Made", covariant=True)
Tell = Callable[[int], object]

WORTH_PROCESSES = 32 << 20
"""Bytes of input, mostly compressed, from which on starting processes pays."""
_BATCH_FILES, _BATCH_BYTES = 16, 32 << 20


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
        count = _Counter(self.talk, {name: size_of(name) for name in names})
        if self.executor is not None:
            yield from _hand_out(self.executor, work, names, count)
        elif (jobs := self._jobs(names, count.total)) > 1:
            yield from _in_turn(work, [name for name in names if name == "-"], count)
            for name, size, result in spread(work, _batches(names, count.sizes, jobs), jobs):
                count.read(name, size)
                if result is not None:
                    count.end(name)
                    yield result[0]
        else:
            yield from _in_turn(work, names, count)

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


class _Counter:
    """Counts bytes and files, and tells of them."""

    def __init__(self, talk: Talk, sizes: Mapping[str, int]) -> None:
        self.sizes, self.total = sizes, sum(sizes.values())
        self._talk = talk
        self._begun: Counter[str] = Counter()
        self._done = self._files = 0
        self._tell()

    def read(self, name: str, size: int) -> None:
        """So many more bytes of a file were read."""
        self._begun[name] += size
        self._tell()

    def end(self, name: str) -> None:
        """A file is done, however much of it had to be read."""
        self._begun.pop(name, None)
        self._done += self.sizes[name]
        self._files += 1
        self._talk.files(self._files, len(self.sizes))
        self._tell()

    def _tell(self) -> None:
        self._talk.progress(min(self._done + self._begun.total(), self.total), self.total)


def _in_turn(work: Work[Result], names: Sequence[str], count: _Counter) -> Iterator[Result]:
    for at, name in enumerate(names):
        stores.expect(names[at : at + stores.AT_ONCE])
        result = work(name, tell=functools.partial(count.read, name))
        count.end(name)
        yield result


def _hand_out(executor: Executor, work: Work[Result], names: Sequence[str], count: _Counter) -> Iterator[Result]:
    yield from _in_turn(work, [name for name in names if name == "-"], count)
    futures = {executor.submit(work, name): name for name in names if name != "-"}
    try:
        for future in as_completed(set(futures)):
            result = future.result()
            count.end(futures.pop(future))
            yield result
    finally:
        for future in futures:
            future.cancel()


def _batches(names: Sequence[str], sizes: Mapping[str, int], jobs: int) -> list[list[str]]:
    """Files that one process takes at a time: one that lies here, and of those elsewhere several small ones.

    So a process can fetch the next while it reads one; but there are several batches for each process.
    """
    most = min(_BATCH_FILES, max(1, len(names) // (jobs * 4)))
    batches: list[list[str]] = []
    room = 0
    for name in names:
        if name == "-":
            continue
        room -= sizes[name]
        if not batches or room < 0 or not isinstance(name, stores.Remote) or len(batches[-1]) == most:
            batches.append([])
            room = _BATCH_BYTES - sizes[name]
        batches[-1].append(name)
    return batches
