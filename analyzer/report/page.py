"""An answer as a page: one file that asks for nothing elsewhere, reads without scripts, and runs none of a log's.

The template engine escapes every value, and the page's own policy allows this one script and style alone, by their
hashes. All sentences come from `messages`, by key.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from analyzer._version import __version__
from analyzer.messages import say, word
from analyzer.report import svg
from analyzer.report.rows import MOST_ENTRIES, columns_of, rows_of
from analyzer.report.score_bars import ScoreBars, score_bars_of
from analyzer.report.score_svg import draw_scores
from analyzer.report.templates import fill, read

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking
    from analyzer.report.timeline import Panel, Timeline

MOST_ROWS = 40
"""How many candidates are shown before a button shows all."""


_EARLY = 'document.documentElement.classList.add("js");'
"""Runs before anything is laid out, so that what only a button shows is never laid out for nothing."""


class Attachment(NamedTuple):
    """An export in the page, to be copied."""

    key: str
    """The word for `--format`, which also names its title in `messages`."""
    match: str
    """Whether it holds domains or hosts; "" for both."""
    text: str


def write(
    ranking: Ranking,
    kind: str,
    about: Sequence[tuple[str, str]],
    timeline: Timeline,
    attachments: Sequence[Attachment],
) -> str:
    """The whole page. The same answer gives the same page: it holds no time of its making."""
    style, script = read("terms.css") + read("page.css") + svg.stylesheet(), read("page.js")
    return fill(
        "page.html.jinja",
        kind=kind,
        version=__version__,
        style_hash=_hash(style),
        script_hash=_hash(script),
        early_script=Markup(_EARLY),  # noqa: S704
        early_hash=_hash(_EARLY),
        style=Markup(style),  # noqa: S704 - our own files
        script=Markup(script),  # noqa: S704
        shapes=_drawn(svg.write(svg.definitions())),
        title=ranking.title(),
        verdict=ranking.verdict,
        summary=ranking.summary(),
        about=about,
        plan=ranking.plan(),
        caption=say(f"page_caption_{kind}"),
        columns=columns_of(ranking),
        rows=rows_of(ranking),
        most_rows=MOST_ROWS,
        most_entries=MOST_ENTRIES,
        scores=_scores(score_bars_of(ranking)),
        timeline=timeline,
        legend=[{"kind": each, "text": say(f"legend_{each}")} for each in timeline.kinds],
        panels=[_panel(panel) for panel in timeline.panels],
        attachments=[_attachment(each) for each in attachments],
        notes=ranking.notes(),
    )


def _scores(scores: ScoreBars) -> Mapping[str, object]:
    return {
        "terms": [word("term", term) for term in scores.terms],
        "told": word("sentences", [f"{bar.name}: {bar.note}" for bar in scores.bars]),
        "drawing": _drawn(svg.write(draw_scores(scores))) if scores.bars else "",
    }


def _panel(panel: Panel) -> Mapping[str, object]:
    told = [f"{lane.name}: {lane.note}" for lane in panel.lanes]
    return {
        "heading": str(panel.heading),
        "told": word("sentences", told),
        "drawing": _drawn(svg.write(svg.draw(panel))),
    }


def _attachment(attachment: Attachment) -> Mapping[str, str]:
    key = f"page_export_{attachment.key.replace('-', '_')}"
    what = word("list_match", attachment.match)
    return {"title": say(key, what=what), "hint": say(f"{key}_note"), "text": attachment.text}


def _drawn(text: str) -> Markup:
    """SVG that was built as a tree, which has escaped it."""
    return Markup(text)  # noqa: S704


def _hash(text: str) -> str:
    """As the page's policy names what it allows: nothing but this style and this script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
