"""pinscout explain."""

from __future__ import annotations

import click

from analyzer.cli._completion import domains
from analyzer.cli._options import color_option, finding_option, open_finding
from analyzer.cli._terminal import echo, page


@click.command()
@click.argument("domain", shell_complete=domains)
@finding_option
@click.option("--all", "everything", is_flag=True, help="All hosts and lookups, however many.")
@color_option
def command(domain: str, finding_file: str | None, everything: bool) -> None:
    """Show why a domain stands where it stands in the last finding.

    Each term of its score with points and a sentence, then what is known of its hosts, its lookups around the
    failures, and what would change the answer. DOMAIN may be one of its hosts, an address of it, or a part of
    its name.

    \b
        pinscout explain paypay.ne.jp
        pinscout explain paypay --all
    """
    from analyzer.report.explanation import write

    echo(write(open_finding(finding_file).explain(domain), page(), everything=everything))
