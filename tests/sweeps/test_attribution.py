"""Whose a refusal was that the log gives no device, as far as the network log beside it tells."""

import pandas as pd
import pytest

from analyzer.sweeps.attribution import attribute
from analyzer.sweeps.sightings import sight
from tests.builders import signals

API, OTHER = "api.example.jp", "www.other.jp"
MINUTE = 60


def attributed(*rows):
    seen = sight(signals(*rows))
    broken = seen.broken.astype({"hostname": "str", "device": "str"})
    return attribute(broken, seen.used)


def nobody(second, host=API):
    return ("tls_error", host, second, "")


def met(second, device="phone", host=API, kind="connection"):
    return (kind, host, second, device)


@pytest.mark.parametrize(
    ("connections", "device"),
    [
        pytest.param([met(130)], "phone", id="it connected in that minute"),
        pytest.param([met(179)], "phone", id="later in that minute"),
        pytest.param([met(60)], "phone", id="in the minute before"),
        pytest.param([met(59)], "", id="two minutes before"),
        pytest.param([met(180)], "", id="in the minute after"),
        pytest.param([met(60), met(130)], "phone", id="in both"),
        pytest.param([met(130), met(60, "laptop")], "", id="two devices did"),
        pytest.param([met(130), met(0, "laptop")], "phone", id="the other one earlier"),
        pytest.param([met(130), met(130, "laptop", OTHER)], "phone", id="the other one to another host"),
        pytest.param([met(130, host=OTHER)], "", id="it connected to another host"),
        pytest.param([met(130, kind="session")], "", id="only the network log tells"),
        pytest.param([met(130, device="")], "", id="which names no device either"),
        pytest.param([], "", id="no network log"),
    ],
)
def test_a_refusal_is_of_the_only_device_that_connected_in_its_minute_or_the_one_before(connections, device):
    broken, _ = attributed(nobody(2 * MINUTE + 5), *connections)
    assert broken[["device", "is_attributed"]].to_numpy().tolist() == [[device, device != ""]]


def test_a_refusal_that_names_its_device_keeps_it():
    broken, _ = attributed(("tls_error", API, 5, "laptop"), nobody(6), met(0))
    assert broken[["device", "is_attributed"]].to_numpy().tolist() == [["laptop", False], ["phone", True]]


def test_each_refusal_is_looked_at_by_itself():
    broken, _ = attributed(nobody(5), nobody(5, OTHER), nobody(605), met(0), met(0, "laptop", OTHER))
    assert broken["device"].tolist() == ["phone", "laptop", ""]


def test_faults_of_the_site_are_attributed_as_well():
    broken, _ = attributed(("origin_error", API, 5, ""), met(0))
    assert broken["device"].tolist() == ["phone"]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        pytest.param(
            [nobody(5), met(0), met(0, kind="session"), met(0, "", OTHER)],
            [("session", "phone"), ("connection", "")],
            id="sessions name no devices: connections of those that do are the same ones a second time",
        ),
        pytest.param(
            [("tls_error", API, 5, "phone"), met(0)], [("connection", "phone")], id="sessions name them: all are kept"
        ),
        pytest.param([nobody(5), met(0, "")], [("connection", "")], id="no connection is named: all are kept"),
    ],
)
def test_connections_are_not_counted_twice(rows, left):
    _, used = attributed(*rows)
    assert list(zip(used["kind"].astype("str"), used["device"].astype("str"), strict=True)) == left


def test_of_no_refusals_there_are_none():
    broken, used = attributed(met(0))
    assert broken.empty
    assert isinstance(broken["is_attributed"], pd.Series)
    assert len(used) == 1
