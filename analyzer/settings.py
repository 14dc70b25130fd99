"""The project's own settings in the environment (`PINSCOUT_…`), read when they are used."""

from __future__ import annotations

import math
import os

from analyzer.errors import AnalyzerError


def read_number(name: str, default: float) -> float:
    """The number above zero in an environment variable, the default where it is not set.

    Raises AnalyzerError for anything else.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise AnalyzerError("bad_setting", name=name, value=text)
    return value
