"""What names a file elsewhere, and how much of that may be shown."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_HIDDEN = "…"


class Remote(str):
    """The name of a file elsewhere, as people may see it: what opens the file to others is not in its text."""

    address: str
    """Where it is, with all that is secret in it."""
    size: int
    """In bytes; 0 where that is not known yet."""
    mark: str
    """Changes with the file's content; "" where that is not known."""

    def __new__(cls, address: str, size: int = 0, mark: str = "") -> Remote:
        """The file at this address."""
        self = super().__new__(cls, shown(address))
        self.address, self.size, self.mark = address, size, mark
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Remote, (self.address, self.size, self.mark)


def is_address(source: str) -> bool:
    """Whether this is the address of something elsewhere, and no path.

    >>> is_address("s3://logs/dns"), is_address("logs/dns")
    (True, False)
    """
    return _ADDRESS.match(source) is not None


def scheme_of(address: str) -> str:
    """`s3` of `s3://logs/dns`."""
    return address.partition("://")[0].lower()


def shown(address: str) -> str:
    """An address without what is secret: of a web address, its user, its password and what follows a question mark.

    Instead of that stand a few letters made of it, so that two files have two names.

    >>> shown("https://me:pw@files.example.com/dns.log.gz?signature=abc")
    'https://files.example.com/dns.log.gz?…586438'
    """
    if scheme_of(address) not in ("http", "https"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{scheme_of(address)}://{_HIDDEN}"
    host = parts.netloc.rpartition("@")[2]
    told = f"{parts.scheme}://{host}{parts.path}"
    return told + (f"?{_HIDDEN}{hashlib.sha256(parts.query.encode()).hexdigest()[:6]}" if parts.query else "")
