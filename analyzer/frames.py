"""What all frame-to-frame steps share: the union of frames, counts, columns, rows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import pandas as pd
from pandas.api.types import union_categoricals

from analyzer.schema import NUMBERS, QUERY_COLUMNS, SIGNAL_COLUMNS


def union(frames: list[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """The distinct rows of frames with the same columns; text stays categorical. `empty` if there are no rows."""
    parts = [frame for frame in frames if len(frame)]
    if not parts:
        return empty
    columns = {}
    for column in empty.columns:
        values = [part[column] for part in parts]
        if isinstance(empty[column].dtype, pd.CategoricalDtype):
            columns[column] = pd.Series(union_categoricals([as_categorical(value) for value in values]))
        else:
            columns[column] = pd.concat(values, ignore_index=True)
    return pd.DataFrame(columns).drop_duplicates(ignore_index=True)


def as_categorical(values: pd.Series) -> pd.Series:
    """The values as categories, left as they are where they are so already."""
    return values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category")


def with_columns(frame: pd.DataFrame, **columns: pd.Series) -> pd.DataFrame:
    """The frame with these columns added, matched by index; a column called `…_count` is 0 where it has no value.

    Rows of the columns that the frame lacks are left out, also where the frame is empty: there `assign` would add them.

    >>> with_columns(pd.DataFrame(index=["a.jp", "b.jp"]), lookup_count=pd.Series({"a.jp": 2, "c.jp": 1}))
          lookup_count
    a.jp             2
    b.jp             0
    """
    added = frame.assign(**{name: column.reindex(frame.index) for name, column in columns.items()})
    counts = [name for name in columns if name.endswith("_count")]
    return added.assign(**{name: added[name].fillna(0).astype("int64") for name in counts})


def count(frame: pd.DataFrame, by: str) -> pd.Series:
    """The number of rows for each value of a column."""
    return frame.groupby(frame[by].astype("str")).size()


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples, their attributes being the columns."""
    return iter(frame.itertuples(index=False))


def empty_queries() -> pd.DataFrame:
    """No queries, with the right columns and types."""
    return _empty(tuple(QUERY_COLUMNS)).copy()


def empty_signals() -> pd.DataFrame:
    """No signals, with the right columns and types."""
    return _empty(tuple(SIGNAL_COLUMNS)).copy()


@functools.cache
def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    time, *others = columns
    none = pd.Categorical([], categories=pd.Index([""], dtype="str"))
    times = pd.DatetimeIndex([], dtype="datetime64[us, UTC]")
    no_numbers = pd.Series([], dtype="int64")
    return pd.DataFrame({time: times} | {name: no_numbers if name in NUMBERS else none for name in others})


Part = TypeVar("Part")
_FOLD_FROM = 500_000


def fold(parts: Iterable[Part], merge: Callable[[list[Part]], Part], size: Callable[[Part], int]) -> Part:
    """What `merge` makes of all parts, in memory for the result and not for all parts together.

    Parts are gathered until they have more rows, by `size`, than the result so far, and at least 500,000. Then they are
    merged into it. `merge` must give the same for parts merged at once as for parts merged one after the other; of no
    parts it gives the empty one.

    >>> fold([{1, 2}, {2, 3}], merge=lambda parts: set().union(*parts), size=len)
    {1, 2, 3}
    """
    total, waiting = merge([]), []
    for part in parts:
        waiting.append(part)
        if sum(map(size, waiting)) > max(size(total), _FOLD_FROM):
            total, waiting = merge([total, *waiting]), []
    return merge([total, *waiting])
