"""In a notebook answers read like the command's output, with the reasons unfolding, and no name is markup."""

import html
import re

import pytest

from tests.report.pages import answer_of


@pytest.mark.parametrize("name", ["platform-service", "archive-day"])
def test_an_answer_shows_all_that_the_command_prints(name):
    answer = answer_of(name)
    shown = html.unescape(re.sub("</?kbd>", "`", answer._repr_html_()))
    likely = answer.candidates.head(10)
    for text in [answer.summary(), *answer.plan(), *answer.notes(), *likely["registrable_domain"]]:
        assert text in shown
    assert shown.count("<details>") == len(likely) + 1


def test_an_explanation_shows_its_terms_hosts_and_what_would_change_it():
    explanation = answer_of("platform-service").explain("torica-transit.jp")
    shown = html.unescape(explanation._repr_html_())
    for text in [
        *explanation.in_words()["text"],
        *explanation.hosts["hostname"].head(10),
        *explanation.changes(),
        *explanation.origins,
    ]:
        assert text in shown


def test_an_explanation_of_a_sweep_shows_its_terms_and_who_refused_which_host():
    explanation = answer_of("archive-day").explain("hibari-bank.jp")
    shown = html.unescape(explanation._repr_html_())
    for text in [*explanation.in_words()["text"], *explanation.hosts()["hostname"], *explanation.hosts()["name"]]:
        assert text in shown


def test_no_name_is_markup():
    answer = answer_of("hostile")
    worst = next(name for name in answer.candidates["registrable_domain"] if "onerror" in name)
    for shown in (answer._repr_html_(), answer.explain(worst)._repr_html_()):
        assert "<img" not in shown
        assert "<script" not in shown
        assert "&lt;img" in shown


def test_a_sweep_is_plotted_by_domain_and_by_device():
    figure = answer_of("archive-day").plot()
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["Refusals by domain", "Refusals by device"]
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names[0].startswith("hibari-bank.jp")
    assert figure._repr_png_().startswith(b"\x89PNG")
