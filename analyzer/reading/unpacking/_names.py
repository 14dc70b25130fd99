"""Names of files in archives."""

from __future__ import annotations

_OF_MACS = "__MACOSX"


def inner_path(path: str, name: str) -> str:
    """How a file in an archive is called: the archive's path, and its own behind it."""
    return f"{path}/{name.removeprefix('./')}"


def is_of_use(name: str) -> bool:
    """Whether a file in an archive may be a log: it is neither hidden nor what a Mac puts beside each file."""
    parts = name.replace("\\", "/").removeprefix("./").split("/")
    return not any(part.startswith(".") or part == _OF_MACS for part in parts if part != "..")
