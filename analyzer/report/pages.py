"""The page of a finding and that of a survey: what it is about, its timeline, and what both share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.messages import say, word
from analyzer.report import page
from analyzer.report.incident_timeline import timeline_of
from analyzer.report.page import Attachment
from analyzer.report.sweep_timeline import sweep_timeline_of
from analyzer.times import write_duration

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding
    from analyzer.answers.survey import Survey


def incident_page(finding: Finding, attachments: Sequence[Attachment] = ()) -> str:
    """A finding as HTML."""
    incident = finding.incident
    times = [_told(failure.since, failure.until, incident.zone) for failure in incident.failures]
    names = sorted({*map(str, finding.queries["device_name"].astype("str").unique())} - {""})
    around = say("page_around", before=write_duration(incident.before), after=write_duration(incident.after))
    about = [
        (say("page_device"), word("list", names) or incident.device),
        (say("page_failed", count=len(times)), word("list", times)),
        (say("page_zone"), str(incident.zone)),
        (say("page_window"), around),
        (say("page_baseline"), word("length", write_duration(incident.baseline))),
    ]
    return page.write(finding, "find", [each for each in about if each[1]], timeline_of(finding), attachments)


def sweep_page(survey: Survey, attachments: Sequence[Attachment] = ()) -> str:
    """A survey as HTML."""
    refusals = survey.refusals
    devices = refusals.loc[refusals["device"] != "", "device"].nunique()
    about = [
        (say("page_refusals"), f"{len(refusals):,}"),
        (say("page_refused_domains"), f"{len(survey.candidates):,}"),
        (say("page_refusing_devices"), f"{devices:,}" if devices else ""),
        (say("page_zone"), str(survey.zone)),
    ]
    return page.write(survey, "sweep", [each for each in about if each[1]], sweep_timeline_of(survey), attachments)


def _told(since: dt.datetime, until: dt.datetime, zone: dt.tzinfo) -> str:
    return word("moment_span", [moment.astimezone(zone).isoformat() for moment in (since, until)])
