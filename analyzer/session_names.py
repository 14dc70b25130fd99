"""Sessions that name no host: the network log's row of the same session does."""

from __future__ import annotations

import pandas as pd


def name_sessions(signals: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The signals, all with a hostname, and how many distinct ones had none to be found and were left out.

    Of several names for one session the first in order of name is taken; the device is that of the row that
    has one.
    """
    nameless = (signals["hostname"] == "").to_numpy()
    if not nameless.any():
        return signals, 0
    lent = ["hostname", "device", "device_name", "user"]
    text = signals.astype(dict.fromkeys([*lent, "session"], "str"))
    lenders = text.loc[~nameless & (text["session"] != "").to_numpy(), ["session", *lent]]
    lenders = lenders.sort_values("hostname", kind="stable").drop_duplicates("session")
    found = text[["session"]].merge(lenders, on="session", how="left").fillna("").set_index(text.index)
    named = text.assign(**{name: text[name].mask(nameless & (text[name] == ""), found[name]) for name in lent})
    lost = (named["hostname"] == "").to_numpy()
    typed = named[~lost].astype(dict.fromkeys([*lent, "session"], "category"))
    return typed.reset_index(drop=True), int(lost.sum())
