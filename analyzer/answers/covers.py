"""What the account's rules, or Cloudflare's applications, cover of a candidate already, as facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.schema import BY_APPLICATION, BY_NONE, BY_RULE, NOT_LOOKED_UP

NAMED_APPLICATION = "cover_named"
"""The note that Cloudflare has an application of the app's name."""


def cover(row: Any) -> list[Fact]:
    """What there is to say of a candidate; nothing where nothing covers it, or nobody looked."""
    told = row.covered not in (BY_NONE, NOT_LOOKED_UP)
    return [fact(f"cover_{row.covered}", by=row.covered_by)] if told else []


def named_application(notes: Iterable[Fact]) -> str:
    """The application of Cloudflare's that bears the app's name, as a note of the answer tells; "" if none does."""
    return next((str(note.values["application"]) for note in notes if note.key == NAMED_APPLICATION), "")


def to_list(candidates: pd.DataFrame) -> pd.DataFrame:
    """Those of the candidates whose entries are to be put into a list: neither a rule nor an application has them."""
    return candidates[~candidates["covered"].isin([BY_RULE, BY_APPLICATION])]


def cover_steps(candidates: pd.DataFrame) -> list[Fact]:
    """The steps for those that a rule excludes already, and for those that an application stands for."""
    by_rule = [row for row in rows(candidates) if row.covered == BY_RULE]
    by_application: dict[str, list[str]] = {}
    for row in rows(candidates):
        if row.covered == BY_APPLICATION:
            by_application.setdefault(row.covered_by, []).append(row.registrable_domain)
    steps = [fact("plan_covered", domain=row.registrable_domain, rule=row.covered_by) for row in by_rule]
    return steps + [
        fact("plan_application", application=name, domains=domains) for name, domains in by_application.items()
    ]


def cover_headlines(candidates: pd.DataFrame, but: str = "") -> list[Fact]:
    """The same for the first line of an answer, but for an application that is named there already."""
    by_rule = candidates[candidates["covered"] == BY_RULE]
    applications = candidates.loc[
        (candidates["covered"] == BY_APPLICATION) & (candidates["covered_by"] != but), "covered_by"
    ]
    told = [fact("verdict_application", applications=list(dict.fromkeys(applications)))] if len(applications) else []
    if len(by_rule):
        rules = list(dict.fromkeys(by_rule["covered_by"]))
        told.append(fact("verdict_covered", domains=list(by_rule["registrable_domain"]), rules=rules))
    return told
