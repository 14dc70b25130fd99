"""An explanation as text: each term with its points and sentence, hosts and lookups, what would change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer.frames import rows
from analyzer.incidents.incident import Failure
from analyzer.layout import Column, lay_out
from analyzer.messages import say, word
from analyzer.page import PIPED, Page
from analyzer.text import shorten, wrap

if TYPE_CHECKING:
    from analyzer.answers.finding import Explanation
    from analyzer.answers.refused import SurveyExplanation

SHOWN_LOOKUPS, SHOWN_HOSTS = 20, 10
_MOST_STEPS, _LEAST_STEPS, _TIMELINE_REST = 60, 20, 36


def write(explanation: Explanation, page: Page = PIPED, *, everything: bool = False) -> str:
    """Rank and entries, terms, hosts, timeline, lookups in the windows, what would change the answer.

    The first twenty lookups and ten hosts, or all of them; no line is wider than the page.
    """
    changes = [wrap(change, page.prose, "  - ") for change in explanation.changes()]
    parts = [
        _head(explanation, page),
        _terms(explanation, page),
        "\n".join(wrap(origin, page.prose) for origin in explanation.origins),
        _hosts(explanation, page, everything),
        _timeline(explanation, page),
        _lookups(explanation, page, everything),
        "\n".join([page.ink(say("what_would_change"), "bold"), *changes]),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def head_line(explanation: Explanation | SurveyExplanation) -> str:
    """Where the domain stands, and how likely it is."""
    row = explanation.candidate
    return say(
        "explain_head",
        domain=shorten(explanation.registrable_domain, 60),
        rank=row["rank"],
        band=row["band"],
        likelihood=row["likelihood"],
        score=row["score"],
    )


def entries_line(explanation: Explanation | SurveyExplanation) -> str:
    """What to exclude for it."""
    row = explanation.candidate
    named = say("explain_entries", match=row["match"], entries=row["exclude"])
    return named if row["exclude"] else say("explain_no_entries")


def write_of_sweep(explanation: SurveyExplanation, page: Page = PIPED, *, everything: bool = False) -> str:
    """Rank and entries, terms, and who refused which host: the first twenty, or all of them."""
    hosts, zone = explanation.hosts(), explanation.survey.zone
    shown = list(rows(hosts if everything else hosts.head(SHOWN_LOOKUPS)))
    columns = [
        Column("hostname", [row.hostname for row in shown], least=24, usual=48),
        Column("device", [row.name or say("device_unknown") for row in shown], least=10, usual=24, worth=4),
        Column("refused", [f"{row.count:,}" for row in shown], is_number=True),
        *(
            Column(name, [f"{getattr(row, name).tz_convert(zone):%m-%d %H:%M}" for row in shown], worth=worth)
            for name, worth in (("first", 1), ("last", 2))
        ),
    ]
    table = "\n".join([lay_out(columns, page), *_rest(len(hosts) - len(shown))])
    return "\n\n".join([_head(explanation, page), _terms(explanation, page), table]) + "\n"


def _head(explanation: Explanation | SurveyExplanation, page: Page) -> str:
    inked = "\n".join(page.ink(line, "bold") for line in wrap(head_line(explanation), page.prose).split("\n"))
    return f"{inked}\n{wrap(entries_line(explanation), page.prose)}"


def _terms(explanation: Explanation | SurveyExplanation, page: Page) -> str:
    points, term, why = (say(f"column_{column}") for column in ("points", "term", "why"))
    told = explanation.in_words()
    width = max([len(term), *told["term"].map(len)])
    lead = f"{'':6}  {'':{width}}  "
    lines = [wrap(row.text, page.prose, f"{row.points:+6.1f}  {row.term:{width}}  ", lead) for row in rows(told)]
    rest = page.prose - len(lead)
    return "\n".join([f"{points:>6}  {term:{width}}  {why}", f"{'-' * 6}  {'-' * width}  {'-' * rest}", *lines])


def _hosts(explanation: Explanation, page: Page, everything: bool) -> str:
    """What is known of each host, and which of them the entries are."""
    hosts, entries = explanation.hosts, set(explanation.candidate["exclude"].split())
    shown = hosts if everything else hosts.head(SHOWN_HOSTS)
    marks = [say("explain_entry") if name in entries else "" for name in shown["hostname"]]
    columns = [
        Column("hostname", list(shown["hostname"]), least=20, usual=48),
        Column("seen", list(shown["window_count"].map(str)), is_number=True),
        Column("ordinary", list(shown["baseline_lookup_count"].map(str)), is_number=True, worth=1),
        Column("connections", [word("outcome", outcome) for outcome in shown["outcome"]], worth=2),
        Column("proposed", marks, worth=3) if any(marks) else None,
    ]
    lines = [lay_out([column for column in columns if column], page)] if len(shown) else []
    return "\n".join([*lines, *_rest(len(hosts) - len(shown))])


def _timeline(explanation: Explanation, page: Page) -> str:
    """One line a failure: lookups before, in and after it, counted in equal steps of time."""
    incident = explanation.finding.incident
    before, after = incident.before.total_seconds(), incident.after.total_seconds()
    lengths = [(failure.until - failure.since).total_seconds() for failure in incident.failures]
    steps = max(min(page.columns - _TIMELINE_REST, _MOST_STEPS), _LEAST_STEPS)
    step = (before + max(lengths) + after) / steps
    lines = [wrap(say("explain_timeline", step=step), page.prose)]
    for number, (failure, length) in enumerate(zip(incident.failures, lengths, strict=True)):
        inside = explanation.lookups[explanation.lookups["window"] == number]
        since_begin = (inside["asked_at"] - failure.since).dt.total_seconds() + before
        cells = _counted(since_begin // step, round((before + length + after) / step))
        time = failure.since.astimezone(incident.zone)
        told = "".join(_marked(cells, round(before / step), round((before + length) / step)))
        lines.append(f"{number + 1:>3}  {time:%m-%d %H:%M:%S}  {-before:+.0f} s {told} {after:+.0f} s")
    return "\n".join(lines)


def _marked(cells: list[str], begin: int, end: int) -> list[str]:
    """With the failure in its place: a moment, or a stretch in brackets."""
    inside = ["|"] if begin == end else ["[", *cells[begin:end], "]"]
    return [*cells[:begin], *inside, *cells[end:]]


def _counted(places: pd.Series, steps: int) -> list[str]:
    places = places.clip(0, steps - 1).astype(int)
    counts = places.value_counts().reindex(range(steps), fill_value=0)
    return ["." if not count else str(count) if count < 10 else "+" for count in counts]


def _lookups(explanation: Explanation, page: Page, everything: bool) -> str:
    lookups, zone = explanation.lookups, explanation.finding.incident.zone
    failures = explanation.finding.incident.failures
    inside = lookups[lookups["window"] >= 0]
    shown = list(rows(inside if everything else inside.head(SHOWN_LOOKUPS)))
    columns = [
        Column("time", [f"{row.asked_at.tz_convert(zone):%m-%d %H:%M:%S}" for row in shown]),
        Column("failure", [str(row.window + 1) for row in shown], is_number=True, worth=2),
        Column("seconds", [_seconds(row, failures[row.window]) for row in shown], is_number=True),
        Column("hostname", [row.hostname for row in shown], least=24, usual=48),
        Column("types", [row.query_types for row in shown], least=5, usual=20, worth=1),
    ]
    lines = [lay_out(columns, page), *_rest(len(inside) - len(shown))]
    return "\n".join([*lines, say("explain_baseline", count=len(lookups) - len(inside), zone=str(zone))])


def _seconds(lookup: Any, failure: Failure) -> str:
    """How far from the failure; a stretch has no moment to count from, so what lies in it is told as that."""
    is_inside = failure.since < failure.until and failure.since <= lookup.asked_at <= failure.until
    return say("explain_within") if is_inside else f"{lookup.offset_s:+.0f}"


def _rest(count: int) -> list[str]:
    return [say("explain_more", count=count)] if count > 0 else []
