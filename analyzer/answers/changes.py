"""What would change the answer about a candidate: its distance to the others, and evidence that could still be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analyzer.facts import Fact, fact
from analyzer.incidents.features import recurrence
from analyzer.schema import INSPECTED

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding

_WORTH_SAYING = 0.05


def what_would_change(finding: Finding, candidate: pd.Series) -> list[Fact]:
    """What to say about one row of the finding's candidates; points are those of the finding's own weights."""
    weights = finding.weights
    told = [*_distance(finding.candidates, candidate), _failure(finding, candidate)]
    if not finding.incident.app:
        told.append(fact("change_name", points=weights.name))
    if not finding.sessions_read:
        told.append(fact("change_sessions", points=weights.tls_error))
    if INSPECTED not in finding.signals:
        told.append(fact("change_requests", points=weights.inspected))
    return told


def _distance(candidates: pd.DataFrame, candidate: pd.Series) -> list[Fact]:
    others = candidates[candidates["rank"] != candidate["rank"]]
    if others.empty:
        return []
    best = others.iloc[0]
    key = "change_ahead" if candidate["rank"] == 1 else "change_behind"
    return [fact(key, points=float(candidate["score"] - best["score"]), other=best["registrable_domain"])]


def _failure(finding: Finding, candidate: pd.Series) -> Fact:
    """What one more failure would add or take, computed as the score computes it.

    With one more failure there are two or more, so the term `recurrence` counts then, whichever of `lift` and
    `recurrence` counts now.
    """
    counted = candidate["seen_window_count"], candidate["missed_window_count"], float(candidate["usual_share"])
    seen, missed, usual = counted
    now = candidate["points_lift"] + candidate["points_recurrence"]
    again, not_again = (
        finding.weights.recurrence * recurrence(seen + more, missed + 1 - more, usual) - now for more in (1, 0)
    )
    if max(abs(again), abs(not_again)) < _WORTH_SAYING:
        return fact("change_failure_none")
    return fact("change_failure", asked=_change(again), silent=_change(not_again))


def _change(points: float) -> Fact:
    if abs(points) < _WORTH_SAYING:
        return fact("change_none")
    return fact("change_gain" if points > 0 else "change_loss", points=float(points))
