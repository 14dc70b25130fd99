"""What a rule's expression says about a name: it matches, it does not, or that cannot be told from here.

Cloudflare writes expressions anew before it keeps them, so they are read and never compared as text. What is not known
here (countries, applications, regular expressions …) is neither true nor false, and whatever rests on it is not either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from analyzer.wirefilter import SELECTORS

ListNames = Callable[[str], Collection[str] | None]
"""The names in the list of an id as it stands in an expression; None where they are not known."""

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|&&|\|\||\^\^|==|!=|>=|<=|[(){}!<>,~]|[^\s"(){}!<>,=~&|^]+|.)', re.DOTALL)
_OR, _XOR, _AND, _NOT = ({"or", "||"}, {"xor", "^^"}, {"and", "&&"}, {"not", "!"})
_JOINS = _OR | _XOR | _AND
_MATCHES = {selector: match for match, selector in SELECTORS.items()}
_DEEPEST = 50


class Name(NamedTuple):
    """A name that a rule is asked about, or with the match `domain` that name and all below it."""

    value: str
    match: str


def matches(expression: str, name: Name, list_names: ListNames) -> bool | None:
    """Whether the expression matches all that the name stands for (True), none of it (False), or can't be told (None).

    >>> shop = Name("api.shop.jp", "host")
    >>> matches('any(http.conn.domains[*] in {"shop.jp"})', shop, lambda _: None)
    True
    >>> matches('http.conn.hostname == "shop.jp"', shop, lambda _: None)
    False
    >>> matches('http.conn.hostname == "api.shop.jp" and http.conn.src_ip == 192.0.2.1', shop, lambda _: None)
    """
    try:
        return _Reader(_TOKEN.findall(expression), name, list_names).whole()
    except _UnreadableError:
        return None


def list_ids(expression: str) -> set[str]:
    """The ids of the lists that an expression speaks of, as `plain_id` writes them."""
    return {plain_id(token[1:]) for token in _TOKEN.findall(expression) if token.startswith("$")}


def plain_id(list_id: str) -> str:
    """An id without dashes and in lower case: Cloudflare writes the same one with dashes and without."""
    return list_id.replace("-", "").lower()


class _UnreadableError(Exception):
    """The expression is not in a form that is known here."""


class _Reader:
    """Reads tokens and says at once what they come to."""

    def __init__(self, tokens: Sequence[str], name: Name, list_names: ListNames) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0
        self._name, self._list_names = name, list_names

    def whole(self) -> bool | None:
        said = self._any_of()
        if self._next():
            raise _UnreadableError
        return said

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, words: Collection[str]) -> bool:
        found = self._next() in words
        self._at += found
        return found

    def _any_of(self) -> bool | None:
        said = self._one_of()
        while self._take(_OR):
            more = self._one_of()
            said = True if True in (said, more) else None if None in (said, more) else False
        return said

    def _one_of(self) -> bool | None:
        said = self._all_of()
        while self._take(_XOR):
            more = self._all_of()
            said = None if said is None or more is None else said is not more
        return said

    def _all_of(self) -> bool | None:
        said = self._not()
        while self._take(_AND):
            more = self._not()
            said = False if False in (said, more) else None if None in (said, more) else True
        return said

    def _not(self) -> bool | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UnreadableError
        try:
            if self._take(_NOT):
                said = self._not()
                return None if said is None else not said
            if self._take({"("}):
                said = self._any_of()
                if not self._take({")"}):
                    raise _UnreadableError
                return said
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> bool | None:
        """Tokens up to the next `and`, `or` or closing bracket of what is around."""
        begin, depth = self._at, 0
        while (word := self._next()) and not (depth == 0 and (word == ")" or word in _JOINS)):
            depth += (word == "(") - (word == ")")
            self._at += 1
        if begin == self._at or depth:
            raise _UnreadableError
        return self._compare(self._tokens[begin : self._at])

    def _compare(self, tokens: Sequence[str]) -> bool | None:
        if list(tokens[:2]) == ["any", "("] and tokens[-1] == ")":
            tokens = tokens[2:-1]
            if not tokens or not tokens[0].endswith("[*]"):
                return None
        if len(tokens) < 3 or tokens[0] not in _MATCHES:
            return None
        match, how, named = _MATCHES[tokens[0]], tokens[1], tokens[2:]
        names = self._named(how, named)
        return None if names is None else _covers(names, match, self._name)

    def _named(self, how: str, tokens: Sequence[str]) -> Collection[str] | None:
        if how == "in" and len(tokens) == 1 and tokens[0].startswith("$"):
            return self._list_names(tokens[0][1:])
        if how == "in" and (tokens[0], tokens[-1]) == ("{", "}"):
            tokens = tokens[1:-1]
        elif how != "==" or len(tokens) != 1:
            return None
        return [_unquoted(token) for token in tokens] if all(token.startswith('"') for token in tokens) else None


def _unquoted(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]).lower().rstrip(".")


def _covers(names: Collection[str], match: str, name: Name) -> bool | None:
    """Whether names that a rule selects by this match are all that is meant by the name, or none of it."""
    if match == "domain" and any(_is_within(name.value, named) for named in names):
        return True
    if match == "host" and name.match == "host":
        return name.value in names
    if name.match == "domain" and any(_is_within(named, name.value) for named in names):
        return None
    return False


def _is_within(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")


def says_the_same(expression: str, other: str) -> bool:
    """Whether two expressions have the same words, however they are set, bracketed and spelled.

    >>> says_the_same("any(http.conn.domains[*] in $AA-11)", "any( http.conn.domains[*] in $aa11 )")
    True
    >>> says_the_same("http.conn.hostname in $aa11", "http.conn.hostname in $aa11 or http.conn.hostname in $bb22")
    False
    """
    return _words(expression) == _words(other)


_SPELLED = {"||": "or", "&&": "and", "!": "not", "^^": "xor"}


def _words(expression: str) -> list[str]:
    words = (token for token in _TOKEN.findall(expression) if token not in ("(", ")"))
    return sorted(plain_id(word) if word.startswith("$") else _SPELLED.get(word, word) for word in words)
