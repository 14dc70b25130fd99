"""Taking back: what we added and is still there, rules before lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.policy import read_policy
from analyzer.errors import AnalyzerError, CloudflareError
from analyzer.exclusions.apply import Applier
from analyzer.exclusions.change import Needs, Step, to_restore
from analyzer.exclusions.exclude import adopt
from analyzer.exclusions.holdings import Own, find_own, holdings
from analyzer.exclusions.journal import Change, Journal
from analyzer.facts import Fact, fact

Chosen = dict[str, tuple[str, ...]]
"""Which values of which changes, by mark."""


@dataclass(frozen=True)
class Return:
    """What is to be taken back, as a person is to see it before it is done."""

    account: str
    chosen: Chosen
    steps: tuple[Step, ...]
    notes: tuple[Fact, ...]
    forgotten: tuple[str, ...] = ()
    """Marks of lists and rules that are not there, and are taken for deleted."""


def choose(journal: Journal, account: str, named: Collection[str] = (), *, everything: bool = False) -> Chosen:
    """What is meant: changes by their marks, entries by their values, everything, or else the last change.

    What was begun and not ended is taken up again, and alone where nothing is named. Raises AnalyzerError for a name
    that is no change and no entry in force, and where there is nothing to take back.
    """
    changes = journal.of_account(account)
    begun: Chosen = {change.mark: () for change in changes if change.is_restoring}
    open_ = [change for change in changes if change.in_force]
    if everything:
        chosen = {change.mark: _values(change) for change in open_}
    elif named:
        known = {value for change in changes if change.is_restoring for value in (change.mark, *change.taken_back)}
        chosen = _named(open_, named, known)
    elif begun:
        chosen = {}
    else:
        chosen = {change.mark: _values(change) for change in open_[-1:]}
    if not begun and not chosen:
        raise _nothing(journal, account)
    return begun | chosen


def _values(change: Change) -> tuple[str, ...]:
    return tuple(line.value for line in change.in_force)


def _named(open_: Sequence[Change], named: Iterable[str], begun: Collection[str]) -> Chosen:
    """The changes and entries of these names; those that were begun are gone on with anyway."""
    chosen: Chosen = {}
    for name in named:
        value = name.strip().strip(".").lower()
        meant = {change.mark: _values(change) for change in open_ if change.mark == value}
        meant |= {change.mark: (value,) for change in open_ if value in _values(change)}
        if not meant and value not in begun:
            raise AnalyzerError("ex_no_change", name=name)
        for mark, values in meant.items():
            chosen[mark] = tuple(dict.fromkeys(chosen.get(mark, ()) + values))
    return chosen


def _nothing(journal: Journal, account: str) -> AnalyzerError:
    others = {change.account for change in journal.changes.values() if change.in_force} - {account}
    if others:
        return AnalyzerError("ex_other_account", account=account, others=sorted(others))
    return AnalyzerError("ex_nothing_there", account=account)


def plan(client: Cloudflare, account: str, journal: Journal, chosen: Chosen, *, forget: bool = False) -> Return:
    """What to change in the account. `forget` takes a list that is not there for deleted.

    Raises CloudflareError where its lists and rules cannot be read whole, or a list of ours is not to be seen.
    """
    policy = read_policy(client, account)
    own = find_own(journal, policy)
    pairs = holdings(journal, policy, own)
    adopt(journal, own)
    if not forget:
        _refuse_unseen(journal, chosen, own)
    needs = _less(journal, account, chosen)
    steps = tuple(to_restore(pairs, needs, journal.changes))
    there = {(one.match, one.scope, value) for one in pairs for value in one.values}
    notes = [fact("ex_kept_changed", name=own.rules[one.rule].name) for one in pairs if not one.is_rule_as_made]
    forgotten = tuple(made.mark for made in own.gone) if forget else ()
    return Return(account, chosen, steps, tuple(_notes(journal, chosen, needs, there) + notes), forgotten)


def _refuse_unseen(journal: Journal, chosen: Chosen, own: Own) -> None:
    """A list that is not there may be one that the token is not told of: then its entries are in force all the same."""
    meant = {
        (line.match, journal.changes[mark].scope)
        for mark, values in chosen.items()
        for line in journal.changes[mark].lines
        if line.value in values
    }
    for made in own.gone:
        if not made.of and (made.match, made.scope) in meant:
            raise CloudflareError("ex_unseen", id=made.id)


def _less(journal: Journal, account: str, chosen: Chosen) -> Needs:
    """What is still needed when the chosen is not."""
    needed: dict[tuple[str, object], set[str]] = {}
    for change in journal.of_account(account):
        for line in change.in_force:
            if line.value not in chosen.get(change.mark, ()):
                needed.setdefault((line.match, change.scope), set()).add(line.value)
    return needed  # type: ignore[return-value]


def _notes(journal: Journal, chosen: Chosen, needs: Needs, there: Collection[tuple[str, object, str]]) -> list[Fact]:
    notes = []
    for mark, values in chosen.items():
        change = journal.changes[mark]
        for line in change.lines:
            if line.value not in values:
                continue
            if line.value in needs.get((line.match, change.scope), ()):
                notes.append(fact("ex_needed_by_another", value=line.value))
            elif (line.match, change.scope, line.value) not in there:
                notes.append(fact("ex_gone_already", value=line.value))
    return notes


def carry_out(plan: Return, client: Cloudflare, journal: Journal) -> list[Fact]:
    """Take it back; what was left, and why. Raises CloudflareError where it stops half-way: call it again then."""
    for mark, values in plan.chosen.items():
        if set(values) - journal.changes[mark].taken_back:
            journal.take_back(mark, values)
    for mark in plan.forgotten:
        journal.note_gone(mark)
    left = Applier(client, plan.account, journal).apply(plan.steps)
    for mark in plan.chosen:
        journal.note_restored(mark)
    return left
