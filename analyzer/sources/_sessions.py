"""What rows of one session tell each other: the host that one of them names, the request that one of them made."""

from __future__ import annotations

import pandas as pd

from analyzer.schema import BYPASSED, INSPECTED, UNUSED, USED

LENT = ("hostname", "device", "device_name", "user")
_REQUESTS = (INSPECTED, BYPASSED)


def name_sessions(signals: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The signals with a hostname, those included that got one from `lend_names`; and the number left without one."""
    nameless = (signals["hostname"] == "").to_numpy()
    if not nameless.any():
        return signals, 0
    text = signals.astype(dict.fromkeys([*LENT, "session_id"], "str"))
    found = lend_names(text[nameless], text[~nameless])
    named = pd.concat([text[~nameless], found[found["hostname"] != ""]], ignore_index=True)
    return named.astype(dict.fromkeys([*LENT, "session_id"], "category")), int((found["hostname"] == "").sum())


def lend_names(nameless: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The nameless rows with the hostname of a named row of the same session, and its device where they have none.

    Of several names for one session the first in order of name is taken; "" where there is none. Text columns.

    >>> nameless = pd.DataFrame({"session_id": ["s1", "s2"], "hostname": ["", ""]})
    >>> named = pd.DataFrame({"session_id": ["s1", "s1"], "hostname": ["b.jp", "a.jp"]})
    >>> list(lend_names(nameless, named)["hostname"])
    ['a.jp', '']
    """
    columns = [name for name in LENT if name in nameless]
    lenders = named.loc[named["session_id"] != "", ["session_id", *columns]]
    lenders = lenders.sort_values("hostname", kind="stable").drop_duplicates("session_id")
    found = nameless[["session_id"]].merge(lenders, on="session_id", how="left").fillna("").set_index(nameless.index)
    return nameless.assign(**{name: nameless[name].mask(nameless[name] == "", found[name]) for name in columns})


def settle_unused(signals: pd.DataFrame) -> pd.DataFrame:
    """The signals, each unused connection once, and those with a request of the same session as `used`.

    A log of sessions and a log of requests may both tell of one connection that closed before any request; where
    both have its SessionID it is one, and where a decrypted request has it, it was used after all.
    """
    unused, ids = signals["kind"] == UNUSED, signals["session_id"].astype("str")
    if not unused.any():
        return signals
    requested = set(ids[signals["kind"].isin(_REQUESTS)]) - {""}
    was_used = unused & ids.isin(requested)
    kinds = signals["kind"].astype("str").mask(was_used, USED).astype("category")
    again = (unused & ~was_used & (ids != "")) & ids.where(unused).duplicated()
    return signals.assign(kind=kinds)[~again]
