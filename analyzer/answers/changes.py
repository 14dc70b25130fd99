"""What would change the answer about a candidate: its distance to the others, and evidence that could still be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analyzer.incidents.features import recurrence
from analyzer.messages.en import say

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding

_REFUSAL_KINDS = frozenset({"tls_error", "session"})
_WORTH_SAYING = 0.05


def what_would_change(finding: Finding, candidate: pd.Series) -> list[str]:
    """Sentences about one row of the finding's candidates; points are those of the finding's own weights."""
    weights, signals = finding.weights, set(finding.signals)
    said = [*_distance(finding.candidates, candidate), _failure(finding, candidate)]
    if not finding.incident.app:
        said.append(say("change_name", points=f"{weights.name:.1f}"))
    if not signals & _REFUSAL_KINDS:
        said.append(say("change_sessions", points=f"{weights.tls_error:.1f}"))
    if "inspected" not in signals:
        said.append(say("change_requests", points=f"{-weights.inspected:.1f}"))
    return said


def _distance(candidates: pd.DataFrame, candidate: pd.Series) -> list[str]:
    others = candidates[candidates["rank"] != candidate["rank"]]
    if others.empty:
        return []
    best = others.iloc[0]
    key = "change_ahead" if candidate["rank"] == 1 else "change_behind"
    return [say(key, points=f"{abs(candidate['score'] - best['score']):.1f}", other=best["registrable_domain"])]


def _failure(finding: Finding, candidate: pd.Series) -> str:
    """What one more failure would add or take. From the second on, repetition counts instead of the rate."""
    weight, seen, missed = finding.weights.recurrence, candidate["window_count"], candidate["missed_window_count"]
    usual = float(candidate["usual_share"])
    several = len(finding.incident.failures) > 1
    now = weight * recurrence(seen, missed, usual) if several else candidate["points_lift"]
    again, not_again = (weight * recurrence(seen + more, missed + 1 - more, usual) - now for more in (1, 0))
    if max(abs(again), abs(not_again)) < _WORTH_SAYING:
        return say("change_failure_none")
    return say("change_failure", asked=_change(again), silent=_change(not_again))


def _change(points: float) -> str:
    if abs(points) < _WORTH_SAYING:
        return say("change_none")
    return say("change_gain" if points > 0 else "change_loss", points=f"{abs(points):.1f}")
