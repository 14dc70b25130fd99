"""What a folder of fetched pieces is about: written beside them, so that a person can be told, and can choose."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from analyzer.checked_files import check, read_json
from analyzer.cloudflare.account import Device
from analyzer.errors import AnalyzerError
from analyzer.private_files import clear_way, is_own, write_private

VERSION = 1
_LABEL = "about.json"
_FOLDER, _DAY = re.compile(r"[0-9a-f]{12}"), re.compile(r"\d{8}")
_PIECE = re.compile(r"(?P<start>\d{8}T\d{6}Z)_(?P<end>\d{8}T\d{6}Z)_[0-9a-f]{8}\.log\.gz")
_BESIDE = re.compile(r"plan-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.json|about\.json|\.[a-z0-9_]{8}\.part")
_STAMP = "%Y%m%dT%H%M%S%z"


class Owner(msgspec.Struct):
    """A device whose rows alone are there."""

    id: str
    name: str = ""
    user: str = ""


class Label(msgspec.Struct):
    """Whose log it is; `devices` is empty for the rows of all."""

    account: str
    dataset: str
    devices: tuple[Owner, ...]


class Piece(msgspec.Struct):
    """A file of a folder; `start` and `end` are None for what is no piece of a log."""

    path: Path
    start: dt.datetime | None = None
    end: dt.datetime | None = None


def write_label(folder: Path, account: str, dataset: str, devices: list[Device]) -> None:
    """Write it where there is none."""
    path = folder / _LABEL
    if read_label(folder) is None:
        owners = tuple(Owner(device.id, device.name, device.user) for device in devices)
        told = msgspec.to_builtins(Label(account, dataset, owners))
        clear_way(folder.parent, path)
        write_private(path, json.dumps({"version": VERSION, **told}, ensure_ascii=False).encode())


def read_label(folder: Path) -> Label | None:
    """The label; None where there is none that can be read."""
    path = folder / _LABEL
    try:
        return (
            check(read_json(path.read_bytes(), str(path)), Label, str(path), VERSION) if is_own(folder, path) else None
        )
    except (AnalyzerError, OSError):
        return None


def folders_in(root: Path) -> Iterator[Path]:
    """The folders of pieces that are in the folder for logs, in order; links are none."""
    if root.is_dir():
        for folder in sorted(root.iterdir()):
            if _FOLDER.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                yield folder


def files_in(folder: Path) -> Iterator[Piece]:
    """All files that were written there, by their names; not what else lies there, nor what a link leads to."""
    for path in sorted(folder.rglob("*")):
        if not is_own(folder, path):
            continue
        piece = _PIECE.fullmatch(path.name)
        if piece and _DAY.fullmatch(path.parent.name):
            start, end = (dt.datetime.strptime(piece[name], _STAMP) for name in ("start", "end"))
            yield Piece(path, start, end)
        elif _BESIDE.fullmatch(path.name):
            yield Piece(path)
