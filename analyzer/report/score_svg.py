"""Score bars as SVG, as wide as what they are put into: see `svg`, whose style and axis they share."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from analyzer.report.score_bars import Bar, ScoreBars
from analyzer.report.svg import draw_axis, percent
from analyzer.text import printable, shorten

_LABEL, _BAR, _GAP, _AXIS, _MOST_NAME = 17, 18, 10, 22, 34
_LEAST_FOR_NUMBER = 0.03
"""A segment narrower than that has no room for its number on a phone; it is told by its title."""


def draw_scores(scores: ScoreBars) -> ET.Element:
    """All bars over one axis; what it shows is its accessible name."""
    svg = ET.Element("svg", {"class": "panel scores", "overflow": "visible", "role": "img"})
    svg.attrib["aria-label"] = printable(str(scores.told))
    step = _LABEL + _BAR + _GAP
    end = step * len(scores.bars)
    zero = percent(scores.zero)
    labels = ET.Element("g", {"class": "labels"})
    for number, bar in enumerate(scores.bars):
        _draw_bar(svg, labels, bar, number * step)
    ET.SubElement(svg, "line", {"class": "axis", "x1": zero, "x2": zero, "y1": "0", "y2": str(end)})
    svg.append(labels)
    draw_axis(svg, scores.ticks, end)
    svg.attrib["height"] = str(end + _AXIS)
    return svg


def _draw_bar(svg: ET.Element, labels: ET.Element, bar: Bar, top: int) -> None:
    label = ET.SubElement(labels, "text", {"y": str(top + 12)})
    ET.SubElement(label, "tspan", {"class": "name"}).text = shorten(bar.name, _MOST_NAME)
    ET.SubElement(label, "tspan", {"class": "small", "dx": "8"}).text = printable(str(bar.note))
    y = top + _LABEL
    for segment in bar.segments:
        group = ET.SubElement(svg, "g", {"class": "against" if segment.is_against else "for"})
        ET.SubElement(group, "title").text = printable(str(segment.told))
        width = segment.until - segment.since
        size = {"x": percent(segment.since), "width": percent(width), "y": str(y), "height": str(_BAR)}
        ET.SubElement(group, "rect", size)
        if width >= _LEAST_FOR_NUMBER:
            place = {"x": percent(segment.middle), "y": str(y + 13), "text-anchor": "middle"}
            ET.SubElement(group, "text", place).text = str(segment.number)
    edge = {"x1": percent(bar.score), "x2": percent(bar.score), "y1": str(y - 3), "y2": str(y + _BAR + 3)}
    ET.SubElement(svg, "line", {"class": "sum", **edge})
