"""All groups of a span, though a page holds only so many: a full page is never taken for the whole."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analyzer.cloudflare.answers import odd_answer
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs.graphql import GRAPHQL, Settings, ask
from analyzer.cloudflare.logs.nodes import Group, Node, Rows
from analyzer.errors import CloudflareError, FieldRefusedError
from analyzer.facts import fact

Ask = Callable[[dt.datetime, dt.datetime], list[Group]]
SECOND = dt.timedelta(seconds=1)
BUCKET = dt.timedelta(minutes=5)
_BUCKET_DIMENSION = "datetimeFiveMinutes"
MOST_PAGES = 4000
FILL = 0.8
"""Share of a page that a planned span may fill: its count still grows while late rows arrive."""


class Question(NamedTuple):
    """What is asked at a time: the groups by these dimensions of [start, end) that the filter lets through."""

    dimensions: list[str]
    start: dt.datetime
    end: dt.datetime
    where: Mapping[str, object]
    limit: int
    order: str
    """A dimension with `_ASC` or `_DESC`; as they were, if ""."""


@dataclass
class Reader:
    """Reads one node of one account within its limits.

    Optional fields that are refused are dropped and remembered in `refused`; rows of another time than was asked for
    are left out, and `has_foreign` says so.
    """

    client: Cloudflare
    account: str
    node: Node
    settings: Settings
    refused: set[str] = field(default_factory=set)
    has_foreign: bool = False
    most_pages: int = MOST_PAGES
    """Questions for one span, from which on pages that come back full are taken to have no end."""

    def dimensions(self) -> list[str]:
        """What is asked for: time, what the node needs, and what it may give besides."""
        optional = [name for name in self.node.optional if self.settings.allows(name) and name not in self.refused]
        wanted = ["datetime", *self.node.required, *optional]
        return wanted[: self.settings.max_fields - 1] if self.settings.max_fields else wanted

    def records(self, start: dt.datetime, end: dt.datetime, where: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        """Records of [start, end), of all groups, in order of time."""
        yield from map(self.node.record, self._whole(lambda first, last: self._groups(first, last, where), start, end))

    def plan(
        self, start: dt.datetime, end: dt.datetime, where: Mapping[str, object]
    ) -> list[tuple[dt.datetime, dt.datetime]]:
        """Spans that cover [start, end), each of which should fit a page: a cheap look at counts plans them.

        Under a filter, as for one device, spans are as long as allowed: a look would cost as much as it saves.
        """
        longest = self._longest()
        if where:
            return list(cut(start, end, longest))
        counts: dict[dt.datetime, int] = {}
        for begin, stop in cut(start, end, min(longest, self.settings.max_page_size * BUCKET)):
            counts |= self._counts(begin, stop, where)
        most = int(self.settings.max_page_size * FILL)
        spans: list[tuple[dt.datetime, dt.datetime]] = []
        begin, gathered = start, 0
        for bucket, stop in cut(floor(start, BUCKET), end, BUCKET):
            count = counts.get(bucket, 0)
            if bucket > begin and (gathered + count > most or stop - begin > longest):
                spans.append((begin, bucket))
                begin, gathered = bucket, 0
            gathered += count
            if gathered > self.settings.max_page_size:
                spans += evenly(begin, stop, math.ceil(gathered / most))
                begin, gathered = stop, 0
        return [*spans, (begin, end)] if begin < end else spans

    def by_device(self, start: dt.datetime, end: dt.datetime) -> list[tuple[dict[str, Any], int]]:
        """Devices that were active in [start, end): a record of the identity, and how many events; some come again."""
        identity = [name for name in self.dimensions() if name in (self.node.device, "email")]
        if not identity:
            return []
        groups = self._whole(lambda first, last: self._ask(identity, first, last, {}), start, end)
        return [(self.node.record(group), self.node.count_of(group)) for group in groups]

    def newest(self, start: dt.datetime, end: dt.datetime) -> Group | None:
        """The newest group of [start, end), None if there is none."""
        groups = self._groups(start, end, {}, limit=1, order="datetime_DESC")
        return next(iter(self._of_span(groups, start, end)), None)

    def _whole(self, ask: Ask, start: dt.datetime, end: dt.datetime) -> Iterator[Group]:
        """The groups of [start, end): asks for no more than is allowed, and for halves whenever a page comes back full.

        A second is not halved: one that fills a page may hold more than comes back. Raises CloudflareError where
        pages come back full without end.
        """
        left = self.most_pages
        spans = [*cut(start, end, self._longest())]
        while spans:
            first, last = spans.pop(0)
            groups = ask(first, last)
            if len(groups) < self.settings.max_page_size or last - first <= SECOND:
                yield from self._of_span(groups, first, last)
            elif (left := left - 2) < 0:
                raise CloudflareError("cf_endless", path=GRAPHQL)
            else:
                middle = first + max((last - first) // 2 // SECOND, 1) * SECOND
                spans[:0] = [(first, middle), (middle, last)]

    def _of_span(self, groups: list[Group], first: dt.datetime, last: dt.datetime) -> list[Group]:
        """The groups of the time that was asked for; those that tell no time are of it."""
        own = [group for group in groups if first <= _time_of(group, first) < last]
        if groups and not own:
            raise CloudflareError("cf_foreign")
        self.has_foreign |= len(own) < len(groups)
        return own

    def _longest(self) -> dt.timedelta:
        seconds = self.settings.max_duration
        return dt.timedelta(seconds=seconds) if seconds else dt.timedelta(days=1)

    def _counts(self, start: dt.datetime, end: dt.datetime, where: Mapping[str, object]) -> dict[dt.datetime, int]:
        """Events of each five minutes; none where the node can't count so, which leaves it to halving."""
        if not self.settings.allows(_BUCKET_DIMENSION):
            return {}
        try:
            groups = self._ask([_BUCKET_DIMENSION], start, end, where)
        except (FieldRefusedError, CloudflareError) as error:
            if isinstance(error, FieldRefusedError) or error.status == 400:
                return {}
            raise
        return {_time_of(group, start, _BUCKET_DIMENSION): self.node.count_of(group) for group in groups}

    def _groups(
        self, start: dt.datetime, end: dt.datetime, where: Mapping[str, object], limit: int = 0, order: str = ""
    ) -> list[Group]:
        while True:
            dimensions = self.dimensions()
            try:
                return self._ask(dimensions, start, end, where, limit, order)
            except FieldRefusedError as error:
                named = {name for name in self.node.optional if name.casefold() == error.field.casefold()}
                droppable = named & set(dimensions)
                if not droppable:
                    raise
                self.refused |= droppable

    def _ask(
        self,
        dimensions: list[str],
        start: dt.datetime,
        end: dt.datetime,
        where: Mapping[str, object],
        limit: int = 0,
        order: str = "",
    ) -> list[Group]:
        return self.answer(Question(dimensions, start, end, where, limit or self.settings.max_page_size, order))

    def answer(self, question: Question) -> list[Group]:
        """The groups of one answer: as many as there are, or the limit."""
        filters = {"datetime_geq": write_time(question.start), "datetime_lt": write_time(question.end)}
        variables = {"account": self.account, "filter": filters | dict(question.where), "limit": question.limit}
        query = self.node.query(question.dimensions, question.order)
        rows: list[Group] = ask(self.client, query, variables, Rows).rows
        for name in question.dimensions:
            if not all(name in group.dimensions for group in rows):
                raise odd_answer(GRAPHQL, f"rows.dimensions.{name}", fact("kept_missing"))
        return rows


def cut(start: dt.datetime, end: dt.datetime, length: dt.timedelta) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """[start, end) cut at multiples of that length since 1970, so that overlapping spans share their pieces."""
    while start < end:
        stop = min(floor(start, length) + length, end)
        yield start, stop
        start = stop


def evenly(start: dt.datetime, end: dt.datetime, parts: int) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """[start, end) in so many parts of whole seconds, as long as each other; fewer if it has fewer seconds."""
    length = max((end - start) / parts // SECOND, 1) * SECOND
    while end - start >= 2 * length:
        yield start, start + length
        start += length
    yield start, end


def floor(moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """The moment rounded down to a multiple of the length since 1970."""
    epoch = dt.datetime.fromtimestamp(0, dt.UTC)
    return epoch + (moment - epoch) // length * length


def ceil(moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """The moment rounded up to a multiple of the length since 1970."""
    down = floor(moment, length)
    return down if down == moment else down + length


def _time_of(group: Group, unknown: dt.datetime, dimension: str = "datetime") -> dt.datetime:
    """When the events of a group were, `unknown` where it was not asked. Raises CloudflareError for what is no time."""
    if dimension not in group.dimensions:
        return unknown
    try:
        return read_time(str(group.dimensions[dimension])).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise odd_answer(GRAPHQL, f"dimensions.{dimension}", fact("cf_unknown_time")) from None


def write_time(moment: dt.datetime) -> str:
    """UTC at whole seconds, as the API writes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str) -> dt.datetime:
    """The moment that the API wrote, in UTC where it names no zone."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
