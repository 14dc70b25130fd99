"""What scores are made of: a bar a candidate, a segment a term, with places computed once for all who draw.

Places are shares of the width, as in a timeline. What speaks for a domain lies right of zero, what speaks against it
left; terms have numbers, which tell them apart in grey as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analyzer.answers.terms import facts_of
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.report.timeline import Axis, Tick

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

MOST_BARS = 8
_MARK = 0.015
_MOST_STEPS, _STEPS = 8, (0.5, 1, 2, 5, 10, 20, 50)


class Segment(NamedTuple):
    """What one term adds or takes."""

    since: float
    until: float
    number: int
    """The term's place in `ScoreBars.terms`, from 1 on."""
    is_against: bool
    told: Fact
    middle: float
    """Where its number stands, beside the mark of the sum."""


class Bar(NamedTuple):
    """The score of one candidate."""

    name: str
    note: Fact
    segments: tuple[Segment, ...]
    score: float
    """Where the sum lies."""


@dataclass(frozen=True)
class ScoreBars:
    """The scores of the likeliest candidates, the likeliest first."""

    told: Fact
    bars: tuple[Bar, ...]
    zero: float
    ticks: tuple[Tick, ...]
    terms: tuple[str, ...]
    """Names of terms, those first that move most: every bar has them in this order, from zero outwards."""


def score_bars_of(ranking: Ranking) -> ScoreBars:
    """The bars of the eight likeliest candidates; without a bar where there is none."""
    shown = ranking.candidates.head(MOST_BARS)
    terms = ranking.terms[ranking.terms["registrable_domain"].isin(shown["registrable_domain"])]
    weights = terms["points"].abs().groupby(terms["term"], sort=False).sum()
    order = list(weights.sort_values(ascending=False, kind="stable").index)
    told = fact("score_bars_told", count=len(shown))
    if shown.empty:
        return ScoreBars(told, (), 0.0, (), ())
    axis = _axis(terms)
    groups = dict(list(terms.groupby("registrable_domain", sort=False)))
    numbers = {term: number for number, term in enumerate(order, 1)}
    bars = tuple(_bar(row, groups.get(row.registrable_domain, terms.head(0)), numbers, axis) for row in rows(shown))
    return ScoreBars(told, bars, _place(axis, 0.0), _ticks(axis), tuple(order))


def _axis(terms: pd.DataFrame) -> Axis:
    """From the longest bar to the left to the longest to the right, with a little room."""
    points, domains = terms["points"], terms["registrable_domain"]
    least, most = (side.groupby(domains).sum() for side in (points.clip(upper=0), points.clip(lower=0)))
    since, until = min(least.min(), -0.5), max(most.max(), 0.5)
    room = (until - since) / 50
    return Axis(float(since - room), float(until + room))


def _bar(row: Any, terms: pd.DataFrame, numbers: Mapping[str, int], axis: Axis) -> Bar:
    ends, total = {False: 0.0, True: 0.0}, _place(axis, float(row.score))
    ordered = terms.assign(number=terms["term"].map(numbers)).sort_values("number", kind="stable")
    segments = []
    for term, why in zip(rows(ordered), facts_of(ordered), strict=True):
        is_against = term.points < 0
        near, far = ends[is_against], ends[is_against] + term.points
        ends[is_against] = far
        since, until = sorted((_place(axis, near), _place(axis, far)))
        told = fact("score_segment", term=term.term, points=float(term.points), why=why)
        segments.append(Segment(since, until, int(term.number), is_against, told, _middle(since, until, total)))
    note = fact("score_bar_note", score=float(row.score), likelihood=float(row.likelihood))
    return Bar(row.registrable_domain, note, tuple(segments), total)


def _middle(since: float, until: float, total: float) -> float:
    """The middle, or the middle of the longer part where the mark of the sum would cover it."""
    middle = (since + until) / 2
    if abs(middle - total) > _MARK:
        return middle
    return (since + total) / 2 if total > middle else (total + until) / 2


def _place(axis: Axis, points: float) -> float:
    return float(axis.place(points))


def _ticks(axis: Axis) -> tuple[Tick, ...]:
    """Round points, eight at most."""
    length = axis.until - axis.since
    step = next((step for step in _STEPS if length / step <= _MOST_STEPS), length / _MOST_STEPS)
    first, last = math.ceil(axis.since / step), math.floor(axis.until / step)
    return tuple(
        Tick(_place(axis, number * step), str(fact("tick_points", points=number * step)))
        for number in range(first, last + 1)
    )
