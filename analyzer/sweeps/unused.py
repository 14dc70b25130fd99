"""Connections closed after a good handshake without a request: which of them are refusals, over a whole log."""

from __future__ import annotations

import pandas as pd

from analyzer.schema import INSPECTED, USED

SPAN = pd.Timedelta(seconds=30)
"""An app that checks the certificate after the handshake tries again at once, or a few seconds later."""
GOOD = (USED, INSPECTED)
_PAIR = ["device", "hostname"]


def refusals_among(unused: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """The unused connections that are refusals: several by one device to one host within 30 s, and none that was used.

    One alone is nothing: a browser opens some ahead of need. And where the same device used other connections to the
    same host at any time of the log, its unused ones are such as well. A connection that two logs tell of counts once.
    """
    once = unused[(unused["session_id"] == "") | ~unused["session_id"].duplicated()]
    good = used.loc[used["kind"].isin(GOOD), _PAIR].drop_duplicates()
    never_used = once[~pd.MultiIndex.from_frame(once[_PAIR]).isin(pd.MultiIndex.from_frame(good))]
    ordered = never_used.sort_values([*_PAIR, "seen_at"], kind="stable")
    times = ordered.groupby(_PAIR, sort=False)["seen_at"]
    near = (times.diff() <= SPAN) | (times.diff(-1) >= -SPAN)
    return ordered[near].sort_index()
