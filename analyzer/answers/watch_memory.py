"""What a watch keeps from one run to the next: what it has read and seen, and which changes it has told of.

Two files. The larger is written when a log is read, with the changes that this brings; the smaller when they are told.
Each is replaced whole, so a run that is killed at any moment either did not happen, or is told of by the next one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec
import pandas as pd

from analyzer.answers.saved import hinting, pack, state_folder, unpack
from analyzer.answers.saved_shapes import read_kept_frame
from analyzer.answers.watch_changes import Change, Standing
from analyzer.checked_files import check, read_json
from analyzer.columns import CATEGORY, TIME, Column, Frame
from analyzer.errors import KeptFileError
from analyzer.private_files import write_private

VERSION = 1


def _row_of(*names: str, times: tuple[str, ...] = ("seen_at",)) -> type[Frame]:
    """A frame of texts, and of times ahead."""
    columns = {name: Column(dtype=TIME, description="") for name in times}
    columns |= {name: Column(dtype=CATEGORY, description="") for name in names}
    return type("Row", (Frame,), columns)


FRAMES = {
    "broken": _row_of("hostname", "device", "kind", "session_id"),
    "used": _row_of("hostname", "device", "kind"),
    "people": _row_of("device", "device_name", "user", times=()),
}
_TOLD = ".told"


@dataclass
class Watched:
    """What a watch knows."""

    files: dict[str, str] = field(default_factory=dict)
    """The version of each file of its time that it has read."""
    standings: dict[str, Standing] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    """Those that were not told when this was written."""
    count: int = 0
    """How many changes there were so far."""
    has_sessions: bool = False
    """Whether sessions were ever among what it read."""
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """The sightings of its time; none before the first run."""

    def add(self, changes: Iterable[Change]) -> None:
        """Number changes, to be told."""
        for change in changes:
            self.count += 1
            self.changes.append(Change.from_dict(change.to_dict() | {"number": self.count}))


class _About(msgspec.Struct):
    """What is kept beside the frames."""

    files: dict[str, str]
    standings: dict[str, Standing]
    changes: list[Change]
    count: int
    has_sessions: bool


def place(sources: Iterable[str]) -> Path:
    """Where the watch of these sources is kept."""
    name = hashlib.sha256("\n".join(sorted(sources)).encode()).hexdigest()[:16]
    return state_folder() / "watches" / f"{name}.zip"


def load(path: Path) -> Watched:
    """What is kept there, with the changes that are not told yet; of a new watch nothing.

    Raises AnalyzerError for a file that is damaged.
    """
    if not path.exists():
        return Watched()
    with hinting("watch"):
        parts = unpack(path, "watch", FRAMES)
        about = check(read_json(parts["watch"], str(path)), _About, str(path), VERSION)
        frames = {key: read_kept_frame(parts[key], model, str(path), key) for key, model in FRAMES.items()}
        told = _told(path)
    return Watched(
        files=about.files,
        standings=about.standings,
        changes=[change for change in about.changes if change.number > told],
        count=about.count,
        has_sessions=about.has_sessions,
        frames=frames,
    )


def save(path: Path, watched: Watched) -> None:
    """Keep all of it. Raises AnalyzerError if that can't be."""
    about = {
        "version": VERSION,
        "files": watched.files,
        "standings": {domain: asdict(standing) for domain, standing in watched.standings.items()},
        "changes": [change.to_dict() for change in watched.changes],
        "count": watched.count,
        "has_sessions": watched.has_sessions,
    }
    pack(path, "watch", about, watched.frames)


def note_told(path: Path, watched: Watched) -> None:
    """Keep that all changes so far were told. Raises AnalyzerError if that can't be."""
    write_private(path.with_suffix(_TOLD), str(watched.count).encode())


def _told(path: Path) -> int:
    try:
        return int(path.with_suffix(_TOLD).read_bytes())
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        raise KeptFileError("not_a_saved_watch", path=str(path.with_suffix(_TOLD))) from error
