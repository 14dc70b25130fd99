"""Whatever is told by its own name has words: each term of a score, each kind of signal, each label."""

import pytest

from analyzer import schema
from analyzer.incidents import scoring, sentences
from analyzer.messages import en
from analyzer.sweeps import scoring as sweep_scoring
from analyzer.sweeps import sentences as sweep_sentences


@pytest.mark.parametrize("term", scoring.TERMS)
def test_a_term_has_a_sentence(term):
    assert term in sentences._TELLS or term in en.SENTENCES


@pytest.mark.parametrize("term", sweep_scoring.TERMS)
def test_a_term_of_a_sweep_has_a_sentence(term):
    assert term in sweep_sentences._TELLS or f"sweep_{term}" in en.SENTENCES


def test_each_term_has_a_name_for_plots():
    assert set(en.TERMS) == {*scoring.TERMS, *sweep_scoring.TERMS}


def test_kinds_and_labels_have_a_name_each():
    assert set(en.SIGNALS) == set(schema.KINDS)
    assert set(en.LABELS) == set(schema.LABELS)
