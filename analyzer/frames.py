"""What all frame-to-frame steps share: the union of frames, counts, columns, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import pandas as pd
from pandas.api.types import union_categoricals

from analyzer.schema import NUMBERS, QUERY_COLUMNS, SIGNAL_COLUMNS


def union(frames: list[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """Distinct rows of frames with the same columns; repeated text stays categorical. `empty` if there are none."""
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
    """The frame with these columns for its own rows, counts being 0 where there is none.

    `assign` alone would give an empty frame the rows of the columns.
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
    return _empty(QUERY_COLUMNS)


def empty_signals() -> pd.DataFrame:
    """No signals, with the right columns and types."""
    return _empty(SIGNAL_COLUMNS)


def _empty(columns: list[str]) -> pd.DataFrame:
    time, *others = columns
    none = pd.Categorical([], categories=pd.Index([""], dtype="str"))
    times = pd.DatetimeIndex([], dtype="datetime64[us, UTC]")
    no_numbers = pd.Series([], dtype="int64")
    return pd.DataFrame({time: times} | {name: no_numbers if name in NUMBERS else none for name in others})


Part = TypeVar("Part")
_FOLD_FROM = 500_000


def fold(parts: Iterable[Part], merge: Callable[[list[Part]], Part], size: Callable[[Part], int]) -> Part:
    """What `merge` makes of all parts, taken as they come: never many more rows are held than the answer has.

    `merge` must give the same for parts merged at once as for parts merged one after the other; of none it gives the
    empty part.
    """
    total, waiting = merge([]), []
    for part in parts:
        waiting.append(part)
        if sum(map(size, waiting)) > max(size(total), _FOLD_FROM):
            total, waiting = merge([total, *waiting]), []
    return merge([total, *waiting])
