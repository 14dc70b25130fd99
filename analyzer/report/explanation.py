"""An explanation as text: each term with its points and sentence, and the lookups behind it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from analyzer.schema import rows
from analyzer.text import printable, shorten

if TYPE_CHECKING:
    from analyzer.finding import Explanation

SHOWN_LOOKUPS = 20
_TEXT, _HOSTNAME = 76, 48


def write(explanation: Explanation) -> str:
    """Terms, then the lookups in the windows, at most twenty, and how many there were outside."""
    row = explanation.candidate
    name = shorten(explanation.registrable_domain, 60)
    head = f"{name}: rank {row['rank']}, band {row['band']}, score {row['score']:.1f}"
    entries = f"to exclude ({row['match']}): {shorten(row['exclude'], 70)}" if row["exclude"] else "nothing to exclude"
    terms = [(f"{points:+.1f}", term, shorten(text, _TEXT)) for term, points, text in explanation.terms.to_numpy()]
    table = tabulate(terms, ("points", "term", "why"), colalign=("right", "left", "left"), disable_numparse=True)
    return "\n".join([head, entries, "", table, "", _lookups(explanation)]) + "\n"


def _lookups(explanation: Explanation) -> str:
    lookups, incident = explanation.lookups, explanation.finding.incident
    inside = lookups[lookups["window"] >= 0]
    cells = [_lookup(row, incident.zone) for row in rows(inside.head(SHOWN_LOOKUPS))]
    table = tabulate(cells, ("time", "failure", "seconds", "hostname", "types"), disable_numparse=True)
    more = f"\n… and {len(inside) - SHOWN_LOOKUPS} more" if len(inside) > SHOWN_LOOKUPS else ""
    return f"{table}{more}\n{len(lookups) - len(inside)} lookups in the baseline; times in {incident.zone}"


def _lookup(row: Any, zone: dt.tzinfo) -> tuple[str, ...]:
    time = row.asked_at.tz_convert(zone).strftime("%m-%d %H:%M:%S")
    return (
        time,
        str(row.window + 1),
        f"{row.offset_s:+.0f}",
        shorten(row.hostname, _HOSTNAME),
        printable(row.query_types),
    )
