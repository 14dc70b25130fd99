"""Group rows by dimensions, as the `...Groups` nodes do."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.standin.nodes import Node, Reader
from tests.standin.refusal import Refused
from tests.standin.rows import Row

Selection = dict[str, tuple[str, dict[str, str]]]  # response key -> field, its parts as response key -> name


@dataclass
class Group:
    """The rows that have the same values in all dimensions that were asked for."""

    values: tuple[Any, ...]
    rows: list[Row] = field(default_factory=list)

    def metric(self, node: Node, name: str, part: str) -> int:
        """`count`, `sum { part }` or `uniq { part }`."""
        if name == "count":
            return len(self.rows)
        if name == "sum":
            add = node.sums[part]
            return sum(add(row) for row in self.rows)
        key = "Email" if part == "users" else "DeviceID"
        return len({row.get(key) for row in self.rows} - {None, ""})


def grouped(pairs: Sequence[tuple[Row, int]], names: Sequence[str], readers: dict[str, Reader]) -> list[Group]:
    """One group for each combination of values, in no useful order: who wants one says `orderBy`."""
    chosen = [readers[name] for name in names]
    groups: dict[tuple[Any, ...], Group] = {}
    for row, second in pairs:
        values = tuple([read(row, second) for read in chosen])
        group = groups.get(values)
        if group is None:
            group = groups[values] = Group(values)
        group.rows.append(row)
    found = list(groups.values())
    random.Random(len(found)).shuffle(found)
    return found


def ordered(groups: list[Group], node: Node, names: Sequence[str], order: Sequence[str]) -> list[Group]:
    """Sorted by `datetime_ASC`, `count_DESC`, `sum_queries_DESC`, ...; raises Refused for what was not selected."""
    for wanted in reversed(order):
        name, _, direction = wanted.rpartition("_")
        groups.sort(key=_sort_key(node, names, name), reverse=direction == "DESC")
    return groups


def _sort_key(node: Node, names: Sequence[str], name: str) -> Callable[[Group], Any]:
    if name in names:
        place = names.index(name)
        return lambda group: group.values[place]
    metric, _, part = name.partition("_")
    if metric not in node.metrics:
        raise Refused(f"query contains error: cannot order by {name}, it is not among the selected dimensions")
    return lambda group: group.metric(node, metric, part)


def shown(groups: list[Group], node: Node, names: Sequence[str], selection: Selection) -> list[dict[str, Any]]:
    """The groups with the response keys that the query gave them."""
    places = {name: (index, node.dimensions[name].show) for index, name in enumerate(names)}
    answer = []
    for group in groups:
        item: dict[str, Any] = {}
        for key, (field_name, parts) in selection.items():
            if field_name == "dimensions":
                item[key] = {
                    part_key: places[part][1](group.values[places[part][0]]) for part_key, part in parts.items()
                }
            elif parts:
                item[key] = {part_key: group.metric(node, field_name, part) for part_key, part in parts.items()}
            else:
                item[key] = group.metric(node, field_name, "")
        answer.append(item)
    return answer
