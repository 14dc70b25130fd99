"""The manifest of a folder that `fetch` fills: what it must hold, and what becomes of one that can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from analyzer.checked_files import check, odd, read_json
from analyzer.cloudflare.logs.explorer import EVERY_NODE
from analyzer.cloudflare.logs.reader import read_time
from analyzer.errors import AnalyzerError, KeptFileError, NewerFileError
from analyzer.facts import fact
from analyzer.private_files import clear_way, is_own, set_aside, write_private
from analyzer.reading.folders import MANIFEST, MANIFEST_KEYS
from analyzer.talk import Talk

VERSION = 1


class _Log(msgspec.Struct):
    dataset: str
    node: str
    where: dict[str, Any]
    pieces: list[tuple[str, str]]
    records: int = 0
    overfull: list[str] = []


class _Manifest(msgspec.Struct):
    request: dict[str, Any]
    logs: list[_Log]
    devices: dict[str, tuple[str, str]]


def read_manifest(folder: Path, talk: Talk) -> dict[str, Any] | None:
    """The manifest of a folder; None where there is none.

    One that can't be read is set aside and told, and the folder is as good as one without. Raises NewerFileError for
    one of a newer version, AnalyzerError where a file of this name is somebody else's.
    """
    file = folder / MANIFEST
    if not file.exists() and not file.is_symlink():
        return None
    try:
        if is_own(folder, file):
            return _checked(read_json(_content(file), str(file)), folder)
    except NewerFileError:
        raise
    except KeptFileError as error:
        talk.say(fact("archive_manifest_damaged", reason=error.fact))
        set_aside(file)
        return None
    talk.say(fact("archive_manifest_damaged", reason=fact("not_a_file", path=str(file))))
    clear_way(folder, file)
    return None


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write it whole or not at all."""
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    write_private(folder / MANIFEST, f"{text}\n".encode())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise KeptFileError("unreadable", name=str(file), error=error.strerror or str(error)) from error


def _checked(manifest: Any, folder: Path) -> dict[str, Any]:
    name = str(folder / MANIFEST)
    if not (isinstance(manifest, dict) and manifest.keys() >= MANIFEST_KEYS):
        raise AnalyzerError("other_archive", folder=str(folder), manifest=name)
    for log in check(manifest, _Manifest, name, VERSION).logs:
        if not any((node.name, node.dataset) == (log.node, log.dataset) for node in EVERY_NODE):
            raise odd(name, "logs.node", fact("kept_value", expected=", ".join(node.name for node in EVERY_NODE)))
        for piece in log.pieces:
            try:
                start, end = map(read_time, piece)
                is_span = start < end
            except (ValueError, TypeError):
                is_span = False
            if not is_span:
                raise odd(name, "logs.pieces", fact("kept_spans"))
    return manifest
