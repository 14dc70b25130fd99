import datetime as dt
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.incidents.incident import Incident
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally, device_fit, merge, tally, window_of
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.accounting import Input
from tests.builders import FAILED_AT, queries

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

INCIDENT = Incident.of(FAILED_AT, tz="UTC", app="PayPay", device="phone")
NAMES = [
    "api.paypay.ne.jp",
    "push.apple.com",
    "www.example.jp",
    "cdn.example.jp",
    "d1.cloudfront.net",
    "app.adjust.com",
]
asked = st.tuples(st.sampled_from(NAMES), st.integers(-4000, 200), st.sampled_from(["phone", "laptop"]))
ANCHOR = [("api.paypay.ne.jp", 0, "phone"), ("push.apple.com", -900, "phone")]


def windows(*seconds: float, before: str = "90s", after: str = "90s", failures: tuple[float, ...] = (0,)) -> list[int]:
    incident = Incident.of([FAILED_AT + dt.timedelta(seconds=s) for s in failures], before=before, after=after)
    times = queries(*(("a.jp", second) for second in seconds))["asked_at"]
    return window_of(times, incident).tolist()


def test_a_window_holds_its_first_and_last_second():
    assert windows(-91, -90, 0, 90, 91) == [-1, 0, 0, 0, -1]


def test_where_windows_overlap_the_nearest_failure_has_the_lookup_the_earlier_of_two():
    assert windows(29, 30, 31, failures=(0, 60)) == [0, 0, 1]


def test_the_same_row_from_two_overlapping_files_counts_once():
    piece = tally(INCIDENT, queries=queries(("a.jp", 0, "phone"), ("a.jp", 0, "phone"), ("b.jp", 5, "phone")))
    assert len(merge([piece, piece]).queries) == 2


def test_other_devices_are_kept_in_the_windows_only():
    piece = tally(INCIDENT, queries=queries(("a.jp", -600, "laptop"), ("b.jp", 0, "laptop"), ("c.jp", -600, "phone")))
    assert set(piece.queries["hostname"]) == {"b.jp", "c.jp"}


def test_without_a_device_everybody_is_kept_over_the_whole_span_and_nothing_outside_it():
    incident = Incident.of(FAILED_AT, baseline="1h")
    piece = tally(incident, queries=queries(("a.jp", -600, "laptop"), ("b.jp", -4000, "phone"), ("c.jp", 91, "phone")))
    assert set(piece.queries["hostname"]) == {"a.jp"}


def test_a_device_fits_by_id_name_or_user_exactly_or_by_part_of_its_name():
    frame = queries(("a.jp", 0, "Aoi's iPhone"), ("a.jp", 0, "iPhone"), ("a.jp", 0, "MacBook"))
    assert device_fit(frame, "IPHONE").tolist() == [1, 2, 0]


def answer(tallies: list[Tally]) -> pd.DataFrame:
    return rank_tally(merge(tallies), INCIDENT, DEFAULT_WEIGHTS, Input()).candidates


def cut_up(rows, chance: Random, cuts: int) -> list[Tally]:
    """The tallies of these rows, some of them twice, in any order and in so many pieces."""
    shuffled = rows + chance.sample(rows, chance.randint(0, len(rows)))
    chance.shuffle(shuffled)
    pieces = [shuffled[number::cuts] for number in range(cuts)]
    return [tally(INCIDENT, queries=queries(*piece)) for piece in pieces if piece]


def rows_of(tallies: list[Tally]) -> list[tuple[object, ...]]:
    return sorted(merge(tallies).queries.astype({"asked_at": "str"}).itertuples(index=False, name=None))


pieces = st.tuples(st.lists(asked, max_size=40), st.randoms(use_true_random=False), st.integers(1, 6))


@settings(max_examples=60, deadline=None)
@given(pieces)
def test_a_tally_holds_the_same_rows_however_the_input_is_cut_and_ordered(given_pieces):
    more, chance, cuts = given_pieces
    rows = ANCHOR + more
    assert rows_of([tally(INCIDENT, queries=queries(*rows))]) == rows_of(cut_up(rows, chance, cuts))


@settings(max_examples=12, deadline=None)  # of the rows themselves, more are tried above
@given(pieces)
def test_candidates_do_not_depend_on_how_the_input_is_cut_and_ordered(given_pieces):
    more, chance, cuts = given_pieces
    rows = ANCHOR + more
    whole = answer([tally(INCIDENT, queries=queries(*rows))])
    pd.testing.assert_frame_equal(whole, answer(cut_up(rows, chance, cuts)))
