"""Files that only their owner may read, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from analyzer.errors import AnalyzerError


def write_private(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that neither a reader nor a crash ever meets half of it.

    Folders that are missing are made, for the owner alone. What is there already is replaced if it is a file, and
    left alone if it is anything else, such as a device. Raises AnalyzerError where that is so or the system refuses.
    """
    try:
        if path.exists() and not path.is_file():
            raise AnalyzerError("not_a_file", path=str(path))
        make_private_folder(path.parent)
        descriptor, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise AnalyzerError("not_written", path=str(path), error=error.strerror or str(error)) from error


def make_private_folder(folder: Path) -> None:
    """Make the folder and those above it that are missing, each for its owner alone, whatever the umask."""
    for missing in reversed([folder, *folder.parents]):
        if not missing.exists():
            missing.mkdir(mode=0o700, exist_ok=True)
            missing.chmod(0o700)
