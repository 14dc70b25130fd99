"""What every format prints: candidates by rank, and the words about them. A Finding is one, a Survey another."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd


class Ranking(Protocol):
    """Candidates with their words.

    `candidates` has at least `rank, registrable_domain, score, band, match, exclude, label, reasons`, best first.
    """

    @property
    def verdict(self) -> str:
        """`candidates` or `no_clear_candidate`."""

    @property
    def candidates(self) -> pd.DataFrame:
        """The ranking."""

    def title(self) -> str:
        """A heading."""

    def list_note(self) -> str:
        """The description that entries of a Gateway list bear."""

    def measures(self, shown: pd.DataFrame) -> dict[str, list[str]]:
        """What a table shows of these candidates besides the columns above: heading -> a text for each."""

    def remarks(self, row: Any) -> list[str]:
        """Sentences about a candidate that go with its reasons, such as what inspection loses."""

    def summary(self) -> str:
        """The verdict in one sentence."""

    def plan(self) -> list[str]:
        """What to do, step by step."""

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
