"""The bodies that the steps send, and how the lists and rules of ours are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from analyzer import bodies
from analyzer.exclusions.change import Append, DropList, DropRule, MakeList, MakeRule, Remove, Step, SwitchOn
from analyzer.exclusions.journal import Journal
from analyzer.exclusions.marks import written
from analyzer.exclusions.scope import Scope
from analyzer.messages import say
from analyzer.wirefilter import in_list


class Request(NamedTuple):
    """One request as it would be sent."""

    method: str
    path: str
    body: Any


def name_of(match: str, scope: Scope) -> str:
    """How a list of ours and its rule are called."""
    return say("ex_name_trial" if scope.names else "ex_name", match=match)


def list_body(step: MakeList) -> dict[str, Any]:
    """What the list is made from."""
    description = f"{say('ex_list_note')} {written(step.list)}"
    return bodies.list_body(name_of(step.match, step.scope), description, step.items)


def rule_body(step: MakeRule, list_id: str) -> dict[str, Any]:
    """What the rule is made from."""
    return bodies.rule_body(
        name_of(step.match, step.scope),
        f"{say('ex_rule_note')} {written(step.rule)}",
        in_list(step.match, list_id),
        enabled=step.enabled,
        identity=step.scope.identity,
        posture=step.scope.posture,
    )


def requests_of(steps: Iterable[Step], account: str, journal: Journal) -> Iterator[Request]:
    """What would be sent for the steps. The id of a list that is not made yet is written `<id of the new list>`."""
    new = say("ex_new_id")
    for step in steps:
        yield _request(step, f"/accounts/{account}/gateway", journal, new)


def _request(step: Step, base: str, journal: Journal, new: str) -> Request:
    def list_id(mark: str) -> str:
        return journal.lists[mark].id if mark in journal.lists and journal.lists[mark].id else new

    match step:
        case MakeList():
            return Request("POST", f"{base}/lists", list_body(step))
        case Append(mark, items):
            return Request("PATCH", f"{base}/lists/{list_id(mark)}", bodies.append_body(items))
        case MakeRule():
            return Request("POST", f"{base}/rules", rule_body(step, list_id(step.list)))
        case Remove(mark, values):
            return Request("PATCH", f"{base}/lists/{list_id(mark)}", bodies.remove_body(values))
        case DropRule(rule, _):
            return Request("DELETE", f"{base}/rules/{journal.rules[rule].id}", None)
        case DropList(mark):
            return Request("DELETE", f"{base}/lists/{list_id(mark)}", None)
        case SwitchOn(rule, _, _, body):
            return Request("PUT", f"{base}/rules/{journal.rules[rule].id}", body)
