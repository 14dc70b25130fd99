"""A table for the terminal: the ten likeliest candidates, why, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import wcwidth
from tabulate import tabulate

from analyzer.finding import SHOWN_CANDIDATES
from analyzer.messages import plural, say
from analyzer.schema import rows
from analyzer.text import printable, shorten

if TYPE_CHECKING:
    from analyzer.finding import Finding

COLUMNS = 100
_DOMAIN, _LABEL = 26, 20
_HEADERS = ("#", "registrable domain", "band", "score", "match", "seen", "lookups", "label")
_ALIGN = ("right", "left", "left", "right", "left", "right", "right", "left")


def render(finding: Finding) -> str:
    """Verdict, table, reasons and plan, no line wider than 100 columns."""
    parts = [_wrap(finding.summary()), _table(finding)]
    if why := _why(finding):
        parts.append("Why\n" + why)
    steps = [_wrap(step, f"{number:>3}. ") for number, step in enumerate(finding.plan(), 1)]
    parts.append("Next steps\n" + "\n".join(steps))
    return "\n\n".join(parts) + "\n"


def _table(finding: Finding) -> str:
    shown, failures = finding.candidates.head(SHOWN_CANDIDATES), len(finding.incident.failures)
    cells = [
        (
            row.rank,
            shorten(row.registrable_domain, _DOMAIN),
            row.band,
            f"{row.score:.1f}",
            row.match,
            f"{row.window_count}/{failures}",
            row.lookup_count,
            shorten(row.label, _LABEL),
        )
        for row in rows(shown)
    ]
    text: str = tabulate(cells, _HEADERS, tablefmt="simple", colalign=_ALIGN, disable_numparse=True)
    return text


def _why(finding: Finding) -> str:
    likely = finding.candidates[finding.candidates["band"] != "leave"].head(5)
    if likely.empty:
        likely = finding.candidates.head(3)
    blocks = []
    for row in rows(likely):
        lines = [f"  {shorten(row.registrable_domain, COLUMNS - 4)}"]
        lines += [_wrap(reason, "    - ") for reason in row.reasons.split("; ")]
        if row.band == "exclude":
            lines.append(_wrap(_cost(row), "    - "))
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _cost(row: Any) -> str:
    if row.match == "host":
        return say("cost_host", hosts=row.exclude)
    if not (row.baseline_lookup_count or row.other_device_count):
        return say("cost_domain_none", domain=row.registrable_domain)
    return say(
        "cost_domain",
        domain=row.registrable_domain,
        baseline=plural(row.baseline_lookup_count, "lookup"),
        others=plural(row.other_device_count, "other device"),
    )


def _wrap(text: str, lead: str = "") -> str:
    indent = " " * len(lead)
    text = printable(text)
    return "\n".join(wcwidth.wrap(text, COLUMNS, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False))
