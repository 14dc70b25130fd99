"""What is in force, why, since when, what is due for review, and where the account differs from the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.lists import clean_value
from analyzer.cloudflare.gateway.policy import read_policy
from analyzer.exclusions.change import Holding
from analyzer.exclusions.holdings import Own, find_own, holdings
from analyzer.exclusions.journal import Change, Journal, Line
from analyzer.exclusions.marks import marks_in
from analyzer.facts import Fact, fact

IN_FORCE, SWITCHED_OFF, NO_RULE, CHANGED, MISSING, UNSEEN = (
    "in_force",
    "switched_off",
    "no_rule",
    "changed",
    "missing",
    "unseen",
)
STATES = (IN_FORCE, SWITCHED_OFF, NO_RULE, CHANGED, MISSING, UNSEEN)


class Standing(NamedTuple):
    """An entry of the journal that was not taken back, and how it stands in the account."""

    change: Change
    line: Line
    state: str
    is_due: bool
    """Whether it is time to look whether it is still needed."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        change = self.change
        return {
            "value": self.line.value,
            "match": self.line.match,
            "app": change.app,
            "state": self.state,
            "why": self.line.description,
            "since": change.at.isoformat(),
            "review_by": change.review_by.isoformat(),
            "is_due": self.is_due,
            "change": change.mark,
            "account": change.account,
            "scope": change.scope.to_dict(),
        }


@dataclass(frozen=True)
class Overview:
    """All entries, and what differs."""

    standings: tuple[Standing, ...]
    differences: tuple[Fact, ...]


def from_journal(journal: Journal, today: dt.date) -> Overview:
    """What the journal says, of all accounts; no account is asked."""
    changes = journal.changes.values()
    return Overview(tuple(_standings(list(changes), [], today, UNSEEN)), tuple(_cut_off(list(changes))))


def compare(client: Cloudflare, account: str, journal: Journal) -> Overview:
    """What the journal says of an account, held against it. Raises CloudflareError where it cannot be read whole."""
    policy = read_policy(client, account)
    own = find_own(journal, policy)
    pairs = holdings(journal, policy, own)
    changes = journal.of_account(account)
    standings = tuple(_standings(changes, pairs, client.now().date(), MISSING))
    differences = [*_cut_off(changes), *_of_containers(own, pairs, journal), *_of_lines(standings, pairs, own, journal)]
    return Overview(standings, tuple(differences))


def _standings(changes: Sequence[Change], pairs: Sequence[Holding], today: dt.date, missing: str) -> Iterator[Standing]:
    for change in changes:
        for line in change.in_force:
            states = [_state(one) for one in pairs if _holds(one, change, line)]
            yield Standing(change, line, min(states, key=STATES.index, default=missing), today >= change.review_by)


def _holds(one: Holding, change: Change, line: Line) -> bool:
    return (one.match, one.scope) == (line.match, change.scope) and clean_value(line.value) in one.values


def _state(one: Holding) -> str:
    if not one.rule:
        return NO_RULE
    if not one.is_rule_as_made:
        return CHANGED
    return IN_FORCE if one.is_on else SWITCHED_OFF


def _cut_off(changes: Sequence[Change]) -> Iterator[Fact]:
    for change in changes:
        if change.is_restoring:
            yield fact("ex_diff_restoring", change=change.mark)
        elif not change.is_done and change.in_force:
            yield fact("ex_diff_cut_off", change=change.mark)


def _of_containers(own: Own, pairs: Sequence[Holding], journal: Journal) -> Iterator[Fact]:
    if own.others:
        yield fact("ex_others", count=own.others)
    for made in own.gone:
        yield fact("ex_diff_rule_gone" if made.of else "ex_diff_list_gone", id=made.id)
    for found in own.unmarked:
        yield fact("ex_diff_list_unmarked", name=found.name)
    for rule in own.unmarked_rules:
        yield fact("ex_diff_rule_unmarked", name=rule.name)
    for one in pairs:
        name = own.rules[one.rule].name if one.rule else own.lists[one.mark].name
        if not one.is_rule_as_made:
            yield fact("ex_diff_rule_changed", name=name)
        if not one.is_on:
            yield fact("ex_diff_rule_off", name=name)
        if one.items and not one.rule:
            yield fact("ex_diff_no_rule", name=name)
        if strangers := [item for item in one.items if marks_in(item.description).isdisjoint(journal.changes)]:
            yield fact("ex_diff_strangers", name=own.lists[one.mark].name, count=len(strangers))


def _of_lines(standings: Sequence[Standing], pairs: Sequence[Holding], own: Own, journal: Journal) -> Iterator[Fact]:
    for standing in standings:
        if standing.state == MISSING:
            yield fact("ex_diff_missing", value=standing.line.value)
    meant = {(each.line.match, each.change.scope, each.line.value) for each in standings}
    for one in pairs:
        for item in one.items:
            is_ours = not marks_in(item.description).isdisjoint(journal.changes)
            if is_ours and (one.match, one.scope, clean_value(item.value)) not in meant:
                yield fact("ex_diff_left", value=item.value, name=own.lists[one.mark].name)
