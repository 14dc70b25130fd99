"""What a timeline marks, and with which shape: in grey and to the colour-blind each is told by its shape alone."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pandas as pd

from analyzer.schema import BYPASSED, INSPECTED, ORIGIN_ERROR, TLS_ERROR, UNUSED, USED

LOOKUP, BLOCKED, LATER, PERHAPS = "lookup", "blocked", "refused_later", "refused_perhaps"
Ink = Literal["lookup", "refusal", "good", "exempt", "fault"]


class Shape(NamedTuple):
    """How a kind of mark is drawn: an outline of 10 by 10 units around 0, filled or not, in which ink."""

    path: str
    """As SVG writes it; lines alone where it is not closed."""
    symbol: str
    """The nearest of matplotlib's own."""
    ink: Ink
    is_filled: bool = False
    is_lookup: bool = False
    """Whether it stands in the row of lookups, or in that of connections below it."""


_CIRCLE = "M-4,0A4,4 0 1 1 4,0A4,4 0 1 1 -4,0Z"
_TRIANGLE = "M0,-4.5L4.5,3.8L-4.5,3.8Z"
SHAPES = {
    LOOKUP: Shape("M0,-5V5", "|", "lookup", is_lookup=True),
    BLOCKED: Shape("M-4,-4H4V4H-4ZM-4,4L4,-4", "s", "lookup", is_lookup=True),
    TLS_ERROR: Shape("M-4,-4L4,4M-4,4L4,-4", "x", "refusal"),
    LATER: Shape(_TRIANGLE, "^", "refusal", is_filled=True),
    PERHAPS: Shape(_TRIANGLE, "^", "refusal"),
    INSPECTED: Shape(_CIRCLE, "o", "good", is_filled=True),
    USED: Shape("M-3,0A3,3 0 1 1 3,0A3,3 0 1 1 -3,0Z", "o", "good"),
    BYPASSED: Shape("M0,-5L5,0L0,5L-5,0Z", "D", "exempt"),
    ORIGIN_ERROR: Shape("M-3.5,-3.5H3.5V3.5H-3.5Z", "s", "fault", is_filled=True),
}
"""Kinds of marks in the order of the legend. Refusals have three: in the handshake, after it, and perhaps after it."""


def kinds_of(events: pd.DataFrame, refused_hosts: frozenset[str]) -> pd.Series:
    """The kind of mark of each event; "" for what is not drawn, since its end tells nothing.

    A connection closed unused is a refusal where its host counts as refused, and perhaps one elsewhere.
    """
    is_sure = events["hostname"].isin(refused_hosts)
    kinds = events["kind"].mask((events["kind"] == UNUSED) & is_sure, LATER)
    told: pd.Series = kinds.replace(UNUSED, PERHAPS)
    return told.where(told.isin(SHAPES), "")
