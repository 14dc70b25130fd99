"""What lies in a folder: the files to read, and what is passed over."""

from __future__ import annotations

import json
import os
import stat
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from analyzer.facts import Fact, fact
from analyzer.private_files import ASIDE, LOCK, PART

MANIFEST, COMPLETE = "manifest.json", "complete"
"""What `fetch` calls the plan of the folder that it fills, and its key that says that all of it is there."""
MANIFEST_KEYS = {"version", "request", "logs"}
"""By these a manifest is known for one of `fetch`."""
INCIDENT = ".toml"
"""How files of incidents end."""
_LARGEST_MANIFEST, _LARGEST_INCIDENT = 1 << 26, 1 << 18
_OF_SYSTEMS = (".DS_Store", ".localized", ".git", "._")
"""How names begin of hidden files that systems and tools put anywhere, and that nobody takes for logs."""
_OF_FETCH = (PART, ASIDE, LOCK)
"""How hidden files end that `fetch` leaves beside those that it saves."""


def files_below(folder: Path) -> tuple[list[str], list[Fact]]:
    """The files below a folder, in order of their names, and facts about what is passed over.

    Links are followed, each folder is looked into once, and so a circle of links ends. Hidden files and what is no file
    (pipes, devices) are passed over and counted; a folder that can't be read is named. The manifest of `fetch` and
    files of incidents are passed over in silence.
    """
    names: list[str] = []
    notes: list[Fact] = []
    passed_over: Counter[str] = Counter()
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            identity = here.stat()
            if (identity.st_dev, identity.st_ino) in seen:
                continue
            seen.add((identity.st_dev, identity.st_ino))
            entries = list(os.scandir(here))
        except OSError as error:
            notes.append(fact("unreadable", name=str(here), error=error.strerror or str(error)))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                passed_over["passed_over_hidden"] += not _is_known(entry.name)
            elif (kind := _kind(entry)) == "folder":
                waiting.append(here / entry.name)
            elif kind == "file" and entry.name == MANIFEST and (manifest := _manifest(here / entry.name)):
                if not manifest.get(COMPLETE):
                    notes.append(fact("archive_incomplete", name=str(here)))
            elif kind == "file" and entry.name.endswith(INCIDENT) and _is_incident(here / entry.name):
                pass  # what `record` kept, or a person wrote, beside the logs that it is about
            elif kind == "file":
                names.append(str(here / entry.name))
            else:
                passed_over[kind] += 1
    notes += [fact(key, name=str(folder), count=count) for key, count in passed_over.items() if count]
    return sorted(names), sorted(notes, key=lambda note: str(note.values["name"]))


def _is_known(name: str) -> bool:
    return name.startswith(_OF_SYSTEMS) or name.endswith(_OF_FETCH)


def _manifest(path: Path) -> dict[str, Any] | None:
    """The manifest of a folder that `fetch` fills; None if it is no such thing."""
    try:
        manifest = json.loads(path.read_bytes()) if path.stat().st_size <= _LARGEST_MANIFEST else None
    except (OSError, ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.keys() >= MANIFEST_KEYS else None


def _is_incident(path: Path) -> bool:
    """Whether this is a file of an incident: a list of times, and nothing but what goes with it."""
    try:
        told = tomllib.loads(path.read_text("utf-8")) if path.stat().st_size <= _LARGEST_INCIDENT else {}
    except (OSError, ValueError, RecursionError):
        return False
    return bool(told.get("at"))


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        mode = entry.stat().st_mode
    except OSError:
        return "passed_over_dead_link"
    return "folder" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "passed_over_other"
