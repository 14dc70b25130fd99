"""From chosen entries to a change of the account: looked at, proposed, carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.bodies import Item
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.lists import clean_value
from analyzer.cloudflare.gateway.policy import Policy, read_policy
from analyzer.cloudflare.gateway.rules import Rule
from analyzer.errors import CloudflareError
from analyzer.exclusions.apply import Applier
from analyzer.exclusions.change import Append, Holding, Step, Wanted, to_exclude
from analyzer.exclusions.choices import Choice
from analyzer.exclusions.holdings import Own, find_own, holdings
from analyzer.exclusions.journal import Change, Journal, Line
from analyzer.exclusions.marks import new_mark, written
from analyzer.exclusions.scope import EVERYBODY, Scope
from analyzer.facts import Fact, fact
from analyzer.messages import say
from analyzer.wirefilter import MATCHES


@dataclass(frozen=True)
class Terms:
    """How entries are to be excluded."""

    app: str
    review: dt.timedelta
    """After which time it is to be looked at again."""
    scope: Scope = EVERYBODY
    enabled: bool = True


class Left(NamedTuple):
    """An entry that another rule excludes already."""

    choice: Choice
    rule: Rule


@dataclass(frozen=True)
class Proposal:
    """A change, as a person is to see it before it is made."""

    account: str
    change: Change
    choices: tuple[Choice, ...]
    """What the change excludes."""
    left_out: tuple[Left, ...]
    steps: tuple[Step, ...]
    notes: tuple[Fact, ...]


def propose(client: Cloudflare, account: str, journal: Journal, choices: Sequence[Choice], terms: Terms) -> Proposal:
    """What to change in the account. Raises CloudflareError where its lists and rules cannot be read whole."""
    policy = read_policy(client, account)
    own = find_own(journal, policy)
    pairs = holdings(journal, policy, own)
    left_out = tuple(_excluded_already(choices, policy, own, journal, terms.scope))
    gone = {left.choice.entry for left in left_out}
    chosen = tuple(choice for choice in choices if choice.entry not in gone)
    change = _change(journal, account, chosen, terms, client.now().replace(microsecond=0))
    _refuse_changed(pairs, chosen, terms.scope, own)
    wanted = Wanted(_items(change), terms.scope, terms.enabled)
    steps = tuple(to_exclude(pairs, wanted, _marks()))
    _refuse_switched(pairs, wanted, steps, own)
    adopt(journal, own)
    return Proposal(account, change, chosen, left_out, steps, tuple(_notes(chosen, terms, own, policy)))


def carry_out(proposal: Proposal, client: Cloudflare, journal: Journal) -> None:
    """Make the change. Raises CloudflareError where it stops half-way: the same call goes on from there."""
    mark = proposal.change.mark
    if mark not in journal.changes and proposal.choices:
        if not proposal.steps and _is_known(journal, proposal):
            return
        journal.begin(proposal.change)
    Applier(client, proposal.account, journal).apply(proposal.steps)
    if mark in journal.changes and not journal.changes[mark].is_done:
        journal.note_done(mark)


def adopt(journal: Journal, own: Own) -> None:
    """Take in what an answer that was lost would have told: ids that were found by their marks."""
    for made, found in ((journal.lists, own.lists), (journal.rules, own.rules)):
        for mark, one in found.items():
            if not made[mark].id:
                journal.identify(mark, one.id)


def _is_known(journal: Journal, proposal: Proposal) -> bool:
    """Whether the journal has all of it in force, for the same people and app."""
    change = proposal.change
    needed = {
        line.value
        for one in journal.of_account(proposal.account)
        if (one.app, one.scope) == (change.app, change.scope)
        for line in one.in_force
    }
    return needed >= {line.value for line in change.lines}


def _change(journal: Journal, account: str, choices: Sequence[Choice], terms: Terms, now: dt.datetime) -> Change:
    """The change that makes these entries; one that was cut off half-way goes on as itself."""
    meant = {choice.entry for choice in choices}
    for change in reversed(journal.of_account(account)):
        same = (change.app, change.scope, change.enabled) == (terms.app, terms.scope, terms.enabled)
        if not change.is_done and not change.taken_back and same and {line[:2] for line in change.lines} == meant:
            return change
    mark, review_by = new_mark(), (now + terms.review).date()
    lines = tuple(Line(each.value, each.match, _description(each, review_by, mark)) for each in choices)
    return Change(mark, account, now, terms.app, lines, terms.scope, review_by, terms.enabled)


def _description(choice: Choice, review_by: dt.date, mark: str) -> str:
    return f"{say('ex_line', why=choice.why, review=review_by.isoformat())} {written(mark)}"


def _items(change: Change) -> dict[str, tuple[Item, ...]]:
    return {
        match: tuple(Item(line.value, line.description) for line in change.lines if line.match == match)
        for match in MATCHES
    }


def _marks() -> Iterator[str]:
    while True:
        yield new_mark()


def _excluded_already(
    choices: Sequence[Choice], policy: Policy, own: Own, journal: Journal, scope: Scope
) -> Iterator[Left]:
    """Entries that a rule excludes that is not the one which would be used for them."""
    ours = {rule.id: journal.rules[mark] for mark, rule in own.rules.items()}
    for choice in choices:
        covering = policy.covering(choice.value, choice.match)
        used = {id_ for id_, made in ours.items() if (made.match, made.scope) == (choice.match, scope)}
        others = [one.rule for one in covering if not one.is_limited and one.rule.id not in used]
        yield from (Left(choice, rule) for rule in others[:1])


def _refuse_changed(pairs: Sequence[Holding], choices: Sequence[Choice], scope: Scope, own: Own) -> None:
    matches = {choice.match for choice in choices}
    for one in pairs:
        if one.scope == scope and one.match in matches and not one.is_rule_as_made:
            raise CloudflareError("ex_rule_changed", name=own.rules[one.rule].name)


def _refuse_switched(pairs: Sequence[Holding], wanted: Wanted, steps: Sequence[Step], own: Own) -> None:
    """A rule that is switched off excludes nothing, and one that is on excludes at once what its list gets."""
    grown = {step.list for step in steps if isinstance(step, Append)}
    for one in pairs:
        values = {clean_value(item.value) for item in wanted.items.get(one.match, ())}
        holds = one.scope == wanted.scope and one.values & values
        if wanted.enabled and not one.is_on and (holds or one.mark in grown):
            raise CloudflareError("ex_rule_off", name=own.rules[one.rule].name)
        if not wanted.enabled and one.rule and one.is_on and one.mark in grown:
            raise CloudflareError("ex_rule_on", name=own.rules[one.rule].name)


def _notes(choices: Sequence[Choice], terms: Terms, own: Own, policy: Policy) -> Iterator[Fact]:
    matches = {choice.match for choice in choices}
    if own.others:
        yield fact("ex_others", count=own.others)
    for made in own.gone:
        if made.scope == terms.scope and made.match in matches:
            yield fact("ex_rule_gone" if made.of else "ex_list_gone", id=made.id)
    if policy.unreadable:
        yield fact("ex_unreadable_lists", count=len(policy.unreadable))
