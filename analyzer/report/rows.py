"""The rows of a page's table: a candidate with its reasons, terms and entries, as texts and as numbers to sort by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analyzer.answers.ranking import label_text, reasons_by_domain
from analyzer.answers.terms import facts_of
from analyzer.frames import rows
from analyzer.messages import say, word
from analyzer.schema import BANDS

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

MOST_ENTRIES = 3
"""How many entries stand in a row; all of them stand with the reasons."""
MOST_WITH_TERMS = 200
"""Of so many candidates each term is told, and what goes with it; of the others the strongest reasons are."""
_BAR_POINTS, _BAR_STEPS = 3.0, 20
_NUMBER = re.compile(r"[\d,]+")


class Heading(NamedTuple):
    """A column."""

    key: str
    heading: str
    is_number: bool


class Measure(NamedTuple):
    """What a column shows, and the number that it sorts by; nothing where it sorts as text."""

    heading: str
    text: str
    sort: float | None


class Term(NamedTuple):
    """A term of the score: its points, the class of its bar, and its sentence."""

    points: str
    bar: str
    text: str


@dataclass(frozen=True)
class Row:
    """A candidate."""

    rank: int
    domain: str
    label: str
    band: str
    band_word: str
    band_order: int
    likelihood: float
    chance: str
    entries: list[str]
    measures: list[Measure]
    reason: str
    terms: list[Term]
    remarks: list[str]


def columns_of(ranking: Ranking) -> list[Heading]:
    """The columns in their order."""
    fixed = [("rank", True), ("registrable_domain", False), ("band", False), ("likelihood", True), ("exclude", False)]
    measured = [(key.removeprefix("column_"), True) for key in ranking.measures(ranking.candidates.head(0))]
    return [Heading(key, say(f"column_{key}"), is_number) for key, is_number in [*fixed, *measured]]


def rows_of(ranking: Ranking, most: int | None = None) -> list[Row]:
    """The candidates, the first so many or all, best first."""
    candidates = ranking.candidates.head(most) if most else ranking.candidates
    told = reasons_by_domain(candidates, ranking.terms)
    names = set(candidates["registrable_domain"].head(MOST_WITH_TERMS))
    detailed = ranking.terms[ranking.terms["registrable_domain"].isin(names)]
    groups = {str(domain): group for domain, group in detailed.groupby("registrable_domain", sort=False)}
    columns = [
        [Measure(say(key), text, _number(text)) for text in texts]
        for key, texts in ranking.measures(candidates).items()
    ]
    return [
        _row(row, [*map(str, told[row.registrable_domain])], groups.get(row.registrable_domain), measured, ranking)
        for row, *measured in zip(rows(candidates), *columns, strict=True)
    ]


def _row(row: Any, reasons: list[str], terms: pd.DataFrame | None, measured: list[Measure], ranking: Ranking) -> Row:
    return Row(
        rank=row.rank,
        domain=row.registrable_domain,
        label=label_text(row),
        band=row.band,
        band_word=word("band", row.band),
        band_order=BANDS.index(row.band),
        likelihood=round(row.likelihood, 4),
        chance=word("chance", row.likelihood),
        entries=row.exclude.split(),
        measures=measured,
        reason=word("sentences", reasons),
        terms=[] if terms is None else terms_of(terms),
        remarks=[] if terms is None else ranking.remarks(row),
    )


def terms_of(terms: pd.DataFrame) -> list[Term]:
    """The terms of one candidate, the strongest for it first."""
    ordered = terms.sort_values("points", ascending=False, kind="stable")
    return [
        Term(f"{points:+.1f}".replace("-", "−"), _bar(points), str(fact))
        for points, fact in zip(ordered["points"], facts_of(ordered), strict=True)
    ]


def _bar(points: float) -> str:
    """The class of a bar: how long, in twentieths of three points, and whether it speaks against."""
    length = min(max(round(abs(points) / _BAR_POINTS * _BAR_STEPS), 1), _BAR_STEPS)
    return f"w{length}" + (" minus" if points < 0 else "")


def _number(text: str) -> float | None:
    """The first number of a text such as `3/5`; of `?` none, which is less than any."""
    if text == "?":
        return -1.0
    found = _NUMBER.match(text)
    return float(found[0].replace(",", "")) if found else None
