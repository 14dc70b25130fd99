"""A table for the terminal: the ten likeliest candidates, why, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabulate import tabulate

from analyzer.answers.ranking import SHOWN_CANDIDATES, label_text, reasons_by_domain
from analyzer.frames import rows
from analyzer.messages import say, word
from analyzer.text import shorten, width, wrap

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

COLUMNS = 100
_DOMAIN, _EXCLUDE, _LABEL, _LEAST_LABEL = 22, 24, 20, 8
_GAP, _HEADER_PADDING = 2, 2  # tabulate's
_HEADERS = ("rank", "registrable_domain", "band", "likelihood", "exclude")
_ALIGN = ("right", "left", "left", "right", "left")


def render(ranking: Ranking) -> str:
    """Verdict, table, reasons and plan, no line wider than 100 columns."""
    parts = [wrap(ranking.summary(), COLUMNS)]
    if len(ranking.candidates):
        parts.append(_table(ranking))
    if why := _why(ranking):
        parts.append(f"{say('why')}\n{why}")
    steps = [wrap(step, COLUMNS, f"{number:>3}. ") for number, step in enumerate(ranking.plan(), 1)]
    parts.append("\n".join([say("next_steps"), *steps]))
    return "\n\n".join(parts) + "\n"


def _table(ranking: Ranking) -> str:
    shown = ranking.candidates.head(SHOWN_CANDIDATES)
    measures = ranking.measures(shown)
    cells = [
        [
            str(row.rank),
            shorten(row.registrable_domain, _DOMAIN),
            row.band,
            word("chance", row.likelihood),
            _entries(row.exclude.split()),
            *measured,
        ]
        for row, *measured in zip(rows(shown), *measures.values(), strict=True)
    ]
    headers = [*(say(f"column_{column}") for column in _HEADERS), *map(say, measures)]
    columns = zip(headers, *cells, strict=True)
    taken = sum(max(width(head) + _HEADER_PADDING, *map(width, column)) + _GAP for head, *column in columns)
    label = max(min(_LABEL, COLUMNS - taken), _LEAST_LABEL)
    cells = [[*row, shorten(label_text(one), label)] for row, one in zip(cells, rows(shown), strict=True)]
    align = (*_ALIGN, *("right" for _ in measures), "left")
    text: str = tabulate(
        cells, [*headers, say("column_label")], tablefmt="simple", colalign=align, disable_numparse=True
    )
    return text


def _entries(entries: list[str]) -> str:
    """The first entry, and how many more there are."""
    more = f" +{len(entries) - 1}" if len(entries) > 1 else ""
    return shorten(entries[0], _EXCLUDE - len(more)) + more if entries else ""


def _why(ranking: Ranking) -> str:
    likely = ranking.candidates[ranking.candidates["band"] != "leave"].head(5)
    if likely.empty:
        likely = ranking.candidates.head(3)
    told = reasons_by_domain(likely, ranking.terms)
    blocks = []
    for row in rows(likely):
        lines = [f"  {shorten(row.registrable_domain, COLUMNS - 4)}"]
        texts = [*map(str, told[row.registrable_domain]), *ranking.remarks(row)]
        lines += [wrap(text, COLUMNS, "    - ") for text in texts]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)
