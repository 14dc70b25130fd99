"""Rules of ours that are switched off, switched on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from analyzer.bodies import switched_on
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.lists import clean_value
from analyzer.cloudflare.gateway.policy import read_policy
from analyzer.errors import AnalyzerError, CloudflareError
from analyzer.exclusions.change import SwitchOn
from analyzer.exclusions.exclude import adopt
from analyzer.exclusions.holdings import find_own, holdings
from analyzer.exclusions.journal import Journal


def to_switch_on(client: Cloudflare, account: str, journal: Journal, named: Iterable[str] = ()) -> list[SwitchOn]:
    """The steps after which the rules of these entries, or all of ours, are switched on.

    Raises AnalyzerError for a name that is no entry in force, CloudflareError for a rule that somebody changed, and
    where the account's lists and rules cannot be read whole.
    """
    names = set(_entries(journal, account, named))
    policy = read_policy(client, account)
    own = find_own(journal, policy)
    pairs = [one for one in holdings(journal, policy, own) if one.rule and not one.is_on]
    meant = [one for one in pairs if one.items and (not names or names & one.values)]
    for one in meant:
        if not (one.is_rule_as_made and one.is_marked):
            raise CloudflareError("ex_rule_changed", name=own.rules[one.rule].name)
    adopt(journal, own)
    return [
        SwitchOn(
            one.rule,
            one.mark,
            tuple(item.value for item in one.items),
            switched_on(own.rules[one.rule].record),
        )
        for one in meant
    ]


def _entries(journal: Journal, account: str, named: Iterable[str]) -> Iterator[str]:
    known = _values(journal, account)
    for name in named:
        value = clean_value(name.strip())
        if value not in known:
            raise AnalyzerError("ex_no_change", name=name)
        yield value


def _values(journal: Journal, account: str) -> Collection[str]:
    return {clean_value(line.value) for change in journal.of_account(account) for line in change.in_force}
