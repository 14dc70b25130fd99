"""The bundled incident: invented logs of an invented iPhone, on which PayPay failed three times."""

from __future__ import annotations

import shlex
from pathlib import Path

from analyzer.answers.finding import Finding
from analyzer.incidents.incident import Incident
from analyzer.pipelines.find import find_incident


def folder() -> Path:
    """Where the incident lies: within the installed package, or among the fixtures of a checkout."""
    installed = Path(__file__).parents[1] / "demo_incident"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "fixtures" / "paypay"


def incident() -> Incident:
    """The app, the device and the three failure times."""
    return Incident.from_toml(folder() / "incident.toml")


def find() -> Finding:
    """The finding for the bundled incident."""
    return find_incident([folder() / "dns"], incident())


def command_line() -> str:
    """The command that a person would type for it, which finds the same here."""
    about = incident()
    times = [part for moment in about.times for part in ("--at", moment)]
    logs, here = folder() / "dns", Path.cwd()
    place = logs.relative_to(here) if logs.is_relative_to(here) else logs
    return shlex.join(["pinscout", "find", str(place), "--app", about.app, "--device", about.device, *times])
