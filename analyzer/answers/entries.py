"""What may stand in a list of exclusions, and the entries that an answer proposes.

Every Finding and Survey passes its entries through `gate` when it is made, one that is loaded from a file as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analyzer.domains import is_valid_hostname, registrable
from analyzer.errors import AnalyzerError
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


def spares(name: str, match: str, never: Iterable[str]) -> bool:
    """Whether an entry leaves alone what must never be excluded: names, each with all that lies below it.

    >>> spares("api.bank.jp", "host", ["bank.jp"]), spares("bank.jp", "domain", ["login.bank.jp"])
    (False, False)
    >>> spares("bank.jp", "host", ["login.bank.jp"]), spares("mybank.jp", "domain", ["bank.jp"])
    (True, True)
    """
    return not any(
        name == kept or name.endswith(f".{kept}") or (match == "domain" and kept.endswith(f".{name}")) for kept in never
    )


def gate(candidates: pd.DataFrame, never: Iterable[str] = ()) -> pd.DataFrame:
    """The candidates with entries in `exclude` that may be excluded, and none in a band who has no such entry.

    `never` has names of the person's own that must not be excluded.
    """
    names = list(never)
    kept = [
        " ".join(name for name in allowed(str(entries).split()) if spares(name, str(match), names))
        for entries, match in zip(candidates["exclude"], candidates["match"], strict=True)
    ]
    exclude = pd.Series(kept, index=candidates.index, dtype="str")
    return candidates.assign(exclude=exclude, band=candidates["band"].where(exclude != "", "leave").astype("str"))


def read_names(path: str | Path) -> tuple[str, ...]:
    """The names in a file: one a line, `#` begins a remark. Raises AnalyzerError for what is no name."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnalyzerError("unreadable", name=str(path), error=getattr(error, "strerror", "") or str(error)) from error
    names = [line.partition("#")[0].strip().strip(".").lower() for line in lines]
    if odd := [name for name in names if name and not is_valid_hostname(name)]:
        raise AnalyzerError("never_no_name", path=str(path), names=odd[:5])
    return tuple(dict.fromkeys(filter(None, names)))


def entries_of(candidates: pd.DataFrame, band: str = "exclude") -> list[str]:
    """The entries that the candidates of a band propose, best first, each once."""
    chosen = candidates.loc[candidates["band"] == band, "exclude"]
    return list(dict.fromkeys(" ".join(chosen).split()))


def matches_of(candidates: pd.DataFrame) -> list[str]:
    """The matches that the entries of the band `exclude` need, `domain` first: each needs a list and a selector."""
    return sorted(set(candidates.loc[candidates["band"] == "exclude", "match"]))


def plain_note(text: str) -> str:
    r"""The text in the characters that a list takes in every format: letters, digits, blanks, dots, colons and dashes.

    >>> plain_note('=PayPay, "3" of 3\x1b[0m')
    'PayPay 3 of 3 0m'
    """
    return " ".join(_PLAIN.sub(" ", text).split())


def entries(ranking: Ranking, match: str = "") -> list[Entry]:
    """The entries of one match in the band `exclude`, best first, each once.

    Domains and hosts never share a list, since a rule needs two selectors for them: `http.conn.domains` means a name
    and all below it, `http.conn.hostname` that very name. Without a match the domains are meant, or the hosts where
    there is no domain. The description of an entry names its match.
    """
    match = match or next(iter(matches_of(ranking.candidates)), "")
    note = f"{plain_note(ranking.list_note())[: _MOST_NOTE - len(match) - 1]} {match}"
    chosen = ranking.candidates[(ranking.candidates["band"] == "exclude") & (ranking.candidates["match"] == match)]
    return [Entry(value, match, note) for value in entries_of(chosen)]
