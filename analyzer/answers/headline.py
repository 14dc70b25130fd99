"""The verdict in a sentence or two: what to do first, be it an exclusion or something else."""

from __future__ import annotations

from analyzer.answers.covers import cover_headlines, to_list
from analyzer.answers.entries import entries_of
from analyzer.answers.plan import entry_list, host_list
from analyzer.answers.situation import Situation
from analyzer.facts import Fact, fact


def headline(situation: Situation) -> list[Fact]:
    """What stands in the first line of every answer."""
    count, entries = len(situation.candidates), entry_list(entries_of(situation.candidates))
    is_clear = not situation.first.empty
    fault = [fact("verdict_fault", domains=situation.faults)] if situation.faults else []
    if not count:
        return [fact("verdict_empty")]
    ahead = [fact("verdict_blocked", hosts=host_list(situation.blocked))] if situation.blocked else []
    ahead += [fact("verdict_outage", domains=situation.outages)] if situation.outages else []
    if situation.is_distrusting:
        return [*ahead, fact("verdict_distrust")]
    if situation.program and is_clear:
        return [*ahead, fact("verdict_store", program=situation.program, entries=entries)]
    if situation.program:
        return [*ahead, fact("verdict_store_none", program=situation.program, count=count)]
    if ahead:
        rest = fact("verdict_blocked_then", entries=entries) if is_clear else fact("verdict_blocked_nothing")
        return [*ahead, *(fault or [rest])] if not is_clear else [*ahead, rest, *fault]
    named = [fact("verdict_application", applications=[situation.application])] if situation.application else []
    if is_clear:
        return [*named, *_first(situation), *fault]
    return [*named, *fault] or [fact("verdict_none", count=count)]


def _first(situation: Situation) -> list[Fact]:
    """What to exclude first, and what of it is covered already."""
    listed = entries_of(to_list(situation.first))
    key = "verdict_blocked_then" if situation.application else "verdict_candidates"
    told = cover_headlines(situation.first, but=situation.application)
    return [*([fact(key, entries=entry_list(listed))] if listed else []), *told]
