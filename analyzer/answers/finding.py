"""The whole answer: the incident, the verdict, the candidates, the rows behind them, what was read and dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer.answers.entries import entries_of, gate
from analyzer.answers.plan import trial_plan, write_entries
from analyzer.domains import registrable_domains
from analyzer.errors import AnalyzerError
from analyzer.incidents.devices import write_times
from analyzer.incidents.incident import Incident
from analyzer.incidents.lookups import place
from analyzer.knowledge import is_platform
from analyzer.messages.en import SIGNAL_WORDS, percent, plural, say
from analyzer.reading.accounting import Input
from analyzer.schema import rows

if TYPE_CHECKING:
    from analyzer.incidents.scoring import Weights

SHOWN_CANDIDATES = 10


@dataclass(frozen=True)
class Finding:
    """Which domains the app most likely needs excluded, and all that it rests on."""

    incident: Incident
    candidates: pd.DataFrame
    """DataFrame[Candidates], best first; its entries have passed `entries.gate`."""
    queries: pd.DataFrame
    """DataFrame[Queries]: the rows of the device that the answer rests on."""
    terms: pd.DataFrame
    """One row per candidate and term that counts: `registrable_domain, term, points, text`."""
    input: Input
    weights: Weights
    signals: tuple[str, ...]
    """Kinds of signals that the log holds beside DNS rows, in order of name."""
    devices: tuple[tuple[str, ...], ...]
    """Ids of the devices of each failure."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", gate(self.candidates))

    @property
    def verdict(self) -> str:
        """`candidates`, or `no_clear_candidate` when the best is not good enough; the ranking is there all the same."""
        return "candidates" if (self.candidates["band"] == "exclude").any() else "no_clear_candidate"

    def explain(self, registrable_domain: str) -> Explanation:
        """Why a domain stands where it stands: its terms, and the lookups behind it. A hostname will do too.

        Raises AnalyzerError for a domain that was not asked in the failure windows.
        """
        name = registrable_domain.strip().strip(".").lower()
        known = set(self.candidates["registrable_domain"])
        if name not in known:
            parents = [domain for domain in known if name.endswith(f".{domain}")]
            name = max(parents, key=len, default=name)
        if name not in known:
            raise AnalyzerError(
                f"{registrable_domain} was not asked in the failure windows.",
                "Candidates are: "
                + (", ".join(self.candidates["registrable_domain"].head(SHOWN_CANDIDATES)) or "none"),
            )
        row = self.candidates[self.candidates["registrable_domain"] == name].iloc[0]
        terms = self._terms_of(name).sort_values("points", ascending=False, kind="stable")
        lookups = self.lookups()
        lookups = lookups[lookups["registrable_domain"] == name].drop(columns="registrable_domain")
        return Explanation(self, name, row, terms.reset_index(drop=True), lookups.reset_index(drop=True))

    def _terms_of(self, domain: str) -> pd.DataFrame:
        return self.terms.loc[self.terms["registrable_domain"] == domain, ["term", "points", "text"]]

    def lookups(self) -> pd.DataFrame:
        """One row per lookup, by time: `asked_at, hostname, registrable_domain, query_types, window, offset_s`.

        `window` is the number of the failure, from 0, and -1 in the baseline; `offset_s` the seconds from
        that failure, missing in the baseline.
        """
        queries = self.queries
        hostnames = queries["hostname"].astype("str")
        parts = registrable_domains(hostnames.unique())
        placed = place(queries, "asked_at", self.incident, parts, [frozenset(own) for own in self.devices])
        return (
            placed.assign(hostname=hostnames, query_type=queries["query_type"].astype("str"))
            .sort_values(["asked_at", "hostname", "query_type"], kind="stable")
            .groupby(["asked_at", "hostname", "registrable_domain"], sort=False)
            .agg(
                query_types=("query_type", lambda types: " ".join(dict.fromkeys(types))),
                window=("window", "first"),
                offset_s=("offset_s", "first"),
            )
            .reset_index()
        )

    def plan(self) -> list[str]:
        """What to do, step by step."""
        return trial_plan(
            self.candidates,
            app=self.incident.app,
            failure_count=len(self.incident.failures),
            sessions_read=bool({"tls_error", "session"} & set(self.signals)),
        )

    def summary(self) -> str:
        """The verdict in one sentence."""
        if self.candidates.empty:
            return say("verdict_empty")
        if self.verdict != "candidates":
            return say("verdict_none", count=len(self.candidates))
        return say("verdict_candidates", entries=write_entries(entries_of(self.candidates)))

    def title(self) -> str:
        """The app that failed, if it was named."""
        return self.incident.app or "Incident"

    def list_note(self) -> str:
        """What an entry of a Gateway list says of itself: when it failed, and which app."""
        when = self.incident.failures[0].since.astimezone(self.incident.zone)
        return f"pinscout {when:%Y-%m-%d} {self.incident.app[:60]}"

    def measures(self, shown: pd.DataFrame) -> dict[str, list[str]]:
        """What a table shows of these candidates: in how many of the failures it was seen, and how often asked."""
        failures = len(self.incident.failures)
        return {
            "seen": [f"{count}/{failures}" for count in shown["window_count"]],
            "lookups": [str(count) for count in shown["lookup_count"]],
        }

    def remarks(self, row: Any) -> list[str]:
        """What inspection loses by the exclusion of a candidate."""
        if row.band != "exclude":
            return []
        if row.match == "host":
            hosts = plural(len(row.exclude.split()), "host")
            return [say("cost_host_shared" if is_platform(row.registrable_domain) else "cost_host", hosts=hosts)]
        if not (row.baseline_lookup_count or row.other_device_count):
            return [say("cost_domain_none", domain=row.registrable_domain)]
        baseline, others = plural(row.baseline_lookup_count, "lookup"), plural(row.other_device_count, "other device")
        share = percent(row.baseline_lookup_count / max(self._baseline_lookup_count(), 1))
        return [say("cost_domain", domain=row.registrable_domain, baseline=baseline, others=others, share=share)]

    def _baseline_lookup_count(self) -> int:
        every = self.queries[["device", "hostname", "asked_at"]].drop_duplicates()
        return len(every) - int(self.candidates["lookup_count"].sum())

    def notes(self) -> list[str]:
        """What a reader should know about the input: what was read, left out, missing."""
        first, last = (moment.astimezone(self.incident.zone) for moment in self.incident.span)
        window = f"{first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S}"
        notes = [self.input.read_text(), say("span", span=window, zone=self.incident.zone)]
        if self.candidates.empty:
            notes.append(self._empty_windows())
        notes += filter(None, [self.input.dropped_text()])
        if self.signals:
            notes.append(say("signals", kinds=", ".join(SIGNAL_WORDS[kind] for kind in self.signals)))
        notes += self.input.notes
        if any(own == ("",) for own in self.devices):
            notes.append(say("no_device_names"))
        elif most := max(len(own) for own in self.devices) - 1:
            notes.append(say("pooled", count=most + 1))
        if len(self.candidates) and (self.candidates["baseline_lookup_count"] == 0).all():
            notes.append(say("no_baseline"))
        blocked = self.candidates[(self.candidates["blocked_lookup_count"] > 0) & (self.candidates["band"] != "leave")]
        return notes + [
            say("blocked", domain=row.registrable_domain, count=row.blocked_lookup_count) for row in rows(blocked)
        ]

    def _empty_windows(self) -> str:
        zone, asked = self.incident.zone, self.queries["asked_at"]
        covered = [
            f"{moment.tz_convert(zone):%Y-%m-%d %H:%M:%S}" for moment in (asked.min(), asked.max()) if len(asked)
        ]
        return say("empty_windows", times=write_times(self.incident), covered=" to ".join(covered) or "nothing")

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, as `find --format json` prints it."""
        plain = self.candidates.drop(columns=[c for c in self.candidates.columns if c.startswith("points_")])
        return {
            "verdict": self.verdict,
            "incident": self.incident.to_dict(),
            "signals": list(self.signals),
            "candidates": [
                {
                    **row,
                    "exclude": row["exclude"].split(),
                    "terms": self._terms_of(row["registrable_domain"]).to_dict("records"),
                }
                for row in plain.to_dict("records")
            ],
            "plan": self.plan(),
            "input": self.input.to_dict(),
        }

    def plot(self) -> Any:
        """The lookups of the likeliest candidates around each failure, as a matplotlib figure.

        Needs the extra `notebook`; raises AnalyzerError without it.
        """
        from analyzer.report.timeline import draw

        return draw(self)

    def _repr_html_(self) -> str:
        from analyzer.answers.notebook import to_html

        return to_html(self)


@dataclass(frozen=True)
class Explanation:
    """Why one domain stands where it stands."""

    finding: Finding
    registrable_domain: str
    candidate: pd.Series
    terms: pd.DataFrame
    """`term, points, text`, the strongest for it first."""
    lookups: pd.DataFrame
    """`asked_at, hostname, query_types, window, offset_s`, those of the baseline (window -1) included."""

    def changes(self) -> list[str]:
        """What would change the answer: the distance to the others, and evidence that could still be had."""
        from analyzer.answers.changes import what_would_change

        return what_would_change(self.finding, self.candidate)

    def __str__(self) -> str:
        from analyzer.answers.explanation import write

        return write(self)
