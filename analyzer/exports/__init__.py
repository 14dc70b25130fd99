"""Exports: a finding or a survey -> text. A module here is a format, and its file name is the word for `--format`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from analyzer import _plugins
from analyzer.errors import AnalyzerError
from analyzer.page import PIPED, Page

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def formats() -> list[str]:
    """The formats there are, sorted."""
    return _plugins.plugin_names(sys.modules[__name__])


LISTS = ("gateway-list", "plain")
"""Formats that hold entries alone, for a list of one match: see `answers.entries.entries`."""


PAGES = ("dashboard", "short", "table")
"""Formats for reading, which are laid out for a page."""


def render(
    ranking: Ranking,
    format: str = "csv",  # noqa: A002 - the word that people know
    match: str = "",
    page: Page = PIPED,
) -> str:
    """A Finding or Survey as text in that format; nothing is written.

    `match` is for the formats of a list: `domain` or `host`, the one there is by default, domains where there are
    both. `page` is for those that people read: how wide, and whether in colour. Raises AnalyzerError for an unknown
    format.
    """
    if format not in formats():
        raise AnalyzerError("no_format", format=format, formats=formats())
    module = _plugins.load_plugin(sys.modules[__name__], format)
    more = {"match": match} if format in LISTS else {"page": page} if format in PAGES else {}
    text: str = module.render(ranking, **more)
    return text
