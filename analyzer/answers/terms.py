"""The terms of a score as a frame, and which of them are told as reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from analyzer.facts import Fact
from analyzer.points import PREFIX

SHOWN_REASONS = 3
_WORTH_SAYING = 0.2
"""Points, added or taken, from which on a term is told as a reason."""
COLUMNS = ["registrable_domain", "term", "points", "key", "values"]


def list_terms(
    scored: pd.DataFrame, terms: Iterable[str], tell: Callable[[str, Mapping[str, Any]], Fact]
) -> pd.DataFrame:
    """One row per domain and term that counts: `registrable_domain, term, points, key, values`.

    `tell` gives the fact behind a term; key and values are what `messages` says it with. In the order of the domains,
    and of the terms within each; the base always, other terms where they add or take points.
    """
    every = tuple(terms)
    domains: list[dict[str, Any]] = scored.to_dict("records")  # type: ignore[assignment]  # columns are text
    told = [
        (row["registrable_domain"], term, row[PREFIX + term], *tell(term, row))
        for row in domains
        for term in every
        if row[PREFIX + term] or term == "base"
    ]
    return pd.DataFrame(told, columns=COLUMNS)


def facts_of(terms: pd.DataFrame) -> list[Fact]:
    """The facts of these terms, in their order."""
    return [Fact(key, values) for key, values in zip(terms["key"], terms["values"], strict=True)]


def reasons(terms: pd.DataFrame, band: str) -> list[Fact]:
    """The strongest reasons for and against one domain, three at most; of equal ones in the order of the terms.

    Of a candidate that is proposed the strongest against it is always among them, as a fourth if it must be. Where no
    term has .2 points or more, the base is the only reason.
    """
    told = list(zip(terms["term"], terms["points"], facts_of(terms), strict=True))
    weighty = [one for one in told if one[0] != "base" and abs(one[1]) >= _WORTH_SAYING]
    strongest = sorted(weighty, key=lambda one: -abs(one[1]))
    shown, rest = strongest[:SHOWN_REASONS], strongest[SHOWN_REASONS:]
    if band != "leave" and all(points >= 0 for _, points, _ in shown):
        shown += [one for one in rest if one[1] < 0][:1]
    return [fact for _, _, fact in shown] or [fact for term, _, fact in told if term == "base"]
