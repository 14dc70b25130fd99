"""The language of Gateway's rules, as far as exclusions need it: which selector means what, and how text stands in it.

A rule with the action `off` (Do Not Inspect) is decided before any request is seen, so only `http.conn.*` can select:
`http.request.*` never matches there.
"""

from __future__ import annotations

from collections.abc import Iterable

SELECTORS = {"domain": "http.conn.domains[*]", "host": "http.conn.hostname"}
"""What a match is called in a rule: a name and all below it, or that very name."""
MATCHES = tuple(SELECTORS)


def in_list(match: str, list_id: str) -> str:
    """The expression for the names in a list.

    >>> in_list("domain", "0130-aa"), in_list("host", "0130-aa")
    ('any(http.conn.domains[*] in $0130-aa)', 'http.conn.hostname in $0130-aa')
    """
    return _among(SELECTORS[match], f"${list_id}")


def in_names(match: str, names: Iterable[str]) -> str:
    """The expression for these names, without a list.

    >>> in_names("domain", ["a.jp", "b.jp"])
    'any(http.conn.domains[*] in {"a.jp" "b.jp"})'
    """
    return one_of(SELECTORS[match], names)


def one_of(selector: str, texts: Iterable[str]) -> str:
    """The expression for a selector that is one of the texts; of one with several values (`[*]`), any of them.

    >>> one_of("identity.email", ["aoi@example.jp"])
    'identity.email in {"aoi@example.jp"}'
    """
    return _among(selector, "{" + " ".join(map(quoted, texts)) + "}")


def quoted(text: str) -> str:
    r"""The text between quotes, so that nothing in it ends them.

    >>> print(quoted('a"b\\c'))
    "a\"b\\c"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _among(selector: str, texts: str) -> str:
    expression = f"{selector} in {texts}"
    return f"any({expression})" if "[*]" in selector else expression
