"""Clients that refuse after the handshake, over a whole log."""

import pytest

import analyzer
from analyzer.sweeps.unused import SPAN, refusals_among
from tests.builders import LAPTOP, PHONE, closed_unused, refused, request, signals, used, write_log

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

HOUR = 3600
TRIES = (0, 1, 3, 5, 9, 4000, 4001, 4002, 8000, 8002)


def sweep(tmp_path, *rows):
    return analyzer.sweep(write_log(tmp_path / "a.log", list(rows)), tz="UTC")


def unknown(hostname, *seconds, device=PHONE):
    """What the log of requests holds of connections that closed before any request."""
    return [
        request(hostname, second, device, action="unknown") | {"HTTPStatusCode": 0, "HTTPMethod": ""}
        for second in seconds
    ]


WAYS = {
    "in the handshake": lambda host: refused(host, *TRIES),
    "after it, as sessions tell": lambda host: closed_unused(host, *TRIES),
    "after it, as requests tell": lambda host: unknown(host, *TRIES),
    "after it, as both tell": lambda host: closed_unused(host, *TRIES) + [
        row | {"SessionID": f"{host} {second}"} for second, row in zip(TRIES, unknown(host, *TRIES), strict=True)
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_refusal_is_found_whichever_way_it_is_made(tmp_path, way):
    answer = sweep(tmp_path, *WAYS[way]("api.koharu-pay.jp"), *refused("api.other.jp", 5), *used("www.example.jp", 9))
    best = answer.candidates.iloc[0]
    assert (best["registrable_domain"], best["band"], best["refused_count"]) == ("koharu-pay.jp", "exclude", len(TRIES))
    assert ("asked for nothing" in " ".join(answer.remarks(next(best.to_frame().T.itertuples())))) == (
        way != "in the handshake"
    )


def test_one_connection_opened_ahead_of_need_is_no_refusal(tmp_path):
    rows = [row for second in range(0, 5 * HOUR, HOUR) for row in closed_unused("www.example.jp", second)]
    assert sweep(tmp_path, *rows, *refused("api.other.jp", 5)).candidates["registrable_domain"].tolist() == ["other.jp"]


def test_nor_are_several_where_the_device_used_others(tmp_path):
    rows = closed_unused("www.example.jp", *TRIES)
    for good in (used("www.example.jp", HOUR), [request("www.example.jp", HOUR)]):
        answer = sweep(tmp_path, *rows, *good, *refused("api.other.jp", 5))
        assert "example.jp" not in set(answer.candidates["registrable_domain"])


def test_what_another_device_used_does_not_clear_the_one_that_refuses(tmp_path):
    answer = sweep(tmp_path, *closed_unused("www.example.jp", *TRIES), *used("www.example.jp", HOUR, device=LAPTOP))
    assert answer.candidates["registrable_domain"].tolist() == ["example.jp"]


@pytest.mark.parametrize(("apart", "found"), [(SPAN.total_seconds(), True), (SPAN.total_seconds() + 1, False)])
def test_several_are_those_within_half_a_minute(tmp_path, apart, found):
    answer = sweep(tmp_path, *closed_unused("www.example.jp", 0, apart), *refused("api.other.jp", 5))
    assert ("example.jp" in set(answer.candidates["registrable_domain"])) is found


@pytest.mark.parametrize(
    "odd", [{"life_s": 2.5}, {"BytesSent": 9_000}, {"ClientTLSVersion": "none"}, {"BytesSent": ""}]
)
def test_a_connection_that_lived_or_carried_or_never_shook_hands_is_no_refusal(tmp_path, odd):
    rows = closed_unused("www.example.jp", *TRIES, **odd)
    answer = sweep(tmp_path, *rows, *refused("api.other.jp", 5))
    assert "example.jp" not in set(answer.candidates["registrable_domain"])


HOST, OTHER_HOST = "www.example.jp", "www.other.jp"


def unused(second, device="phone", session_id="", host=HOST):
    return "unused", host, second, device, {"session_id": session_id}


def good(kind, device="phone", host=HOST):
    return kind, host, 9 * HOUR, device


def text(rows):
    frame = signals(*rows)
    return frame.astype({column: "str" for column in frame if column != "seen_at"})


@pytest.mark.parametrize(
    ("rows", "used_", "refusals"),
    [
        pytest.param([], [], [], id="none"),
        pytest.param([unused(0)], [], [], id="one alone"),
        pytest.param([unused(0), unused(30)], [], [0, 1], id="two within 30 s"),
        pytest.param([unused(0), unused(31)], [], [], id="a second more"),
        pytest.param([unused(0), unused(30), unused(60)], [], [0, 1, 2], id="each near to the next"),
        pytest.param([unused(0), unused(100), unused(101)], [], [1, 2], id="two of three"),
        pytest.param([unused(100), unused(500), unused(101)], [], [0, 2], id="in the order of the log"),
        pytest.param([unused(0), unused(1, host=OTHER_HOST)], [], [], id="at two hosts"),
        pytest.param([unused(0), unused(1, "laptop")], [], [], id="by two devices"),
        pytest.param([unused(0, ""), unused(1, "")], [], [0, 1], id="by nobody in particular"),
        pytest.param(
            [unused(0, session_id="s"), unused(1, session_id="s")], [], [], id="one connection that two logs tell of"
        ),
        pytest.param(
            [unused(0, session_id="s"), unused(1, session_id="s"), unused(2, session_id="t")],
            [],
            [0, 2],
            id="two connections, one of them told twice",
        ),
        pytest.param([unused(0), unused(1)], [good("used")], [], id="others were used"),
        pytest.param([unused(0), unused(1)], [good("inspected")], [], id="others were decrypted"),
        pytest.param([unused(0), unused(1)], [good("session")], [0, 1], id="how others ended tells nothing"),
        pytest.param([unused(0), unused(1)], [good("connection")], [0, 1], id="the network log tells nothing"),
        pytest.param([unused(0), unused(1)], [good("used", "laptop")], [0, 1], id="another device used others"),
        pytest.param([unused(0), unused(1)], [good("used", host=OTHER_HOST)], [0, 1], id="others elsewhere"),
        pytest.param(
            [unused(0), unused(1), unused(0, "laptop"), unused(1, "laptop")],
            [good("used", "laptop")],
            [0, 1],
            id="one device used others, the other none",
        ),
    ],
)
def test_which_unused_connections_are_refusals(rows, used_, refusals):
    assert list(refusals_among(text(rows), text(used_)).index) == refusals
