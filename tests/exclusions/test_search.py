"""The search for needed entries: it finds exactly those, in few tries, and comes back from its file as it was."""

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from analyzer.exclusions.search import Search

CHANCES = st.dictionaries(
    st.integers(0, 30).map(lambda number: f"h{number}.example.jp"), st.floats(0, 0.94), min_size=1, max_size=20
)


def run(chances, needed, *, log=False):
    """The search to its end, and how many tries it took; with `log` a failing try tells which entries were refused."""
    search, tries = Search.of(chances).next_trial(), 0
    while not search.is_over:
        tries += 1
        missing = needed & {*search.trial}
        search = search.fails(missing if log else ()) if missing else search.works()
        search = Search.from_dict(json.loads(json.dumps(search.to_plain()))).next_trial()
    return search, tries


@given(CHANCES, st.data(), st.booleans())
def test_what_is_kept_is_what_the_app_needs(chances, data, log):
    needed = data.draw(st.sets(st.sampled_from(sorted(chances))))
    search, _ = run(chances, needed, log=log)
    assert {*search.kept} == needed
    assert {*search.dropped} == {*chances} - needed


@given(CHANCES, st.data())
def test_no_entry_is_ever_lost(chances, data):
    search = Search.of(chances)
    for _ in range(6):
        search = search.next_trial()
        assert sorted((*search.open, *search.kept, *search.dropped, *search.trial)) == sorted(chances)
        assert sorted((*search.excluded, *search.dropped, *search.trial)) == sorted(chances)
        search = search.works() if data.draw(st.booleans()) else search.fails()


@given(st.integers(1, 20), st.floats(0.5, 0.94))
def test_where_each_is_probably_needed_it_takes_one_try_each(count, chance):
    chances = {f"h{number}.jp": chance for number in range(count)}
    assert run(chances, {*chances})[1] == run(chances, set())[1] == count


@given(st.integers(1, 20), st.floats(0, 0.94))
def test_where_the_chances_are_wrong_it_takes_no_more_than_halving_for_each(count, chance):
    chances = {f"h{number}.jp": chance for number in range(count)}
    assert run(chances, {*chances})[1] <= count * (math.ceil(math.log2(count)) + 1)


def test_of_many_unlikely_entries_the_needed_one_is_found_by_halves():
    chances = {f"h{number:02}.jp": 0.04 for number in range(16)}
    for needed in chances:
        _, tries = run(chances, {needed})
        assert tries <= math.log2(16) + 3


def test_where_none_is_needed_few_tries_say_so():
    _, tries = run({f"h{number:02}.jp": 0.04 for number in range(16)}, set())
    assert tries == 1


def test_likely_entries_go_one_at_a_time_the_least_likely_first():
    assert Search.of({"a.jp": 0.9, "b.jp": 0.6}).next_trial().trial == ("b.jp",)


def test_what_is_nearly_sure_is_not_tried():
    search = Search.of({"a.jp": 0.99, "b.jp": 0.97}).next_trial()
    assert search.is_over
    assert search.kept == ("a.jp", "b.jp")


def test_what_the_log_tells_of_a_failed_try_needs_no_further_one():
    search = Search.of({"a.jp": 0.1, "b.jp": 0.1, "c.jp": 0.1}).next_trial().fails({"b.jp"})
    assert search.kept == ("b.jp",)
    assert not search.suspects
