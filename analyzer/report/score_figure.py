"""Score bars as a figure of matplotlib's, for notebooks: what `score_svg` draws, from the same numbers."""

from __future__ import annotations

from typing import Any

from matplotlib import rc_context
from matplotlib.lines import Line2D

from analyzer.messages import say, word
from analyzer.report.figure import INKS, SOFT, ShownFigure, fonts, plain
from analyzer.report.score_bars import Bar, ScoreBars
from analyzer.text import shorten

_WIDTH, _BAR, _FRAME, _MOST_NAME, _LEGEND_COLUMNS = 9.6, 0.38, 0.7, 34, 3
_INK, _LEAST_FOR_NUMBER = "#1c2430", 0.02


def draw_scores(scores: ScoreBars) -> ShownFigure:
    """A figure with a bar a candidate; one that says so where there is none."""
    legend_rows = -(-(len(scores.terms) + 1) // _LEGEND_COLUMNS)
    height = _FRAME + _BAR * len(scores.bars) + 0.22 * legend_rows
    with rc_context({"font.family": fonts()}):
        figure = ShownFigure(figsize=(_WIDTH, height), layout="constrained")
        if not scores.bars:
            figure.text(0.05, 0.5, say("timeline_nothing"))
            return figure
        axis = figure.subplots()
        for row, bar in enumerate(scores.bars):
            _draw_bar(axis, bar, row)
        names = [f"{plain(shorten(bar.name, _MOST_NAME))}  {plain(str(bar.note))}" for bar in scores.bars]
        axis.set_yticks(range(len(names)), names, fontsize=8)
        axis.set_ylim(len(names) - 0.4, -0.6)
        axis.set_xlim(0, 1)
        axis.set_xticks(
            [tick.at for tick in scores.ticks], [tick.text for tick in scores.ticks], fontsize=8, color=SOFT
        )
        axis.axvline(scores.zero, color=_INK, linewidth=0.8)
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.tick_params(axis="y", length=0)
        figure.legend(
            handles=_legend(scores), loc="outside lower left", ncols=_LEGEND_COLUMNS, fontsize=8, frameon=False
        )
    return figure


def _draw_bar(axis: Any, bar: Bar, row: int) -> None:
    for segment in bar.segments:
        ink = INKS["refusal" if segment.is_against else "good"]
        width = segment.until - segment.since
        axis.barh(row, width, left=segment.since, height=0.62, color=ink, edgecolor="white", linewidth=1.2)
        if width >= _LEAST_FOR_NUMBER:
            axis.text(segment.middle, row, str(segment.number), color="white", fontsize=7.5, ha="center", va="center")
    axis.plot([bar.score, bar.score], [row - 0.42, row + 0.42], color=_INK, linewidth=2.2)


def _legend(scores: ScoreBars) -> list[Line2D]:
    """The terms by their numbers, and the mark of the sum."""
    terms = [
        Line2D([], [], linestyle="none", marker=f"${number}$", color=_INK, markersize=7, label=word("term", term))
        for number, term in enumerate(scores.terms, 1)
    ]
    return [*terms, Line2D([], [], linestyle="none", marker="|", color=_INK, markersize=9, label=say("score_sum"))]
