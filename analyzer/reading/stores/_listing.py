"""Which objects lie below a prefix, without looking into folders of another time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analyzer.errors import AnalyzerError, NoRecordsError
from analyzer.facts import Fact, fact
from analyzer.reading.skipping import Bounds, days_of, folder_may_hold
from analyzer.reading.stores import _opening
from analyzer.reading.stores._address import Remote
from analyzer.reading.stores._errors import why_unlisted

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import S3Store

_PAGE = 1000


class Listing(NamedTuple):
    """The files that an address names."""

    names: list[Remote]
    notes: tuple[Fact, ...]
    """What was not looked into."""


def list_objects(source: str, spans: Sequence[Bounds] | None) -> Listing:
    """The objects at or below an address; with `spans`, without folders of another time by their names."""
    store, prefix = _opening.open_store(source)
    root = "/".join(source.split("/")[:3])
    try:
        if found := _single(store, prefix):  # type: ignore[arg-type]  # a web address is never listed
            return Listing([_named(root, found)], ())
        found_below, skipped = _below(store, prefix, spans)  # type: ignore[arg-type]
    except _opening.failures() as error:
        raise why_unlisted(error, source) from None
    names = [_named(root, each) for each in found_below if _is_file(each["path"])]
    if not names and skipped:
        ends = skipped[:1] + skipped[1:][-1:]
        days = [moment for folder in ends for moment in days_of(folder.removeprefix(prefix).strip("/")) or ()]
        named = [min(days).isoformat(), max(days).isoformat()]
        raise NoRecordsError("store_other_time", source=source, folders=ends, named=named)
    if not names:
        raise AnalyzerError("store_empty", source=source)
    notes = (fact("skipped_folders", count=len(skipped), name=source),) if skipped else ()
    return Listing(sorted(names), notes)


def _single(store: S3Store, prefix: str) -> ObjectMeta | None:
    """The object of that very name, where the name looks like a file's."""
    import obstore

    if "." not in prefix.rpartition("/")[2]:
        return None
    try:
        return obstore.head(store, prefix)
    except _opening.failures():
        return None  # the listing tells why


def _below(store: S3Store, prefix: str, spans: Sequence[Bounds] | None) -> tuple[list[ObjectMeta], list[str]]:
    """The objects, and the folders that were not looked into; one request for each that was, and a thousand objects."""
    import obstore

    if spans is None or all(start is None and end is None for start, end in spans):
        pages: Iterable[Sequence[ObjectMeta]] = obstore.list(store, prefix, chunk_size=_PAGE)
        return [each for page in pages for each in page], []
    objects: list[ObjectMeta] = []
    skipped: list[str] = []
    waiting = [prefix]
    while waiting:
        here = obstore.list_with_delimiter(store, waiting.pop())
        objects += here["objects"]
        for folder in here["common_prefixes"]:
            (waiting if folder_may_hold(folder.removeprefix(prefix), spans) else skipped).append(folder)
    return objects, sorted(skipped)


def _named(root: str, found: ObjectMeta) -> Remote:
    return Remote(f"{root}/{found['path']}", found["size"], found["e_tag"] or "")


def _is_file(path: str) -> bool:
    """Whether an object stands for a file: not for a folder, nor for what is hidden."""
    name = path.rpartition("/")[2]
    return bool(name) and not name.startswith(".")
