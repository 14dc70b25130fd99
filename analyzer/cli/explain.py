"""pinscout explain."""

from __future__ import annotations

import click

from analyzer.cli._options import finding_option, open_finding


@click.command()
@click.argument("domain")
@finding_option
def command(domain: str, finding_file: str | None) -> None:
    """Show why a domain stands where it stands in the last finding.

    Each term of its score with points and a sentence, then its lookups around the failures.

    \b
        pinscout explain paypay.ne.jp
    """
    click.echo(str(open_finding(finding_file).explain(domain)), nl=False)
