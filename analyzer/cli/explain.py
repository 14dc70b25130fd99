"""pinscout explain."""

from __future__ import annotations

import click

from analyzer.cli._completion import domains
from analyzer.cli._options import answer_option, color_option, open_answer, redact_option, redacted
from analyzer.cli._terminal import echo, page


@click.command()
@click.argument("domain", shell_complete=domains)
@answer_option
@click.option("--all", "everything", is_flag=True, help="All hosts and lookups, however many.")
@click.option("--sweep", "is_sweep", is_flag=True, help="In the last sweep instead of the last finding.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@redact_option
@color_option
def command(
    domain: str, finding_file: str | None, everything: bool, is_sweep: bool, format_: str, redact: bool
) -> None:
    """Show why a domain stands where it stands in the last finding, or in the last sweep.

    Each term of its score with points and a sentence, then what is known of its hosts, its lookups around the
    failures, and what would change the answer. DOMAIN may be one of its hosts, an address of it, or a part of
    its name.

    \b
        pinscout explain paypay.ne.jp
        pinscout explain paypay --all
        pinscout explain paypay --sweep
        pinscout explain paypay --format json
    """
    from analyzer.answers.finding import Explanation
    from analyzer.report.explanation import write, write_of_sweep
    from analyzer.text import to_json

    answer = redacted(open_answer(finding_file, is_sweep=is_sweep), redact=redact)
    explanation = answer.explain(domain)
    if format_ == "json":
        echo(to_json(explanation.to_dict()) + "\n")
    elif isinstance(explanation, Explanation):
        echo(write(explanation, page(), everything=everything))
    else:
        echo(write_of_sweep(explanation, page(), everything=everything))
