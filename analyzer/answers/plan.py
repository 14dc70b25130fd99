"""What to do about a finding, step by step: exclude, restart, add, shrink; or how to get a clearer picture."""

from __future__ import annotations

import pandas as pd

from analyzer import knowledge
from analyzer.messages.en import say
from analyzer.schema import rows


def trial_plan(candidates: pd.DataFrame, *, app: str, failure_count: int, sessions_read: bool = False) -> list[str]:
    """The steps for candidates; apps with a trust store of their own are told so first."""
    store = knowledge.trust_store_of(app)
    steps = [say(f"trust_store_{store}", app=app)] if store else []
    steps += _faulty_steps(candidates)
    first, further = (candidates[candidates["band"] == band] for band in ("exclude", "try_next"))
    if first.empty:
        return steps + _clearer_steps(further, app=app, sessions_read=sessions_read)
    return steps + _trial_steps(first, further, app=app, failure_count=failure_count)


def _faulty_steps(candidates: pd.DataFrame) -> list[str]:
    """Sites that would stand first but for faults of their own: then the app fails without inspection, too."""
    fault = candidates["points_origin_error"]
    likely = candidates[(fault < 0) & (candidates["score"] - fault >= candidates["score"].max())]
    return [say("plan_faulty", domain=row.registrable_domain) for row in rows(likely)]


def _clearer_steps(further: pd.DataFrame, *, app: str, sessions_read: bool) -> list[str]:
    steps = ["none_repeat", "none_wider"] + ([] if app else ["none_name"])
    steps += ([] if sessions_read else ["none_sessions"]) + ["none_limits"]
    likeliest = [say("none_try", entries=", ".join(row.exclude.split())) for row in rows(further.head(1))]
    return [say(step) for step in steps] + likeliest


def _trial_steps(first: pd.DataFrame, further: pd.DataFrame, *, app: str, failure_count: int) -> list[str]:
    steps = [exclude_step(str(match), _entries(group)) for match, group in first.groupby("match", sort=True)]
    steps.append(say("plan_restart"))
    steps += [
        say("plan_next", entries=", ".join(row.exclude.split()), band_reason=row.reasons.split("; ")[0])
        for row in rows(further)
    ]
    steps.append(say("plan_shrink" if len(_entries(first)) + len(further) > 1 else "plan_single"))
    if further.empty and not first["tls_error_count"].all():
        steps.append(say("plan_wider" if app else "plan_wider_or_name"))
    return steps + ([say("one_failure")] if failure_count < 2 else [])


def _entries(group: pd.DataFrame) -> list[str]:
    return " ".join(group["exclude"]).split()


def exclude_step(match: str, entries: list[str], most: int | None = None) -> str:
    """The step that puts entries into a list, of which at most so many are named."""
    return say(
        "plan_exclude",
        entries=write_entries(entries, most),
        them="it" if len(entries) == 1 else "them",
        selector="Domain" if match == "domain" else "Host",
    )


def write_entries(entries: list[str], most: int | None = None) -> str:
    """Entries in a row, of which at most so many are named."""
    shown, rest = ", ".join(entries[:most]), len(entries[most:]) if most else 0
    return say("entries_more", shown=shown, count=rest) if rest else shown
