"""What became of the connections to a host while the app ran."""

import pytest

from analyzer.incidents.outcomes import outcomes
from analyzer.incidents.tally import Tally
from tests.builders import incident, queries, signals

PHONE = [frozenset({"phone"})]


def outcome(*told, asked=(("api.pay.jp", 0),)):
    return outcomes(Tally(queries(*asked), signals(*told)), incident(0), PHONE)["outcome"].to_dict()


REQUEST_ELSEWHERE = ("inspected", "www.other.jp", 1)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], "asked"),
        ([("tls_error", "api.pay.jp", 1)], "refused"),
        ([("unused", "api.pay.jp", 1), ("unused", "api.pay.jp", 2)], "refused"),
        ([("unused", "api.pay.jp", 1)], "asked"),
        ([("unused", "api.pay.jp", 1), ("unused", "api.pay.jp", 2), ("used", "api.pay.jp", 3)], "used"),
        ([("bypassed", "api.pay.jp", 1)], "exempt"),
        ([("inspected", "api.pay.jp", 1)], "decrypted"),
        ([("used", "api.pay.jp", 1)], "used"),
        ([("origin_error", "api.pay.jp", 1), ("tls_error", "api.pay.jp", 2)], "site_fault"),
        ([("session", "api.pay.jp", 1), REQUEST_ELSEWHERE], "undecrypted"),
        ([("session", "api.pay.jp", 1)], "asked"),
    ],
)
def test_what_connections_tell(told, expected):
    assert outcome(*told)["api.pay.jp"] == expected


def test_the_last_word_counts():
    refused, exempt = ("tls_error", "api.pay.jp", 5), ("bypassed", "api.pay.jp", 20)
    assert outcome(refused, exempt) == {"api.pay.jp": "exempt"}
    assert outcome(refused, ("bypassed", "api.pay.jp", 1)) == {"api.pay.jp": "refused"}


def test_what_happened_outside_the_windows_is_no_part_of_it():
    assert outcome(("bypassed", "api.pay.jp", -900), ("inspected", "api.pay.jp", 900)) == {"api.pay.jp": "asked"}


def test_other_devices_do_not_count_and_rows_without_one_do():
    assert outcome(("bypassed", "api.pay.jp", 1, "laptop")) == {"api.pay.jp": "asked"}
    assert outcome(("bypassed", "api.pay.jp", 1, "")) == {"api.pay.jp": "exempt"}


def test_a_host_that_was_in_the_cache_is_known_by_its_connections():
    assert outcome(("bypassed", "cdn.pay.jp", 1), asked=())["cdn.pay.jp"] == "exempt"


def test_nothing_at_all_is_no_row():
    assert outcome(asked=()) == {}
