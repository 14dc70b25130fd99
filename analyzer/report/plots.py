"""Plots of an answer, by the ending of a file's name, and for notebooks: the one place that asks for matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import AnalyzerError
from analyzer.report import svg

if TYPE_CHECKING:
    from analyzer.report.score_bars import ScoreBars
    from analyzer.report.timeline import Timeline

ENDINGS = (".svg", ".png")
_STANDARD_OUTPUT = "-"


def figure_of(timeline: Timeline) -> Any:
    """A matplotlib figure. Raises AnalyzerError where matplotlib is not installed."""
    return _figure().draw(timeline)


def score_figure_of(scores: ScoreBars) -> Any:
    """A matplotlib figure of score bars. Raises AnalyzerError where matplotlib is not installed."""
    _figure()
    from analyzer.report.score_figure import draw_scores

    return draw_scores(scores)


def check_plot(path: str) -> None:
    """Raises AnalyzerError if no plot can be made for a file of that name: said before the work, not after it."""
    ending = Path(path).suffix.lower()
    if path != _STANDARD_OUTPUT and ending not in ENDINGS:
        raise AnalyzerError("no_plot_format", path=path, endings=list(ENDINGS))
    if ending == ".png":
        _figure()


def plot(timeline: Timeline, path: str) -> bytes:
    """The plot as PNG or SVG, as that name ends; SVG for standard output. Nothing is written.

    Raises AnalyzerError for another ending, and for PNG where matplotlib is not installed.
    """
    check_plot(path)
    if Path(path).suffix.lower() == ".png":
        content: bytes = _figure().png(timeline)
        return content
    return svg.document(timeline).encode()


def _figure() -> Any:
    try:
        from analyzer.report import figure
    except ImportError as error:
        raise AnalyzerError("no_matplotlib") from error
    return figure
