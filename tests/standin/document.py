"""Read a query strictly: its grammar, the schema, and no values pasted into its text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from graphql import ArgumentNode, DocumentNode, GraphQLError, StringValueNode, Visitor, parse, validate, visit

from tests.standin.refusal import Refused
from tests.standin.schema import SCHEMA

# Words of the API itself may stand in a query; what a caller filled in must be a variable.
_CONSTANTS = frozenset({"CLIENT_TLS_ERROR", "%TLS%"})


@lru_cache(maxsize=256)  # a command asks the same few texts again and again, and only its variables differ
def read(text: str) -> DocumentNode:
    """The query as a document; raises Refused if it is not GraphQL, not in the schema, or holds pasted values."""
    try:
        document = parse(text)
    except GraphQLError as error:
        raise Refused(f"query contains error: {error.message}") from None
    if wrong := validate(SCHEMA, document):
        unknown = wrong[0].message.startswith("Cannot query field")
        raise Refused(f"{'unknown field' if unknown else 'query contains error'}: {wrong[0].message}")
    visit(document, _NoLiterals())
    return document


class _NoLiterals(Visitor):
    """Refuses values pasted into the query text: what comes from outside belongs into variables."""

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        visit(node.value, _NoText(node.name.value))


class _NoText(Visitor):
    def __init__(self, argument: str) -> None:
        super().__init__()
        self.argument = argument

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        if node.value and node.value not in _CONSTANTS:
            raise Refused(f"query contains error: a literal text in argument {self.argument}; pass it as a variable")
