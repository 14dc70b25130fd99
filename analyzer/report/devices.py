"""Devices as a table for the terminal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from tabulate import tabulate

from analyzer.frames import rows
from analyzer.messages import say, word
from analyzer.text import printable, shorten

_COLUMNS = ("device", "user", "queries", "first", "last", "id")
_NUMBERS = ("queries",)


def table(devices: pd.DataFrame, zone: dt.tzinfo) -> str:
    """Devices as `list_devices` gives them; without the columns for the first and last query where they are missing."""
    cells = pd.DataFrame([_cells(row, zone) for row in rows(devices)], columns=list(_COLUMNS), dtype=object)
    if "first_at" not in devices:
        cells = cells.drop(columns=["first", "last"])
    align = ["right" if column in _NUMBERS else "left" for column in cells.columns]
    headers = [say(f"column_{column}") for column in cells.columns]
    text: str = tabulate(cells.to_numpy().tolist(), headers, colalign=align, disable_numparse=True)
    return text


def _cells(row: Any, zone: dt.tzinfo) -> tuple[str, ...]:
    moments = [getattr(row, column, None) for column in ("first_at", "last_at")]
    first, last = ("" if moment is None else f"{moment.tz_convert(zone):%m-%d %H:%M}" for moment in moments)
    name, user = shorten(word("device_name", row.device_name), 22), shorten(row.user, 24)
    return name, user, f"{row.query_count:,}", first, last, printable(row.device)
