"""The whole answer: the incident, the verdict, the candidates, the rows behind them, what was read and dropped."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer.answers.costs import cost
from analyzer.answers.covers import cover, named_application
from analyzer.answers.entries import gate
from analyzer.answers.headline import headline
from analyzer.answers.plan import trial_plan
from analyzer.answers.programs import program_of
from analyzer.answers.ranking import candidate_of, candidates_to_dict, head, in_words, reasons_by_domain, terms_of
from analyzer.answers.situation import Situation, blocked_hosts, outages, site_faults
from analyzer.answers.terms import facts_of
from analyzer.domains import registrable_domains
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.incidents.cautions import DISTRUST
from analyzer.incidents.device_kinds import device_kind
from analyzer.incidents.incident import Incident
from analyzer.incidents.windows import place
from analyzer.messages import say
from analyzer.names import NAME_COUNTS
from analyzer.reading.accounting import Input
from analyzer.schema import INSPECTED, tells_endings

if TYPE_CHECKING:
    from analyzer.incidents.scoring import Weights


@dataclass(frozen=True, repr=False)
class Finding:
    """Which domains the app most likely needs excluded, and all that it rests on."""

    incident: Incident
    candidates: pd.DataFrame
    """DataFrame[Candidates], best first; its entries have passed `entries.gate`."""
    hosts: pd.DataFrame
    """DataFrame[Hosts], the hosts behind the candidates."""
    queries: pd.DataFrame
    """DataFrame[Queries]: the rows of the device that the answer rests on."""
    events: pd.DataFrame
    """DataFrame[Events]: what connections told in the failure windows; empty where only DNS was read."""
    terms: pd.DataFrame
    """One row per candidate and term that counts: `registrable_domain, term, points, key, values`."""
    input: Input
    weights: Weights
    signals: tuple[str, ...]
    """Kinds of signals that the log holds beside DNS rows, in order of name."""
    devices: tuple[tuple[str, ...], ...]
    """Ids of the devices of each failure."""
    never: tuple[str, ...] = ()
    """Names of the person's own that must not be excluded, each with all below it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", gate(self.candidates, self.never))

    def __repr__(self) -> str:
        """The verdict alone: a log's names hold what a terminal would act on, and frames print them as they are."""
        return f"<Finding: {self.summary()}>"

    @property
    def verdict(self) -> str:
        """`candidates`, or `no_clear_candidate` when the best is not good enough; the ranking is there all the same."""
        return "candidates" if (self.candidates["band"] == "exclude").any() else "no_clear_candidate"

    @property
    def sessions_read(self) -> bool:
        """Whether the log tells how connections ended."""
        return tells_endings(self.signals)

    @property
    def is_name_met(self) -> bool:
        """Whether the app was named and a domain's name, or its owner's, counts as a match."""
        points = self.candidates["points_name"]
        return bool(self.incident.app) and bool((points >= NAME_COUNTS * self.weights.name).any())

    def explain(self, registrable_domain: str) -> Explanation:
        """Why a domain stands where it stands: its terms, and the lookups behind it.

        A hostname will do too, an address (https://…) or a part of the name of one candidate.

        Raises AnalyzerError for a domain that was not asked in the failure windows.
        """
        row = candidate_of(self.candidates, registrable_domain, "not_a_candidate")
        name = str(row["registrable_domain"])
        lookups = self.lookups()
        lookups = lookups[lookups["registrable_domain"] == name].drop(columns="registrable_domain")
        return Explanation(self, name, row, terms_of(self.terms, name), lookups.reset_index(drop=True))

    def in_words(self) -> pd.DataFrame:
        """The candidates with `label` and `reasons` as people read them, the columns as in a CSV."""
        return in_words(self)

    def lookups(self) -> pd.DataFrame:
        """The lookups by time: `asked_at, hostname, registrable_domain, query_types, is_blocked, window, offset_s`.

        One row per hostname and second, also where several devices asked for it; `is_blocked` if a DNS policy blocked
        any of it. `window` is the number of the
        failure, from 0, and -1 in the baseline; `offset_s` the seconds from that failure, missing in the baseline.
        """
        queries = self.queries
        hostnames = queries["hostname"].astype("str")
        parts = registrable_domains(hostnames.unique())
        placed = place(queries, "asked_at", self.incident, parts, [frozenset(own) for own in self.devices])
        return (
            placed.assign(
                hostname=hostnames,
                query_type=queries["query_type"].astype("str"),
                is_blocked=queries["decision"] == "blocked",
            )
            .sort_values(["asked_at", "hostname", "query_type"], kind="stable")
            .groupby(["asked_at", "hostname", "registrable_domain"], sort=False)
            .agg(
                query_types=("query_type", lambda types: " ".join(dict.fromkeys(types))),
                is_blocked=("is_blocked", "any"),
                window=("window", "first"),
                offset_s=("offset_s", "first"),
            )
            .reset_index()
        )

    def placed_events(self) -> pd.DataFrame:
        """The events with `registrable_domain`, and `window` and `offset_s` as in `lookups`."""
        parts = registrable_domains(self.events["hostname"].unique())
        placed = place(self.events, "seen_at", self.incident, parts, [frozenset(own) for own in self.devices])
        return placed[[*self.events.columns, "registrable_domain", "window", "offset_s"]]

    @functools.cached_property
    def situation(self) -> Situation:
        """What headline and plan are made from."""
        names, hostnames = (self.queries[column].astype("str").unique() for column in ("device_name", "hostname"))
        kind = device_kind({*names, *self.incident.device_names}, hostnames)
        return Situation(
            app=self.incident.app,
            is_name_met=self.is_name_met,
            candidates=self.candidates,
            hosts=self.hosts,
            terms=self.terms,
            reasons=reasons_by_domain(self.candidates, self.terms),
            blocked=blocked_hosts(self.hosts),
            faults=site_faults(self.candidates),
            outages=outages(self.candidates),
            program=program_of(self.incident.app, self.candidates, self.hosts, kind, sessions_read=self.sessions_read),
            is_distrusting=bool((self.terms["key"] == f"caution_{DISTRUST.key}").any()),
            application=named_application(self.input.notes),
            device_kind=kind,
            failure_count=len(self.incident.failures),
            sessions_read=self.sessions_read,
            requests_read=INSPECTED in self.signals,
            baseline_lookup_count=self._baseline_lookup_count,
            zone=str(self.incident.zone),
        )

    def plan(self) -> list[str]:
        """What to do, step by step."""
        return list(map(str, trial_plan(self.situation)))

    def summary(self) -> str:
        """The verdict in a sentence or two."""
        return " ".join(map(str, headline(self.situation)))

    def title(self) -> str:
        """The app that failed, if it was named."""
        return self.incident.app or say("title_incident")

    def list_note(self) -> str:
        """What an entry of a Gateway list says of itself: when it failed, and which app."""
        when = self.incident.failures[0].since.astimezone(self.incident.zone)
        return say("list_note", day=f"{when:%Y-%m-%d}", app=self.incident.app[:60]).rstrip()

    def measures(self, shown: pd.DataFrame) -> dict[str, list[str]]:
        """What a table shows of these candidates: in how many of the failures it was seen, and how often asked."""
        failures = len(self.incident.failures)
        return {
            "column_seen": [f"{count}/{failures}" for count in shown["window_count"]],
            "column_lookups": [str(count) for count in shown["lookup_count"]],
        }

    def remarks(self, row: Any) -> list[str]:
        """What covers a candidate already, and what inspection loses by its exclusion."""
        lost = [cost(row, self._baseline_lookup_count)] if row.band == "exclude" else []
        return list(map(str, [*cover(row), *lost]))

    @functools.cached_property
    def _baseline_lookup_count(self) -> int:
        every = self.queries[["device", "hostname", "asked_at"]].drop_duplicates()
        return len(every) - int(self.candidates["lookup_count"].sum())

    def notes(self) -> list[str]:
        """What a reader should know about the input: what was read, left out, missing."""
        return list(map(str, self._facts()))

    def _facts(self) -> list[Fact]:
        zone = self.incident.zone
        since, until = (moment.astimezone(zone).isoformat() for moment in self.incident.span)
        read, *losses = self.input.counts()
        facts = [read, fact("span", since=since, until=until, zone=str(zone))]
        if self.candidates.empty:
            facts.append(self._empty_windows())
        facts += losses
        if self.signals:
            facts.append(fact("signals", kinds=list(self.signals)))
        facts += self.input.notes
        if any(own == ("",) for own in self.devices):
            facts.append(fact("no_device_names"))
        elif (most := max(map(len, self.devices))) > 1:
            facts.append(fact("pooled", count=most))
        if len(self.candidates) and self.incident.app and not self.is_name_met:
            facts.append(fact("name_unmet", app=self.incident.app))
        if len(self.candidates) and self._baseline_lookup_count == 0:
            facts.append(fact("no_baseline"))
        blocked = self.candidates[(self.candidates["blocked_lookup_count"] > 0) & (self.candidates["band"] != "leave")]
        return facts + [
            fact("blocked", domain=row.registrable_domain, count=row.blocked_lookup_count) for row in rows(blocked)
        ]

    def _empty_windows(self) -> Fact:
        if not self.queries.size and self.signals:
            return fact("no_queries")
        zone, asked = self.incident.zone, self.queries["asked_at"]
        covered = [moment.tz_convert(zone).isoformat() for moment in (asked.min(), asked.max()) if len(asked)]
        return fact("empty_windows", times=self.incident.moments, covered=covered)

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, as `find --format json` prints it."""
        return {
            **head("finding"),
            "verdict": self.verdict,
            "summary": self.summary(),
            "incident": self.incident.to_dict(),
            "signals": list(self.signals),
            "candidates": candidates_to_dict(self.candidates, self.terms),
            "plan": self.plan(),
            "input": self.input.in_words(),
        }

    def save(self, path: str | Path) -> None:
        """Write it to a file that only its owner may read, for `load_finding` and for `pinscout export --finding`.

        Raises AnalyzerError if that can't be.
        """
        from analyzer.answers import saved

        saved.save(self, Path(path))

    def plot(self) -> Any:
        """The timeline of the likeliest candidates, as a matplotlib figure, which a notebook shows.

        A panel a failure, and one of the whole time: lookups, how connections ended, what is usual. Needs the extra
        `plot`; raises AnalyzerError without it.
        """
        from analyzer.report.incident_timeline import timeline_of
        from analyzer.report.plots import figure_of

        return figure_of(timeline_of(self))

    def plot_terms(self) -> Any:
        """What the scores of the likeliest candidates are made of, as a matplotlib figure, which a notebook shows.

        A bar a candidate, a segment a term: to the right what speaks for it, to the left what speaks against it.
        Needs the extra `plot`; raises AnalyzerError without it.
        """
        from analyzer.report.plots import score_figure_of
        from analyzer.report.score_bars import score_bars_of

        return score_figure_of(score_bars_of(self))

    def _repr_html_(self) -> str:
        from analyzer.report.notebook import to_html

        return to_html(self)


@dataclass(frozen=True, repr=False)
class Explanation:
    """Why one domain stands where it stands."""

    finding: Finding
    registrable_domain: str
    candidate: pd.Series
    terms: pd.DataFrame
    """`term, points, key, values`, the strongest for it first."""
    lookups: pd.DataFrame
    """`asked_at, hostname, query_types, window, offset_s`, those of the baseline (window -1) included."""

    @property
    def hosts(self) -> pd.DataFrame:
        """DataFrame[Hosts]: those of the domain, as in the finding."""
        hosts = self.finding.hosts
        return hosts[hosts["registrable_domain"] == self.registrable_domain]

    @property
    def origins(self) -> list[str]:
        """Whose certificate was refused, where it was not the gateway's alone."""
        refused = self.candidate["tls_error_count"] > 0
        return [str(note) for note in self.finding.input.notes if note.key == "other_inspector" and refused]

    def in_words(self) -> pd.DataFrame:
        """The terms with their sentences: `term, points, text`, the strongest for it first."""
        return self.terms[["term", "points"]].assign(text=list(map(str, facts_of(self.terms))))

    def changes(self) -> list[str]:
        """What would change the answer: the distance to the others, and evidence that could still be had."""
        from analyzer.answers.changes import what_would_change

        return list(map(str, what_would_change(self.finding, self.candidate)))

    def to_dict(self) -> dict[str, Any]:
        """It as plain values, as `explain --format json` prints it: all hosts and lookups, times as ISO 8601 in UTC."""
        candidates = self.finding.candidates
        [candidate] = candidates_to_dict(
            candidates[candidates["registrable_domain"] == self.registrable_domain], self.finding.terms
        )
        lookups = [
            {
                "asked_at": row.asked_at.isoformat(),
                "hostname": row.hostname,
                "query_types": row.query_types.split(),
                "is_blocked": bool(row.is_blocked),
                "failure": int(row.window) + 1 if row.window >= 0 else None,
                "offset_s": float(row.offset_s) if row.window >= 0 else None,
            }
            for row in rows(self.lookups)
        ]
        return {
            **head("explanation"),
            "incident": self.finding.incident.to_dict(),
            "candidate": candidate,
            "hosts": self.hosts.to_dict("records"),
            "lookups": lookups,
            "changes": self.changes(),
            "origins": self.origins,
        }

    def __str__(self) -> str:
        from analyzer.report.explanation import write

        return write(self)

    def _repr_html_(self) -> str:
        from analyzer.report.notebook import explain_html

        return explain_html(self)

    __repr__ = __str__
