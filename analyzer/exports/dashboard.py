"""The clicks in Cloudflare's dashboard, step by step, for those who give no token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.exports._pairs import Pair, pairs_of
from analyzer.facts import Fact, fact
from analyzer.page import PIPED, Page
from analyzer.text import printable, wrap

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

_SELECTORS = {"domain": "click_selector_domain", "host": "click_selector_host"}


def render(ranking: Ranking, page: Page = PIPED) -> str:
    """Numbered steps with each entry on a line of its own; the verdict where nothing is to be excluded."""
    pairs = pairs_of(ranking)
    if not pairs:
        return wrap(ranking.summary(), page.prose) + "\n"
    steps = [step for pair in pairs for step in _steps(pair)] + [(fact("plan_restart"), ())]
    lines = []
    for number, (step, values) in enumerate(steps, 1):
        lines.append(wrap(str(step), page.prose, f"{number:3}. "))
        lines += [f"       {printable(value)}" for value in values]
    return "\n".join(lines) + "\n"


def _steps(pair: Pair) -> list[tuple[Fact, tuple[str, ...]]]:
    names = tuple(entry.value for entry in pair.entries)
    return [
        (fact("click_list", name=pair.name), ()),
        (fact("click_entries"), names),
        (fact("click_policy", name=pair.name), ()),
        (fact(_SELECTORS[pair.match], name=pair.name), ()),
        (fact("click_action"), ()),
    ]
