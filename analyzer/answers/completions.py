"""What a shell can propose while a person types: names in what is kept, read without pandas and without the network."""

from __future__ import annotations

import contextlib
import json
import tomllib
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from analyzer.errors import AnalyzerError
from analyzer.private_files import write_private
from analyzer.settings import state_folder

LAST_FINDING = "last-finding.zip"
DEVICES, _INCIDENTS = "devices.json", "incidents"
_MOST = 1000
"""So many names are kept, and so many incident files are looked into: nobody chooses among more."""
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, RuntimeError, zipfile.BadZipFile, zlib.error, RecursionError)


def domains() -> list[str]:
    """The candidates of the last finding, best first; none if there is none that can be read."""
    with contextlib.suppress(*_UNREADABLE), zipfile.ZipFile(state_folder() / LAST_FINDING) as archive:
        columns = {told["name"]: told["values"] for told in json.loads(archive.read("candidates.json"))}
        return list(map(str, columns["registrable_domain"]))
    return []


def devices() -> list[str]:
    """Devices by name, as they were listed last and as incidents that are kept name them."""
    names: list[str] = []
    with contextlib.suppress(*_UNREADABLE):
        names += map(str, json.loads((state_folder() / DEVICES).read_bytes()))
    with contextlib.suppress(*_UNREADABLE), zipfile.ZipFile(state_folder() / LAST_FINDING) as archive:
        names.append(_device_of(json.loads(archive.read("finding.json"))["incident"]))
    with contextlib.suppress(OSError):
        for path in sorted((state_folder() / _INCIDENTS).glob("*.toml"))[-_MOST:]:
            with contextlib.suppress(*_UNREADABLE):
                names.append(_device_of(tomllib.loads(path.read_text(encoding="utf-8"))))
    return sorted(set(filter(None, names)))


def keep_devices(names: Iterable[str]) -> None:
    """Keep the names of devices that were listed, as far as that can be."""
    told = sorted(set(filter(None, names)))[:_MOST]
    with contextlib.suppress(AnalyzerError):
        write_private(state_folder() / DEVICES, json.dumps(told, ensure_ascii=False).encode())


def _device_of(incident: Any) -> str:
    return str(incident.get("device", ""))
