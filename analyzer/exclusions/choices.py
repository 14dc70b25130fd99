"""What of a finding or a sweep is to be excluded: the entries, why, and what each leaves uninspected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from analyzer.answers.costs import cost, cost_in_sweep
from analyzer.answers.covers import cover_steps
from analyzer.answers.entries import gate, may_be_excluded, plain_note, spares
from analyzer.answers.finding import Finding
from analyzer.answers.survey import Survey
from analyzer.errors import AnalyzerError
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.schema import BY_APPLICATION

_MOST_APP = 40


class Choice(NamedTuple):
    """One entry to exclude."""

    value: str
    match: str
    why: str
    """The app, when it failed, and the evidence, in characters that every list takes."""
    cost: Fact

    @property
    def entry(self) -> tuple[str, str]:
        """Value and match."""
        return self.value, self.match


def choose(answer: Finding | Survey, names: Iterable[str] = ()) -> list[Choice]:
    """The entries of the named candidates or hosts, else of the band `exclude`, each once.

    Raises AnalyzerError for a name that is none of the answer's or must not be excluded; where nothing is named, if
    there is nothing in that band, or a certificate comes first.
    """
    wanted = [name.strip().strip(".").lower() for name in names]
    if not wanted:
        chosen = answer.candidates[answer.candidates["band"] == "exclude"]
        # A program with a trust store of its own needs a certificate first: its refusals look like pins.
        if chosen.empty or (isinstance(answer, Finding) and answer.situation.program):
            raise AnalyzerError("ex_nothing_clear", summary=answer.summary())
        picked = [choice for row in rows(chosen) for choice in _of_candidate(answer, row)]
    else:
        picked = [choice for name in wanted for choice in _named(answer, name)]
    return list({choice.entry: choice for choice in reversed(picked)}.values())[::-1]


def applications_instead(finding: Finding, choices: Iterable[Choice]) -> list[Fact]:
    """Applications of Cloudflare's to select instead of these entries, where the finding knows of any."""
    values = {choice.value for choice in choices}
    meant = finding.candidates[finding.candidates["covered"] == BY_APPLICATION]
    return cover_steps(meant[[not values.isdisjoint(entries.split()) for entries in meant["exclude"]]])


def _named(answer: Finding | Survey, name: str) -> Sequence[Choice]:
    candidates = answer.candidates
    found = candidates[candidates["registrable_domain"] == name]
    if len(found):
        row = next(rows(found))
        if not row.exclude:
            raise AnalyzerError("ex_not_allowed", name=name)
        return _of_candidate(answer, row)
    hosts = answer.refusals if isinstance(answer, Survey) else answer.hosts
    host = hosts[hosts["hostname"] == name]
    if host.empty:
        key = "ex_not_refused" if isinstance(answer, Survey) else "ex_not_found"
        raise AnalyzerError(key, name=name, candidates=list(candidates["registrable_domain"].head(10)))
    if not (may_be_excluded(name) and spares(name, "host", answer.never)):
        raise AnalyzerError("ex_not_allowed", name=name)
    owner = candidates[candidates["registrable_domain"] == host["registrable_domain"].iloc[0]]
    row = next(rows(gate(owner.assign(match="host", exclude=name), answer.never)))
    return _of_candidate(answer, row)


def _of_candidate(answer: Finding | Survey, row: Any) -> list[Choice]:
    if isinstance(answer, Survey):
        lost, evidence = cost_in_sweep(row), _evidence_of_sweep(answer, row)
    else:
        lost, evidence = cost(row, answer.situation.baseline_lookup_count), _evidence(answer, row)
    why = plain_note(str(evidence))
    return [Choice(value, row.match, why, lost) for value in row.exclude.split()]


def _evidence_of_sweep(survey: Survey, row: Any) -> Fact:
    refused = row.last_at.astimezone(survey.zone)
    return fact("ex_why_sweep", day=f"{refused:%Y-%m-%d}", count=row.refused_count, devices=row.device_count or 1)


def _evidence(finding: Finding, row: Any) -> Fact:
    failed = finding.incident.failures[0].since.astimezone(finding.incident.zone)
    about = {"app": finding.incident.app[:_MOST_APP], "day": f"{failed:%Y-%m-%d}"}
    counts = {"seen": row.window_count, "windows": len(finding.incident.failures), "chance": row.likelihood}
    if row.tls_error_count:
        return fact("ex_why_refused", count=row.tls_error_count, **about, **counts)
    return fact("ex_why", **about, **counts)
