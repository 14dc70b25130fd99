"""Lines alike are decoded together and by fewer fields: what comes of them is what comes of each by itself."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import sources
from analyzer.reading.accounting import Reading
from tests.builders import dns_row

PLAIN = {"DeviceID": "id-1", "RegistrationID": "registration", "DeviceName": "", "Email": "", "SrcIP": "192.0.2.7"}
LACKS_ID = PLAIN | {"DeviceID": ""}
REDACTED_ID = PLAIN | {"DeviceID": "REDACTED", "RegistrationID": ""}
BY_NUMBER = PLAIN | {"QueryTypeName": "", "QueryType": 65}
REVERSED = PLAIN | {"QueryName": "", "QueryNameReversed": "jp.example.name"}
OTHERS = [LACKS_ID, REDACTED_ID, BY_NUMBER, REVERSED, PLAIN]


def frame_of(folder, rows):
    path = folder / "a.log"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    reading = Reading(str(path))
    (frame,) = (frame for _, frame in sources.read(str(path), reading))
    assert reading.used == reading.rows == len(rows)
    return frame.astype("str")


def test_what_stands_in_for_a_missing_value_is_read_however_late_it_is_missing(tmp_path):
    rows = [dns_row("a.example.jp", number, **PLAIN) for number in range(900)]
    rows += [dns_row("a.example.jp", number, **other) for number, other in enumerate(OTHERS)]
    frame = frame_of(tmp_path, rows)
    assert frame["device"].tolist()[-5:-3] == ["registration", "192.0.2.7"]
    assert frame["query_type"].iloc[-3] == "HTTPS"
    assert frame["hostname"].iloc[-2] == "name.example.jp"
    assert set(frame["device"][:900]) == {"id-1"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("row")
    return [frame_of(folder, [dns_row("a.example.jp", **other)]).iloc[0].tolist() for other in OTHERS]


@settings(max_examples=30)
@given(order=st.lists(st.sampled_from(range(len(OTHERS))), min_size=2, max_size=12))
def test_rows_together_are_what_each_is_alone(tmp_path_factory, alone, order):
    together = frame_of(tmp_path_factory.mktemp("rows"), [dns_row("a.example.jp", **OTHERS[one]) for one in order])
    assert [row.tolist() for _, row in together.iterrows()] == [alone[one] for one in order]
