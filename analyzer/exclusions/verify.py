"""Did the exclusion help? The failure of before against a new run of the app: pure, and told as facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from analyzer.answers.entries import allowed
from analyzer.answers.finding import Finding
from analyzer.answers.plan import host_list
from analyzer.answers.ranking import head
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.incidents.outcomes import DECRYPTED, EXEMPT, REFUSED, SERVED, UNDECRYPTED
from analyzer.schema import BYPASSED, INSPECTED, tells_endings

Verdict = Literal["fixed", "further", "no_change", "unclear"]
WORKS, FAILS, UNTOLD = "works", "fails", ""
_UNSEEN_CHANCE = 0.1
"""How much less likely an entry is needed if the app did not even ask for it in a run that worked."""


class Excluded(NamedTuple):
    """An entry that should be in force now."""

    value: str
    match: str

    def covers(self, hostname: str) -> bool:
        """Whether a rule with this entry matches connections to the host.

        >>> Excluded("pay.jp", "domain").covers("api.pay.jp"), Excluded("pay.jp", "host").covers("api.pay.jp")
        (True, False)
        """
        return hostname == self.value or (self.match == "domain" and hostname.endswith(f".{self.value}"))


@dataclass(frozen=True)
class Run:
    """A new run of the app, with the entries in force."""

    finding: Finding
    """The ranking of what it did now."""
    outcomes: pd.DataFrame
    """What became of each host in it: `incidents.outcomes.outcomes`."""
    said: str = UNTOLD
    """What the person saw: `works`, `fails`, or "" for nothing."""


@dataclass(frozen=True)
class Verification:
    """What the new run says of the exclusion."""

    verdict: Verdict
    """`fixed`; `further`: the app got further and met the next host; `no_change`; `unclear`: the log can't tell."""
    why: Fact
    next: list[str]
    """Entries to exclude as well, best first."""
    notes: list[Fact]
    checks: pd.DataFrame
    """One row per host that matters: `hostname, entry, before, now`, the outcomes as in `incidents.outcomes`."""

    def summary(self) -> str:
        """The verdict in a sentence."""
        return str(fact(f"verify_{self.verdict}", why=self.why))

    def steps(self) -> list[str]:
        """What to do now."""
        return [str(fact(self.why.key.replace("_why_", "_do_"), **self.why.values))]

    def to_dict(self) -> dict[str, Any]:
        """As plain values, the sentences in words beside the facts."""
        return {
            **head("verification"),
            "verdict": self.verdict,
            "summary": self.summary(),
            "why": self.why.to_dict(),
            "next": self.next,
            "steps": self.steps(),
            "notes": list(map(str, self.notes)),
            "hosts": self.checks.to_dict("records"),
        }


def judge(before: Finding, entries: Sequence[Excluded], run: Run, trial: Sequence[Excluded] = ()) -> Verification:
    """What a run says, given the finding of before, the entries that are in force, and those taken out for a trial."""
    checks = compare(before, [*entries, *trial], run.outcomes)
    seen = _Seen(before, entries, run, checks)
    verdict, why = _verdict(seen)
    if missed := refused_without(trial, run):
        verdict, why = "no_change", fact("verify_why_trial", hosts=host_list(missed), names=missed)
    return Verification(verdict, why, seen.next if verdict in ("further", "no_change") else [], seen.notes(why), checks)


def refused_without(trial: Sequence[Excluded], run: Run) -> list[str]:
    """The entries of a trial that the run misses: their hosts are refused, and nobody saw the app work all the same."""
    refused = run.outcomes.index[run.outcomes["outcome"] == REFUSED]
    return [entry.value for entry in trial if run.said != WORKS and any(map(entry.covers, refused))]


def is_still_exempt(trial: Sequence[Excluded], run: Run) -> bool:
    """Whether entries of a trial are in force all the same: nobody has taken them out yet."""
    exempt = run.outcomes.index[run.outcomes["outcome"] == EXEMPT]
    return any(entry.covers(host) for entry in trial for host in exempt)


def compare(before: Finding, entries: Sequence[Excluded], outcomes: pd.DataFrame) -> pd.DataFrame:
    """Hosts of the entries, and those refused then or now, perhaps too: `hostname, entry, before, now`.

    `entry` is "" for a host that no entry covers; `before` and `now` are "" where it was not seen.
    """
    was = dict(zip(before.hosts["hostname"], before.hosts["outcome"].replace("", "asked"), strict=True))
    now = outcomes["outcome"].to_dict()
    lines = []
    for hostname in sorted({*was, *now}):
        entry = next((entry.value for entry in entries if entry.covers(hostname)), "")
        told = was.get(hostname, ""), now.get(hostname, "")
        if entry or REFUSED in told or told == ("", UNDECRYPTED):
            lines.append((hostname, entry, *told))
    frame = pd.DataFrame(lines, columns=["hostname", "entry", "before", "now"], dtype="str")
    return frame.sort_values(["entry", "hostname"], kind="stable", ignore_index=True)


class _Seen:
    """What was seen, as the verdict asks for it."""

    def __init__(self, before: Finding, entries: Sequence[Excluded], run: Run, checks: pd.DataFrame) -> None:
        self.said, self.entries = run.said, entries
        kinds = run.finding.signals
        self.sessions_read = tells_endings(kinds)
        self.requests_read = bool({BYPASSED, INSPECTED} & {*kinds})
        covered = checks[checks["entry"].isin([entry.value for entry in entries])]
        self.still_refused = _hosts(covered, REFUSED)
        self.exempt = _hosts(covered, EXEMPT)
        self.decrypted = _hosts(covered, DECRYPTED)
        self.served = _hosts(covered, SERVED)
        self.undecrypted = _hosts(covered, UNDECRYPTED)
        self.asked = list(covered.loc[covered["now"] != "", "hostname"])
        loose = checks[(checks["entry"] == "") & (checks["now"] == REFUSED)]
        bands = run.finding.hosts.set_index("hostname")["band"]
        likely = loose["hostname"].map(bands).fillna("leave") != "leave"
        is_new = loose["before"] != REFUSED
        self.newly_refused = list(loose.loc[is_new & likely, "hostname"])
        self.others_refused = list(loose.loc[~(is_new & likely), "hostname"])
        self.any_new_refused = list(loose.loc[is_new, "hostname"])
        self._candidates, self._asked_before = run.finding.candidates, {*before.candidates["registrable_domain"]}

    @property
    def further(self) -> list[Any]:
        """Candidates that may be next, and that no entry covers: the rows, best first."""
        likely = self._candidates[self._candidates["band"] != "leave"]
        return [row for row in rows(likely) if not self._is_covered(row)]

    @property
    def new(self) -> list[Any]:
        """Those of them that the app did not ask for when it failed before."""
        return [row for row in self.further if row.registrable_domain not in self._asked_before]

    @property
    def next(self) -> list[str]:
        """The entries to add, best first."""
        if hosts := self.newly_refused or (self.any_new_refused if self.said == FAILS else []):
            return allowed(hosts)
        return list(dict.fromkeys(" ".join(row.exclude for row in self.new or self.further).split()))

    def _is_covered(self, row: Any) -> bool:
        return all(any(entry.covers(name) for entry in self.entries) for name in row.exclude.split())

    def notes(self, why: Fact) -> list[Fact]:
        """What else is worth knowing, beside the reason of the verdict."""
        told = []
        if self.others_refused and self.others_refused != why.values.get("hosts"):
            told.append(fact("verify_note_others", hosts=host_list(self.others_refused)))
        if self.said == WORKS and self.still_refused:
            told.append(fact("verify_note_refused", hosts=host_list(self.still_refused)))
        if self.said == WORKS and not self.exempt and self.decrypted:
            told.append(fact("verify_note_decrypted", hosts=host_list(self.decrypted)))
        unseen = [e.value for e in self.entries if not any(e.covers(hostname) for hostname in self.asked)]
        if unseen and self.asked:
            told.append(fact("verify_note_unseen", hosts=host_list(unseen)))
        if not self.sessions_read:
            told.append(fact("verify_note_no_sessions"))
        return told


def _verdict(seen: _Seen) -> tuple[Verdict, Fact]:
    if seen.said == WORKS:
        return "fixed", fact("verify_why_exempt" if seen.exempt else "verify_why_said", hosts=host_list(seen.exempt))
    if seen.still_refused:
        key = "verify_why_partly" if seen.exempt else "verify_why_refused"
        return "no_change", fact(key, hosts=host_list(seen.still_refused), exempt=host_list(seen.exempt))
    if seen.newly_refused or (seen.said == FAILS and seen.any_new_refused):
        return "further", fact("verify_why_next", hosts=host_list(seen.next), names=seen.next)
    if seen.decrypted and not seen.exempt:
        return "no_change", fact("verify_why_inspected", hosts=host_list(seen.decrypted))
    if seen.undecrypted and not seen.exempt:
        return "no_change", fact("verify_why_undecrypted", hosts=host_list(seen.undecrypted))
    return _when_it_fails(seen) if seen.said == FAILS else _when_nothing_is_said(seen)


def _when_it_fails(seen: _Seen) -> tuple[Verdict, Fact]:
    """The app fails, and no log shows a host that is refused."""
    if seen.new:
        return "further", fact("verify_why_next_asked", hosts=host_list(seen.next), names=seen.next)
    if seen.next:
        return "no_change", fact("verify_why_try", hosts=host_list(seen.next), names=seen.next)
    if seen.exempt and seen.sessions_read:
        return "no_change", fact("verify_why_other_cause", hosts=host_list(seen.exempt))
    return "no_change", fact("verify_why_no_trace")


def _when_nothing_is_said(seen: _Seen) -> tuple[Verdict, Fact]:
    """No log shows a refusal, and the person has not said whether the app works."""
    if not seen.asked:
        return "unclear", fact("verify_why_unseen", hosts=host_list([entry.value for entry in seen.entries]))
    if any(row.band == "exclude" for row in seen.new):
        return "further", fact("verify_why_next_asked", hosts=host_list(seen.next), names=seen.next)
    if seen.new:
        return "unclear", fact("verify_why_perhaps_next", hosts=host_list(seen.next), names=seen.next)
    if seen.sessions_read and seen.exempt:
        return "fixed", fact("verify_why_exempt", hosts=host_list(seen.exempt))
    if seen.sessions_read and seen.served:
        return "fixed", fact("verify_why_served", hosts=host_list(seen.served))
    if seen.exempt:
        return "unclear", fact("verify_why_exempt_only", hosts=host_list(seen.exempt))
    return "unclear", fact("verify_why_dns")


def chances(before: Finding, entries: Iterable[Excluded], outcomes: pd.DataFrame) -> dict[str, float]:
    """How likely the app needs each entry: its domain's likelihood, shared among the hosts that stand for it.

    A host that was refused has all of it; an entry of which the run that worked asked nothing has a tenth.
    """
    refused = {*before.hosts.loc[before.hosts["outcome"] == REFUSED, "hostname"]}
    told: dict[str, float] = {}
    for entry in entries:
        row = _candidate(before.candidates, entry)
        chance = 0.5 if row is None else float(row.likelihood)
        names = 1 if row is None or row.match == "domain" else len(row.exclude.split())
        if not any(entry.covers(hostname) for hostname in refused):
            chance = 1 - (1 - chance) ** (1 / names)
        if not any(entry.covers(hostname) for hostname in outcomes.index):
            chance *= _UNSEEN_CHANCE
        told[entry.value] = chance
    return told


def _candidate(candidates: pd.DataFrame, entry: Excluded) -> Any:
    return next((row for row in rows(candidates) if entry.value in row.exclude.split()), None)


def entries_in(finding: Finding) -> list[Excluded]:
    """The entries that a finding says to exclude first, best first."""
    first = finding.candidates[finding.candidates["band"] == "exclude"]
    pairs = [(name, row.match) for row in rows(first) for name in row.exclude.split()]
    return [Excluded(value, match) for value, match in dict(pairs).items()]


def _hosts(checks: pd.DataFrame, outcome: str) -> list[str]:
    return list(checks.loc[checks["now"] == outcome, "hostname"])
