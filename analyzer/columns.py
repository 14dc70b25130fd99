"""What the class of a frame says of its columns, and the check of a frame against it.

A library for this would take longer to load than a command takes: pandera 0.2 s of the 0.5 that `export` may have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

TIME, CATEGORY, TEXT, INTEGER, NUMBER, FLAG = "datetime64[us, UTC]", "category", "str", "int64", "float64", "bool"
"""The types that columns have."""


class ColumnError(ValueError):
    """A column is missing or is not what its frame's class says; `needed` is what it must be."""

    def __init__(self, column: str, needed: str) -> None:
        super().__init__(column, needed)
        self.column, self.needed = column, needed


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; with `is_prefix` any number of columns whose names begin with its own and `_`."""

    dtype: str
    description: str
    least: float | None = None
    most: float | None = None
    among: tuple[str, ...] = ()
    """The values that it can have; any, if none is named."""
    is_unique: bool = False
    is_prefix: bool = False

    def unmet(self, values: pd.Series) -> str:
        """What these values must be and are not; "" if they are as they must be."""
        if not _is_of(values, self.dtype) or values.isna().any():
            return self.dtype
        if self.least is not None and (values < self.least).any():
            return f">= {self.least}"
        if self.most is not None and (values > self.most).any():
            return f"<= {self.most}"
        if self.among and not values.isin(self.among).all():
            return " | ".join(self.among)
        return "unique" if self.is_unique and not values.is_unique else ""


def _is_of(values: pd.Series, dtype: str) -> bool:
    # Text that pandas 2 or a person made is a column of objects, all of them text.
    return pd.api.types.is_string_dtype(values) if dtype == TEXT else str(values.dtype) == dtype


class Frame:
    """What all frames share: their class names the columns, in this order, and there are no others."""

    columns: ClassVar[dict[str, Column]] = {}

    def __init_subclass__(cls) -> None:
        cls.columns = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}

    @classmethod
    def validate(cls, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame without columns that the class does not name; raises ColumnError for the first that is not so."""
        meant = {name: column for name in frame.columns if (column := cls._column(str(name)))}
        for name, column in cls.columns.items():
            if name not in meant and not column.is_prefix:
                raise ColumnError(name, column.dtype)
        for name, column in meant.items():
            if needed := column.unmet(frame[name]):
                raise ColumnError(name, needed)
        return frame[list(meant)]

    @classmethod
    def _column(cls, name: str) -> Column | None:
        """What the class says of a column of this name."""
        for key, column in cls.columns.items():
            if name.startswith(f"{key}_") if column.is_prefix else name == key:
                return column
        return None
