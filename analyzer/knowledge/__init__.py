"""What is publicly known about domains: operating systems, SDKs, trackers, shared platforms, owners.

The tables beside this file are plain CSV with the source and the licence of every row; README.md tells how
they are made. A hostname is looked up as itself and then as each parent domain: the longest row of a table wins.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import NamedTuple, TypeVar

_TABLES = {
    "os_service": "os_services.csv",
    "sdk": "sdks.csv",
    "ad_or_analytics": "web_third_parties.csv",
    "shared_platform": "shared_platforms.csv",
    "stray_handshake": "stray_handshakes.csv",
}
_EXCEPTION = "app"
"""The `kind` of a row that takes a wider row's label away: an app's own host in a domain of the system."""
_LONGEST_NAME = 253  # RFC 1035, without the final dot
_REMEMBERED = 1 << 16

Found = TypeVar("Found")


class Label(NamedTuple):
    """One row of a table that holds a hostname."""

    label: str
    """`os_service`, `sdk`, `ad_or_analytics`, `shared_platform` or `stray_handshake`."""
    owner: str
    """Who runs it, as people call them."""
    note: str
    """What it is for; "" where the table has no words for it."""
    domain: str
    """The row that matched: the hostname or one of its parent domains."""
    source: str
    """The public project the row is from; `own` if it was written for this one."""


@functools.lru_cache(maxsize=_REMEMBERED)
def labels_of(hostname: str) -> tuple[Label, ...]:
    """The longest matching row of each table, in the order of `Label.label`; `()` for an unknown name.

    `hostname` is lower case without a final dot. Any text may be asked for.

    >>> [(label.label, label.domain) for label in labels_of("bat.bing.com")]
    [('sdk', 'bat.bing.com')]
    >>> labels_of("www.bing.com")
    ()
    """
    found = (longest(hostname, _table(label)) for label in _TABLES)
    return tuple(row for row in found if row is not None)


def is_shared_platform(name: str) -> bool:
    """Whether this very name serves strangers side by side, so that excluding it would exempt them all.

    A host below a platform is not one itself.

    >>> is_shared_platform("cloudfront.net"), is_shared_platform("d1.cloudfront.net")
    (True, False)
    """
    return _table("shared_platform").get(name) is not None


@functools.lru_cache(maxsize=_REMEMBERED)
def services_of(hostname: str) -> frozenset[str]:
    """Names of the services whose longest row holds this hostname, and of the wider services around them.

    >>> sorted(services_of("scontent.cdninstagram.com"))
    ['facebook', 'instagram', 'meta']
    """
    own = own_services_of(hostname)
    return own.union(*map(parents_of, own))


@functools.lru_cache(maxsize=_REMEMBERED)
def own_services_of(hostname: str) -> frozenset[str]:
    """As `services_of`, without the wider services: those that this very name belongs to.

    >>> sorted(own_services_of("scontent.cdninstagram.com"))
    ['instagram']
    """
    return longest(hostname, _services()) or frozenset()


def services_named(token: str) -> frozenset[str]:
    """The services of exactly this name, whatever its case; empty if there is none.

    >>> services_named("Instagram")
    frozenset({'instagram'})
    """
    name = token.casefold()
    return frozenset({name}) if name in _parents() else frozenset()


def parents_of(service: str) -> frozenset[str]:
    """The wider services that include this one, at any distance; never the service itself.

    >>> sorted(parents_of("instagram"))
    ['facebook', 'meta']
    """
    found: set[str] = set()
    todo = {service}
    while todo:
        wider: set[str] = set().union(*(_parents().get(name, ()) for name in todo))
        todo = wider - found
        found |= wider
    return frozenset(found - {service})


def longest(hostname: str, table: Mapping[str, Found]) -> Found | None:
    """What the table has for the hostname, or else for its nearest parent domain."""
    name = hostname if len(hostname) <= _LONGEST_NAME else ""
    while name:
        if name in table:
            return table[name]
        name = name.partition(".")[2]
    return None


@functools.cache
def _table(label: str) -> dict[str, Label | None]:
    return {
        domain: None if kind == _EXCEPTION else Label(label, owner, note, domain, source)
        for domain, owner, kind, note, source, _ in read_rows(_TABLES[label])
    }


@functools.cache
def _services() -> dict[str, frozenset[str]]:
    """Domain -> the services that hold it."""
    found: dict[str, set[str]] = {}
    for service, domain, *_ in read_rows("owners.csv"):
        found.setdefault(domain, set()).add(service)
    return {domain: frozenset(services) for domain, services in found.items()}


@functools.cache
def _parents() -> dict[str, frozenset[str]]:
    """Service -> the services one step wider; every service is a key."""
    found: dict[str, set[str]] = {}
    for service, _, parent, *_ in read_rows("owners.csv"):
        found.setdefault(service, set()).update(parent.split())
        for wider in parent.split():
            found.setdefault(wider, set())
    return {service: frozenset(wider) for service, wider in found.items()}


def read_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this file, its header left out."""
    with (resources.files(__name__) / name).open(encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
