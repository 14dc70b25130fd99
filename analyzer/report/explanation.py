"""An explanation as text: each term with its points and sentence, the lookups on a timeline, what would change it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
from tabulate import tabulate

from analyzer.frames import rows
from analyzer.messages import say
from analyzer.text import printable, shorten, wrap

if TYPE_CHECKING:
    from analyzer.answers.finding import Explanation

SHOWN_LOOKUPS = 20
_COLUMNS, _HOSTNAME, _TIMELINE = 100, 48, 60


def write(explanation: Explanation) -> str:
    """Terms, timeline, the lookups in the windows (at most twenty), what would change the answer."""
    row, name = explanation.candidate, shorten(explanation.registrable_domain, 60)
    head = say(
        "explain_head",
        domain=name,
        rank=row["rank"],
        band=row["band"],
        likelihood=row["likelihood"],
        score=row["score"],
    )
    named = say("explain_entries", match=row["match"], entries=shorten(row["exclude"], 70))
    entries = named if row["exclude"] else say("explain_no_entries")
    changes = [wrap(change, _COLUMNS, "  - ") for change in explanation.changes()]
    parts = [f"{head}\n{entries}", _terms(explanation), _timeline(explanation), _lookups(explanation)]
    return "\n\n".join([*parts, "\n".join([say("what_would_change"), *changes])]) + "\n"


def _terms(explanation: Explanation) -> str:
    points, term, why = (say(f"column_{column}") for column in ("points", "term", "why"))
    told = explanation.in_words()
    width = max([len(term), *told["term"].map(len)])
    lead = f"{'':8}  {'':{width}}  "
    lines = [wrap(row.text, _COLUMNS, f"{row.points:+8.1f}  {row.term:{width}}  ", lead) for row in rows(told)]
    return "\n".join([f"{points:>8}  {term:{width}}  {why}", f"{'-' * 8}  {'-' * width}  {'-' * 40}", *lines])


def _timeline(explanation: Explanation) -> str:
    """One line a failure: lookups before and after it, counted in equal steps of time."""
    incident = explanation.finding.incident
    before, after = incident.before.total_seconds(), incident.after.total_seconds()
    step = (before + after) / _TIMELINE
    lines = [say("explain_timeline", step=step)]
    for number, failure in enumerate(incident.failures):
        inside = explanation.lookups[explanation.lookups["window"] == number]
        cells = _counted(inside["offset_s"], before, step)
        cells.insert(round(before / step), "|")
        time = failure.since.astimezone(incident.zone)
        lines.append(f"{number + 1:>3}  {time:%m-%d %H:%M:%S}  {-before:+.0f} s {''.join(cells)} {after:+.0f} s")
    return "\n".join(lines)


def _counted(offsets: pd.Series, before: float, step: float) -> list[str]:
    places = ((offsets + before) // step).clip(0, _TIMELINE - 1).astype(int)
    counts = places.value_counts().reindex(range(_TIMELINE), fill_value=0)
    return ["." if not count else str(count) if count < 10 else "+" for count in counts]


def _lookups(explanation: Explanation) -> str:
    lookups, incident = explanation.lookups, explanation.finding.incident
    inside = lookups[lookups["window"] >= 0]
    cells = [_lookup(row, incident.zone) for row in rows(inside.head(SHOWN_LOOKUPS))]
    headers = [say(f"column_{column}") for column in ("time", "failure", "seconds", "hostname", "types")]
    lines = [tabulate(cells, headers, disable_numparse=True)]
    if (rest := len(inside) - SHOWN_LOOKUPS) > 0:
        lines.append(say("explain_more", count=rest))
    lines.append(say("explain_baseline", count=len(lookups) - len(inside), zone=str(incident.zone)))
    return "\n".join(lines)


def _lookup(row: Any, zone: dt.tzinfo) -> tuple[str, ...]:
    time = row.asked_at.tz_convert(zone).strftime("%m-%d %H:%M:%S")
    return (
        time,
        str(row.window + 1),
        f"{row.offset_s:+.0f}",
        shorten(row.hostname, _HOSTNAME),
        printable(row.query_types),
    )
