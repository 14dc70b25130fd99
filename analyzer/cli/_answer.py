"""What commands do with a finding: say, print, keep, and tell by the exit code whether a candidate is clear."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli import NO_CANDIDATE_EXIT
from analyzer.cli._terminal import deliver, page, tell, tell_of_rest, write_text

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding


def give(
    finding: Finding, format_: str, match: str | None, csv_file: str | None = None, save_file: str | None = None
) -> None:
    """Print a finding and keep it as the last one, in files as well where they are named."""
    from analyzer.answers import saved
    from analyzer.exports import render

    tell(*finding.notes(), "")
    tell_of_rest(finding, format_, match)
    deliver(render(finding, format_, match or "", page()), lambda: saved.save_last(finding))
    if save_file:
        saved.save(finding, Path(save_file))
    if csv_file:
        write_text(csv_file, render(finding, "csv"))
    if finding.verdict != "candidates":
        click.get_current_context().exit(NO_CANDIDATE_EXIT)
