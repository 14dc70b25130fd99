"""Programs that do not ask the system which certificate authorities to trust: known by their name, or by what they ask.

Their names are often ordinary words, and people type commands: `docker pull`, `go mod download`. So each row of
`own_trust_stores.csv` says what may stand around a name: anything (`*`), or only what belongs to it; with a `+` where
the word alone means nothing.
"""

from __future__ import annotations

import functools
import re

from analyzer.knowledge import longest, read_rows

_ANYWHERE, _NEVER_ALONE = "*", "+"
_BETWEEN = re.compile(r"[\s/:,;()\[\]'\"|&]+")
_LEADING = frozenset({"sudo", "run", "running", "the", "apache", "mozilla"})
_ARGUMENT = re.compile(
    r"-.*|v?\d+(\.\d+)*|\S+\.(py|js|mjs|cjs|ts|rb|r|go|php|sh|jar|tf|cs)|https?|\S+\.(com|org|net|io|dev)"
)
"""What follows a command: an option, a version, a file of source text, an address."""


def program_named(app: str) -> str:
    """The program with a trust store of its own that an app's name means, "" if none.

    A distinctive name counts wherever it stands. A short or ordinary word counts as the whole name, or as its first
    word where a known command or an argument follows.

    >>> program_named("docker pull"), program_named("VS Code"), program_named("go mod download")
    ('docker', 'vscode', 'go')
    >>> program_named("Sky Go"), program_named("Java House"), program_named("PayPay")
    ('', '', '')
    """
    words = _words(app)
    starts = [(start, size) for start in range(len(words)) for size in range(_longest_name(), 0, -1)]
    for start, size in starts:
        name = " ".join(words[start : start + size])
        if name in _names() and start + size <= len(words):
            rest, program = _names()[name]
            if rest == _ANYWHERE or (start == 0 and _is_command(words[size:], rest.split())):
                return program
    return ""


def program_asking(hostname: str) -> str:
    """The program whose registry or package index this host is, "" if it is none.

    >>> program_asking("registry-1.docker.io"), program_asking("www.docker.com")
    ('docker', '')
    """
    return longest(hostname, _registries()) or ""


def programs() -> frozenset[str]:
    """All programs that are known."""
    return frozenset({program for _, program in _names().values()} | set(_registries().values()))


def _words(app: str) -> list[str]:
    words = [word.removesuffix(".exe") for word in _BETWEEN.split(app.casefold()) if word]
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return [re.sub(r"^(python|pip|php|ruby|node|java)[\d.]+$", r"\1", word) for word in words]


def _is_command(rest: list[str], known: list[str]) -> bool:
    """Whether what follows an ordinary word makes it a program's name: nothing, a known word, or an argument."""
    if not rest:
        return _NEVER_ALONE not in known
    return rest[0] in known or bool(_ARGUMENT.fullmatch(rest[0]))


@functools.cache
def _longest_name() -> int:
    return max(len(name.split()) for name in _names())


@functools.cache
def _names() -> dict[str, tuple[str, str]]:
    """Name -> what may follow it, and the program."""
    return {name: (rest, program) for name, rest, program, *_ in read_rows("own_trust_stores.csv")}


@functools.cache
def _registries() -> dict[str, str]:
    return {domain: program for domain, program, *_ in read_rows("registries.csv")}
