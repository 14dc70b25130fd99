"""Devices as a table for the terminal."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analyzer.layout import Column, lay_out
from analyzer.messages import word
from analyzer.page import PIPED, Page


def table(devices: pd.DataFrame, zone: dt.tzinfo, page: Page = PIPED) -> str:
    """Devices as `list_devices` gives them; without the columns for the first and last query where they are missing.

    On a narrow page times go first, then the user; an id stays whole, since it is there to be copied.
    """
    names = [word("device_name", name) for name in devices["device_name"]]
    times = [
        Column(name, [f"{moment.tz_convert(zone):%m-%d %H:%M}" for moment in devices[f"{name}_at"]], worth=worth)
        for name, worth in (("first", 1), ("last", 2))
        if f"{name}_at" in devices
    ]
    columns = [
        Column("device", names, least=10, usual=22),
        Column("user", list(devices["user"]), least=10, usual=24, worth=3),
        Column("rows", [f"{count:,}" for count in devices["query_count"]], is_number=True, worth=4),
        *times,
        Column("id", list(devices["device"]), least=36, usual=36),
    ]
    return lay_out(columns, page)
