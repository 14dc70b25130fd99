"""The project's own settings in the environment (`PINSCOUT_…`), read when they are used."""

from __future__ import annotations

import math
import os
from pathlib import Path

from analyzer.errors import AnalyzerError

STATE_VARIABLE = "PINSCOUT_STATE_DIR"


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


def state_folder() -> Path:
    """Where findings, incidents and fetched logs are kept: PINSCOUT_STATE_DIR, else the platform's folder for state."""
    import platformdirs  # here, since most settings need no folder

    return Path(os.environ.get(STATE_VARIABLE) or platformdirs.user_state_dir("pinscout", appauthor=False))
