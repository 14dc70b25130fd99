"""Who asked: what tells devices apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyzer.sources._dataset import IDENTITY_FIELDS, Records
from analyzer.sources._values import categorical, clean_text, clean_user

_CLEAN = {"user": clean_user}


def device_of(records: Records) -> pd.Categorical:
    """What tells devices apart: the first of id, registration, name, user and address that the log gives."""
    best, *others = IDENTITY_FIELDS
    device = categorical(records[best])
    for identity in others:
        known = np.asarray(device.categories == "")[device.codes]
        if not known.any():
            break
        values = np.asarray(device, dtype=object)
        told = categorical(records[identity], _CLEAN.get(identity, clean_text))
        values[known] = np.asarray(told, dtype=object)[known]
        device = categorical(values)
    return device
