"""Files that lie elsewhere: objects in a bucket, or one file at an address; read ahead, resumed where the line breaks.

What can't be done without a library of its own is done by obstore, which is loaded when such a file is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.reading.skipping import Bounds
from analyzer.reading.stores import _opening
from analyzer.reading.stores._address import Remote, is_address, scheme_of
from analyzer.reading.stores._errors import UnreadableError
from analyzer.reading.stores._fetching import Fetch, patiently
from analyzer.reading.stores._listing import Listing, list_objects

AT_ONCE = 6
"""Files that are fetched at a time by one process."""
_on_the_way: dict[str, Fetch] = {}


def look_up(source: str, spans: Sequence[Bounds] | None = None) -> Listing:
    """The files that an address names: all below `s3://bucket/prefix` or `r2://bucket/prefix`, or one at `https://`.

    With `spans`, folders of another time by their names are not looked into. Raises AnalyzerError where nothing is
    there, or it may not be read, or what reads it is not installed.
    """
    if scheme_of(source) == "https":
        _opening.need_library(source)
        return Listing([Remote(source)], ())
    return patiently(lambda: list_objects(source, spans))


def expect(names: Sequence[str]) -> None:
    """Begin to fetch the first few of these, which are read next; those that lie here are no concern."""
    for name in names[:AT_ONCE]:
        if isinstance(name, Remote) and name.address not in _on_the_way:
            _on_the_way[name.address] = Fetch(name)


def chunks_of(name: Remote) -> Iterator[bytes]:
    """The bytes of a file, as they come. Raises UnreadableError where it can't be read, or no further."""
    fetch = _on_the_way.pop(name.address, None) or Fetch(name)
    return fetch.chunks()


__all__ = ["AT_ONCE", "Listing", "Remote", "UnreadableError", "chunks_of", "expect", "is_address", "look_up"]
