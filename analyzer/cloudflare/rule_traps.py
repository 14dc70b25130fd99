"""Gateway rules that do not do what they look like: exclusions that never match, and exclusions that block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.bodies import DO_NOT_INSPECT
from analyzer.cloudflare.gateway.rules import Rule
from analyzer.facts import Fact, fact

NEVER_INSPECTED = 16
"""The type of the applications that Cloudflare itself says must not be inspected."""
_TYPES = re.compile(r"app\.type\.ids(?:\[\*\])?\s*(?:in\s*\{([^}]*)\}|==\s*(\d+))")
_REQUEST = re.compile(r"\bhttp\.request\.[\w.]+")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


class Trap(NamedTuple):
    """What is wrong, and what to do about it."""

    found: Fact
    advice: Fact


def traps(rules: Iterable[Rule]) -> Iterator[Trap]:
    """The traps among the enabled HTTP rules in their order; last, that none exempts Cloudflare's own list of apps."""
    rules = [rule for rule in rules if rule.enabled and rule.is_http]
    for rule in rules:
        selector = _REQUEST.search(_TEXT.sub('""', rule.traffic))
        if rule.action == DO_NOT_INSPECT and selector:
            yield Trap(fact("trap_request", rule=rule.name, selector=selector[0]), fact("trap_request_mend"))
        if rule.action == "block" and selects_never_inspected(rule.traffic):
            yield Trap(fact("trap_block", rule=rule.name), fact("trap_block_mend"))
    if not any(rule.excludes and selects_never_inspected(rule.traffic) for rule in rules):
        yield Trap(fact("trap_missing"), fact("trap_missing_mend"))


def selects_never_inspected(expression: str) -> bool:
    """Whether an expression speaks of the applications that must not be inspected.

    >>> [selects_never_inspected(f"any(app.type.ids[*] in {types})") for types in ("{3 16}", "{160}")]
    [True, False]
    """
    found = _TYPES.finditer(_TEXT.sub('""', expression))
    return any(str(NEVER_INSPECTED) in re.split(r"[\s,]+", match[1] or match[2]) for match in found)
