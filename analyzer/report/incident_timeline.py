"""A Finding's frames -> its timeline: a panel a failure, and one of the whole time with the baseline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.incidents.windows import epoch_seconds
from analyzer.messages import word
from analyzer.report.marks import BLOCKED, LOOKUP, SHAPES, kinds_of
from analyzer.report.ticks import clock_ticks, offset_ticks
from analyzer.report.timeline import Axis, Lane, Mark, Panel, Stretch, Timeline

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding

MOST_LANES = 6
_STEP_COUNT, _SPAN_STEP_COUNT, _SPAN_MARK_COUNT = 60, 120, 360


_ORDER = {kind: place for place, kind in enumerate(SHAPES)}
"""What is drawn later lies above: refusals over what went well."""


def timeline_of(finding: Finding) -> Timeline:
    """The timeline of the six likeliest candidates; without a panel where there is none."""
    shown = finding.candidates.head(MOST_LANES)
    happened = _happened(finding)
    lookups, events = (happened[happened["is_event"] == is_event] for is_event in (False, True))
    failures = range(len(finding.incident.failures)) if len(shown) else ()
    panels = [_failure_panel(finding, number, shown, lookups, events) for number in failures]
    if panels and (lookups["window"] < 0).any():
        panels.append(_span_panel(finding, shown, lookups))
    return Timeline(fact("timeline_told", count=len(shown), windows=len(panels[: len(failures)])), tuple(panels))


def _happened(finding: Finding) -> pd.DataFrame:
    """Lookups and events as one frame: `second, domain, window, offset_s, kind, is_event, told`."""
    lookups, events = finding.lookups(), finding.placed_events()
    hosts = finding.hosts
    refused = frozenset(hosts.loc[hosts["outcome"] == "refused", "hostname"])
    asked = lookups.assign(
        second=epoch_seconds(lookups["asked_at"]),
        kind=lookups["is_blocked"].map({True: BLOCKED, False: LOOKUP}),
        is_event=False,
        event_count=1,
    )
    told = events.assign(
        second=epoch_seconds(events["seen_at"]),
        kind=kinds_of(events, refused),
        is_event=True,
        query_types="",
    )
    columns = [
        "second",
        "hostname",
        "registrable_domain",
        "window",
        "offset_s",
        "kind",
        "is_event",
        "event_count",
        "query_types",
    ]
    return pd.concat([frame[columns] for frame in (asked, told[told["kind"] != ""]) if len(frame)] or [asked[columns]])


def _failure_panel(
    finding: Finding, number: int, shown: pd.DataFrame, lookups: pd.DataFrame, events: pd.DataFrame
) -> Panel:
    incident = finding.incident
    failure, (start, end) = incident.failures[number], incident.windows[number]
    axis = Axis(start.timestamp(), end.timestamp())
    since, until = failure.since.timestamp(), failure.until.timestamp()
    asked, told = (frame[frame["window"] == number] for frame in (lookups, events))
    inside = pd.concat([asked, told]) if len(told) else asked
    lanes = [
        Lane(
            row.registrable_domain,
            _note(row),
            _marks(inside[inside["registrable_domain"] == row.registrable_domain], axis),
        )
        for row in rows(shown)
    ]
    return Panel(
        heading=fact("timeline_failure", number=number + 1, moments=_local(finding, since, until)),
        lanes=tuple(lanes),
        shaded=(Stretch(float(axis.place(since)), float(axis.place(until))),),
        ticks=offset_ticks(axis, since, until),
        density=axis.density(asked["second"], _STEP_COUNT),
        density_told=fact("timeline_density", count=len(asked)),
        has_connections=bool(len(events)),
    )


def _local(finding: Finding, *seconds: float) -> list[str]:
    return [dt.datetime.fromtimestamp(second, finding.incident.zone).isoformat() for second in seconds]


def _marks(inside: pd.DataFrame, axis: Axis) -> tuple[Mark, ...]:
    marks = [
        Mark(float(place), row.kind, _told(row))
        for place, row in zip(axis.place(inside["second"]), rows(inside), strict=True)
    ]
    return tuple(sorted(marks, key=lambda mark: (-_ORDER[mark.kind], mark.at)))


def _told(row: Any) -> Fact:
    said = fact(f"mark_{row.kind}", count=int(row.event_count), types=row.query_types)
    return fact("mark", hostname=row.hostname, what=said, offset_s=float(row.offset_s))


def _span_panel(finding: Finding, shown: pd.DataFrame, lookups: pd.DataFrame) -> Panel:
    """The whole time: what is usual for a candidate shows here, beside all that the device asked."""
    incident = finding.incident
    axis = Axis(*(moment.timestamp() for moment in incident.span))
    by_domain = dict(list(lookups.groupby("registrable_domain")["second"]))
    none = lookups["second"].iloc[:0]
    lanes = []
    for row in rows(shown):
        places = axis.stepped(by_domain.get(row.registrable_domain, none), _SPAN_MARK_COUNT)
        lanes.append(Lane(row.registrable_domain, _usual(row), tuple(Mark(place, LOOKUP) for place in places)))
    windows = [[float(axis.place(moment.timestamp())) for moment in window] for window in incident.windows]
    return Panel(
        heading=fact("timeline_span"),
        lanes=tuple(lanes),
        shaded=tuple(Stretch(*window) for window in windows),
        ticks=clock_ticks(axis, incident.zone),
        density=axis.density(lookups["second"], _SPAN_STEP_COUNT),
        density_told=fact("timeline_density", count=len(lookups)),
        has_connections=False,
    )


def _note(row: Any) -> str:
    return word("chance", row.likelihood)


def _usual(row: Any) -> str:
    return str(fact("timeline_usual", inside=int(row.lookup_count), outside=int(row.baseline_lookup_count)))
