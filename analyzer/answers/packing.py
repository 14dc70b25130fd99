"""Frames as JSON and back, column by column, each value as exactly as it was.

A library for tables would do the same and take more room on disk than all the rest of an installation's packages but
pandas: pyarrow's 170 MB for files of 10 KB.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pandas as pd

_TIME, _CATEGORY = "datetime64[us, UTC]", "category"
_UNTYPED = "object"
"""What pandas calls a column without rows of which nobody said the type. It is kept as text."""
_DTYPES = {_TIME, _CATEGORY, "str", "int64", "float64", "bool"}


def write_frame(frame: pd.DataFrame) -> bytes:
    """The columns with their types; the index is left out. Raises ValueError for a type that frames here don't have."""
    return msgspec.json.encode([_written(str(name), frame[name]) for name in frame])


def read_frame(told: Any) -> pd.DataFrame:
    """The frame of which `write_frame` wrote this JSON. Raises ValueError, KeyError or TypeError for anything else."""
    lengths = {len(column["values"]) for column in told}
    if len(lengths) > 1:
        raise ValueError(lengths)
    return pd.DataFrame({column["name"]: _read(column) for column in told})


def _written(name: str, column: pd.Series) -> dict[str, Any]:
    dtype = str(column.dtype)
    if dtype == _TIME:
        return {"name": name, "dtype": dtype, "values": _numbers(column.astype("int64"))}
    if dtype == _CATEGORY:
        values, categories = _numbers(column.cat.codes), list(map(str, column.cat.categories))
        return {"name": name, "dtype": dtype, "values": values, "categories": categories}
    if dtype == _UNTYPED and column.empty:
        dtype = "str"
    if dtype not in _DTYPES:
        raise ValueError(dtype)
    if dtype == "int64":
        return {"name": name, "dtype": dtype, "values": _numbers(column)}
    text = json.dumps(column.tolist(), ensure_ascii=False)  # which can write what is no number, too
    return {"name": name, "dtype": dtype, "values": msgspec.Raw(text.encode())}


def _numbers(column: pd.Series) -> msgspec.Raw:
    """The list of whole numbers in JSON, of one column at a time: there may be millions of rows."""
    return msgspec.Raw(msgspec.json.encode(column.tolist()))


def _read(told: dict[str, Any]) -> pd.Series:
    dtype: Any = told["dtype"]
    values = told["values"]
    if dtype not in _DTYPES:
        raise ValueError(dtype)
    if dtype == _TIME:
        times: pd.Series = pd.to_datetime(pd.Series(values, dtype="int64"), unit="us", utc=True).astype(dtype)
        return times
    if dtype == _CATEGORY:
        categories = pd.Index(told["categories"], dtype="str")
        return pd.Series(pd.Categorical.from_codes(values, categories=categories))
    plain: pd.Series = pd.Series(values, dtype=dtype)
    return plain
