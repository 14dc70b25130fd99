"""Findings and surveys kept between commands, in the user's state folder, readable by the user alone."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analyzer.answers.finding import Finding
from analyzer.answers.kept import LAST_FINDING
from analyzer.answers.packing import read_frame, write_frame
from analyzer.answers.survey import Survey
from analyzer.answers.terms import COLUMNS as TERM_COLUMNS
from analyzer.errors import AnalyzerError
from analyzer.facts import read_values, write_values
from analyzer.incidents.incident import Incident
from analyzer.incidents.scoring import Weights
from analyzer.private_files import write_private
from analyzer.reading.accounting import Input
from analyzer.schema import Candidates, Events, Hosts, Queries, RefusedDomains
from analyzer.settings import state_folder as state_folder
from analyzer.times import parse_zone

FRAMES = ("candidates", "hosts", "queries", "events", "terms")
SWEEP_FRAMES = ("candidates", "refusals", "distrusting", "terms")
_LAST, _LAST_SWEEP = LAST_FINDING, "last-sweep.zip"
_DAMAGED = (
    OSError, EOFError, KeyError, ValueError, TypeError, AttributeError, zlib.error, zipfile.BadZipFile,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""Errors of reading a file that is not what `save` wrote: cut short, damaged, another's, of another version."""


def log_folder() -> Path:
    """Where what was fetched from a live account is kept: on a free plan it is gone from there after a day."""
    return state_folder() / "log"


def save_last(finding: Finding) -> None:
    """Keep a finding as the last one. Raises AnalyzerError if that can't be."""
    save(finding, state_folder() / _LAST)


def save(finding: Finding, path: Path) -> None:
    """Write a finding to a file that only its owner may read. Raises AnalyzerError if that can't be."""
    about = {
        "incident": finding.incident.to_dict(),
        "input": finding.input.to_dict(),
        "devices": finding.devices,
        "weights": dataclasses.asdict(finding.weights),
        "signals": finding.signals,
        "never": finding.never,
    }
    _pack(path, "finding", about, {name: getattr(finding, name) for name in FRAMES})


def load_last() -> Finding:
    """The last finding. Raises AnalyzerError if there is none."""
    path = state_folder() / _LAST
    if not path.exists():
        raise AnalyzerError("no_finding")
    return load(path)


def load(path: str | Path) -> Finding:
    """The finding in a file that `save` wrote. Raises AnalyzerError if it is none."""
    if not Path(path).exists():
        raise AnalyzerError("no_such_finding", path=str(path))
    with _told(path, "finding"):
        about, frames = _unpack(path, "finding", FRAMES)
        return Finding(
            incident=Incident.from_dict(about["incident"]),
            candidates=Candidates.validate(frames["candidates"]),
            hosts=Hosts.validate(frames["hosts"]),
            queries=Queries.validate(frames["queries"]),
            events=Events.validate(frames["events"]),
            terms=frames["terms"],
            input=Input.from_dict(about["input"]),
            devices=tuple(map(tuple, about["devices"])),
            weights=Weights(**about["weights"]),
            signals=tuple(about["signals"]),
            never=tuple(about["never"]),
        )


def save_last_sweep(survey: Survey) -> None:
    """Keep a survey as the last one. Raises AnalyzerError if that can't be."""
    about = {
        "span": [moment.isoformat() for moment in survey.span or ()],
        "zone": str(survey.zone),
        "input": survey.input.to_dict(),
        "http_read": survey.http_read,
        "never": survey.never,
    }
    frames = {name: getattr(survey, name) for name in SWEEP_FRAMES}
    _pack(state_folder() / _LAST_SWEEP, "sweep", about, frames)


def load_last_sweep() -> Survey:
    """The last survey. Raises AnalyzerError if there is none."""
    path = state_folder() / _LAST_SWEEP
    if not path.exists():
        raise AnalyzerError("no_sweep")
    with _told(path, "sweep"):
        about, frames = _unpack(path, "sweep", SWEEP_FRAMES)
        span = [dt.datetime.fromisoformat(moment) for moment in about["span"]]
        return Survey(
            candidates=RefusedDomains.validate(frames.pop("candidates")),
            span=(span[0], span[1]) if span else None,
            zone=parse_zone(about["zone"]),
            input=Input.from_dict(about["input"]),
            http_read=about["http_read"],
            never=tuple(about["never"]),
            **frames,
        )


@contextlib.contextmanager
def _told(path: str | Path, kind: str) -> Iterator[None]:
    """What is wrong with a file, as one sentence."""
    try:
        yield
    except _DAMAGED as error:
        raise AnalyzerError(f"not_a_saved_{kind}", path=str(path)) from error


def _pack(path: Path, kind: str, about: dict[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{kind}.json", json.dumps(about, ensure_ascii=False))
        for name, frame in frames.items():
            plain = frame.assign(values=frame["values"].map(write_values).astype("str")) if name == "terms" else frame
            archive.writestr(f"{name}.json", write_frame(plain))
    write_private(path, content.getvalue())


def _unpack(path: str | Path, kind: str, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read(f"{kind}.json"))
        frames = {name: read_frame(archive.read(f"{name}.json")) for name in names}
    terms = frames["terms"][TERM_COLUMNS]
    values = pd.Series([read_values(text) for text in terms["values"]], index=terms.index, dtype=object)
    return about, frames | {"terms": terms.assign(values=values)}
