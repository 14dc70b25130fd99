"""Findings and surveys kept between commands, in the user's state folder, readable by the user alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import platformdirs
from pyarrow import feather

from analyzer.answers.finding import Finding
from analyzer.answers.survey import Survey
from analyzer.errors import AnalyzerError
from analyzer.incidents.incident import Incident
from analyzer.incidents.scoring import Weights
from analyzer.private_files import write_private
from analyzer.reading.accounting import Input
from analyzer.schema import Candidates, Queries, RefusedDomains
from analyzer.times import parse_zone

FRAMES = ("candidates", "queries", "terms")
SWEEP_FRAMES = ("candidates", "refusals", "distrusting", "terms")
_LAST, _LAST_SWEEP = "last-finding.zip", "last-sweep.zip"
_MAKES = {"finding": "find --save FILE", "sweep": "sweep"}


def state_folder() -> Path:
    """Where findings are kept: PINSCOUT_STATE_DIR, else the platform's folder for state."""
    return Path(os.environ.get("PINSCOUT_STATE_DIR") or platformdirs.user_state_dir("pinscout", appauthor=False))


def log_folder() -> Path:
    """Where what was fetched from a live account is kept: on a free plan it is gone from there after a day."""
    return state_folder() / "log"


def save_last(finding: Finding) -> Path:
    """Keep a finding as the last one; the file."""
    return save(finding, state_folder() / _LAST)


def save(finding: Finding, path: Path) -> Path:
    """Write a finding to a file that only its owner may read. Raises AnalyzerError if that can't be."""
    about = {
        "incident": finding.incident.to_dict(),
        "input": finding.input.to_dict(),
        "devices": finding.devices,
        "weights": dataclasses.asdict(finding.weights),
        "signals": finding.signals,
    }
    return _pack(path, "finding", about, {name: getattr(finding, name) for name in FRAMES})


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
    about, frames = _unpack(path, "finding", FRAMES)
    return Finding(
        incident=Incident.from_dict(about["incident"]),
        candidates=Candidates.validate(frames["candidates"]),
        queries=Queries.validate(frames["queries"]),
        terms=frames["terms"],
        input=Input.from_dict(about["input"]),
        devices=tuple(map(tuple, about["devices"])),
        weights=Weights(**about["weights"]),
        signals=tuple(about["signals"]),
    )


def save_last_sweep(survey: Survey) -> Path:
    """Keep a survey as the last one; the file."""
    about = {
        "span": [moment.isoformat() for moment in survey.span or ()],
        "zone": str(survey.zone),
        "input": survey.input.to_dict(),
        "http_read": survey.http_read,
    }
    return _pack(state_folder() / _LAST_SWEEP, "sweep", about, {name: getattr(survey, name) for name in SWEEP_FRAMES})


def load_last_sweep() -> Survey:
    """The last survey. Raises AnalyzerError if there is none."""
    path = state_folder() / _LAST_SWEEP
    if not path.exists():
        raise AnalyzerError("There is no sweep yet.", "Make one with `pinscout sweep`.")
    about, frames = _unpack(path, "sweep", SWEEP_FRAMES)
    span = [dt.datetime.fromisoformat(moment) for moment in about["span"]]
    return Survey(
        candidates=RefusedDomains.validate(frames.pop("candidates")),
        span=(span[0], span[1]) if span else None,
        zone=parse_zone(about["zone"]),
        input=Input.from_dict(about["input"]),
        http_read=about["http_read"],
        **frames,
    )


def _pack(path: Path, kind: str, about: dict[str, Any], frames: Mapping[str, pd.DataFrame]) -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{kind}.json", json.dumps(about, ensure_ascii=False))
        for name, frame in frames.items():
            table = io.BytesIO()
            feather.write_feather(frame, table, compression="uncompressed")
            archive.writestr(f"{name}.arrow", table.getvalue())
    write_private(path, content.getvalue())
    return path


def _unpack(path: str | Path, kind: str, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read(f"{kind}.json"))
            return about, {name: _frame(archive.read(f"{name}.arrow")) for name in names}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise AnalyzerError(f"{path} is not a saved {kind}.", f"Make one with pinscout {_MAKES[kind]}.") from error


def _frame(content: bytes) -> pd.DataFrame:
    frame: pd.DataFrame = feather.read_feather(io.BytesIO(content))
    return frame
