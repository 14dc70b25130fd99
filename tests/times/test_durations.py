import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import TimeFormatError
from analyzer.times import parse_duration, write_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("3m", 180),
        ("24h", 86400),
        ("10 minutes", 600),
        ("1h30m", 5400),
        ("45", 45),
        (2.5, 2.5),
        ("0s", 0),
        ("2 hrs", 7200),
        ("1 hour and 5 mins", 3900),
        ("an hour", 3600),
        ("a minute", 60),
        ("1.5H", 5400),
        ("2 days", 172800),
        ("１０分", 600),
        ("1時間30分", 5400),
        ("30秒", 30),
        ("1週間", 604800),
        (" 1 h, 30 min ", 5400),
        ("4５", 45),
    ],
)
def test_durations_are_read_as_people_write_them(text, seconds):
    assert parse_duration(text).total_seconds() == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "3x",
        "m",
        "3 m x",
        "10 minutesago",
        "1h-30m",
        "1 1",
        "9" * 400,
        "-3m",
        "9000h9000h90000000h",
        "nan",
        "NaT",
        float("nan"),
        1e300,
    ],
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(TimeFormatError):
        parse_duration(text)


@given(st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=300)))
def test_a_written_duration_is_read_back(length):
    length -= dt.timedelta(microseconds=length.microseconds)
    assert parse_duration(write_duration(length)) == length
