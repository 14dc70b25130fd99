"""A table for the terminal: the ten likeliest candidates, why, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from tabulate import tabulate

from analyzer.answers.ranking import SHOWN_CANDIDATES, label_text, reasons_by_domain
from analyzer.frames import rows
from analyzer.messages import say, word
from analyzer.text import shorten, width, wrap

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

COLUMNS = 100
_DOMAIN, _EXCLUDE, _LABEL = 22, 24, 20
_LEAST_DOMAIN, _LEAST_ENTRIES, _LEAST_LABEL = 14, 12, 8
_GAP, _HEADER_PADDING = 2, 2  # tabulate's
_NUMBERS = ("rank", "likelihood")


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
    cells = _cells(shown, measures)
    headers = [say(f"column_{column}") for column in cells.columns]
    columns = zip(headers, *cells.to_numpy().tolist(), strict=True)
    left = COLUMNS - sum(max(width(head) + _HEADER_PADDING, *map(width, texts)) + _GAP for head, *texts in columns)
    left += sum(width(say(f"column_{column}")) + _HEADER_PADDING for column in ("exclude", "label"))
    lacking = max(_LEAST_ENTRIES + _LEAST_LABEL + _GAP - left, 0)
    domain = max(_DOMAIN - lacking, _LEAST_DOMAIN)
    entries = min(max(left - _LEAST_LABEL, _LEAST_ENTRIES), _EXCLUDE)
    label = max(min(_LABEL, left - entries), _LEAST_LABEL)
    told = cells.assign(
        registrable_domain=[shorten(name, domain) for name in shown["registrable_domain"]],
        exclude=[_entries(text.split(), entries) for text in shown["exclude"]],
        label=[shorten(label_text(row), label) for row in rows(shown)],
    )
    align = ["right" if column in _NUMBERS or f"column_{column}" in measures else "left" for column in cells.columns]
    text: str = tabulate(told.to_numpy().tolist(), headers, tablefmt="simple", colalign=align, disable_numparse=True)
    return text


def _cells(shown: pd.DataFrame, measures: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """All columns as text, those empty that take what width is left: entries and label."""
    return pd.DataFrame(
        {
            "rank": shown["rank"].map(str),
            "registrable_domain": [shorten(name, _DOMAIN) for name in shown["registrable_domain"]],
            "band": shown["band"],
            "likelihood": [word("chance", chance) for chance in shown["likelihood"]],
            "exclude": "",
            **{heading.removeprefix("column_"): texts for heading, texts in measures.items()},
            "label": "",
        },
        dtype=object,
    )


def _entries(entries: list[str], columns: int) -> str:
    """The first entry, and how many more there are."""
    more = f" +{len(entries) - 1}" if len(entries) > 1 else ""
    return shorten(entries[0], columns - len(more)) + more if entries else ""


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
