"""An answer to be passed on: devices, people, places and folders by stand-ins; hostnames and times as they are."""

from __future__ import annotations

import dataclasses
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from analyzer.answers.finding import Finding
from analyzer.answers.stand_ins import StandIns
from analyzer.facts import Fact

if TYPE_CHECKING:
    from analyzer.answers.survey import Survey
    from analyzer.incidents.incident import Incident
    from analyzer.reading.accounting import Input

_PATHS = ("name", "path", "folder")
"""Values of notes that are paths: of those the last part stays."""


def redact(answer: Finding | Survey, stand_ins: StandIns) -> Any:
    """The same answer with stand-ins: verdict, candidates, terms and times are as they were."""
    told: dict[str, Any] = {"input": _input(answer.input)}
    if isinstance(answer, Finding):
        told |= {name: stand_ins.frame(getattr(answer, name)) for name in ("queries", "events")}
        told["devices"] = tuple(tuple(map(stand_ins.device, own)) for own in answer.devices)
        told["incident"] = _incident(answer, stand_ins)
    else:
        told |= {name: stand_ins.frame(getattr(answer, name)) for name in ("refusals", "distrusting")}
    return dataclasses.replace(answer, **told)


def _incident(finding: Finding, stand_ins: StandIns) -> Incident:
    """What was typed for a device may be a part of its name: in its place stands what the device is called now."""
    incident = finding.incident
    failures = [
        failure._replace(device=_called(finding, own, stand_ins) if failure.device else "")
        for failure, own in zip(incident.failures, finding.devices, strict=True)
    ]
    every = tuple(dict.fromkeys(device for own in finding.devices for device in own))
    device = _called(finding, every, stand_ins) if incident.device else ""
    return dataclasses.replace(incident, failures=tuple(failures), device=device)


def _called(finding: Finding, devices: tuple[str, ...], stand_ins: StandIns) -> str:
    """The name of a device, or its id where it has none; of several the first."""
    of_them = finding.queries[finding.queries["device"].isin(devices)]
    names = sorted({*of_them["device_name"].astype("str")} - {""})
    if names:
        return stand_ins.device_name(names[0])
    return stand_ins.device(devices[0]) if devices else ""


def _input(read: Input) -> Input:
    return dataclasses.replace(read, notes=tuple(map(_note, read.notes)), empty=tuple(map(_note, read.empty)))


def _note(note: Fact) -> Fact:
    values = {
        key: PurePath(value).name if key in _PATHS and value != "-" else value for key, value in note.values.items()
    }
    return Fact(note.key, values)
