"""The whole answer: the incident, the verdict, the candidates, the rows behind them, what was read and dropped."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analyzer import advice
from analyzer.devices import write_times
from analyzer.domains import registrable_domains
from analyzer.errors import AnalyzerError
from analyzer.incident import Incident
from analyzer.lookups import place
from analyzer.messages import REASONS, SIGNAL_WORDS, percent, plural, say
from analyzer.schema import rows

if TYPE_CHECKING:
    from analyzer.scoring import Weights
    from analyzer.sources import Reading

SHOWN_CANDIDATES = 10


@dataclass
class Input:
    """What was read: rows = used + dropped, over all files."""

    files: int = 0
    rows: int = 0
    used: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None

    def add(self, reading: Reading) -> None:
        """Count one file that was read to its end."""
        self.files += 1
        self.rows += reading.rows
        self.used += reading.used
        self.dropped.update(reading.dropped)
        moments = [moment for moment in (self.first_at, reading.first_at) if moment is not None]
        self.first_at = min(moments, default=None)
        moments = [moment for moment in (self.last_at, reading.last_at) if moment is not None]
        self.last_at = max(moments, default=None)
        if reading.truncated:
            self.notes.append(say("truncated", name=reading.name))
        if reading.looks_like:
            note = say("unused_file", name=reading.name, looks_like=reading.looks_like)
            # An hour in which nothing was asked is an empty file, and worth a word only if all of them are.
            (self.notes if reading.rows else self.empty).append(note)

    @classmethod
    def of_frame(cls, rows: int) -> Input:
        """The input of a frame that was read elsewhere."""
        return cls(rows=rows, used=rows)

    def read_text(self) -> str:
        """How many rows were used, of how many, from where."""
        return say("read", used=f"{self.used:,}", rows=f"{self.rows:,}", files=plural(self.files, "file"))

    def dropped_text(self) -> str:
        """What was left out, by reason; "" if nothing was."""
        reasons = [f"{count:,} {REASONS.get(reason, reason)}" for reason, count in sorted(self.dropped.items())]
        return say("dropped", reasons=", ".join(reasons)) if reasons else ""

    def nothing_text(self) -> str:
        """The sentence for an input in which nothing could be used."""
        return "; ".join([*self.notes, *self.empty[:3], *filter(None, [self.dropped_text()])]) + "."

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as in JSON."""
        return {
            "files": self.files,
            "rows": self.rows,
            "used": self.used,
            "dropped": dict(sorted(self.dropped.items())),
            "notes": list(self.notes),
            "empty": list(self.empty),
            "first_at": self.first_at and self.first_at.isoformat(),
            "last_at": self.last_at and self.last_at.isoformat(),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Input:
        """What `to_dict` wrote."""
        moments = {
            key: dt.datetime.fromisoformat(values[key]) if values[key] else None for key in ("first_at", "last_at")
        }
        return cls(**{**values, "dropped": Counter(values["dropped"]), **moments})


@dataclass(frozen=True)
class Finding:
    """Which domains the app most likely needs excluded, and all that it rests on."""

    incident: Incident
    verdict: str
    """`candidates`, or `no_clear_candidate` when the best is not good enough; the ranking is there all the same."""
    candidates: pd.DataFrame
    """DataFrame[Candidates], best first."""
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
                "Candidates are: " + ", ".join(self.candidates["registrable_domain"].head(SHOWN_CANDIDATES)),
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
        return advice.plan(
            self.verdict,
            self.candidates,
            app=self.incident.app,
            failure_count=len(self.incident.failures),
            sessions_read=bool({"tls_error", "session"} & set(self.signals)),
        )

    def summary(self) -> str:
        """The verdict in one sentence."""
        if self.verdict != "candidates":
            return say("verdict_none", count=len(self.candidates))
        first = self.candidates.loc[self.candidates["band"] == "exclude", "registrable_domain"]
        return say("verdict_candidates", domains=", ".join(first))

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
            return [say("cost_host", hosts=plural(len(row.exclude.split()), "host"))]
        if not (row.baseline_lookup_count or row.other_device_count):
            return [say("cost_domain_none", domain=row.registrable_domain)]
        baseline, others = plural(row.baseline_lookup_count, "lookup"), plural(row.other_device_count, "other device")
        share = percent(row.baseline_lookup_count / max(self._baseline_lookup_count(), 1))
        return [say("cost_domain", domain=row.registrable_domain, baseline=baseline, others=others, share=share)]

    def _baseline_lookup_count(self) -> int:
        return int((self.lookups()["window"] < 0).sum())

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
        from analyzer.report.notebook import to_html

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
        from analyzer.changes import what_would_change

        return what_would_change(self.finding, self.candidate)

    def __str__(self) -> str:
        from analyzer.report.explanation import write

        return write(self)
