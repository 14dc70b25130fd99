"""Expressions of Gateway's rules: parsed, written again in one form as the API does, and asked about a connection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

Facts = Mapping[str, frozenset[str]]
"""Selector -> the values that a connection has for it; a selector that is not there has none."""
Lists = Callable[[str], frozenset[str]]
"""The values of the list with this id."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<list>\$[0-9A-Za-z_-]+)|(?P<word>&&|\|\||==|!=|[!(){}])"""
    r"""|(?P<name>[A-Za-z_][\w.]*(?:\[\*\])?[\w.]*)|(?P<number>\d[\w.:/]*))"""
)
T = TypeVar("T")
_WORDS = {"&&": "and", "||": "or", "!": "not", "eq": "==", "ne": "!="}
_OPERATORS = ("in", "==", "!=", "contains", "matches")


class Malformed(Exception):  # noqa: N818 - it is an answer, not a failure
    """An expression that the API would not take."""


@dataclass(frozen=True)
class Comparison:
    """One selector held against values, or against the values of a list."""

    selector: str
    operator: str
    values: tuple[str, ...]
    list_id: str = ""
    function: str = ""

    def __str__(self) -> str:
        right = f"${self.list_id}" if self.list_id else " ".join(self.values)
        if self.operator == "in" and not self.list_id:
            right = "{" + right + "}"
        text = f"{self.selector} {self.operator} {right}"
        return f"{self.function}({text})" if self.function else text

    def holds(self, facts: Facts, lists: Lists) -> bool:
        """Whether the connection has one of the values."""
        given = facts.get(self.selector.replace("[*]", ""), frozenset())
        wanted = lists(self.list_id) if self.list_id else {_plain(value) for value in self.values}
        if self.operator == "contains":
            return any(value in each for value in wanted for each in given)
        if self.operator == "matches":
            return any(re.search(value, each) for value in wanted for each in given)
        return bool(given & wanted) != (self.operator == "!=")

    def leaves(self) -> Iterator[Comparison]:
        """Itself."""
        yield self


@dataclass(frozen=True)
class Not:
    """The opposite."""

    of: Node

    def __str__(self) -> str:
        return f"not({self.of})"

    def holds(self, facts: Facts, lists: Lists) -> bool:
        """Whether it does not hold."""
        return not self.of.holds(facts, lists)

    def leaves(self) -> Iterator[Comparison]:
        """All comparisons in it."""
        yield from self.of.leaves()


@dataclass(frozen=True)
class Joined:
    """Several, of which all (`and`) or one (`or`) must hold."""

    word: str
    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(f"({each})" if isinstance(each, Joined) else str(each) for each in self.parts)

    def holds(self, facts: Facts, lists: Lists) -> bool:
        """Whether all or one of them hold."""
        held = (each.holds(facts, lists) for each in self.parts)
        return all(held) if self.word == "and" else any(held)

    def leaves(self) -> Iterator[Comparison]:
        """All comparisons in it."""
        for part in self.parts:
            yield from part.leaves()


Node = Comparison | Not | Joined


def parse(text: str) -> Node:
    """The expression; raises Malformed with what is wrong."""
    parser = _Parser(list(_tokens(text)))
    node = parser.joined("or")
    if parser.left:
        raise Malformed(f"unexpected {parser.left[0][1]!r}")
    return node


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, text = 0, text.rstrip()
    while position < len(text):
        if not (match := _TOKEN.match(text, position)):
            raise Malformed(f"unexpected character at {position}")
        kind = str(match.lastgroup)
        yield kind, _WORDS.get(match[kind], match[kind]) if kind in ("word", "name") else match[kind]
        position = match.end()


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


class _Parser:
    """Takes tokens from the left."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens

    def joined(self, word: str) -> Node:
        """`or` binds weaker than `and`, and `not` strongest."""
        inner = (lambda: self.joined("and")) if word == "or" else self.negated
        parts = [inner()]
        while self.next_is(word):
            self.take()
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def negated(self) -> Node:
        if self.next_is("not"):
            self.take()
            return Not(self.negated())
        if self.next_is("("):
            return self.within(lambda: self.joined("or"))
        return self.compared()

    def compared(self) -> Comparison:
        kind, name = self.take()
        if kind != "name":
            raise Malformed(f"expected a field, found {name!r}")
        if name in ("any", "all"):
            inside = self.within(self.compared)
            return Comparison(inside.selector, inside.operator, inside.values, inside.list_id, name)
        _, operator = self.take()
        if operator not in _OPERATORS:
            raise Malformed(f"unknown operator {operator!r}")
        kind, value = self.take()
        if kind == "list":
            if operator != "in":
                raise Malformed(f"a list cannot be used with {operator!r}")
            return Comparison(name, operator, (), value[1:])
        if value != "{":
            return Comparison(name, operator, (value,))
        values = []
        while not self.next_is("}"):
            kind, value = self.take()
            if kind not in ("string", "number"):
                raise Malformed(f"expected a value, found {value!r}")
            values.append(value)
        self.take()
        return Comparison(name, operator, tuple(sorted(values)))

    def within(self, read: Callable[[], T]) -> T:
        """What stands between round brackets."""
        self.expect("(")
        inside = read()
        self.expect(")")
        return inside

    def next_is(self, text: str) -> bool:
        return bool(self.left) and self.left[0][1] == text and self.left[0][0] != "string"

    def expect(self, text: str) -> None:
        if self.take()[1] != text:
            raise Malformed(f"expected {text!r}")

    def take(self) -> tuple[str, str]:
        if not self.left:
            raise Malformed("unexpected end of the expression")
        return self.left.pop(0)
