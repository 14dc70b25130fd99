"""pinscout exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli._completion import domains
from analyzer.cli._options import answer_option, never_names, never_option, open_answer
from analyzer.cli._terminal import echo, page, tell

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding
    from analyzer.answers.survey import Survey
    from analyzer.exclusions.exclude import Terms

REVIEW = "90d"


@click.command()
@click.argument("names", nargs=-1, metavar="[DOMAIN]...", shell_complete=domains)
@answer_option
@click.option("--sweep", "is_sweep", is_flag=True, help="What the last sweep proposes instead of the last finding.")
@never_option
@click.option("--user", "users", multiple=True, metavar="EMAIL", help="A trial: for this user only. May be repeated.")
@click.option("--group", "groups", multiple=True, metavar="NAME", help="A trial: for this group of users only.")
@click.option("--posture", "postures", multiple=True, metavar="ID", help="A trial: for devices that pass this check.")
@click.option("--review", default=REVIEW, show_default=True, metavar="LENGTH", help="When to look at it again.")
@click.option("--disabled", is_flag=True, help="Make the rule switched off.")
@click.option("--enable", is_flag=True, help="Switch on rules that were made so: of the DOMAINs, else all of them.")
@click.option("--dry-run", is_flag=True, help="Print the requests as JSON, and send none of them.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(
    names: tuple[str, ...],
    finding_file: str | None,
    is_sweep: bool,
    never_exclude_file: str | None,
    users: tuple[str, ...],
    groups: tuple[str, ...],
    postures: tuple[str, ...],
    review: str,
    disabled: bool,
    enable: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Exclude what the last finding or sweep proposes from TLS inspection, in the live account.

    Puts the band `exclude`, or the candidates and hosts that are named, into a Gateway list and a Do Not Inspect rule
    of pinscout's own. Shows the change and asks first; what others made is never touched. Needs a token with
    Account > Zero Trust > Edit.

    \b
        pinscout exclude
        pinscout exclude paypay.ne.jp --user aoi@example.jp
        pinscout exclude --dry-run
        pinscout exclude --sweep hibari-bank.jp
        pinscout exclude --disabled, and later: pinscout exclude --enable

    Run it again if it was cut off: it goes on, and makes nothing twice. `pinscout restore` takes it back.
    """
    import dataclasses

    from analyzer.answers.finding import Finding
    from analyzer.errors import OptionsConflictError
    from analyzer.exclusions.exclude import Terms
    from analyzer.exclusions.scope import Scope
    from analyzer.times import parse_duration

    scope, until = Scope.of(users, groups, postures), parse_duration(review)
    if enable:
        others = {
            "--finding": finding_file,
            "--sweep": is_sweep,
            "--disabled": disabled,
            "--user": users,
            "--group": groups,
            "--posture": postures,
        }
        if given := [name for name, value in others.items() if value]:
            raise OptionsConflictError("ex_enable_alone", options=given)
        _switch_on(names, dry_run=dry_run, yes=yes)
        return
    answer = open_answer(finding_file, is_sweep=is_sweep)
    answer = dataclasses.replace(answer, never=answer.never + never_names(never_exclude_file))
    app = answer.incident.app if isinstance(answer, Finding) else ""
    _exclude(answer, names, Terms(app, until, scope, not disabled), dry_run=dry_run, yes=yes)


def _exclude(answer: Finding | Survey, names: tuple[str, ...], terms: Terms, *, dry_run: bool, yes: bool) -> None:
    from analyzer.answers.finding import Finding
    from analyzer.cli._changes import ask, print_requests, tell_steps
    from analyzer.cloudflare.account import find_account
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.exclusions.choices import applications_instead, choose
    from analyzer.exclusions.exclude import carry_out, propose
    from analyzer.exclusions.journal import Journal
    from analyzer.messages import say

    choices = choose(answer, names)
    if isinstance(answer, Finding):
        if answer.situation.program or answer.situation.blocked:
            tell(answer.summary())
        tell(*applications_instead(answer, choices))
    with Cloudflare.from_environment() as client, Journal.reading() if dry_run else Journal.writing() as journal:
        account = find_account(client)
        proposal = propose(client, account, journal, choices, terms)
        for left in proposal.left_out:
            tell(say("ex_left_out", value=left.choice.value, rule=left.rule.name))
        tell(*proposal.notes)
        if dry_run:
            print_requests(proposal.steps, account, journal)
            return
        if proposal.steps:
            costs = {choice.value: choice.cost for choice in proposal.choices}
            echo("\n".join(tell_steps(proposal.steps, account, journal, costs, page().prose)) + "\n")
            ask(yes=yes)
        carry_out(proposal, client, journal)
    if not proposal.steps:
        tell(say("ex_nothing_to_do"))
        return
    again = "plan_restart" if isinstance(answer, Finding) else "sweep_check"
    follows = say(again if terms.enabled else "ex_still_off")
    tell(say("ex_done", count=len(proposal.steps)), follows, say("ex_way_back", change=proposal.change.mark))


def _switch_on(names: tuple[str, ...], *, dry_run: bool, yes: bool) -> None:
    from analyzer.cli._changes import ask, print_requests, tell_steps
    from analyzer.cloudflare.account import find_account
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.exclusions.apply import Applier
    from analyzer.exclusions.journal import Journal
    from analyzer.exclusions.switch import to_switch_on
    from analyzer.messages import say

    with Cloudflare.from_environment() as client, Journal.reading() if dry_run else Journal.writing() as journal:
        account = find_account(client)
        steps = to_switch_on(client, account, journal, names)
        if dry_run:
            print_requests(steps, account, journal)
            return
        if not steps:
            tell(say("ex_none_off"))
            return
        echo("\n".join(tell_steps(steps, account, journal, {}, page().prose)) + "\n")
        ask(yes=yes)
        Applier(client, account, journal).apply(steps)
    tell(say("ex_done", count=len(steps)), say("plan_restart"))
