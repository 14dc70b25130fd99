"""What an account holds of ours: the journal's lists and rules, found again by id and mark.

What the journal knows and the account does not show is either deleted or out of the token's sight. Only the first is
taken for gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from analyzer.bodies import DO_NOT_INSPECT
from analyzer.cloudflare.gateway.expressions import plain_id, says_the_same
from analyzer.cloudflare.gateway.lists import GatewayList, read_list
from analyzer.cloudflare.gateway.policy import Policy
from analyzer.cloudflare.gateway.rules import Rule, read_rule
from analyzer.errors import CloudflareError
from analyzer.exclusions.change import Holding
from analyzer.exclusions.journal import Journal, Made
from analyzer.exclusions.marks import marks_in
from analyzer.exclusions.scope import Scope
from analyzer.wirefilter import in_list

NOT_FOUND = 404
_NO_SUCH_LIST = 2218


class _Described(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...


T = TypeVar("T", bound=_Described)


@dataclass
class Own:
    """Our lists and rules in an account, by their marks, and what became of others that the journal knows."""

    lists: dict[str, GatewayList] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    unmarked: list[GatewayList] = field(default_factory=list)
    """Lists of ours that lost their mark."""
    unmarked_rules: list[Rule] = field(default_factory=list)
    """Rules of ours that lost their mark."""
    gone: list[Made] = field(default_factory=list)
    """Lists and rules that are not there, though we did not delete them: somebody did, or the token is not told."""
    others: int = 0
    """Lists and rules with a mark that the journal does not know: of another machine, another person, or a copy."""


def find_own(journal: Journal, policy: Policy) -> Own:
    """Our lists and rules in the account. Raises CloudflareError where one cannot be told from a deleted one."""
    own = Own()
    for made in _of_account(journal.lists.values(), policy.account):
        found = _found(made, policy.lists)
        if found is None and made.id and not made.is_going:
            _make_sure_of_list(made, policy)
            own.gone.append(made)
        if found is not None:
            own.lists[made.mark] = found
            own.unmarked += [] if made.mark in marks_in(found.description) else [found]
    for made in _of_account(journal.rules.values(), policy.account):
        rule = _found(made, policy.rules)
        if rule is None and made.id and not made.is_going:
            _make_sure_of_rule(made, policy)
            own.gone.append(made)
        elif rule is not None and made.mark in marks_in(rule.description):
            own.rules[made.mark] = rule
        elif rule is not None:
            own.unmarked_rules.append(rule)
    known = {made.mark for made in (*journal.lists.values(), *journal.rules.values()) if not made.is_gone}
    texts = [*(one.description for one in policy.lists), *(one.description for one in policy.rules)]
    own.others = sum(bool(marks) and marks.isdisjoint(known) for marks in map(marks_in, texts))
    return own


def _of_account(made: Iterable[Made], account: str) -> list[Made]:
    return [one for one in made if one.account == account and not one.is_gone]


def _found(made: Made, there: Sequence[T]) -> T | None:
    """The one with the id of the journal; where that never came, the one that carries the mark."""
    if made.id:
        return next((one for one in there if plain_id(one.id) == plain_id(made.id)), None)
    marked = [one for one in there if made.mark in marks_in(one.description)]
    if len(marked) > 1:
        raise CloudflareError("ex_marked_twice", mark=made.mark, names=[one.name for one in marked])
    return next(iter(marked), None)


def _make_sure_of_list(made: Made, policy: Policy) -> None:
    """Raises CloudflareError if the list is there, but not to be seen."""
    if users := policy.users_of(made.id):
        raise CloudflareError("ex_hidden_list", id=made.id, rule=users[0].name)
    try:
        read_list(policy.client, policy.account, made.id)
    except CloudflareError as error:
        if error.status == NOT_FOUND or _NO_SUCH_LIST in error.codes:
            return
        raise
    raise CloudflareError("ex_hidden", id=made.id)


def _make_sure_of_rule(made: Made, policy: Policy) -> None:
    try:
        rule = read_rule(policy.client, policy.account, made.id)
    except CloudflareError as error:
        if error.status == NOT_FOUND:
            return
        raise
    raise CloudflareError("ex_hidden", id=rule.id)


def holdings(journal: Journal, policy: Policy, own: Own) -> list[Holding]:
    """The pairs that `change` reckons with. Raises CloudflareError where the lines of a list cannot be read whole."""
    pairs = []
    for mark, found in own.lists.items():
        made = journal.lists[mark]
        rule_mark = next((rule for rule in own.rules if journal.rules[rule].of == mark), "")
        rule = own.rules.get(rule_mark)
        strangers = [one for one in policy.users_of(found.id) if one not in own.rules.values()]
        pairs.append(
            Holding(
                mark=mark,
                match=made.match,
                scope=made.scope,
                items=policy.items(found),
                rule=rule_mark,
                is_on=rule is None or rule.enabled,
                is_rule_as_made=rule is None or _is_as_made(rule, made.match, found.id, made.scope),
                is_marked=found not in own.unmarked,
                is_used_elsewhere=bool(strangers),
            )
        )
    return pairs


def _is_as_made(rule: Rule, match: str, list_id: str, scope: Scope) -> bool:
    return (
        rule.action == DO_NOT_INSPECT
        and rule.is_http
        and says_the_same(rule.traffic, in_list(match, list_id))
        and says_the_same(rule.identity, scope.identity)
        and says_the_same(rule.posture, scope.posture)
    )
