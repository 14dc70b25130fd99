"""Whether refusals become more or fewer: the later half of the log's time against the earlier."""

import pandas as pd
import pytest

from analyzer.sweeps.features import describe_refusals
from analyzer.sweeps.sightings import sight
from analyzer.sweeps.trends import trends_of
from tests.builders import FAILED_AT, signals

MIDDLE = 7200
START, END = FAILED_AT, FAILED_AT + pd.Timedelta(seconds=2 * MIDDLE).to_pytimedelta()


def trend(*rows, span=(START, END)):
    seen = sight(signals(*rows))
    return trends_of(describe_refusals(seen), seen, span)


def refused(count, since, host="a.example.jp"):
    return [("tls_error", host, since + second) for second in range(count)]


def used(count, since):
    return [("session", "www.other.jp", since + 60 * minute) for minute in range(count)]


def half(refusals, connections, since):
    """So many refusals among so many connections of half the log."""
    return refused(refusals, since) + used(connections - refusals, since)


@pytest.mark.parametrize(
    ("earlier", "later", "word"),
    [
        pytest.param((2, 20), (4, 20), "rising", id="twice as many of as many: exactly twice the rate"),
        pytest.param((4, 20), (7, 20), "steady", id="7/4 of the rate"),
        pytest.param((4, 20), (2, 20), "falling", id="exactly half the rate"),
        pytest.param((7, 20), (4, 20), "steady", id="4/7 of the rate"),
        pytest.param((3, 20), (3, 20), "steady", id="as many"),
        pytest.param((2, 20), (4, 40), "steady", id="twice as many of twice as many: the same rate"),
        pytest.param((2, 40), (2, 20), "rising", id="as many of half as many: twice the rate"),
        pytest.param((2, 20), (2, 40), "falling", id="as many of twice as many: half the rate"),
        pytest.param((0, 20), (1, 20), "new", id="none before"),
        pytest.param((1, 20), (0, 20), "gone", id="none since"),
        pytest.param((1, 1), (1, 2), "falling", id="the only connection before, one of two since"),
        pytest.param((1, 2), (1, 1), "rising", id="one of two before, the only connection since"),
        pytest.param((0, 0), (3, 3), "new", id="no connections at all before"),
        pytest.param((3, 3), (0, 0), "gone", id="no connections at all since"),
    ],
)
@pytest.mark.no_cover
def test_the_word_goes_by_the_rate_among_all_connections_of_the_same_half(earlier, later, word):
    found = trend(*half(*earlier, since=0), *half(*later, since=MIDDLE)).loc["example.jp"]
    assert tuple(found) == (word, earlier[0], later[0])


def test_refusals_after_the_handshake_count_as_those_in_it():
    found = trend(*(("unused", "a.example.jp", second) for second in (0, 1, MIDDLE, MIDDLE + 1, MIDDLE + 2)))
    assert found.loc["example.jp", ["earlier_refused_count", "later_refused_count"]].tolist() == [2, 3]


def test_the_middle_belongs_to_the_later_half():
    found = trend(*refused(2, MIDDLE - 1), *used(1, 0)).loc["example.jp"]
    assert (found["earlier_refused_count"], found["later_refused_count"]) == (1, 1)


def test_each_domain_has_its_own_word():
    rows = refused(1, 0) + refused(1, MIDDLE, "b.other.jp") + refused(1, MIDDLE - 1, "c.third.jp")
    rows += refused(1, MIDDLE, "c.third.jp")
    assert trend(*rows)["trend"].to_dict() == {"example.jp": "gone", "other.jp": "new", "third.jp": "steady"}


def test_of_an_empty_log_there_are_columns_alone():
    found = trend(span=None)
    assert found.empty
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {
        "trend": "str",
        "earlier_refused_count": "int64",
        "later_refused_count": "int64",
    }
