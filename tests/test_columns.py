"""A frame is held to what its class says of its columns."""

import pandas as pd
import pytest

from analyzer.columns import FLAG, INTEGER, NUMBER, TEXT, Column, ColumnError, Frame


class Apples(Frame):
    """A frame of these tests."""

    sort = Column(dtype=TEXT, among=("ringo", "fuji"), is_unique=True, description="its name")
    count = Column(dtype=INTEGER, least=0, description="how many")
    share = Column(dtype=NUMBER, least=0, most=1, description="of all")
    points = Column(dtype=NUMBER, is_prefix=True, description="any number of columns")


def apples(**columns):
    return pd.DataFrame({"sort": ["ringo", "fuji"], "count": [0, 2], "share": [0.0, 1.0]} | columns)


def test_columns_that_are_not_named_fall_away_and_prefixes_stand_for_many():
    frame = apples(points_a=[0.5, -1.0], points=[1.0, 2.0], pointsb=[1.0, 2.0], tree=["x", "y"])
    assert list(Apples.validate(frame)) == ["sort", "count", "share", "points_a"]


def test_a_frame_that_is_as_it_must_be_is_left_as_it_is():
    pd.testing.assert_frame_equal(Apples.validate(apples()), apples())


@pytest.mark.parametrize(
    ("column", "values", "needed"),
    [
        ("sort", ["ringo", "ringo"], "unique"),
        ("sort", ["ringo", "mikan"], "ringo | fuji"),
        ("sort", ["ringo", None], "str"),
        ("sort", pd.Series(["ringo", 1], dtype=object), "str"),
        ("count", [0, -1], ">= 0"),
        ("count", [0.0, 1.0], "int64"),
        ("count", ["0", "1"], "int64"),
        ("share", [0.0, 1.1], "<= 1"),
        ("share", [0.0, None], "float64"),
        ("share", [0, 1], "float64"),
        ("points_a", [0, 1], "float64"),
    ],
)
def test_the_first_rule_that_is_broken_is_told(column, values, needed):
    with pytest.raises(ColumnError) as caught:
        Apples.validate(apples(**{column: values}))
    assert (caught.value.column, caught.value.needed) == (column, needed)


def test_a_column_that_is_missing_is_told_with_its_type():
    with pytest.raises(ColumnError) as caught:
        Apples.validate(apples().drop(columns="share"))
    assert (caught.value.column, caught.value.needed) == ("share", "float64")


def test_text_may_be_a_column_of_objects_and_a_frame_without_rows_fits():
    plain = apples(sort=pd.Series(["ringo", "fuji"], dtype=object))
    assert len(Apples.validate(plain)) == 2
    assert Apples.validate(apples().head(0)).empty


def test_each_class_has_its_own_columns_in_their_order():
    class Trees(Frame):
        """Another frame."""

        is_old = Column(dtype=FLAG, description="older than ten years")

    assert list(Apples.columns) == ["sort", "count", "share", "points"]
    assert list(Trees.columns) == ["is_old"]
