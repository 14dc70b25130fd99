"""Domains known by their company: counted by the moment, never pair by pair."""

import tracemalloc

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.incidents.lookups import Exposure
from analyzer.incidents.neighbours import companions, os_neighbours


def inside(*asked):
    """Lookups in windows: (domain, second[, device[, window]])."""
    rows = [(domain, second, *(more or ("phone", 0))) for domain, second, *more in asked]
    rows = [row if len(row) == 4 else (*row, 0) for row in rows]
    frame = pd.DataFrame(rows, columns=["registrable_domain", "second", "device", "window"])
    return frame.assign(hostname="www." + frame["registrable_domain"])


def is_os(*domains):
    return pd.Series({f"www.{domain}": domain.startswith("os") for domain in domains})


def by_pairs(lookups, flagged):
    """The definition itself: for each lookup the other domains within 2 s of the same device and window."""
    shares, met = {}, {}
    for row in lookups.itertuples():
        near = lookups[
            (lookups["device"] == row.device)
            & (lookups["window"] == row.window)
            & ((lookups["second"] - row.second).abs() <= 2)
            & (lookups["registrable_domain"] != row.registrable_domain)
        ]
        others = set(near["registrable_domain"])
        share = sum(map(flagged, others)) / len(others) if others else 0.0
        shares[row.registrable_domain] = min(shares.get(row.registrable_domain, 1.0), share)
        if any(map(flagged, others)):
            met.setdefault(row.registrable_domain, set()).add(row.window)
    return shares, {domain: len(windows) for domain, windows in met.items()}


LOOKUPS = st.lists(
    st.tuples(
        st.sampled_from(["os-a", "os-b", "c", "d", "e"]),
        st.integers(0, 9),
        st.sampled_from(["phone", "tablet"]),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=30,
)


@given(LOOKUPS)
@settings(max_examples=60, deadline=None)
def test_counting_by_the_moment_gives_what_all_pairs_give(asked):
    lookups = inside(*asked)
    shares, met = by_pairs(lookups, lambda domain: domain.startswith("os"))
    assert os_neighbours(lookups, is_os("os-a", "os-b", "c", "d", "e")).to_dict() == pytest.approx(shares)
    seeds = pd.Index(["www.os-a", "www.os-b"])
    together = companions(lookups, seeds, Exposure(windows=2, slots=1))
    assert together.to_dict() == {domain: windows / 2 for domain, windows in met.items()}


def test_names_asked_more_than_2_s_apart_are_no_neighbours():
    asked = inside(("os-a", 0), ("c", 2), ("os-b", 10), ("d", 13))
    shares = os_neighbours(asked, is_os("os-a", "c", "os-b", "d"))
    assert (shares["c"], shares["d"]) == (1.0, 0.0)


def test_memory_grows_with_the_names_a_second_and_not_with_their_square():
    def peak(names):
        lookups = inside(*((f"name-{number}", second) for number in range(names) for second in range(3)))
        flags = is_os(*lookups["registrable_domain"].unique())
        tracemalloc.start()
        os_neighbours(lookups, flags)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(2000) < 8 * peak(500)
