"""Which terms of a score are worth a word: the strongest, and what speaks against a proposal always."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.answers.terms import COLUMNS, SHOWN_REASONS, facts_of, list_terms, reasons
from analyzer.facts import fact


def terms(**points):
    """Terms of one domain, in this order, each with itself as its fact."""
    return pd.DataFrame(
        [("example.jp", term, value, term, {"points": value}) for term, value in points.items()], columns=COLUMNS
    )


def told(band="leave", **points):
    return [one.key for one in reasons(terms(**points), band)]


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        pytest.param({"a": 1.0, "b": 2.0}, ["b", "a"], id="the strongest first"),
        pytest.param({"a": 1.0, "b": -2.0}, ["b", "a"], id="whichever way"),
        pytest.param({"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}, ["d", "c", "b"], id="three at most"),
        pytest.param({"a": 1.0, "b": -1.0, "c": 1.0}, ["a", "b", "c"], id="equal ones in the order of the terms"),
        pytest.param(
            {f"term-{n}": (-1.0) ** n for n in range(40)}, ["term-0", "term-1", "term-2"], id="of many as well"
        ),
        pytest.param({"a": 0.2, "b": 0.199, "c": -0.2, "d": -0.199}, ["a", "c"], id="below .2 not worth a word"),
        pytest.param({"base": -9.0, "a": 0.2}, ["a"], id="the base is none"),
        pytest.param({"base": -9.0, "a": 0.199}, ["base"], id="but where there is nothing else"),
        pytest.param({"base": 0.0}, ["base"], id="even a base of 0"),
        pytest.param({}, [], id="nothing at all"),
    ],
)
def test_the_strongest_reasons_are_told(points, shown):
    assert told(**points) == shown


FOR = {"a": 4.0, "b": 3.0, "c": 2.0}


@pytest.mark.parametrize("band", ["exclude", "try_next"])
@pytest.mark.parametrize(
    ("points", "shown"),
    [
        pytest.param({**FOR, "d": -1.0}, ["a", "b", "c", "d"], id="as a fourth"),
        pytest.param({**FOR, "d": -0.5, "e": -1.0}, ["a", "b", "c", "e"], id="the strongest of them alone"),
        pytest.param({**FOR, "d": 0.9, "e": -0.5}, ["a", "b", "c", "e"], id="before what speaks for it more strongly"),
        pytest.param({"a": 0.9, "b": 0.8, "c": 0.7, "d": -0.5}, ["a", "b", "c", "d"], id="of weak reasons as well"),
        pytest.param({**FOR, "c": -2.0, "d": -1.0}, ["a", "b", "c"], id="one is among the three already"),
        pytest.param({**FOR, "d": -0.199}, ["a", "b", "c"], id="below .2 not worth a word"),
        pytest.param({**FOR, "base": -5.0}, ["a", "b", "c"], id="the base speaks against all alike"),
        pytest.param({**FOR, "d": 1.0}, ["a", "b", "c"], id="nothing speaks against it"),
    ],
)
def test_what_speaks_against_a_proposal_is_never_hidden(band, points, shown):
    assert told(band, **points) == shown


def test_of_what_is_left_alone_three_reasons_are_enough():
    assert told("leave", **FOR, d=-1.0) == ["a", "b", "c"]


POINTS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-6, 6), min_size=1)


@settings(max_examples=60, deadline=None)
@given(POINTS, st.sampled_from(["exclude", "try_next"]))
def test_the_strongest_against_a_proposal_is_among_its_reasons_whatever_else_there_is(points, band):
    shown = told(band, base=-3.0, **points)
    against = [value for value in points.values() if value <= -0.2]
    if against:
        assert min(points[term] for term in shown) == min(against)
    assert len(shown) <= SHOWN_REASONS + 1


@settings(max_examples=60, deadline=None)
@given(POINTS, st.sampled_from(["exclude", "try_next", "leave"]))
def test_no_reason_is_weaker_than_one_left_out_but_what_speaks_against_a_proposal(points, band):
    shown = told(band, base=-3.0, **points)
    left_out = [abs(value) for term, value in points.items() if term not in shown]
    assert all(abs(points[term]) >= max(left_out, default=0) for term in shown[:SHOWN_REASONS] if term != "base")


def test_a_reason_is_the_fact_of_its_term_with_its_values():
    assert reasons(terms(near=1.5, name=2.5), "leave") == [fact("name", points=2.5), fact("near", points=1.5)]
    assert facts_of(terms(near=1.5)) == [fact("near", points=1.5)]


class TestListed:
    def listed(self, *rows):
        scored = pd.DataFrame(rows, columns=["registrable_domain", "points_base", "points_near", "points_name", "hint"])
        return list_terms(scored, ("base", "name", "near"), lambda term, row: fact(f"say_{term}", hint=row["hint"]))

    def test_a_row_a_domain_and_term_in_the_order_of_the_domains_and_of_the_terms(self):
        found = self.listed(("b.jp", -1.0, 0.5, 2.0, "x"), ("a.jp", -1.0, -0.5, 0.0, "y"))
        assert found.to_numpy().tolist() == [
            ["b.jp", "base", -1.0, "say_base", {"hint": "x"}],
            ["b.jp", "name", 2.0, "say_name", {"hint": "x"}],
            ["b.jp", "near", 0.5, "say_near", {"hint": "x"}],
            ["a.jp", "base", -1.0, "say_base", {"hint": "y"}],
            ["a.jp", "near", -0.5, "say_near", {"hint": "y"}],
        ]

    def test_the_base_is_listed_even_where_it_is_0_other_terms_only_where_they_count(self):
        assert self.listed(("a.jp", 0.0, 0.0, 0.0, ""))["term"].tolist() == ["base"]

    def test_of_no_candidates_there_are_no_terms_but_their_columns(self):
        found = self.listed()
        assert found.empty
        assert list(found) == ["registrable_domain", "term", "points", "key", "values"]
