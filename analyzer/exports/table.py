"""A table for the terminal: the ten likeliest candidates, why, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.answers.ranking import SHOWN_CANDIDATES, label_text, reasons_by_domain
from analyzer.frames import rows
from analyzer.layout import Column, lay_out
from analyzer.messages import say, word
from analyzer.page import PIPED, Ink, Page
from analyzer.text import shorten, wrap

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

BAND_INKS: dict[str, Ink] = {"exclude": "green", "try_next": "yellow", "leave": "dim"}
_DOMAIN, _EXCLUDE, _LABEL = (18, 22), (12, 24), (8, 20)


def render(ranking: Ranking, page: Page = PIPED) -> str:
    """Verdict, table, reasons and plan, no line wider than the page."""
    parts = [head(ranking, page)]
    if len(ranking.candidates):
        parts.append(_table(ranking, page))
    if why := _why(ranking, page):
        parts.append(f"{page.ink(say('why'), 'bold')}\n{why}")
    return "\n\n".join([*parts, steps(ranking, page)]) + "\n"


def head(ranking: Ranking, page: Page) -> str:
    """The verdict, which is what most people want to know."""
    return "\n".join(page.ink(line, "bold") for line in wrap(ranking.summary(), page.prose).split("\n"))


def steps(ranking: Ranking, page: Page) -> str:
    """What to do, step by step, under a heading."""
    told = [wrap(step, page.prose, f"{number:>3}. ") for number, step in enumerate(ranking.plan(), 1)]
    return "\n".join([page.ink(say("next_steps"), "bold"), *told])


def _table(ranking: Ranking, page: Page) -> str:
    """Of what does not fit the page, the last columns of the measures go first, then the label."""
    shown = ranking.candidates.head(SHOWN_CANDIDATES)
    first, *others = ((key.removeprefix("column_"), texts) for key, texts in ranking.measures(shown).items())
    bands = list(shown["band"])
    columns = [
        Column("rank", list(shown["rank"].map(str)), is_number=True),
        Column("registrable_domain", list(shown["registrable_domain"]), least=_DOMAIN[0], usual=_DOMAIN[1]),
        Column("band", [word("band_cell", band) for band in bands], inks=[BAND_INKS[band] for band in bands]),
        Column("likelihood", [word("chance", chance) for chance in shown["likelihood"]], is_number=True),
        Column("exclude", list(shown["exclude"]), least=_EXCLUDE[0], usual=_EXCLUDE[1], is_list=True),
        Column(first[0], list(first[1]), is_number=True, worth=3),
        *(Column(name, list(texts), is_number=True, worth=1 - place / 9) for place, (name, texts) in enumerate(others)),
        Column("label", [label_text(row) for row in rows(shown)], least=_LABEL[0], usual=_LABEL[1], worth=2),
    ]
    return lay_out(columns, page)


def _why(ranking: Ranking, page: Page) -> str:
    likely = ranking.candidates[ranking.candidates["band"] != "leave"].head(5)
    if likely.empty:
        likely = ranking.candidates.head(3)
    told = reasons_by_domain(likely, ranking.terms)
    blocks = []
    for row in rows(likely):
        lines = ["  " + page.ink(shorten(row.registrable_domain, page.columns - 4), "bold")]
        texts = [*map(str, told[row.registrable_domain]), *ranking.remarks(row)]
        lines += [wrap(text, page.prose, "    - ") for text in texts]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)
