import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, TimeFormatError
from analyzer.incidents.incident import Incident
from analyzer.times import parse_duration, parse_time, parse_zone, write_duration

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = dt.datetime(2026, 11, 24, 14, 30, tzinfo=TOKYO)


def time(text: str, now: dt.datetime = NOW, zone: dt.tzinfo = TOKYO) -> str:
    return parse_time(text, now=now, zone=zone).isoformat()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14:05", "2026-11-24T14:05:00+09:00"),
        ("14:05:09", "2026-11-24T14:05:09+09:00"),
        ("9:05", "2026-11-24T09:05:00+09:00"),
        ("14:31", "2026-11-23T14:31:00+09:00"),
        ("2026-11-24 14:05", "2026-11-24T14:05:00+09:00"),
        ("2026-11-24T05:05:00Z", "2026-11-24T05:05:00+00:00"),
        ("2026-11-24T05:05:00.75+00:00", "2026-11-24T05:05:00+00:00"),
        ("10 minutes ago", "2026-11-24T14:20:00+09:00"),
        ("90s ago", "2026-11-24T14:28:30+09:00"),
        (" now ", "2026-11-24T14:30:00+09:00"),
    ],
)
def test_times_are_read_as_people_write_them(text, meant):
    assert time(text) == meant


@pytest.mark.parametrize("text", ["", "25:00", "yesterday", "2026-11-24", "14", "2026-13-01 10:00", "ago", "x ago"])
def test_what_is_no_time_is_refused_with_the_forms_that_are(text):
    with pytest.raises(TimeFormatError) as refused:
        time(text)
    assert "14:05" in refused.value.hint or "90s" in refused.value.hint


def test_ten_minutes_ago_are_ten_real_minutes_when_the_clock_is_set_back():
    berlin = ZoneInfo("Europe/Berlin")
    now = dt.datetime(2026, 10, 25, 2, 5, tzinfo=berlin, fold=1)
    then = parse_time("10 minutes ago", now=now, zone=berlin)
    assert now.timestamp() - then.timestamp() == 600


def test_a_time_without_a_zone_is_in_the_zone_that_is_named():
    assert time("2026-11-24 14:05", zone=ZoneInfo("America/New_York")) == "2026-11-24T14:05:00-05:00"


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_refused(text):
    with contextlib.suppress(TimeFormatError):
        assert parse_time(text, now=NOW, zone=TOKYO).tzinfo is not None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("3m", 180), ("24h", 86400), ("10 minutes", 600), ("1h30m", 5400), ("45", 45), (2.5, 2.5), ("0s", 0)],
)
def test_durations_are_read_as_people_write_them(text, seconds):
    assert parse_duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "soon", "-3m", "9000h9000h90000000h", "nan", "NaT", float("nan"), 1e300])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(TimeFormatError):
        parse_duration(text)


@given(st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=300)))
def test_a_written_duration_is_read_back(length):
    length -= dt.timedelta(microseconds=length.microseconds)
    assert parse_duration(write_duration(length)) == length


@pytest.mark.parametrize("name", ["Nowhere/Atall", "../etc/passwd", "\0", "+99:99"])
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(TimeFormatError):
        parse_zone(name)


def test_offsets_and_utc_are_zones():
    assert parse_zone("+09:00").utcoffset(None) == dt.timedelta(hours=9)
    assert parse_zone("utc") is dt.UTC


def test_windows_and_span_follow_the_failures():
    incident = Incident.of(["14:05", "13:00", "14:05"], before="60s", after="2m", baseline="1h", tz=TOKYO, now=NOW)
    assert [failure.since.hour for failure in incident.failures] == [13, 14]
    assert incident.window_seconds == 240  # 14:05 is a whole minute
    start, end = incident.span
    assert (incident.failures[0].since - start, end - incident.failures[-1].until) == (
        dt.timedelta(minutes=61),
        dt.timedelta(minutes=2),
    )


def test_an_incident_survives_toml(tmp_path):
    incident = Incident.of(
        ["14:05", "13:00"], app="モバイルSuica", device='Aoi"s iPhone', before="45s", tz=TOKYO, now=NOW
    )
    file = tmp_path / "incident.toml"
    file.write_text(incident.to_toml(), encoding="utf-8")
    assert Incident.from_toml(file) == incident


@pytest.mark.parametrize("text", ["at = 3", "at = ['now']\nfoo = 1", "at = []", "nonsense", "before = '1s'"])
def test_a_faulty_incident_file_is_named(tmp_path, text):
    file = tmp_path / "incident.toml"
    file.write_text(text)
    with pytest.raises(AnalyzerError):
        Incident.from_toml(file)


def test_an_empty_window_is_refused():
    with pytest.raises(AnalyzerError, match="window is empty"):
        Incident.of("now", before="0s", after="0s")
