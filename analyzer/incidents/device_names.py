"""How well a device fits the name that a person typed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyzer.frames import as_categorical

WHOLE, PART, NOT = 2, 1, 0
_COLUMNS = ("device", "device_name", "user")


def fit_of(wanted: str, *, id_: str = "", name: str = "", user: str = "") -> int:
    """How well a device fits what a person typed: 2 its id, name or user; 1 a part of its name; 0 not at all.

    >>> fit_of("iphone", name="Aoi's iPhone"), fit_of("aoi@example.jp", user="Aoi@Example.JP"), fit_of("pixel")
    (1, 2, 0)
    """
    wanted, own = wanted.casefold(), name.casefold()
    if wanted in (id_.casefold(), own, user.casefold()):
        return WHOLE
    return PART if wanted in own else NOT


def device_fit(frame: pd.DataFrame, wanted: str) -> np.ndarray:
    """`fit_of` for the device of each row."""
    fit = np.full(len(frame), NOT, dtype=np.int8)
    for column, argument in zip(_COLUMNS, ("id_", "name", "user"), strict=True):
        values = as_categorical(frame[column]).cat
        fits = np.array([fit_of(wanted, **{argument: str(text)}) for text in values.categories], dtype=np.int8)
        if len(fits):
            fit = np.maximum(fit, fits[values.codes])
    return fit
