"""What has changed since a watch last told: refused domains that are new, back, risen, gone, or fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from analyzer.frames import rows
from analyzer.schema import BANDS

NEW, BACK, RISEN, GONE, FIXED = "new", "back", "risen", "gone", "fixed"
CALLS = (NEW, BACK, RISEN)
"""Changes that call for somebody to act."""
TWICE, MORE = 2, 2
"""A domain has risen when at least twice as many devices refuse it as were told last, and two more."""
FIXED_AFTER = dt.timedelta(hours=1)
"""Without a refusal for so long: an exclusion may hold for some users alone."""


@dataclass(frozen=True)
class Standing:
    """What was told last of a domain."""

    kind: str
    """`new` while it is refused, `gone` or `fixed` when it is no longer."""
    band: str
    device_count: int
    last_at: str
    """The last refusal, ISO 8601 in UTC."""


@dataclass(frozen=True)
class Change:
    """One thing to tell, once."""

    kind: str
    domain: str
    at: str
    """The last refusal that was seen, ISO 8601 in UTC."""
    band: str
    entries: tuple[str, ...] = ()
    """What to exclude; none where it is gone or fixed."""
    device_count: int = 0
    refused_count: int = 0
    session_count: int = 0
    number: int = 0
    """Counts the changes that a watch ever told of: the same number is the same change."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as JSON holds them."""
        return asdict(self) | {"entries": list(self.entries)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Change:
        """What `to_dict` wrote."""
        return cls(**{**values, "entries": tuple(values["entries"])})


def compare(
    standings: Mapping[str, Standing],
    candidates: pd.DataFrame,
    until: dt.datetime,
    gone_after: dt.timedelta,
    passed: Mapping[str, dt.datetime],
    known: Iterable[str] = (),
) -> tuple[list[Change], dict[str, Standing]]:
    """The changes since those standings, in order of the candidates and then of names, and what stands now.

    `until` is the end of the log: a domain is gone when nobody has refused it for `gone_after` before that. It is fixed
    where it `passed` undecrypted, by registrable domain, after a refusal that was the last for an hour. Of `known`
    names, each with all below it, nothing is told.
    """
    names = tuple(known)
    now = {str(row.registrable_domain): row for row in rows(candidates) if not _is_known(row, names)}
    changes: list[Change] = []
    after = {domain: standing for domain, standing in standings.items() if not _is_below(domain, names)}
    for domain, row in now.items():
        if row.last_at.to_pydatetime() > until - gone_after and (change := _refused(after.get(domain), row)):
            changes.append(change)
            after[domain] = Standing(NEW, change.band, change.device_count, change.at)
    for domain, standing in sorted(after.items()):
        last_at = now[domain].last_at.to_pydatetime() if domain in now else dt.datetime.fromisoformat(standing.last_at)
        if standing.kind != NEW:
            continue
        is_fixed = passed.get(domain, last_at) > last_at and last_at <= until - FIXED_AFTER
        if is_fixed or last_at <= until - gone_after:
            kind = FIXED if is_fixed else GONE
            changes.append(Change(kind, domain, last_at.isoformat(), standing.band))
            after[domain] = Standing(kind, standing.band, 0, last_at.isoformat())
        else:
            after[domain] = Standing(NEW, standing.band, standing.device_count, last_at.isoformat())
    return changes, after


def _refused(before: Standing | None, row: Any) -> Change | None:
    """What to tell of a domain that is refused; None if it is as it was told, or as little as chance breaks."""
    if row.band == "leave":
        return None
    devices, last_at = int(row.device_count), row.last_at.to_pydatetime().isoformat()
    if before is None:
        kind = NEW
    elif before.kind != NEW:
        if last_at <= before.last_at:
            return None
        kind = BACK
    elif BANDS.index(row.band) < BANDS.index(before.band) or (
        devices >= max(before.device_count * TWICE, before.device_count + MORE)
    ):
        kind = RISEN
    else:
        return None
    counts = (devices, int(row.refused_count), int(row.session_count))
    return Change(kind, str(row.registrable_domain), last_at, str(row.band), tuple(row.exclude.split()), *counts)


def _is_known(row: Any, names: tuple[str, ...]) -> bool:
    told = row.exclude.split() or [row.registrable_domain]
    return _is_below(row.registrable_domain, names) or all(_is_below(name, names) for name in told)


def _is_below(name: str, names: tuple[str, ...]) -> bool:
    return any(name == each or name.endswith(f".{each}") for each in names)
