"""A timeline as SVG: places are per cent of the width, so that it fits a phone and can be drawn out without a library.

Built as a tree, which escapes what a log holds. Colours and fonts are in `plot.css`, which the page uses as well.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from importlib import resources

from analyzer.messages import say
from analyzer.report.marks import SHAPES
from analyzer.report.timeline import Lane, Panel, Stretch, Tick, Timeline
from analyzer.text import printable, shorten

WIDTH = 960
_HEADING, _LABEL, _ROW, _GAP, _DENSITY, _AXIS = 26, 17, 15, 9, 22, 34
_LEGEND_ROW, _MARGIN, _MOST_NAME = 20, 16, 34


def stylesheet() -> str:
    """Colours and fonts of plots, light and dark."""
    return resources.files(__package__).joinpath("plot.css").read_text(encoding="utf-8")


def document(timeline: Timeline) -> str:
    """A whole SVG file with all panels and the legend; it asks for nothing elsewhere, and fits a phone's width."""
    height = _MARGIN
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "plot", "role": "img"})
    root.attrib["lang"] = say("page_language")
    ET.SubElement(root, "title").text = printable(str(timeline.told))
    ET.SubElement(root, "style").text = stylesheet()
    root.append(definitions())
    ET.SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    for panel in timeline.panels:
        drawn = draw(panel, heading=True)
        drawn.attrib |= {"x": "3%", "y": str(height), "width": "94%"}
        root.append(drawn)
        height += int(drawn.attrib["height"]) + _MARGIN
    for place, kind in enumerate(timeline.kinds):
        height += _LEGEND_ROW if place % 2 == 0 else 0
        _legend_entry(root, kind, 3 + 47 * (place % 2), height)
    if not timeline.panels:
        height += _LEGEND_ROW
        ET.SubElement(root, "text", {"x": "3%", "y": str(height)}).text = say("timeline_nothing")
    root.attrib |= {"width": str(WIDTH), "height": str(height + _MARGIN), "style": "max-width:100%"}
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content.decode() + "\n"


def write(element: ET.Element) -> str:
    """The element as text."""
    return ET.tostring(element, encoding="unicode", short_empty_elements=True)


def definitions() -> ET.Element:
    """The shapes of all marks, once for all panels of a document."""
    defs = ET.Element("defs")
    for kind, shape in SHAPES.items():
        filled = " filled" if shape.is_filled else ""
        ET.SubElement(defs, "path", {"id": f"mark-{kind}", "class": f"mark {shape.ink}{filled}", "d": shape.path})
    return defs


def draw(panel: Panel, *, heading: bool = False) -> ET.Element:
    """One panel, as wide as what it is put into."""
    top = _HEADING if heading else 0
    svg = ET.Element("svg", {"class": "panel", "overflow": "visible"})
    if heading:
        ET.SubElement(svg, "text", {"y": "16", "class": "heading"}).text = printable(str(panel.heading))
    row_count = panel.has_lookups + panel.has_connections
    lane_height = _LABEL + _ROW * row_count + _GAP
    bottom = top + lane_height * len(panel.lanes)
    end = bottom + _DENSITY
    _shade(svg, panel.shaded, top, end)
    labels = ET.Element("g", {"class": "labels"})
    for number, lane in enumerate(panel.lanes):
        _draw_lane(svg, labels, lane, panel, top + number * lane_height)
    svg.append(labels)
    _draw_density(svg, panel.density, bottom)
    draw_axis(svg, panel.ticks, end)
    svg.attrib["height"] = str(end + _AXIS)
    if panel.density_told:
        place = {"y": str(end + 30), "class": "small"}
        ET.SubElement(labels, "text", place).text = printable(str(panel.density_told))
    return svg


def _shade(svg: ET.Element, shaded: Iterable[Stretch], top: int, end: int) -> None:
    """Stretches of time as bands, moments as lines; a band of less than a line is a line as well."""
    for stretch in shaded:
        place, length = percent(stretch.since), percent(stretch.until - stretch.since)
        size = {"y": str(top), "height": str(end - top)}
        ET.SubElement(svg, "rect", {"class": "shade", "x": place, "width": length, **size})
        ET.SubElement(svg, "line", {"class": "edge", "x1": place, "x2": place, "y1": str(top), "y2": str(end)})


def _draw_lane(svg: ET.Element, labels: ET.Element, lane: Lane, panel: Panel, top: int) -> None:
    label = ET.SubElement(labels, "text", {"y": str(top + 12)})
    ET.SubElement(label, "tspan", {"class": "name"}).text = shorten(lane.name, _MOST_NAME)
    ET.SubElement(label, "tspan", {"class": "small", "dx": "8"}).text = printable(lane.note)
    middle = top + _LABEL + _ROW // 2
    rows = {True: middle, False: middle + (_ROW if panel.has_lookups else 0)}
    rail = str(rows[not panel.has_connections])
    ET.SubElement(svg, "line", {"class": "rail", "x2": "100%", "y1": rail, "y2": rail})
    for mark in lane.marks:
        y = rows[SHAPES[mark.kind].is_lookup]
        drawn = ET.SubElement(svg, "use", {"href": f"#mark-{mark.kind}", "x": percent(mark.at), "y": str(y)})
        if mark.told:
            ET.SubElement(drawn, "title").text = printable(str(mark.told))


def _draw_density(svg: ET.Element, density: tuple[float, ...], top: int) -> None:
    """All that was asked, as a skyline; its box is stretched to the panel's width."""
    if not density:
        return
    box = {"y": str(top), "width": "100%", "height": str(_DENSITY), "viewBox": f"0 0 {len(density)} 1"}
    inner = ET.SubElement(svg, "svg", {**box, "preserveAspectRatio": "none"})
    steps = "".join(f"V{1 - share:g}H{number}" for number, share in enumerate(density, 1))
    ET.SubElement(inner, "path", {"class": "density", "d": f"M0,1{steps}V1Z"})


def draw_axis(svg: ET.Element, ticks: Iterable[Tick], y: int) -> None:
    """A line with the names of places on it, from so far down on."""
    ET.SubElement(svg, "line", {"class": "axis", "x2": "100%", "y1": str(y), "y2": str(y)})
    for tick in ticks:
        anchor = "start" if tick.at < 0.05 else "end" if tick.at > 0.95 else "middle"
        place = {"x": percent(tick.at), "y": str(y + 15), "text-anchor": anchor, "class": "small"}
        ET.SubElement(
            svg, "line", {"class": "axis", "x1": place["x"], "x2": place["x"], "y1": str(y), "y2": str(y + 4)}
        )
        ET.SubElement(svg, "text", place).text = tick.text


def _legend_entry(root: ET.Element, kind: str, place: int, y: int) -> None:
    ET.SubElement(root, "use", {"href": f"#mark-{kind}", "x": f"{place + 1}%", "y": str(y - 4)})
    ET.SubElement(root, "text", {"x": f"{place + 3}%", "y": str(y), "class": "small"}).text = say(f"legend_{kind}")


def percent(share: float) -> str:
    """A share of the width, as SVG writes it."""
    return f"{share * 100:g}%"
