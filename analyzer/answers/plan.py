"""What to do about a finding, step by step: give a certificate, exclude, restart, add, shrink; or look closer."""

from __future__ import annotations

from analyzer.answers.costs import cost
from analyzer.answers.covers import cover_steps, to_list
from analyzer.answers.entries import entries_of
from analyzer.answers.later import Try, later
from analyzer.answers.situation import Situation
from analyzer.facts import Fact, fact
from analyzer.frames import rows
from analyzer.incidents.device_kinds import PHONE

_NAMED_HOSTS = 5


def trial_plan(situation: Situation) -> list[Fact]:
    """The steps. What no exclusion helps comes first: a DNS policy, an outage, no certificate, a site's own fault."""
    steps = [fact("plan_blocked", hosts=host_list(situation.blocked))] if situation.blocked else []
    steps += [fact("plan_outage", domains=situation.outages)] if situation.outages else []
    if situation.is_distrusting:
        return [*steps, fact("plan_certificate")]
    steps += [fact(f"trust_store_{situation.program}")] if situation.program else []
    steps += [fact("plan_site_fault", domain=domain) for domain in situation.faults]
    if situation.application and situation.application not in set(situation.first["covered_by"]):
        steps.append(fact("plan_application_named", application=situation.application))
    if situation.first.empty:
        return steps + ([fact("plan_restart")] if situation.blocked else []) + _clearer_steps(situation)
    return steps + _trial_steps(situation)


def _clearer_steps(situation: Situation) -> list[Fact]:
    if situation.candidates.empty:
        return [fact("none_time", zone=situation.zone), fact("none_wider"), fact("none_limits")]
    steps = [fact("none_repeat", emptied=fact(f"emptied_{situation.device_kind}")), fact("none_wider")]
    steps += (
        [] if situation.is_name_met else [fact("none_other_name" if situation.app else "none_name", app=situation.app)]
    )
    steps += [] if situation.sessions_read else [fact("none_sessions")]
    steps.append(fact("none_limits"))
    likely = [*_further(situation), *([] if situation.sessions_read or situation.program else later(situation))]
    steps += [fact("none_try", entries=entry_list(one.row.exclude.split())) for one in likely[:1]]
    return steps + _next_steps(likely[1:], situation)


def _trial_steps(situation: Situation) -> list[Fact]:
    first, program = situation.first, situation.program
    groups = to_list(first).groupby("match", sort=True)
    steps = [*cover_steps(first), *(exclude_step(str(match), entries_of(group)) for match, group in groups)]
    steps = [fact("plan_fallback", step=step) for step in steps] if program else steps
    steps += [fact("plan_restart"), *_own_store_steps(situation)]
    likely = [*_further(situation), *([] if program else later(situation))]
    steps += _next_steps(likely, situation)
    if not program:
        steps.append(fact("plan_shrink" if len(entries_of(first)) + len(likely) > 1 else "plan_single"))
        steps += [] if first["tls_error_count"].all() else [_closer_step(situation)]
    steps += [] if situation.app or program else [fact("plan_name")]
    return steps + ([fact("one_failure")] if situation.failure_count < 2 else [])


def _own_store_steps(situation: Situation) -> list[Fact]:
    """Where a program that we do not know may have roots of its own: its refusals in the handshake look like pins."""
    refused = situation.first[situation.first["tls_error_count"] > 0]
    if situation.program or situation.device_kind == PHONE or refused.empty:
        return []
    return [fact("plan_own_store")]


def _further(situation: Situation) -> list[Try]:
    reasons = situation.reasons
    return [Try((0, row.rank), row, reasons[row.registrable_domain][0]) for row in rows(situation.further)]


def _next_steps(likely: list[Try], situation: Situation) -> list[Fact]:
    return [
        fact(
            "plan_next",
            entries=entry_list(row.exclude.split()),
            reason=reason,
            cost=cost(row, situation.baseline_lookup_count),
        )
        for _, row, reason in likely
    ]


def _closer_step(situation: Situation) -> Fact:
    """What to look at when all of that was of no help."""
    if situation.sessions_read:
        return fact("plan_wider")
    return fact("plan_logs_sessions" if situation.requests_read else "plan_logs")


def host_list(hosts: list[str]) -> Fact:
    """Hosts in a row, of which at most five are named."""
    shown, rest = hosts[:_NAMED_HOSTS], hosts[_NAMED_HOSTS:]
    return fact("list_more", shown=shown, count=len(rest)) if rest else fact("list", shown=shown)


def exclude_step(match: str, entries: list[str], most: int | None = None) -> Fact:
    """The step that puts entries into a list, of which at most so many are named."""
    key = f"plan_exclude_{match}" if len(entries) == 1 else f"plan_exclude_{match}s"
    return fact(key, entries=entry_list(entries, most))


def entry_list(entries: list[str], most: int | None = None) -> Fact:
    """Entries in a row, of which at most so many are named."""
    shown = entries[:most]
    rest = len(entries) - len(shown)
    return fact("entries_more", shown=shown, count=rest) if rest else fact("entries", shown=shown)
