"""Findings and surveys kept between commands, in the user's state folder, readable by the user alone."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analyzer.answers.completions import LAST_FINDING
from analyzer.answers.finding import Finding
from analyzer.answers.packing import write_frame
from analyzer.answers.saved_shapes import (
    FINDING_FRAMES,
    SWEEP_FRAMES,
    VERSION,
    AboutFinding,
    AboutSweep,
    check_terms,
    check_together,
    read_about,
    read_kept_frame,
)
from analyzer.answers.survey import Survey
from analyzer.columns import Frame
from analyzer.errors import AnalyzerError, KeptFileError, NewerFileError, TimeFormatError
from analyzer.facts import fact, write_values
from analyzer.incidents.incident import Incident
from analyzer.private_files import write_private
from analyzer.reading.accounting import Input
from analyzer.settings import state_folder as state_folder
from analyzer.times import parse_zone

_LAST, LAST_SWEEP = LAST_FINDING, "last-sweep.zip"
_UNPACKS_TO = 1 << 30
"""Bytes from which on a part of a file is not unpacked: a thousand times what a large finding has."""
_PACKED = 1
"""How hard to pack: harder takes four times as long, for files a third smaller."""
_DAMAGED = (
    OSError, EOFError, KeyError, ValueError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError
)  # fmt: skip
"""Errors of unpacking a file that is not what `save` packed: cut short, damaged, another's."""


def log_folder() -> Path:
    """Where what was fetched from a live account is kept: on a free plan it is gone from there after a day."""
    return state_folder() / "log"


def save_last(finding: Finding) -> None:
    """Keep a finding as the last one. Raises AnalyzerError if that can't be."""
    save(finding, state_folder() / _LAST)


def save(finding: Finding, path: Path) -> None:
    """Write a finding to a file that only its owner may read. Raises AnalyzerError if that can't be."""
    about = {
        "version": VERSION,
        "incident": finding.incident.to_dict(),
        "input": finding.input.to_dict(),
        "devices": finding.devices,
        "weights": dataclasses.asdict(finding.weights),
        "signals": finding.signals,
        "never": finding.never,
    }
    pack(path, "finding", about, {name: getattr(finding, name) for name in FINDING_FRAMES})


def load_last() -> Finding:
    """The last finding. Raises AnalyzerError if there is none."""
    path = state_folder() / _LAST
    if not path.exists():
        raise AnalyzerError("no_finding")
    return load(path)


def load(path: str | Path) -> Finding:
    """The finding in a file that `save` wrote. Raises KeptFileError, which says what is wrong with it."""
    name = str(path)
    if not Path(path).exists():
        raise AnalyzerError("no_such_finding", path=name)
    with hinting("finding"):
        parts = unpack(path, "finding", FINDING_FRAMES)
        about, plain = read_about(parts["finding"], AboutFinding, name)
        incident = Incident.from_dict(about.incident, name)
        frames = _frames(parts, FINDING_FRAMES, name)
        check_together(about, frames, len(incident.failures), name)
    return Finding(
        incident=incident,
        input=Input.from_dict(plain["input"]),
        devices=about.devices,
        weights=about.weights,
        signals=about.signals,
        never=about.never,
        **frames,
    )


def load_answer(path: str | Path) -> Finding | Survey:
    """The finding or the survey in a file, whichever it is. Raises KeptFileError, which says what is wrong with it."""
    is_sweep = False
    with contextlib.suppress(*_DAMAGED), zipfile.ZipFile(path) as archive:
        is_sweep = "sweep.json" in archive.namelist()
    return load_sweep(path) if is_sweep else load(path)


def save_last_sweep(survey: Survey) -> None:
    """Keep a survey as the last one. Raises AnalyzerError if that can't be."""
    save_sweep(survey, state_folder() / LAST_SWEEP)


def save_sweep(survey: Survey, path: Path) -> None:
    """Write a survey to a file that only its owner may read. Raises AnalyzerError if that can't be."""
    about = {
        "version": VERSION,
        "span": [moment.isoformat() for moment in survey.span or ()],
        "zone": str(survey.zone),
        "input": survey.input.to_dict(),
        "http_read": survey.http_read,
        "never": survey.never,
    }
    frames = {name: getattr(survey, name) for name in SWEEP_FRAMES}
    pack(path, "sweep", about, frames)


def load_last_sweep() -> Survey:
    """The last survey. Raises AnalyzerError if there is none."""
    path = state_folder() / LAST_SWEEP
    if not path.exists():
        raise AnalyzerError("no_sweep")
    return load_sweep(path)


def load_sweep(path: str | Path) -> Survey:
    """The survey in a file that `save_sweep` wrote. Raises KeptFileError, which says what is wrong with it."""
    name = str(path)
    if not Path(path).exists():
        raise AnalyzerError("no_such_finding", path=name)
    with hinting("sweep"):
        parts = unpack(path, "sweep", SWEEP_FRAMES)
        about, plain = read_about(parts["sweep"], AboutSweep, name)
        frames = _frames(parts, SWEEP_FRAMES, name)
        check_terms(frames, name)
        try:
            zone = parse_zone(about.zone)
        except TimeFormatError as error:
            raise KeptFileError("kept_said_of", path=name, field="zone", said=error.fact) from error
    return Survey(
        span=(about.span[0], about.span[1]) if about.span else None,
        zone=zone,
        input=Input.from_dict(plain["input"]),
        http_read=about.http_read,
        never=about.never,
        **frames,
    )


@contextlib.contextmanager
def hinting(kind: str) -> Iterator[None]:
    """What to do about a file that can't be understood: make it anew."""
    try:
        yield
    except NewerFileError:
        raise
    except KeptFileError as error:
        raise error.with_hints(fact(f"not_a_saved_{kind}_hint")) from error


def pack(path: Path, kind: str, about: dict[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    """Keep plain values and frames in one private file. Raises AnalyzerError if that can't be."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKED) as archive:
        archive.writestr(f"{kind}.json", json.dumps(about, ensure_ascii=False))
        for name, frame in frames.items():
            plain = frame.assign(values=frame["values"].map(write_values).astype("str")) if name == "terms" else frame
            archive.writestr(f"{name}.json", write_frame(plain))
    write_private(path, content.getvalue())


def unpack(path: str | Path, kind: str, frames: Iterable[str]) -> dict[str, bytes]:
    """The parts of a file by name. Raises KeptFileError where it is not packed as `save` packs."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(part.file_size > _UNPACKS_TO for part in archive.infolist()):
                raise KeptFileError(f"not_a_saved_{kind}", path=str(path))
            return {name: archive.read(f"{name}.json") for name in (kind, *frames)}
    except _DAMAGED as error:
        raise KeptFileError(f"not_a_saved_{kind}", path=str(path)) from error


def _frames(parts: Mapping[str, bytes], models: Mapping[str, type[Frame]], name: str) -> dict[str, pd.DataFrame]:
    return {key: read_kept_frame(parts[key], model, name, key) for key, model in models.items()}
