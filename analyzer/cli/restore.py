"""pinscout restore."""

from __future__ import annotations

import click

from analyzer.cli._options import only_one_of
from analyzer.cli._terminal import echo, page, tell


@click.command()
@click.argument("names", nargs=-1, metavar="[CHANGE|DOMAIN]...")
@click.option("--all", "everything", is_flag=True, help="Take back all that pinscout excluded in this account.")
@click.option("--forget", is_flag=True, help="Take a list that is no longer to be seen for deleted.")
@click.option("--dry-run", is_flag=True, help="Print the requests as JSON, and send none of them.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(names: tuple[str, ...], everything: bool, forget: bool, dry_run: bool, yes: bool) -> None:
    """Take back what pinscout excluded from TLS inspection: the last change, those that are named, or single entries.

    Removes only what pinscout added and is still there; a rule goes before its list, and both only when they are
    empty. `pinscout exclusions` lists the changes.

    \b
        pinscout restore
        pinscout restore paypay.ne.jp
        pinscout restore --all
    """
    from analyzer.cli._changes import ask, print_requests, tell_steps
    from analyzer.cloudflare.account import find_account
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.exclusions import restore
    from analyzer.exclusions.journal import Journal
    from analyzer.messages import say

    only_one_of({"CHANGE": names, "--all": everything})
    with Cloudflare.from_environment() as client, Journal.reading() if dry_run else Journal.writing() as journal:
        account = find_account(client)
        chosen = restore.choose(journal, account, names, everything=everything)
        plan = restore.plan(client, account, journal, chosen, forget=forget)
        tell(*plan.notes)
        if dry_run:
            print_requests(plan.steps, account, journal)
            return
        if plan.steps:
            echo("\n".join(tell_steps(plan.steps, account, journal, {}, page().prose)) + "\n")
            ask(yes=yes)
        tell(*restore.carry_out(plan, client, journal))
    tell(say("ex_restored" if plan.steps else "ex_restored_nothing"))
