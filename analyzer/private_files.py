"""Files that only their owner may read, written whole or not at all, and folders that are all ours."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock

from analyzer.errors import AnalyzerError

PART, ASIDE, LOCK = ".part", ".aside", ".lock"
"""How the hidden files end that are written beside others: half written, set aside, held by a run."""
_LEFT = re.compile(rf"\.[a-z0-9_]{{8}}{re.escape(PART)}")


def write_private(path: Path, content: bytes, at: dt.datetime | None = None) -> None:
    """Write a file beside its place and move it there, so that neither a reader nor a crash ever meets half of it.

    Folders that are missing are made, for the owner alone. What is there already is replaced if it is a file, and
    left alone if it is anything else, such as a device. With `at`, that is when it says it was written. Raises
    AnalyzerError where that is so or the system refuses.
    """
    with _told(path):
        if path.exists() and not path.is_file():
            raise AnalyzerError("not_a_file", path=str(path))
        make_private_folder(path.parent)
        descriptor, part = tempfile.mkstemp(prefix=".", suffix=PART, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if at is not None:
                os.utime(part, (at.timestamp(), at.timestamp()))
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise


def make_private_folder(folder: Path) -> None:
    """Make the folder and those above it that are missing, each for its owner alone, whatever the umask."""
    for missing in reversed([folder, *folder.parents]):
        if not missing.exists():
            missing.mkdir(mode=0o700, exist_ok=True)
            missing.chmod(0o700)


def is_own(root: Path, path: Path) -> bool:
    """Whether a file is there, reached from `root`, below which all is ours, without following a link."""
    try:
        *folders, mode = [step.lstat().st_mode for step in _steps(root, path)]
    except OSError:
        return False
    return stat.S_ISREG(mode) and all(map(stat.S_ISDIR, folders))


def clear_way(root: Path, path: Path) -> None:
    """Make room for a file below `root`, where all is ours: links and what else is in its way are set aside.

    A file in its place stays, to be replaced. Nothing is deleted. Raises AnalyzerError where the system refuses.
    """
    with _told(path):
        for step in _steps(root, path):
            try:
                mode = step.lstat().st_mode
            except FileNotFoundError:
                return
            if not (stat.S_ISREG(mode) if step == path else stat.S_ISDIR(mode)):
                set_aside(step)
                return


def set_aside(path: Path) -> None:
    """Give what is there, a link itself, another name: hidden, so that nobody takes it for a log."""
    for number in itertools.count(1):
        other = path.with_name(f".{path.name}.{number}{ASIDE}")
        if not os.path.lexists(other):
            path.rename(other)
            return


def clean(folder: Path) -> None:
    """Remove what runs that were killed left half written; nothing may be writing there."""
    for here, _, names in os.walk(folder):
        for name in filter(_LEFT.fullmatch, names):
            Path(here, name).unlink(missing_ok=True)


@contextlib.contextmanager
def held(lock: Path, busy: str) -> Iterator[None]:
    """No other run holds the lock until the block ends; the file stays, and says nothing.

    Raises AnalyzerError, `busy`, where another does, and where the lock can't be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            make_private_folder(lock.parent)
            stack.enter_context(filelock.FileLock(lock, timeout=0, mode=0o600))
        except filelock.Timeout:
            raise AnalyzerError(busy, path=str(lock.parent)) from None
        except OSError as error:
            raise AnalyzerError("not_written", path=str(lock), error=error.strerror or str(error)) from error
        yield


def _steps(root: Path, path: Path) -> list[Path]:
    """The folders between, from the top, and the path itself."""
    between = [folder for folder in path.parents if folder != root and root in folder.parents]
    return [*reversed(between), path]


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AnalyzerError("not_written", path=str(path), error=error.strerror or str(error)) from error
