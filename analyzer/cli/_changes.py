"""How a change of the account is shown before it is made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analyzer.exclusions.change import Step
    from analyzer.exclusions.journal import Journal
    from analyzer.facts import Fact


def ask(
    *, yes: bool, question: str = "ex_ask", declined: str = "ex_nothing_changed", hints: tuple[Fact, ...] = ()
) -> None:
    """Go on where the person agrees, or did with `--yes`. Raises AnalyzerError where not, or where nobody is there."""
    from analyzer.errors import AnalyzerError
    from analyzer.messages import say

    if yes:
        return
    try:
        agreed = click.confirm(say(question), err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)
        raise AnalyzerError("ex_nobody_there", *hints) from None
    if not agreed:
        raise AnalyzerError(declined)


def print_requests(steps: Iterable[Step], account: str, journal: Journal) -> None:
    """What would be sent for the steps, as JSON."""
    from analyzer.cli._terminal import echo
    from analyzer.exclusions.requests import requests_of
    from analyzer.text import to_json

    echo(to_json([request._asdict() for request in requests_of(steps, account, journal)]) + "\n")


def tell_steps(
    steps: Iterable[Step], account: str, journal: Journal, costs: Mapping[str, Fact], columns: int
) -> Iterator[str]:
    """Each step in words, with all that it writes; `costs` says by entry what it leaves uninspected."""
    from analyzer.exclusions.change import SwitchOn
    from analyzer.exclusions.requests import requests_of
    from analyzer.messages import say
    from analyzer.text import wrap

    steps = list(steps)
    yield say("ex_in_account", account=account)
    for step, request in zip(steps, requests_of(steps, account, journal), strict=True):
        body = request.body or {}
        yield wrap(str(_headline(step, journal, body)), columns, "  ", "  ")
        for item in [*body.get("items", ()), *body.get("append", ())]:
            value = item["value"]
            text = (
                say("ex_plus_cost", value=value, cost=costs[value]) if value in costs else say("ex_plus", value=value)
            )
            yield wrap(text, columns, "    + ", "      ")
        for value in step.values if isinstance(step, SwitchOn) else ():
            yield wrap(value, columns, "    + ", "      ")
        for value in body.get("remove", ()):
            yield wrap(value, columns, "    - ", "      ")
        for part in ("traffic", "identity", "device_posture"):
            if body.get(part):
                yield f"    {body[part]}" if part == "traffic" else f"    {part}: {body[part]}"


def _headline(step: Step, journal: Journal, body: Mapping[str, object]) -> Fact:
    from analyzer.exclusions.change import Append, DropList, DropRule, MakeList, MakeRule, Remove, SwitchOn
    from analyzer.exclusions.requests import name_of
    from analyzer.facts import fact

    match step:
        case MakeList():
            return fact("ex_new_list", name=body["name"], count=len(step.items))
        case MakeRule():
            key = "ex_new_rule" if step.enabled else "ex_new_rule_off"
            return fact(key, name=body["name"], whom=step.scope.whom)
        case SwitchOn():
            return fact("ex_switch_on", name=body["name"], whom=journal.rules[step.rule].scope.whom)
        case Append() | Remove() | DropList():
            made = journal.lists[step.list]
            key = {Append: "ex_append", Remove: "ex_remove", DropList: "ex_drop_list"}[type(step)]
            return fact(key, name=name_of(made.match, made.scope))
        case DropRule():
            made = journal.rules[step.rule]
            return fact("ex_drop_rule", name=name_of(made.match, made.scope))
