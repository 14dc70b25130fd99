"""A Survey's refusals -> its timeline: over the time of the log, by domain and by device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analyzer.facts import fact
from analyzer.incidents.windows import epoch_seconds
from analyzer.report.incident_timeline import MOST_LANES
from analyzer.report.marks import LATER
from analyzer.report.ticks import clock_ticks
from analyzer.report.timeline import Axis, Lane, Mark, Panel, Timeline
from analyzer.schema import TLS_ERROR, UNUSED

if TYPE_CHECKING:
    from analyzer.answers.survey import Survey

_MARK_COUNT, _STEP_COUNT = 240, 120


def sweep_timeline_of(survey: Survey) -> Timeline:
    """Refusals of the six likeliest domains, and on the six devices that refused most; no panel without any."""
    refusals, span = survey.refusals, survey.span
    if span is None or refusals.empty:
        return Timeline(fact("timeline_nothing"), ())
    axis = Axis(*(moment.timestamp() for moment in span))
    happened = pd.DataFrame(
        {
            "second": epoch_seconds(refusals["seen_at"]),
            "kind": refusals["kind"].astype("str").replace(UNUSED, LATER),
            "domain": refusals["registrable_domain"].astype("str"),
            "device": refusals["device_name"]
            .astype("str")
            .mask(refusals["device_name"] == "", refusals["device"].astype("str")),
        }
    )
    domains = list(survey.candidates["registrable_domain"].head(MOST_LANES))
    counts = happened.loc[happened["device"] != "", "device"].value_counts()
    panels = [_panel(survey, happened, axis, "domain", domains)]
    if len(counts):
        panels.append(
            _panel(
                survey,
                happened,
                axis,
                "device",
                sorted(counts.index, key=lambda name: (-counts[name], name))[:MOST_LANES],
            )
        )
    return Timeline(fact("timeline_told_sweep", count=len(refusals)), tuple(panels))


def _panel(survey: Survey, happened: pd.DataFrame, axis: Axis, by: str, names: list[str]) -> Panel:
    groups = dict(list(happened[happened[by].isin(names)].groupby(by)))
    return Panel(
        heading=fact(f"timeline_by_{by}"),
        lanes=tuple(_lane(name, groups.get(name, happened.head(0)), axis) for name in names),
        shaded=(),
        ticks=clock_ticks(axis, survey.zone),
        density=axis.density(happened["second"], _STEP_COUNT),
        density_told=fact("timeline_refusals", count=len(happened)),
        has_lookups=False,
    )


def _lane(name: str, happened: pd.DataFrame, axis: Axis) -> Lane:
    marks = [
        Mark(place, kind)
        for kind in (LATER, TLS_ERROR)
        for place in axis.stepped(happened.loc[happened["kind"] == kind, "second"], _MARK_COUNT)
    ]
    return Lane(name, str(fact("timeline_lane_refusals", count=len(happened))), tuple(marks))
