"""The answer of a sweep: what clients refuse to have decrypted, what to do, and what it rests on."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analyzer.answers.costs import cost_in_sweep
from analyzer.answers.entries import entries_of, gate
from analyzer.answers.plan import entry_list, exclude_step
from analyzer.answers.ranking import candidate_of, candidates_to_dict, head, in_words, terms_of
from analyzer.answers.refused import SurveyExplanation
from analyzer.facts import Fact, fact
from analyzer.messages import say, word
from analyzer.reading.accounting import Input
from analyzer.schema import UNUSED

_NAMED_DOMAINS, _NAMED_ENTRIES, _NAMED_DEVICES = 8, 16, 3


@dataclass(frozen=True, repr=False)
class Survey:
    """Which registrable domains clients refuse to have decrypted, and all that it rests on."""

    candidates: pd.DataFrame
    """DataFrame[RefusedDomains], likeliest to be pinned first; empty where nothing was refused. Its entries have
    passed `entries.gate`."""
    refusals: pd.DataFrame
    """The refusals behind it: `seen_at, hostname, registrable_domain, device, device_name, user`; `kind`: tls_error for
    one in the handshake, unused for one after it; `is_attributed` where the network log alone named the device."""
    distrusting: pd.DataFrame
    """Devices that refused nearly everything and were left out: their names, refused and served domains."""
    terms: pd.DataFrame
    """One row per candidate and term that counts: `registrable_domain, term, points, key, values`."""
    span: tuple[dt.datetime, dt.datetime] | None
    """First and last connection that the log holds; None where it holds none in the time asked for."""
    zone: dt.tzinfo
    input: Input
    http_read: bool
    """Whether the log tells which requests were decrypted."""
    never: tuple[str, ...] = ()
    """Names of the person's own that must not be excluded, each with all below it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", gate(self.candidates, self.never))

    def __repr__(self) -> str:
        """The verdict alone: a log's names hold what a terminal would act on, and frames print them as they are."""
        return f"<Survey: {self.summary()}>"

    @property
    def verdict(self) -> str:
        """`candidates` where a domain is in the band `exclude` or `try_next`, else `no_clear_candidate`."""
        return "candidates" if (self.candidates["band"] != "leave").any() else "no_clear_candidate"

    def explain(self, registrable_domain: str) -> SurveyExplanation:
        """Why a domain stands where it stands: its terms, and who refused which of its hosts.

        A hostname will do too, an address (https://…) or a part of the name of one candidate. Raises AnalyzerError for
        a domain that was not refused.
        """
        row = candidate_of(self.candidates, registrable_domain, "not_refused")
        name = str(row["registrable_domain"])
        refusals = self._refusals_of(name).reset_index(drop=True)
        return SurveyExplanation(self, name, row, terms_of(self.terms, name), refusals)

    def title(self) -> str:
        """The days that were looked at."""
        return str(self._told_span("title_sweep"))

    def list_note(self) -> str:
        """What an entry of a Gateway list says of itself."""
        day = f"{self.span[1].astimezone(self.zone):%Y-%m-%d}" if self.span else ""
        return say("list_note_sweep", day=day).rstrip()

    def measures(self, shown: pd.DataFrame) -> dict[str, list[str]]:
        """What a table shows: devices that refused it, refusals of how many connections, the trend."""
        counts = zip(shown["refused_count"], shown["session_count"], strict=True)
        return {
            "column_devices": [f"{count:,}" if count else "?" for count in shown["device_count"]],
            "column_refused": [f"{refused:,}/{sessions:,}" for refused, sessions in counts],
            "column_trend": [word("trend", trend) for trend in shown["trend"]],
        }

    def in_words(self) -> pd.DataFrame:
        """The candidates with `label` and `reasons` as people read them, the columns as in a CSV."""
        return in_words(self)

    def remarks(self, row: Any) -> list[str]:
        """Who refused it, and what inspection loses by its exclusion."""
        facts = [*self._who(row.registrable_domain), *self._later(row)]
        if row.band == "exclude":
            facts.append(cost_in_sweep(row))
        return list(map(str, facts))

    def _refusals_of(self, domain: str) -> pd.DataFrame:
        return self._by_domain.get(domain, self.refusals.head(0))

    @functools.cached_property
    def _by_domain(self) -> dict[str, pd.DataFrame]:
        groups = self.refusals.groupby(self.refusals["registrable_domain"].astype("str"), sort=False)
        return {str(domain): group for domain, group in groups}

    def _who(self, domain: str) -> list[Fact]:
        of_it = self._refusals_of(domain)
        of_it = of_it[of_it["device"] != ""]
        busiest = of_it.groupby("device").size().sort_values(ascending=False, kind="stable").index
        named = of_it.drop_duplicates("device").set_index("device", drop=False)
        devices = [_device(named.loc[device]) for device in busiest[:_NAMED_DEVICES]]
        return [fact("sweep_who", devices=_list(devices, len(busiest), "devices_and_more"))] if devices else []

    def _later(self, row: Any) -> list[Fact]:
        """How many of the refusals came after the handshake."""
        of_it = self._refusals_of(row.registrable_domain)
        count = int((of_it["kind"] == UNUSED).sum())
        return [fact("sweep_later", count=count, total=len(of_it))] if count else []

    def summary(self) -> str:
        """The verdict in one sentence."""
        if self.candidates.empty:
            return say("sweep_nothing")
        for band, key in (("exclude", "sweep_candidates"), ("try_next", "sweep_unsure")):
            if chosen := entries_of(self.candidates, band):
                return say(key, entries=entry_list(chosen, _NAMED_DOMAINS))
        return say("sweep_stray_only", count=len(self.candidates))

    def plan(self) -> list[str]:
        """What to do, step by step."""
        return list(map(str, self._steps()))

    def _steps(self) -> list[Fact]:
        first, further = (self.candidates[self.candidates["band"] == band] for band in ("exclude", "try_next"))
        steps = []
        if len(self.distrusting):
            steps.append(fact("sweep_certificate_step", devices=self._distrusting_devices()))
        for match, group in first.groupby("match", sort=True):
            steps.append(exclude_step(str(match), entries_of(group), _NAMED_ENTRIES))
        if len(first):
            steps.append(fact("sweep_check"))
        if len(further):
            names = list(further["registrable_domain"][:_NAMED_DOMAINS])
            steps.append(fact("sweep_ask", domains=_list(names, len(further))))
        return [*steps, fact("sweep_stores" if len(first) + len(further) else "sweep_again")]

    def _distrusting_devices(self) -> Fact:
        shown = [_device(device) for _, device in self.distrusting.head(_NAMED_DOMAINS).iterrows()]
        return _list(shown, len(self.distrusting), "devices_and_more")

    def notes(self) -> list[str]:
        """What a reader should know about the input: what was read, left out, missing."""
        read, *losses = self.input.counts()
        facts = [read, self._told_span("sweep_span"), *losses, *self.input.notes, *self._anonymous()]
        if not self.http_read:
            facts.append(fact("sweep_no_http"))
        shown = self.distrusting.head(_NAMED_DOMAINS)
        facts += [
            fact(
                "sweep_certificate",
                device=_device(device),
                refused=device["refused_domain_count"],
                served=device["served_domain_count"],
            )
            for _, device in shown.iterrows()
        ]
        rest = len(self.distrusting) - len(shown)
        return list(map(str, facts + ([fact("sweep_certificate_more", count=rest)] if rest else [])))

    def _anonymous(self) -> list[Fact]:
        unknown, attributed = int((self.refusals["device"] == "").sum()), int(self.refusals["is_attributed"].sum())
        if attributed:
            return [fact("sweep_attributed", count=attributed, total=attributed + unknown)]
        return [fact("sweep_anonymous")] if unknown else []

    def _told_span(self, key: str) -> Fact:
        if self.span is None:
            return fact(f"{key}_empty", zone=str(self.zone))
        since, until = (moment.astimezone(self.zone).isoformat() for moment in self.span)
        return fact(key, since=since, until=until, zone=str(self.zone))

    def to_dict(self) -> dict[str, Any]:
        """The survey as plain values, as `sweep --format json` prints it; times are ISO 8601 in UTC."""
        return {
            **head("sweep"),
            "verdict": self.verdict,
            "span": [moment.astimezone(dt.UTC).isoformat() for moment in self.span or ()],
            "candidates": self.candidates_to_dict(),
            "plan": self.plan(),
            "distrusting": self.distrusting.to_dict("records"),
            "input": self.input.in_words(),
        }

    def candidates_to_dict(self, domain: str = "") -> list[dict[str, Any]]:
        """Its candidates, all or one, as plain values; times are ISO 8601 in UTC."""
        chosen = self.candidates[self.candidates["registrable_domain"] == domain] if domain else self.candidates
        return [
            candidate | {name: candidate[name].isoformat() for name in ("first_at", "last_at")}
            for candidate in candidates_to_dict(chosen, self.terms)
        ]

    def save(self, path: str | Path) -> None:
        """Write it to a file that only its owner may read, for `load_survey` and for `pinscout export --finding`.

        Raises AnalyzerError if that can't be.
        """
        from analyzer.answers import saved

        saved.save_sweep(self, Path(path))

    def plot(self) -> Any:
        """Refusals over the time of the log, by domain and by device, as a matplotlib figure, which a notebook shows.

        Needs the extra `plot`; raises AnalyzerError without it.
        """
        from analyzer.report.plots import figure_of
        from analyzer.report.sweep_timeline import sweep_timeline_of

        return figure_of(sweep_timeline_of(self))

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


def _device(device: pd.Series) -> Fact:
    """A device by its name and user, by its id where the log has no name."""
    name = str(device["device_name"] or device["device"])
    return fact("device_user", name=name, user=device["user"]) if device["user"] else fact("device", name=name)


def _list(shown: Sequence[object], count: int, more: str = "list_more") -> Fact:
    rest = count - len(shown)
    return fact(more, shown=list(shown), count=rest) if rest else fact("list", shown=list(shown))
