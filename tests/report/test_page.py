"""The page of an answer, as text: complete in itself, escaped, the same each time, with what the exports give."""

import functools
import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.answers.entries import matches_of
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.pipelines.report import report
from analyzer.reading.accounting import Input
from tests.bench.page import MOST_BYTES, large_sweep
from tests.builders import FAILED_AT, background, incident, queries, signals
from tests.report.pages import answer_of

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def texts_of(page, pattern):
    return [html.unescape(text) for text in re.findall(pattern, page, re.DOTALL)]


def test_a_page_asks_for_nothing_elsewhere_and_allows_its_own_script_and_style_alone():
    page = report(answer_of("paypay"))
    assert re.findall(r"""(?:src|href)=["']?([^#"'> ][^"'> ]*)""", page) == []
    assert "@import" not in page
    assert "url(" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert page.count("<script>") - 1 == page.count("<style>") == 1


def test_the_same_answer_gives_the_same_page():
    assert report(answer_of("archive-day")) == report(answer_of("archive-day"))


@pytest.mark.parametrize("name", ["platform-service", "archive-day", "paypay"])
def test_a_page_holds_what_the_exports_give(name):
    answer = answer_of(name)
    lists = [analyzer.export(answer, "gateway-list", match) for match in matches_of(answer.candidates)]
    wanted = [*lists, analyzer.export(answer, "expression"), analyzer.export(answer, "terraform")]
    assert texts_of(report(answer), r"<pre [^>]*>\n(.*?)</pre>") == wanted


def test_a_page_without_a_proposal_says_so_and_has_no_list():
    page = report(answer_of("nothing-pinned"))
    assert "<pre" not in page
    assert "nothing to export" in page


def test_a_page_tells_all_that_the_command_tells():
    answer = answer_of("platform-service")
    page = html.unescape(report(answer))
    for text in [answer.summary(), *answer.plan(), *answer.notes(), *answer.candidates["registrable_domain"]]:
        assert text in page


def test_a_page_draws_what_the_scores_are_made_of_and_names_each_term_by_its_number():
    page = report(answer_of("paypay"))
    [section] = re.findall(r'<section aria-labelledby="scores">(.*?)</section>', page, re.DOTALL)
    numbers = re.findall(r'<li><b aria-hidden="true">(\d+)</b> ([^<]+)</li>', section)
    assert [number for number, _ in numbers] == [str(place) for place, _ in enumerate(numbers, 1)]
    assert {"starting point", "the app&#39;s name"} <= {term for _, term in numbers}
    drawn = set(re.findall(r'text-anchor="middle">(\d+)</text>', section)) - {"0"}
    assert drawn <= {number for number, _ in numbers}
    assert 'role="img" aria-label="What the scores of the 8 likeliest domains are made of' in section


def test_commands_in_sentences_are_set_as_what_is_typed_and_not_between_backticks():
    page = report(answer_of("paypay"))
    assert "<kbd>pinscout export</kbd>" in page
    assert "`pinscout" not in re.sub(r"<(script|pre)\b.*?</\1>", "", page, flags=re.DOTALL)


def test_hostile_names_are_text():
    page = report(answer_of("hostile"))
    assert "<img" not in page
    assert page.count("<script") == 2
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert "{{" not in page.replace("{{ 7*7 }}", "")
    assert not UNPRINTABLE.search(page)
    assert "ペイペイ銀行.jp" in page


@pytest.mark.long
def test_a_sweep_of_500_devices_and_2000_domains_is_below_3_mb(tmp_path):
    survey = large_sweep(tmp_path)
    page = report(survey)
    assert len(survey.candidates) == 2_000
    assert len(page.encode()) < MOST_BYTES
    assert page.count("<tbody class") == 2_000


def test_without_a_candidate_there_is_a_page_all_the_same():
    about = incident(90_000)
    rows = queries(*background())
    page = report(rank_tally(Tally(rows, signals()), about, DEFAULT_WEIGHTS, Input.of_frame(len(rows))))
    assert "<table" not in page
    assert "No candidate" in page


def page_of(hostnames, app):
    asked = [(hostname, number % 30, "phone") for number, hostname in enumerate(hostnames)]
    return report(analyzer.rank(queries(*background(), *asked), at=FAILED_AT, app=app, device="phone", tz="UTC"))


def tags_of(page):
    return {each.lower() for each in re.findall(r"<([a-z!/][^\s>]*)", page)}


@functools.cache
def usual_tags():
    return tags_of(page_of(["a.jp"], "App")) | {"small", "/small"}


@settings(max_examples=7, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=12), st.text(max_size=30))
def test_no_name_makes_an_element_of_its_own(names, app):
    page = page_of(names, app)
    assert tags_of(page) <= usual_tags()
    assert not UNPRINTABLE.search(page)
