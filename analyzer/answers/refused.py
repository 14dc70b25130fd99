"""Why a domain stands where it stands in a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer.answers.ranking import head
from analyzer.answers.terms import facts_of
from analyzer.frames import rows

if TYPE_CHECKING:
    from analyzer.answers.survey import Survey


@dataclass(frozen=True, repr=False)
class SurveyExplanation:
    """Why one domain stands where it stands; its `str` is readable."""

    survey: Survey
    registrable_domain: str
    candidate: pd.Series
    terms: pd.DataFrame
    """`term, points, key, values`, the strongest for it first."""
    refusals: pd.DataFrame
    """Its refusals, as in the survey."""

    def in_words(self) -> pd.DataFrame:
        """The terms with their sentences: `term, points, text`, the strongest for it first."""
        return self.terms[["term", "points"]].assign(text=list(map(str, facts_of(self.terms))))

    def hosts(self) -> pd.DataFrame:
        """One row a host and device, most refusals first: `hostname, device, name, count, first, last`."""
        text = self.refusals.astype(dict.fromkeys(("hostname", "device", "device_name", "user"), "str"))
        names = text["device_name"].where(text["device_name"] != "", text["user"])
        told = text.assign(name=names.where(names != "", text["device"]))
        counted = told.groupby(["hostname", "device", "name"], sort=True)["seen_at"].agg(["size", "min", "max"])
        named = counted.rename(columns={"size": "count", "min": "first", "max": "last"})
        return named.sort_values("count", ascending=False, kind="stable").reset_index()

    def to_dict(self) -> dict[str, Any]:
        """It as plain values, as `explain --sweep --format json` prints it; times are ISO 8601 in UTC."""
        told = [
            {"hostname": row.hostname, "device": row.device, "device_name": row.name, "refused_count": int(row.count)}
            | {"first_at": row.first.isoformat(), "last_at": row.last.isoformat()}
            for row in rows(self.hosts())
        ]
        [candidate] = self.survey.candidates_to_dict(self.registrable_domain)
        return {**head("sweep_explanation"), "candidate": candidate, "refused_hosts": told}

    def __str__(self) -> str:
        from analyzer.report.explanation import write_of_sweep

        return write_of_sweep(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from analyzer.report.notebook import explain_sweep_html

        return explain_sweep_html(self)
