"""What commands do with a finding: say, print, keep, and tell by the exit code whether a candidate is clear."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli import NO_CANDIDATE_EXIT
from analyzer.cli._options import redacted
from analyzer.cli._streams import put
from analyzer.cli._terminal import (
    STANDARD_OUTPUT,
    Copy,
    csv_copy,
    deliver,
    page,
    report_copy,
    tell,
    tell_of_rest,
    write_file,
)

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding
    from analyzer.answers.survey import Survey


def give(
    finding: Finding,
    format_: str,
    match: str | None,
    csv_file: str | None = None,
    save_file: str | None = None,
    plot_file: str | None = None,
    report_file: str | None = None,
    *,
    redact: bool = False,
) -> None:
    """Print a finding and keep it as the last one, in files as well where they are named.

    With `redact`, what is printed and written has stand-ins; what is kept for its owner alone is as it is.
    """
    from analyzer.answers import saved
    from analyzer.exports import render

    shown = redacted(finding, redact=redact)
    tell(*shown.notes(), "")
    tell_of_rest(shown, format_, match)
    copies = (
        saved_copy(save_file, shown),
        csv_copy(csv_file, shown),
        _plot_copy(plot_file, shown),
        report_copy(report_file, shown),
    )
    deliver(render(shown, format_, match or "", page()), lambda: saved.save_last(finding), *copies)
    if finding.verdict != "candidates":
        click.get_current_context().exit(NO_CANDIDATE_EXIT)


def _plot_copy(path: str | None, finding: Finding) -> Copy | None:
    """Its timeline; None where no file was asked for."""
    if not path:
        return None
    from analyzer.report.incident_timeline import timeline_of
    from analyzer.report.plots import plot

    return Copy(path, lambda: write_file(path, plot(timeline_of(finding), path)))


def saved_copy(path: str | None, answer: Finding | Survey) -> Copy | None:
    """The whole answer; None where no file was asked for."""
    return Copy(path, lambda: _save(path, answer)) if path else None


def _save(path: str, answer: Finding | Survey) -> None:
    if path != STANDARD_OUTPUT:
        answer.save(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.zip"
        answer.save(file)
        put(file.read_bytes())
