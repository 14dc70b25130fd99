"""Is a name excluded already, or could an application of Cloudflare's be selected for it? Unreadable is never "no"."""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.applications import Application, Catalogue, read_catalogue
from analyzer.cloudflare.gateway.policy import Policy, read_policy
from analyzer.errors import CloudflareError
from analyzer.facts import Fact, fact
from analyzer.schema import BY_APPLICATION, BY_NONE, BY_RULE, BY_RULE_FOR_SOME, BY_RULE_IN_PART, UNREADABLE

_ONE_SELECTOR = re.compile(r"\s*any\(\s*app\.(type\.)?ids\[\*\]\s+(?:in\s*\{([\d\s]+)\}|==\s*(\d+))\s*\)\s*")
MOST_ASKED = 5
"""Entries of a candidate about which the catalogue is asked: each is a request."""
T = TypeVar("T")


class Cover(NamedTuple):
    """What already covers some entries, or could."""

    kind: str
    """One of `schema.COVERS`."""
    by: str = ""
    """The rule's or the application's name."""


@dataclass
class Coverage:
    """Rules, lists and catalogue of an account, as far as the token may read them."""

    policy: Policy | None
    catalogue: Catalogue | None
    notes: list[Fact] = field(default_factory=list)
    """What could not be read, and so is not known."""

    def of(self, entries: Sequence[str], match: str) -> Cover:
        """What covers these entries of a candidate, all of one match: a rule for all of them comes first.

        The catalogue is asked about the first five; an application is told of where it has half of them.
        """
        rules = [self._rule(entry, match, in_catalogue=place < MOST_ASKED) for place, entry in enumerate(entries)]
        surely = [rule for rule in rules if rule and rule.kind == BY_RULE]
        if surely:
            return surely[0] if len(surely) == len(rules) else surely[0]._replace(kind=BY_RULE_IN_PART)
        if limited := [rule for rule in rules if rule]:
            return limited[0]
        asked = entries[:MOST_ASKED]
        found = collections.Counter(name for entry in asked if (name := self._application_name(entry)))
        if found and 2 * found.total() >= len(asked):
            return Cover(BY_APPLICATION, found.most_common(1)[0][0])
        return Cover(UNREADABLE if self._is_unsure() else BY_NONE)

    def _application_name(self, entry: str) -> str:
        application = self._application(entry)
        return application.name if application else ""

    def named(self, app: str) -> str:
        """The application that bears an app's name; "" if there is none, or it can't be told."""
        application = self.catalogue.named(app) if self.catalogue else None
        return application.name if application else ""

    def _rule(self, entry: str, match: str, *, in_catalogue: bool) -> Cover | None:
        if self.policy is None:
            return None
        covering = self.policy.covering(entry, match)
        if covering:
            first = covering[0]
            return Cover(BY_RULE_FOR_SOME if first.is_limited else BY_RULE, first.rule.name)
        if in_catalogue and (application := self._application(entry)):
            for rule in self.policy.rules:
                if rule.excludes and selects(rule.traffic, application):
                    return Cover(BY_RULE_FOR_SOME if rule.is_limited else BY_RULE, rule.name)
        return None

    def _application(self, entry: str) -> Application | None:
        if self.catalogue is None:
            return None
        try:
            return self.catalogue.of(entry)
        except CloudflareError as error:
            self.catalogue = None
            self.notes.append(fact("cover_no_catalogue", reason=error.fact))
            return None

    def _is_unsure(self) -> bool:
        """Whether a cover may be there that the token is not shown."""
        return self.policy is None or self.catalogue is None or bool(self.policy.unreadable)

    def all_notes(self) -> list[Fact]:
        """What could not be read, lists that only turned out to be unreadable on the way included."""
        unreadable = len(self.policy.unreadable) if self.policy else 0
        return [*self.notes, *([fact("cover_no_lists", count=unreadable)] if unreadable else [])]


def selects(expression: str, application: Application) -> bool:
    """Whether an expression is one selector of applications, and this one is among them.

    >>> drive = Application("1199", "Google Drive (Do Not Inspect)", "16")
    >>> selects("any(app.type.ids[*] in {16})", drive), selects("any(app.ids[*] == 1210)", drive)
    (True, False)
    """
    found = _ONE_SELECTOR.fullmatch(expression)
    if not found:
        return False
    of_type, several, one = found.groups()
    return (application.type_id if of_type else application.id) in (several or one).split()


def read_coverage(client: Cloudflare, account: str) -> Coverage:
    """What of an account bears on exclusions. What the token may not read is noted and is no error."""
    notes: list[Fact] = []
    policy = _unless_refused(lambda: read_policy(client, account), "cover_no_rules", notes)
    catalogue = _unless_refused(lambda: read_catalogue(client, account), "cover_no_catalogue", notes)
    return Coverage(policy, catalogue, notes)


def _unless_refused(read: Callable[[], T], key: str, notes: list[Fact]) -> T | None:
    try:
        return read()
    except CloudflareError as error:
        notes.append(fact(key, reason=error.fact))
        return None
