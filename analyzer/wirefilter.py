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
    return _selected(match, f"${list_id}")


def in_names(match: str, names: Iterable[str]) -> str:
    """The expression for these names, without a list.

    >>> in_names("domain", ["a.jp", "b.jp"])
    'any(http.conn.domains[*] in {"a.jp" "b.jp"})'
    """
    return _selected(match, in_braces(names))


def in_braces(texts: Iterable[str]) -> str:
    """The texts as a set: `{"a" "b"}`."""
    return "{" + " ".join(map(quoted, texts)) + "}"


def quoted(text: str) -> str:
    r"""The text between quotes, so that nothing in it ends them.

    >>> print(quoted('a"b\\c'))
    "a\"b\\c"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _selected(match: str, names: str) -> str:
    selected = f"{SELECTORS[match]} in {names}"
    return f"any({selected})" if match == "domain" else selected
