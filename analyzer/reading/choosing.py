"""Which files of sources are read: those that may hold something of the times that are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from analyzer.errors import NoRecordsError
from analyzer.facts import fact
from analyzer.reading.accounting import Input
from analyzer.reading.files import Source, find_files
from analyzer.reading.skipping import Bounds, Span, may_hold, span_of


def choose(
    sources: Iterable[Source | Iterable[Source]],
    spans: Sequence[Bounds],
    *,
    all_files: bool,
    zone: dt.tzinfo = dt.UTC,
) -> tuple[list[str], Input]:
    """The files of these sources that may hold something of the spans by their names, and the input so far.

    The input tells how many are left out. Raises AnalyzerError as `find_files` does, NoRecordsError where none is left;
    it tells times in `zone`.
    """
    found = find_files(sources, None if all_files else spans)
    every = found.names
    chosen = [name for name in every if all_files or may_hold(name, spans)]
    if every and not chosen:
        raise NoRecordsError(
            "other_time",
            times=_written(_reach(spans), zone),
            named=_written(_named(every), zone),
            zone=str(zone),
        )
    skipped = len(every) - len(chosen)
    skips = (fact("skipped_files", count=skipped),) if skipped else ()
    return chosen, Input().with_notes(*found.notes, *skips)


def _reach(spans: Sequence[Bounds]) -> Span:
    bounds = [moment for span in spans for moment in span if moment is not None]
    return min(bounds), max(bounds)


def _named(names: list[str]) -> Span:
    told = [span for span in map(span_of, names) if span]
    return min(start for start, _ in told), max(end for _, end in told)


def _written(span: Span, zone: dt.tzinfo) -> list[str]:
    return [moment.astimezone(zone).isoformat() for moment in span]
