"""Whether refusals of a domain become more or fewer over the time of a log."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analyzer.sweeps.features import Refusals
from analyzer.sweeps.sightings import Sightings

TWICE = 2.0
"""From this ratio on, refusals are rising or falling, compared with all connections of the same time."""


def trends_of(refused: Refusals, seen: Sightings, span: tuple[dt.datetime, dt.datetime] | None) -> pd.DataFrame:
    """`trend, earlier_refused_count, later_refused_count`: the later half of the log's time against the earlier.

    `rising` and `falling` are twice the rate or half of it, measured by all connections of the same half, since
    afternoons are busier than nights; `new` and `gone` are none at all in one of the halves.
    """
    if span is None:
        columns = {"trend": "str", "earlier_refused_count": "int64", "later_refused_count": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    middle = pd.Timestamp(span[0] + (span[1] - span[0]) / 2)
    is_late = refused.rows["seen_at"] >= middle
    names, index = refused.rows["registrable_domain"], refused.domains.index
    earlier, later = (names[chosen].value_counts().reindex(index, fill_value=0) for chosen in (~is_late, is_late))
    after = sum(int((frame["seen_at"] >= middle).sum()) for frame in (seen.broken, seen.used))
    before = len(seen.broken) + len(seen.used) - after
    ratio = (later / max(after, 1)) / (earlier / max(before, 1)).where(earlier > 0)
    words = pd.Series("steady", index=index, dtype="str")
    words = words.mask(ratio >= TWICE, "rising").mask(ratio <= 1 / TWICE, "falling")
    words = words.mask(later == 0, "gone").mask(earlier == 0, "new")
    return pd.DataFrame({
        "trend": words,
        "earlier_refused_count": earlier.astype("int64"),
        "later_refused_count": later.astype("int64"),
    })  # fmt: skip
