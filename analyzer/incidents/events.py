"""What connections told in the failure windows, second by second: what a timeline shows beside the lookups."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analyzer.incidents.incident import Incident
from analyzer.incidents.windows import window_of
from analyzer.schema import APP_CONTACT

_ROW = ["seen_at", "hostname", "device", "kind"]


def events_in_windows(signals: pd.DataFrame, incident: Incident, devices: Sequence[frozenset[str]]) -> pd.DataFrame:
    """DataFrame[Events] by time: the signals of the failing devices, and those of none, in any of the windows.

    What an app's own report says stands for days, so it is left out.
    """
    ours = frozenset().union(*devices) | {""}
    kept = signals[(window_of(signals["seen_at"], incident) >= 0) & signals["device"].isin(ours)]
    text = kept.loc[kept["kind"] != APP_CONTACT, _ROW].astype(dict.fromkeys(_ROW[1:], "str"))
    counted: pd.DataFrame = text.groupby(_ROW, sort=True).size().rename("event_count").reset_index()
    return counted
