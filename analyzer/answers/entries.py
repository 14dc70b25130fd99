"""What may stand in a list of exclusions, and the entries that an answer proposes.

Every Finding and Survey passes its entries through `gate` when it is made, one that is loaded from a file as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analyzer.domains import is_valid_hostname, registrable
from analyzer.frames import rows
from analyzer.knowledge import is_shared_platform

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

_PLAIN = re.compile(r"[^\w .:/-]+")
_MOST_NOTE = 80


class Entry(NamedTuple):
    """One line of a Gateway list."""

    value: str
    match: str
    description: str


def may_be_excluded(name: str) -> bool:
    """Whether an exclusion of this name frees an app and not half the internet with it.

    Never a public suffix, a single label, an address, the apex of a platform on which strangers live side by side,
    nor what no list can hold.

    >>> [may_be_excluded(name) for name in ("api.paypay.ne.jp", "d1.cloudfront.net", "firestore.googleapis.com")]
    [True, True, False]
    >>> any(map(may_be_excluded, ("com", "co.jp", "github.io", "localhost", "192.0.2.1", "amazonaws.com")))
    False
    """
    if not is_valid_hostname(name) or "." not in name or name.rpartition(".")[2].isdigit():
        return False
    parts = registrable(name)
    is_suffix = parts.stands_alone and parts.suffix != ""
    return not is_suffix and not (parts.domain == name and is_shared_platform(name))


def allowed(names: list[str]) -> list[str]:
    """Those of the names that may be excluded."""
    return [name for name in names if may_be_excluded(name)]


def gate(candidates: pd.DataFrame) -> pd.DataFrame:
    """The candidates without entries that may not be excluded; one that has none left is in the band `leave`.

    >>> proposed = pd.DataFrame({"exclude": ["api.bank.jp", "co.jp"], "band": ["exclude", "exclude"]})
    >>> gate(proposed).values.tolist()
    [['api.bank.jp', 'exclude'], ['', 'leave']]
    """
    kept = candidates["exclude"].map(lambda entries: " ".join(allowed(str(entries).split()))).astype("str")
    return candidates.assign(exclude=kept, band=candidates["band"].where(kept != "", "leave").astype("str"))


def entries_of(candidates: pd.DataFrame, band: str = "exclude") -> list[str]:
    """The entries that the candidates of a band propose, best first, each once."""
    chosen = candidates.loc[candidates["band"] == band, "exclude"]
    return list(dict.fromkeys(" ".join(chosen).split()))


def entries(ranking: Ranking) -> list[Entry]:
    """The entries of the band `exclude`, best first, each once."""
    description = " ".join(_PLAIN.sub(" ", ranking.list_note()).split())[:_MOST_NOTE]
    chosen = ranking.candidates[ranking.candidates["band"] == "exclude"]
    found = {
        value: Entry(value, str(row.match), description) for row in rows(chosen) for value in str(row.exclude).split()
    }
    return list(found.values())
