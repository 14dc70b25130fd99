"""Exports: a finding or a survey -> text. A module here is a format, and its file name is the word for `--format`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from analyzer import _plugins
from analyzer.errors import AnalyzerError

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking


def formats() -> list[str]:
    """The formats there are, sorted."""
    return _plugins.plugin_names(sys.modules[__name__])


LISTS = ("gateway-list", "plain")
"""Formats that hold entries alone, for a list of one match: see `answers.entries.entries`."""


def render(ranking: Ranking, format: str = "csv", match: str = "") -> str:  # noqa: A002 - the word that people know
    """A Finding or Survey as text in that format; nothing is written.

    `match` is for the formats of a list: `domain` or `host`, the one there is by default, domains where there are
    both. Raises AnalyzerError for an unknown format.
    """
    if format not in formats():
        raise AnalyzerError("no_format", format=format, formats=formats())
    module = _plugins.load_plugin(sys.modules[__name__], format)
    text: str = module.render(ranking, match) if format in LISTS else module.render(ranking)
    return text
