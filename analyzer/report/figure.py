"""A timeline as a figure of matplotlib's, for notebooks and as PNG: what `svg` draws, from the same numbers."""

from __future__ import annotations

import contextlib
import functools
import io
from typing import Any

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

from analyzer.messages import say
from analyzer.report.marks import SHAPES
from analyzer.report.timeline import Panel, Timeline
from analyzer.text import printable, shorten

INKS = {"lookup": "#2f5fb3", "refusal": "#b3440a", "good": "#0b7a5c", "exempt": "#0b7a5c", "fault": "#8a3b7d"}
SOFT, _SHADE, _MASS = "#5b6675", "#e8b84a", "#aab4c2"
_FONTS = (
    "DejaVu Sans", "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Noto Sans CJK KR",
    "Apple SD Gothic Neo", "Malgun Gothic",
)  # fmt: skip
"""For Latin first, then for kana, kanji and hangul: of these those that the machine has."""
_WIDTH, _LANE, _FRAME, _MOST_NAME = 9.6, 0.34, 0.9, 34


class ShownFigure(Figure):
    """As matplotlib's, made without pyplot, so that nothing keeps it alive; a notebook shows it all the same."""

    def _repr_png_(self) -> bytes:
        return self.png(100)

    def png(self, dpi: int) -> bytes:
        """The figure as PNG of so many dots an inch."""
        content = io.BytesIO()
        with rc_context({"font.family": fonts()}):
            self.savefig(content, format="png", dpi=dpi)
        return content.getvalue()


@functools.cache
def fonts() -> list[str]:
    """The fonts to take glyphs from, in this order; also those that are newer than matplotlib's own list of fonts."""
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in set(font_manager.findSystemFonts()) - known:
        with contextlib.suppress(Exception):  # a font that matplotlib can't read is none to draw with
            font_manager.fontManager.addfont(path)
    present = set(font_manager.get_font_names())
    return [name for name in _FONTS if name in present]


def draw(timeline: Timeline) -> ShownFigure:
    """A figure with one panel below another; one that says so where there is nothing to show."""
    heights = [_FRAME + _LANE * len(panel.lanes) for panel in timeline.panels] or [_FRAME]
    with rc_context({"font.family": fonts()}):
        figure = ShownFigure(figsize=(_WIDTH, sum(heights) + 0.6), layout="constrained")
        if not timeline.panels:
            figure.text(0.05, 0.5, say("timeline_nothing"))
            return figure
        axes = figure.subplots(len(heights), 1, squeeze=False, gridspec_kw={"height_ratios": heights})[:, 0]
        for axis, panel in zip(axes, timeline.panels, strict=True):
            _draw_panel(axis, panel)
        _draw_legend(figure, axes[0], timeline.kinds)
    return figure


def png(timeline: Timeline) -> bytes:
    """The figure as PNG, at twice a screen's resolution."""
    return draw(timeline).png(200)


def _draw_panel(axis: Any, panel: Panel) -> None:
    axis.set_title(plain(str(panel.heading)), loc="left", fontsize=10, fontweight="bold")
    axis.set_xlim(-0.01, 1.01)
    axis.set_ylim(len(panel.lanes) + 0.5, -0.5)
    axis.set_xticks([tick.at for tick in panel.ticks], [tick.text for tick in panel.ticks], fontsize=8, color=SOFT)
    names = [f"{plain(shorten(lane.name, _MOST_NAME))}  {plain(lane.note)}" for lane in panel.lanes]
    axis.set_yticks(range(len(names)), names, fontsize=8)
    axis.spines[["top", "right", "left"]].set_visible(False)
    axis.tick_params(axis="y", length=0)
    for stretch in panel.shaded:
        axis.axvspan(stretch.since, stretch.until, color=_SHADE, alpha=0.22, linewidth=0)
        axis.axvline(stretch.since, color=_SHADE, linestyle="--", linewidth=1.2)
    for number, lane in enumerate(panel.lanes):
        for kind in dict.fromkeys(mark.kind for mark in lane.marks):
            places = [mark.at for mark in lane.marks if mark.kind == kind]
            _scatter(axis, places, number + _shift(kind, panel), kind)
    steps = [number / len(panel.density) for number in range(len(panel.density) + 1)]
    if steps[1:]:
        bottom = len(panel.lanes) + 0.5
        tops = [bottom - 0.8 * share for share in panel.density]
        axis.stairs(tops, steps, baseline=bottom, fill=True, color=_MASS)


def _shift(kind: str, panel: Panel) -> float:
    """Lookups above, connections below, where a lane has both."""
    if not (panel.has_lookups and panel.has_connections):
        return 0.0
    return -0.18 if SHAPES[kind].is_lookup else 0.18


def _scatter(axis: Any, places: list[float], y: float, kind: str, label: str | None = None) -> None:
    shape = SHAPES[kind]
    ink = INKS[shape.ink]
    is_line = shape.symbol in "|x"
    fill = {} if is_line else {"facecolors": ink if shape.is_filled else "none", "edgecolors": ink}
    colour = {"color": ink} if is_line else {}
    axis.scatter(places, [y] * len(places), marker=shape.symbol, s=28, linewidths=1.2, label=label, **fill, **colour)


def _draw_legend(figure: Any, axis: Any, kinds: list[str]) -> None:
    for kind in kinds:
        _scatter(axis, [], 0, kind, say(f"legend_{kind}"))
    figure.legend(loc="outside lower left", ncols=2, fontsize=8, frameon=False)


def plain(text: str) -> str:
    """Printable text in which a dollar sign begins no formula."""
    return printable(text).replace("$", r"\$")
