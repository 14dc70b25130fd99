"""Failure windows: which one a moment falls in, how far it is from the failure, and how near."""

import numpy as np
import pandas as pd
import pytest

from analyzer.domains import registrable_domains
from analyzer.incidents.windows import (
    epoch_seconds,
    in_baseline,
    in_windows,
    nearness,
    offset_from,
    place,
    window_of,
)
from tests.builders import FAILED_AT, incident, queries

ZERO = FAILED_AT.timestamp()


def times(*seconds):
    return pd.Series([pd.Timestamp(FAILED_AT) + pd.Timedelta(seconds=second) for second in seconds])


def failure(since, until):
    return incident((since, until)).failures[0]


@pytest.mark.parametrize(
    ("failures", "second", "window"),
    [
        pytest.param([0], -91, -1, id="a second too early"),
        pytest.param([0], -90, 0, id="its first second"),
        pytest.param([0], 60, 0, id="its last second"),
        pytest.param([0], 61, -1, id="a second too late"),
        pytest.param([(0, 100)], -90, 0, id="before a stretch the same"),
        pytest.param([(0, 100)], 160, 0, id="after a stretch counted from its end"),
        pytest.param([(0, 100)], 161, -1, id="after a stretch a second too late"),
        pytest.param([0, 100], 49, 0, id="nearer to the earlier"),
        pytest.param([0, 100], 50, 0, id="as near to both: the earlier has it"),
        pytest.param([0, 100], 51, 1, id="nearer to the later"),
        pytest.param([0, 1000], 1000, 1, id="in the second of two windows"),
        pytest.param([0, 1000], 500, -1, id="between two windows"),
    ],
)
def test_a_moment_falls_into_the_window_of_the_nearest_failure(failures, second, window):
    about = incident(*failures, after=pd.Timedelta(seconds=60).to_pytimedelta())
    assert list(window_of(times(second), about)) == [window]


def test_a_row_that_a_failure_is_closed_to_falls_to_the_next_one():
    open_to = [np.array([True, False]), np.array([True, True])]
    assert list(window_of(times(40, 40), incident(0, 100), open_to)) == [0, 1]


def test_a_row_that_all_failures_are_closed_to_falls_into_no_window():
    assert list(window_of(times(0), incident(0), [np.array([False])])) == [-1]


@pytest.mark.parametrize(
    ("since", "until", "second", "offset"),
    [(0, 0, -5, -5), (0, 0, 0, 0), (0, 0, 7, 7), (0, 100, -5, -5), (0, 100, 0, 0), (0, 100, 50, 0), (0, 100, 107, 7)],
)
def test_the_offset_is_0_while_it_may_have_happened_and_has_a_sign_outside(since, until, second, offset):
    assert offset_from(np.array([ZERO + second]), failure(since, until)).tolist() == [offset]


@pytest.mark.parametrize(
    ("second", "near"),
    [(-76, 0), (-75, 0), (-60, 15 / 75), (-15, 60 / 75), (0, 1), (15, 15 / 30), (29, 1 / 30), (30, 0), (31, 0)],
)
def test_of_a_moment_nearness_falls_to_0_over_75_s_before_and_30_s_after(second, near):
    assert nearness(np.array([ZERO + second]), failure(0, 0)) == pytest.approx([near])


@pytest.mark.parametrize(
    ("second", "near"),
    [
        pytest.param(-75, 0, id="at least 75 s before each moment of it"),
        pytest.param(0, 60 * (1 + 15 / 75) / 2 / 60, id="at its start: from 1 to 60 s before"),
        pytest.param(30, (30 * (1 + 45 / 75) / 2 + 30 * 1 / 2) / 60, id="in its middle: 30 s on either side"),
        pytest.param(60, 30 * 1 / 2 / 60, id="at its end: 30 s after it at most count"),
        pytest.param(90, 0, id="at least 30 s after each moment of it"),
    ],
)
def test_of_a_stretch_of_60_s_nearness_is_the_mean_over_its_moments(second, near):
    assert nearness(np.array([ZERO + second]), failure(0, 60)) == pytest.approx([near])


@pytest.mark.parametrize("second", range(-100, 260, 23))
def test_of_any_stretch_nearness_is_the_mean_of_that_of_moments(second):
    moments = [nearness(np.array([ZERO + second]), failure(at, at))[0] for at in np.arange(10, 145, 0.5)]
    assert nearness(np.array([ZERO + second]), failure(10, 145))[0] == pytest.approx(np.mean(moments), abs=0.01)


def test_seconds_are_whole_ones():
    assert (epoch_seconds(times(0, 1.9)) - ZERO).tolist() == [0, 1]


class TestPlace:
    def place(self, *asked, at=(0, 100), devices=("phone", "tablet")):
        rows = queries(*asked)
        parts = registrable_domains(rows["hostname"].cat.categories)
        placed = place(rows, "asked_at", incident(*at), parts, [frozenset({name}) for name in devices])
        return placed[["second", "window", "offset_s", "near", "registrable_domain"]]

    def test_each_row_has_its_second_window_offset_nearness_and_domain(self):
        (row,) = self.place(("api.example.jp", -15), at=(0,), devices=("phone",)).itertuples(index=False)
        assert tuple(row) == (ZERO - 15, 0, -15, pytest.approx(60 / 75), "example.jp")

    def test_outside_the_windows_there_is_no_offset_and_nothing_is_near(self):
        placed = self.place(("api.example.jp", -91), at=(0,), devices=("phone",)).iloc[0]
        assert (placed["window"], placed["near"]) == (-1, 0)
        assert np.isnan(placed["offset_s"])

    def test_rows_of_one_failures_device_belong_to_no_window_but_its_own(self):
        asked = [("a.jp", 10, device) for device in ("phone", "tablet", "stranger")]
        assert self.place(*asked)["window"].tolist() == [0, 1, 0]
        assert self.place(*asked)["offset_s"].tolist() == [10, -90, 10]

    def test_rows_in_windows_and_rows_of_the_baseline_are_all_rows(self):
        placed = self.place(("a.jp", -200), ("a.jp", 0), at=(0,), devices=("phone",))
        assert in_windows(placed)["second"].tolist() == [ZERO]
        assert in_baseline(placed)["second"].tolist() == [ZERO - 200]
