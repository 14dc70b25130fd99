"""Findings kept between commands, in the user's state folder, readable by the user alone."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pandas as pd
import platformdirs
from pyarrow import feather

from analyzer.errors import AnalyzerError
from analyzer.finding import Finding, Input
from analyzer.incident import Incident
from analyzer.schema import Candidates, Queries

FRAMES = ("candidates", "queries", "terms")
_LAST = "last-finding.zip"


def state_folder() -> Path:
    """Where findings are kept: PINSCOUT_STATE_DIR, else the platform's folder for state."""
    return Path(os.environ.get("PINSCOUT_STATE_DIR") or platformdirs.user_state_dir("pinscout", appauthor=False))


def log_folder() -> Path:
    """Where what was fetched from a live account is kept: on a free plan it is gone from there after a day."""
    return state_folder() / "log"


def save_last(finding: Finding) -> Path:
    """Keep a finding as the last one; the file."""
    folder = state_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return save(finding, folder / _LAST)


def save(finding: Finding, path: Path) -> Path:
    """Write a finding to a file that only its owner may read; a reader never meets half a file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        about = {
            "incident": finding.incident.to_dict(),
            "verdict": finding.verdict,
            "input": finding.input.to_dict(),
            "devices": finding.devices,
        }
        archive.writestr("finding.json", json.dumps(about, ensure_ascii=False))
        for name in FRAMES:
            frame = io.BytesIO()
            feather.write_feather(getattr(finding, name), frame, compression="uncompressed")
            archive.writestr(f"{name}.arrow", frame.getvalue())
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.getvalue())
    part.replace(path)
    return path


def load_last() -> Finding:
    """The last finding. Raises AnalyzerError if there is none."""
    path = state_folder() / _LAST
    if not path.exists():
        raise AnalyzerError(
            "There is no finding yet.", "Make one with `pinscout find`, or name a file: --finding FILE."
        )
    return load(path)


def load(path: str | Path) -> Finding:
    """The finding in a file that `save` wrote. Raises AnalyzerError if it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read("finding.json"))
            frames = {name: _frame(archive.read(f"{name}.arrow")) for name in FRAMES}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise AnalyzerError(f"{path} is not a saved finding.", "pinscout find --save FILE writes one.") from error
    return Finding(
        incident=Incident.from_dict(about["incident"]),
        verdict=about["verdict"],
        candidates=Candidates.validate(frames["candidates"]),
        queries=Queries.validate(frames["queries"]),
        terms=frames["terms"],
        input=Input.from_dict(about["input"]),
        devices=tuple(map(tuple, about["devices"])),
    )


def _frame(content: bytes) -> pd.DataFrame:
    frame: pd.DataFrame = feather.read_feather(io.BytesIO(content))
    return frame
