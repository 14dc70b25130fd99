"""What every format prints: candidates by rank, and the words about them. A Finding is one, a Survey another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from analyzer._version import __version__
from analyzer.answers.terms import facts_of, reasons
from analyzer.errors import AnalyzerError
from analyzer.facts import Fact
from analyzer.messages import word
from analyzer.points import without_points

SHOWN_CANDIDATES = 10
JSON_VERSION = 1
"""Raised with every change that readers of the JSON would stumble over; a key that is added is none."""
BRIEF_COLUMNS = ("rank", "registrable_domain", "band", "likelihood", "match", "exclude", "label", "reasons")
_BEFORE_REASONS = ("rank", "registrable_domain", "score", "likelihood", "band", "match", "exclude", "label")


class Ranking(Protocol):
    """Candidates with what is told of them.

    `candidates` has at least `rank, registrable_domain, score, band, match, exclude, label, label_owner`, best first;
    `terms` are as `answers.terms.list_terms` gives them.
    """

    @property
    def verdict(self) -> str:
        """`candidates` or `no_clear_candidate`."""

    @property
    def candidates(self) -> pd.DataFrame:
        """The ranking."""

    @property
    def terms(self) -> pd.DataFrame:
        """What the scores are made of."""

    def title(self) -> str:
        """A heading."""

    def list_note(self) -> str:
        """The description of each entry in a Gateway list."""

    def measures(self, shown: pd.DataFrame) -> Mapping[str, Sequence[str]]:
        """What a table shows of these candidates besides the columns above: the heading's key -> a text for each."""

    def remarks(self, row: Any) -> list[str]:
        """Sentences about a candidate that go with its reasons, such as what inspection loses."""

    def summary(self) -> str:
        """The verdict in one sentence."""

    def plan(self) -> list[str]:
        """What to do, step by step."""

    def notes(self) -> list[str]:
        """What a reader should know about the input: what was read, left out, missing."""

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, in words where people read them."""


def reasons_by_domain(candidates: pd.DataFrame, terms: pd.DataFrame) -> dict[str, list[Fact]]:
    """The strongest reasons of each candidate, by registrable domain."""
    bands = dict(zip(candidates["registrable_domain"], candidates["band"], strict=True))
    groups = terms.groupby("registrable_domain", sort=False)
    told = {str(domain): reasons(group, bands[str(domain)]) for domain, group in groups if str(domain) in bands}
    return {domain: told.get(domain, []) for domain in bands}


def label_text(row: Any) -> str:
    """What is known of a candidate, in words: `SDK: Braze`, "" if nothing is."""
    return word("label", (row.label, row.label_owner))


def in_words(ranking: Ranking, most: int | None = None) -> pd.DataFrame:
    """The candidates, the first so many or all, with label and reasons in words, as a spreadsheet holds them."""
    shown = ranking.candidates.head(most) if most else ranking.candidates
    told = reasons_by_domain(shown, ranking.terms)
    texts = [word("sentences", told[domain]) for domain in shown["registrable_domain"]]
    labels = [word("label", label) for label in zip(shown["label"], shown["label_owner"], strict=True)]
    spoken = shown.assign(
        label=pd.Series(labels, index=shown.index, dtype="str"),
        reasons=pd.Series(texts, index=shown.index, dtype="str"),
    )
    rest = [column for column in shown.columns if column not in (*_BEFORE_REASONS, "label_owner")]
    return spoken[[*_BEFORE_REASONS, "reasons", *rest]]


def brief(ranking: Ranking) -> pd.DataFrame:
    """The likeliest candidates in words, in the `BRIEF_COLUMNS` that a page has room for."""
    return in_words(ranking, SHOWN_CANDIDATES)[list(BRIEF_COLUMNS)]


def head(kind: str) -> dict[str, Any]:
    """What the JSON of an answer says of itself: what it is, the version of its form, and of the program."""
    return {"kind": kind, "version": JSON_VERSION, "pinscout": __version__}


def candidates_to_dict(candidates: pd.DataFrame, terms: pd.DataFrame) -> list[dict[str, Any]]:
    """Each candidate as plain values: entries, reasons and terms as lists, the terms as facts and in words."""
    told = reasons_by_domain(candidates, terms)
    groups = {str(domain): group for domain, group in terms.groupby("registrable_domain", sort=False)}
    plain: list[dict[str, Any]] = candidates[without_points(candidates.columns)].to_dict("records")  # type: ignore[assignment]
    return [
        {
            **row,
            "exclude": row["exclude"].split(),
            "label": word("label", (row["label"], row["label_owner"])),
            "reasons": list(map(str, told[row["registrable_domain"]])),
            "terms": _terms_to_list(groups.get(row["registrable_domain"], terms.head(0))),
        }
        for row in plain
    ]


def _terms_to_list(terms: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"term": term, "points": points, **fact.to_dict(), "text": str(fact)}
        for term, points, fact in zip(terms["term"], terms["points"], facts_of(terms), strict=True)
    ]


def candidate_of(candidates: pd.DataFrame, asked: str, error: str) -> pd.Series:
    """The candidate that a person means by its name, a hostname, an address, or a part of the name of one.

    Raises AnalyzerError, with the key `error`, for what is none.
    """
    known = list(candidates["registrable_domain"])
    name = _which(asked, known)
    if name not in known:
        raise AnalyzerError(error, domain=asked, candidates=known[:SHOWN_CANDIDATES])
    row: pd.Series = candidates[candidates["registrable_domain"] == name].iloc[0]
    return row


def terms_of(terms: pd.DataFrame, domain: str) -> pd.DataFrame:
    """The terms of a candidate, `term, points, key, values`, the strongest for it first."""
    own = terms.loc[terms["registrable_domain"] == domain, ["term", "points", "key", "values"]]
    return own.sort_values("points", ascending=False, kind="stable", ignore_index=True)


def _which(asked: str, domains: list[str]) -> str:
    """The domain that is meant; what was asked if it is none of them."""
    name = asked.strip().lower().partition("://")[2] or asked.strip().lower()
    name = re.split(r"[/:?#]", name)[0].strip(".")
    above = [domain for domain in domains if name == domain or name.endswith(f".{domain}")]
    labels = [domain for domain in domains if name in domain.split(".")]
    parts = labels if len(labels) == 1 else [domain for domain in domains if name and name in domain]
    return max(above, key=len, default=parts[0] if len(parts) == 1 else name)
