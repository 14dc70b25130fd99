"""What to do about a finding, step by step: exclude, restart, add, shrink; or how to get a clearer picture."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analyzer import knowledge, names
from analyzer.answers.entries import entries_of
from analyzer.facts import Fact, fact
from analyzer.frames import rows


def trial_plan(
    candidates: pd.DataFrame,
    reasons: Mapping[str, list[Fact]],
    *,
    app: str,
    is_name_met: bool,
    failure_count: int,
    sessions_read: bool = False,
) -> list[Fact]:
    """The steps for candidates with their reasons; apps with a trust store of their own are told so first."""
    store = knowledge.trust_store_of(names.program_of(app) or app)
    steps = [fact(f"trust_store_{store}", app=app)] if store else []
    steps += _site_fault_steps(candidates)
    first, further = (candidates[candidates["band"] == band] for band in ("exclude", "try_next"))
    if first.empty:
        return steps + _clearer_steps(further, app=app, is_name_met=is_name_met, sessions_read=sessions_read)
    return steps + _trial_steps(first, further, reasons, app=app, failure_count=failure_count)


def _site_fault_steps(candidates: pd.DataFrame) -> list[Fact]:
    """Sites that would stand first but for faults of their own: then the app fails without inspection, too."""
    fault = candidates["points_origin_error"]
    likely = candidates[(fault < 0) & (candidates["score"] - fault >= candidates["score"].max())]
    return [fact("plan_site_fault", domain=row.registrable_domain) for row in rows(likely)]


def _clearer_steps(further: pd.DataFrame, *, app: str, is_name_met: bool, sessions_read: bool) -> list[Fact]:
    keys = ["none_repeat", "none_wider"]
    keys += [] if is_name_met else ["none_other_name" if app else "none_name"]
    keys += ([] if sessions_read else ["none_sessions"]) + ["none_limits"]
    likeliest = [fact("none_try", entries=entry_list(row.exclude.split())) for row in rows(further.head(1))]
    return [*(fact(key, app=app) for key in keys), *likeliest]


def _trial_steps(
    first: pd.DataFrame, further: pd.DataFrame, reasons: Mapping[str, list[Fact]], *, app: str, failure_count: int
) -> list[Fact]:
    steps = [exclude_step(str(match), entries_of(group)) for match, group in first.groupby("match", sort=True)]
    steps.append(fact("plan_restart"))
    steps += [
        fact("plan_next", entries=entry_list(row.exclude.split()), reason=reasons[row.registrable_domain][0])
        for row in rows(further)
    ]
    steps.append(fact("plan_shrink" if len(entries_of(first)) + len(further) > 1 else "plan_single"))
    if further.empty and not first["tls_error_count"].all():
        steps.append(fact("plan_wider" if app else "plan_wider_or_name"))
    return steps + ([fact("one_failure")] if failure_count < 2 else [])


def exclude_step(match: str, entries: list[str], most: int | None = None) -> Fact:
    """The step that puts entries into a list, of which at most so many are named."""
    key = f"plan_exclude_{match}" if len(entries) == 1 else f"plan_exclude_{match}s"
    return fact(key, entries=entry_list(entries, most))


def entry_list(entries: list[str], most: int | None = None) -> Fact:
    """Entries in a row, of which at most so many are named."""
    shown = entries[:most]
    rest = len(entries) - len(shown)
    return fact("entries_more", shown=shown, count=rest) if rest else fact("entries", shown=shown)
