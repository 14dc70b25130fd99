"""Score bars: each term a segment, for to the right and against to the left, drawn from the same places everywhere."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally
from analyzer.messages import word
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.accounting import Input
from analyzer.report import svg
from analyzer.report.score_bars import MOST_BARS, score_bars_of
from analyzer.report.score_figure import draw_scores as draw_figure
from analyzer.report.score_svg import draw_scores
from tests.builders import background, incident, queries, signals
from tests.report.pages import answer_of

HOST = "api.paypay.ne.jp"


def finding(*asked, told=(), at=(0,)):
    rows = queries(*background(), *asked)
    return rank_tally(
        Tally(rows, signals(*told)), incident(*at, app="PayPay"), DEFAULT_WEIGHTS, Input.of_frame(len(rows))
    )


def lengths(bar):
    """Of both sides of a bar: how far they reach from zero."""
    return [
        sum(each.until - each.since for each in bar.segments if each.is_against is against) for against in (False, True)
    ]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([HOST, "x.jp", "push.apple.com"]), st.integers(-60, 60)), max_size=6))
def test_segments_add_up_to_the_score_and_none_overlap(asked):
    answer = finding((HOST, 0), *asked)
    bars = score_bars_of(answer)
    for bar in bars.bars:
        for_it, against = lengths(bar)
        assert bars.zero + for_it - against == pytest.approx(bar.score, abs=0.002)
        edges = sorted((each.since, each.until) for each in bar.segments)
        assert all(one[1] <= after[0] + 1e-9 for one, after in itertools.pairwise(edges))
        assert all(0 <= since <= until <= 1 for since, until in edges)


def test_what_speaks_against_it_lies_left_of_zero():
    bars = score_bars_of(finding((HOST, 0), told=[("inspected", HOST, 1)]))
    segments = [segment for bar in bars.bars for segment in bar.segments]
    assert {segment.is_against for segment in segments} == {True, False}
    for segment in segments:
        assert segment.until <= bars.zero if segment.is_against else segment.since >= bars.zero


def test_each_segment_says_its_term_its_points_and_why():
    answer = finding((HOST, 0))
    bars = score_bars_of(answer)
    best = bars.bars[0]
    terms = answer.explain(best.name).terms
    assert sorted(bars.terms[segment.number - 1] for segment in best.segments) == sorted(terms["term"])
    told = {str(segment.told) for segment in best.segments}
    for row in answer.explain(best.name).in_words().itertuples():
        assert f"{word('term', row.term)}: {row.points:+.1f}: {row.text}" in told


def test_every_bar_stacks_the_terms_in_the_same_order():
    for bar in score_bars_of(answer_of("paypay")).bars:
        for_it = [segment.number for segment in sorted(bar.segments) if not segment.is_against]
        against = [segment.number for segment in sorted(bar.segments, reverse=True) if segment.is_against]
        assert for_it == sorted(for_it)
        assert against == sorted(against)


@pytest.mark.parametrize("name", ["paypay", "archive-day", "hostile"])
def test_svg_and_figure_draw_the_same_bars(name):
    bars = score_bars_of(answer_of(name))
    drawn = draw_scores(bars)
    assert len(drawn.findall("g/rect")) == sum(len(bar.segments) for bar in bars.bars)
    assert len(drawn.findall("line[@class='sum']")) == len(bars.bars) <= MOST_BARS
    [axis] = draw_figure(bars).axes
    widths = [patch.get_width() for patch in axis.patches]
    assert widths == pytest.approx([each.until - each.since for bar in bars.bars for each in bar.segments])
    assert "<script" not in svg.write(drawn)


def test_in_grey_a_number_tells_the_term():
    bars = score_bars_of(answer_of("paypay"))
    wide = [segment for bar in bars.bars for segment in bar.segments if segment.until - segment.since >= 0.03]
    numbers = [int(text.text) for text in draw_scores(bars).findall("g/text") if text.get("text-anchor") == "middle"]
    assert [segment.number for segment in wide] == [number for number in numbers if number]


def test_without_a_candidate_there_is_no_bar_and_the_figure_says_so():
    answer = finding((HOST, 0))
    none = dataclasses.replace(answer, candidates=answer.candidates.head(0), terms=answer.terms.head(0))
    assert score_bars_of(none).bars == ()
    assert "no domain" in none.plot_terms().texts[0].get_text()
