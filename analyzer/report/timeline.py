"""The lookups of the likeliest candidates around each failure, drawn with matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.answers.ranking import SHOWN_CANDIDATES
from analyzer.errors import AnalyzerError
from analyzer.messages import say
from analyzer.text import shorten

if TYPE_CHECKING:
    from analyzer.answers.finding import Finding


def draw(finding: Finding) -> Any:
    """A figure with one panel a failure, one row a candidate, one mark a lookup; 0 is the reported time."""
    try:
        from analyzer.report._figure import ShownFigure
    except ImportError as error:
        raise AnalyzerError("no_matplotlib") from error
    shown = list(finding.candidates["registrable_domain"].head(SHOWN_CANDIDATES))[::-1]
    lookups = finding.lookups()
    lookups = lookups[lookups["registrable_domain"].isin(shown)]
    failures = finding.incident.failures
    figure = ShownFigure(figsize=(4 + 3 * len(failures), 1 + 0.35 * len(shown)), layout="constrained")
    axes = figure.subplots(1, len(failures), sharey=True, squeeze=False)[0]
    for number, (axis, failure) in enumerate(zip(axes, failures, strict=True)):
        mine = lookups[lookups["window"] == number]
        axis.scatter(mine["offset_s"], mine["registrable_domain"].map(shown.index), marker="|", s=120)
        axis.axvline(0, linewidth=1, linestyle="--")
        axis.set_title(failure.since.astimezone(finding.incident.zone).strftime("%m-%d %H:%M:%S"))
        axis.set_xlabel(say("plot_axis"))
        axis.set_xlim(-finding.incident.before.total_seconds(), finding.incident.after.total_seconds())
    axes[0].set_yticks(range(len(shown)), [shorten(name, 40) for name in shown])
    return figure
