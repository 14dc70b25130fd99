"""The timeline of an answer: panels, lanes, marks and shaded stretches with numbers, computed once for all who draw.

Places are shares of a panel's width, 0 at its left edge and 1 at its right; words are facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer.facts import Fact, fact
from analyzer.report.marks import SHAPES


class Mark(NamedTuple):
    """Something that happened at one moment."""

    at: float
    kind: str
    """One of `marks.SHAPES`."""
    told: Fact | None = None
    """What to say of it; nothing where it stands for several."""


class Stretch(NamedTuple):
    """From where to where; a moment where both are the same."""

    since: float
    until: float


class Tick(NamedTuple):
    """A place on the axis that has a name."""

    at: float
    text: str


class Lane(NamedTuple):
    """What happened to one domain or device."""

    name: str
    note: str
    """What stands beside its name."""
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Panel:
    """Lanes over one stretch of time."""

    heading: Fact
    lanes: tuple[Lane, ...]
    shaded: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    density: tuple[float, ...]
    """All that was asked or refused in that time, in equal steps, each as a share of the busiest."""
    density_told: Fact | None = None
    has_lookups: bool = True
    """Whether lanes have a row for lookups."""
    has_connections: bool = True
    """Whether lanes have a row for what connections told."""


@dataclass(frozen=True)
class Timeline:
    """All panels of an answer, top to bottom."""

    told: Fact
    """What it shows, for those who can't see it."""
    panels: tuple[Panel, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds of marks that occur, in the order of the legend."""
        present = {mark.kind for panel in self.panels for lane in panel.lanes for mark in lane.marks}
        return [kind for kind in SHAPES if kind in present]


@dataclass(frozen=True)
class Axis:
    """A stretch of time, from which to which second since 1970."""

    since: float
    until: float

    def place(self, seconds: pd.Series | np.ndarray | float) -> np.ndarray:
        """Where moments lie: shares of the width, rounded to what can be seen."""
        length = max(self.until - self.since, 1.0)
        return np.asarray(((np.asarray(seconds, dtype=float) - self.since) / length).clip(0, 1).round(4))

    def count(self, seconds: pd.Series | np.ndarray, steps: int) -> np.ndarray:
        """How many moments lie in each of so many equal steps."""
        counts: np.ndarray = np.histogram(self.place(seconds), bins=steps, range=(0, 1))[0]
        return counts

    def density(self, seconds: pd.Series | np.ndarray, steps: int) -> tuple[float, ...]:
        """The same as shares of the busiest step; nothing where there is no moment."""
        counts = self.count(seconds, steps)
        most = counts.max(initial=0)
        return tuple((counts / most).round(3).tolist()) if most else ()

    def stepped(self, seconds: pd.Series | np.ndarray, steps: int) -> list[float]:
        """The middle of each step in which a moment lies: what is drawn where all of them would be too many."""
        return [round((step + 0.5) / steps, 4) for step in np.flatnonzero(self.count(seconds, steps))]


def nothing() -> Fact:
    """What a timeline without a lane says."""
    return fact("timeline_nothing")
