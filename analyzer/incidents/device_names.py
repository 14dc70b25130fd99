"""How well a device fits the name that a person typed."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from analyzer.frames import as_categorical

WHOLE, PART, NOT = 2, 1, 0
_COLUMNS = ("device", "device_name", "user")
_LEAST_OF_AN_ID = 4
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))
"""Apple writes Aoi’s iPhone, and people type Aoi's."""


def fit_of(wanted: str, *, id_: str = "", name: str = "", user: str = "") -> int:
    """How well a device fits what a person typed: 2 its id, name or user; 1 a part of one of them; 0 not at all.

    Case, the kind of apostrophe, and the width and number of blanks do not count, nor does it that letters were typed
    full-width. Of an id, four characters or more are a part.

    >>> fit_of("iphone", name="Aoi\u2019s iPhone"), fit_of("aoi@example.jp", user="Aoi@Example.JP"), fit_of("pixel")
    (1, 2, 0)
    """
    device = _folded(id_), _folded(name), _folded(user)
    return max(_fit(_folded(text), *device) for text in {wanted, unicodedata.normalize("NFKC", wanted)})


def _fit(wanted: str, id_: str, own: str, owner: str) -> int:
    if wanted in (id_, own, owner):
        return WHOLE
    is_part_of_id = len(wanted) >= _LEAST_OF_AN_ID and wanted in id_
    return PART if wanted in own or wanted in owner or is_part_of_id else NOT


def _folded(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).casefold().split())


def device_fit(frame: pd.DataFrame, wanted: str) -> np.ndarray:
    """`fit_of` for the device of each row."""
    fit = np.full(len(frame), NOT, dtype=np.int8)
    for column, argument in zip(_COLUMNS, ("id_", "name", "user"), strict=True):
        values = as_categorical(frame[column]).cat
        fits = np.array([fit_of(wanted, **{argument: str(text)}) for text in values.categories], dtype=np.int8)
        if len(fits):
            fit = np.maximum(fit, fits[values.codes])
    return fit
