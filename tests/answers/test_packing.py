"""Frames are kept exactly as they were."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.answers.packing import read_frame, write_frame

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
TIMES = st.datetimes(pd.Timestamp(1990, 1, 1), pd.Timestamp(2200, 1, 1))
VALUES = {
    "str": TEXTS,
    "category": TEXTS,
    "int64": st.integers(-(2**63), 2**63 - 1),
    "float64": st.floats(allow_infinity=True, allow_nan=True),
    "bool": st.booleans(),
    "datetime64[us, UTC]": TIMES,
}


@pytest.mark.parametrize("dtype", VALUES)
@given(st.data())
def test_every_value_of_every_type_comes_back(dtype, data):
    values = data.draw(st.lists(VALUES[dtype], max_size=10))
    column = pd.Series(pd.Index(values, dtype="str" if dtype in ("str", "category") else None), dtype=None)
    if dtype == "datetime64[us, UTC]":
        column = pd.Series(pd.to_datetime(values, utc=True))
    frame = pd.DataFrame({"a": column.astype(dtype), "b": column.astype(dtype)})
    pd.testing.assert_frame_equal(read_frame(json.loads(write_frame(frame))), frame)


def test_a_type_that_no_frame_here_has_is_refused():
    with pytest.raises(ValueError, match="complex"):
        write_frame(pd.DataFrame({"a": [1j]}))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}x", b"[1]", b'[{"name": "a"}]',
        b'[{"name": "a", "dtype": "object", "values": []}]',
        b'[{"name": "a", "dtype": "int64", "values": ["x"]}]',
        b'[{"name": "a", "dtype": "category", "values": [7], "categories": ["x"]}]',
    ],
)  # fmt: skip
def test_what_was_not_written_here_is_an_error_of_those_that_are_told(content):
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_frame(json.loads(content))
