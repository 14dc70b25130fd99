"""What people say of when an app failed, and how exactly they say it."""

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import analyzer
from analyzer.errors import TimeFormatError
from analyzer.incidents.incident import Failure, Incident
from analyzer.incidents.windows import nearness
from analyzer.times import Stretch, parse_stretch, parse_time, write_stretch
from tests import builders

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = dt.datetime(2026, 11, 24, 14, 30, tzinfo=TOKYO)


def stretch(text: str) -> tuple[str, str]:
    since, until = (moment.astimezone(TOKYO) for moment in parse_stretch(text, now=NOW, zone=TOKYO))
    return f"{since:%d %H:%M:%S}", f"{until:%d %H:%M:%S}"


THE_SAME = (
    "14:00~14:10",
    "14:00〜14:10",
    "14:00～14:10",
    "14:00 - 14:10",
    "14:00-14:10",
    "14:00–14:10",
    "14:00 — 14:10",
    "14:00 -14:10",
    "between 14:00 and 14:10",
    "From 14:00 to 14:10",
    "14:00 until 14:10",
    "14時から14時10分まで",
    "14時から14時10分の間",
    "１４：００−１４：１０",
    "2026-11-24 14:00/14:10",
    "2026/11/24 14:00/14:10",
    "2026/11/24 14:00/2026/11/24 14:10",
    "11/24 14:00/11/24 14:10",
    "2026-11-24 14:00-14:10",
    "2026-11-24T14:00-14:10",
    "today 14:00-14:10",
    "今日 14:00〜14:10",
    "14:00/14:10 JST",
    "05:00Z/05:10",
    "2:00 PM-2:10 PM",
    "2:00-2:10 PM",
    "2 PM/2:10",
    "午後2時から2時10分",
    "2026-11-24T14:00+09:00/14:10",
)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("14:05:09", "24 14:05:09", "24 14:05:09"),
        ("14:05", "24 14:05:00", "24 14:06:00"),
        ("2026-11-24 14:05", "24 14:05:00", "24 14:06:00"),
        ("2026-11-24T14:05+09:00", "24 14:05:00", "24 14:06:00"),
        ("10 minutes ago", "24 14:19:00", "24 14:21:00"),
        ("90s ago", "24 14:28:30", "24 14:28:30"),
        ("now", "24 14:30:00", "24 14:30:00"),
        ("14:00/14:10", "24 14:00:00", "24 14:11:00"),
        ("14:00:30 / 14:10:00", "24 14:00:30", "24 14:10:00"),
        ("23:55/00:05", "23 23:55:00", "24 00:06:00"),
        ("14:20/now", "24 14:20:00", "24 14:30:00"),
        *((text, "24 14:00:00", "24 14:11:00") for text in THE_SAME),
        ("2026-11-10 23:55/00:05", "10 23:55:00", "11 00:06:00"),
        ("2026-11-10 18:00/09:00", "10 18:00:00", "11 09:01:00"),
        ("2026-11-10 23:55-00:05", "10 23:55:00", "11 00:06:00"),
        ("2026-11-10 14:00/14:10", "10 14:00:00", "10 14:11:00"),
        ("14:00-14:10 yesterday", "23 14:00:00", "23 14:11:00"),
        ("yesterday 08:00-09:00", "23 08:00:00", "23 09:01:00"),
        ("11/10 08:00-09:00", "10 08:00:00", "10 09:01:00"),
        ("Tuesday 08:00-09:00", "24 08:00:00", "24 09:01:00"),
        ("11:50-12:10 PM", "24 11:50:00", "24 12:11:00"),
        ("11:50 PM-12:10", "23 23:50:00", "24 00:11:00"),
        ("昨日 14:00〜14:10", "23 14:00:00", "23 14:11:00"),
        ("23:55/2026-11-10 00:05", "09 23:55:00", "10 00:06:00"),
        ("1 hour ago to 10 minutes ago", "24 13:29:00", "24 14:21:00"),
        ("10 minutes ago/14:25", "24 14:19:00", "24 14:26:00"),
        ("22:00/02:00", "23 22:00:00", "24 02:01:00"),
        ("14:25/14:40", "24 14:25:00", "24 14:41:00"),
    ],
)
def test_a_time_is_taken_as_exactly_as_it_is_said(text, since, until):
    assert stretch(text) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        "14:00/",
        "/14:00",
        "14:00-",
        "between 14:00",
        "14:00/14:10/14:20",
        "14:00 and 14:10 or so",
        "2026-11-24 14:10/2026-11-24 13:00",
        "2026-11-10 14:10/14:00",
        "14:10/14:00",
        "14:10-13:55",
        "2026-11-01 14:10/2026-11-24 13:00",
    ],
)
def test_a_stretch_that_is_none_is_refused(text):
    with pytest.raises(TimeFormatError):
        stretch(text)


moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=dt.UTC)
)


zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo) | st.integers(-12 * 60, 14 * 60).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)


@given(moments, st.integers(0, 86_400) | st.sampled_from([0, 60, 120, 86_400]), zones)
@example(dt.datetime(2026, 11, 1, 5, 59, tzinfo=dt.UTC), 60, ZoneInfo("America/New_York"))
@example(dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC), 3600, ZoneInfo("America/New_York"))
@example(dt.datetime(2026, 3, 8, 6, 59, tzinfo=dt.UTC), 60, ZoneInfo("America/New_York"))
def test_a_stretch_is_read_back_as_it_was_written_in_any_zone(since, seconds, zone):
    meant = Stretch(since, since + dt.timedelta(seconds=seconds))
    assert parse_stretch(write_stretch(meant, zone), now=NOW, zone=TOKYO) == meant


@given(moments, st.integers(0, 86_400), zones)
def test_an_incident_is_read_back_in_any_zone(since, seconds, zone):
    text = write_stretch(Stretch(since, since + dt.timedelta(seconds=seconds)), zone)
    incident = Incident.of(text, tz=zone, now=NOW)
    assert Incident.from_dict(incident.to_dict()).failures == incident.failures


@given(st.text(max_size=30))
def test_any_text_with_a_stroke_is_a_stretch_or_refused(text):
    with contextlib.suppress(TimeFormatError):
        found = parse_stretch(f"{text}/14:05", now=NOW, zone=TOKYO)
        assert found.since <= found.until


def test_an_incident_with_devices_of_their_own_is_read_back():
    incident = Incident.of(
        ["14:05@MacBook", "13:00/13:10", "13:30:20@ren@example.jp"], device="iPhone", tz=TOKYO, now=NOW
    )
    assert [failure.device for failure in incident.failures] == ["", "ren@example.jp", "MacBook"]
    assert incident.device_names == ("iPhone", "ren@example.jp", "MacBook")
    assert Incident.from_dict(incident.to_dict()) == incident


def failure(seconds: int) -> Failure:
    return Failure(builders.FAILED_AT, builders.FAILED_AT + dt.timedelta(seconds=seconds))


@given(st.integers(-200, 400), st.integers(1, 300))
def test_nearness_to_a_stretch_is_the_mean_over_its_seconds(offset, length):
    second = builders.FAILED_AT.timestamp() + offset
    fine = [failure(0).since + dt.timedelta(seconds=length * (step + 0.5) / 2000) for step in range(2000)]
    mean = sum(float(nearness(second, Failure(moment, moment))) for moment in fine) / len(fine)
    assert float(nearness(second, failure(length))) == pytest.approx(mean, abs=1e-3)


def test_a_domain_asked_within_a_vague_minute_is_as_near_as_any_other_within_it():
    queries = builders.queries(("a.jp", 10), ("b.jp", 35), ("c.jp", 130))
    finding = analyzer.rank(queries, at="2026-11-10T05:05Z", tz="UTC")
    points = finding.candidates.set_index("registrable_domain")["points_near"]
    assert points["a.jp"] == pytest.approx(points["b.jp"], rel=0.2)
    assert points["c.jp"] < points["b.jp"] / 2


def test_failures_on_two_devices_count_only_their_own_lookups():
    queries = builders.queries(
        ("pinned.jp", 0, "phone"),
        ("pinned.jp", 3600, "laptop"),
        ("laptop-chatter.jp", 0, "laptop"),
        ("phone-chatter.jp", 3600, "phone"),
        ("phone-only.jp", 1, "phone"),
    )
    times = ["2026-11-10T05:05:00Z@phone", "2026-11-10T06:05:00Z@laptop"]
    finding = analyzer.rank(queries, at=times)
    found = finding.candidates.set_index("registrable_domain")
    assert finding.devices == (("phone",), ("laptop",))
    assert found.index[0] == "pinned.jp"
    assert found.loc["pinned.jp", "window_count"] == 2
    assert found.loc["phone-only.jp", "window_count"] == 1
    assert "laptop-chatter.jp" not in found.index
    assert "phone-chatter.jp" not in found.index


def test_a_device_of_a_failure_that_is_not_in_the_log_is_an_error_that_names_it():
    with pytest.raises(analyzer.AnalyzerError, match="'tablet'"):
        analyzer.rank(builders.queries(("a.jp", 0, "phone")), at=["2026-11-10T05:05:00Z@tablet"])


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "1969-12-31 23:00", "9999-12-31T23:59Z"])
def test_a_time_at_the_edge_of_the_calendar_is_none_of_a_log(moment):
    with pytest.raises(TimeFormatError, match="no time of a log"):
        parse_time(moment, now=NOW, zone=dt.UTC)
