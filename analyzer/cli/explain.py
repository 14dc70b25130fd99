"""pinscout explain."""

from __future__ import annotations

import click

from analyzer.cli._completion import domains
from analyzer.cli._options import color_option, finding_option, only_one_of, open_finding
from analyzer.cli._terminal import echo, page


@click.command()
@click.argument("domain", shell_complete=domains)
@finding_option
@click.option("--all", "everything", is_flag=True, help="All hosts and lookups, however many.")
@click.option("--sweep", "is_sweep", is_flag=True, help="In the last sweep instead of the last finding.")
@color_option
def command(domain: str, finding_file: str | None, everything: bool, is_sweep: bool) -> None:
    """Show why a domain stands where it stands in the last finding, or in the last sweep.

    Each term of its score with points and a sentence, then what is known of its hosts, its lookups around the
    failures, and what would change the answer. DOMAIN may be one of its hosts, an address of it, or a part of
    its name.

    \b
        pinscout explain paypay.ne.jp
        pinscout explain paypay --all
        pinscout explain paypay --sweep
    """
    from analyzer.answers import saved
    from analyzer.report.explanation import write, write_of_sweep

    only_one_of({"--finding": finding_file, "--sweep": is_sweep})
    if is_sweep:
        echo(write_of_sweep(saved.load_last_sweep().explain(domain), page(), everything=everything))
        return
    echo(write(open_finding(finding_file).explain(domain), page(), everything=everything))
