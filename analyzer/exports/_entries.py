"""The list entries that a finding proposes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from analyzer.domains import is_valid_hostname
from analyzer.schema import rows

if TYPE_CHECKING:
    from analyzer.finding import Finding

_PLAIN = re.compile(r"[^\w .:/-]+")


class Entry(NamedTuple):
    """One line of a Gateway list."""

    value: str
    match: str
    description: str


def entries(finding: Finding) -> list[Entry]:
    """The entries of the band `exclude`, best first, each once; only names that a list can hold."""
    when = finding.incident.failures[0].since.astimezone(finding.incident.zone)
    app = " ".join(_PLAIN.sub(" ", finding.incident.app).split())[:60]
    description = f"pinscout {when:%Y-%m-%d}" + (f" {app}" if app else "")
    chosen = finding.candidates[finding.candidates["band"] == "exclude"]
    found = {
        value: Entry(value, str(row.match), description)
        for row in rows(chosen)
        for value in str(row.exclude).split()
        if is_valid_hostname(value)
    }
    return list(found.values())
