import datetime as dt
from zoneinfo import ZoneInfo

import pytest

import analyzer
from analyzer.errors import AnalyzerError, TimeFormatError
from analyzer.incidents.incident import Incident
from tests import builders

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = dt.datetime(2026, 11, 24, 14, 30, tzinfo=TOKYO)


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


BERLIN = ZoneInfo("Europe/Berlin")


def test_windows_are_real_time_where_the_clock_is_set_back():
    back = dt.datetime(2026, 10, 25, 1, 0, tzinfo=dt.UTC).astimezone(BERLIN)
    incident = Incident.of(back, before="30m", after="2h", tz=BERLIN)
    assert [moment.timestamp() - back.timestamp() for moment in incident.windows[0]] == [-1800, 7200]
    assert incident.window_seconds == 9000


def test_a_failure_to_come_is_refused_with_the_time_it_was_read_as():
    incident = Incident.of("2026-11-24 14:35", tz=TOKYO, now=NOW)
    with pytest.raises(TimeFormatError) as refused:
        incident.refuse_future(NOW)
    assert str(refused.value) == (
        "The failure time was read as 2026-11-24 14:35:00 in Asia/Tokyo, which is still to come:"
        " it is 2026-11-24 14:30:00 there."
    )
    assert refused.value.hint == "Write '2026-11-23 14:35' if that is meant, or name another zone (--tz)."


@pytest.mark.parametrize("at", ["14:30", "now", "2026-11-24 14:30:40", "2026-11-24T05:31Z", "14:25/14:40"])
def test_a_failure_of_this_minute_may_lie_a_little_ahead(at):
    Incident.of(at, tz=TOKYO, now=NOW).refuse_future(NOW)


def test_find_refuses_a_failure_to_come_and_an_incident_that_is_read_back_may_hold_one(tmp_path):
    log = builders.write_log(tmp_path / "a.log", [builders.dns_row("a.example.jp", 0)])
    with pytest.raises(TimeFormatError, match="still to come"):
        analyzer.find(log, at="8000-01-01 10:00")
    file = tmp_path / "incident.toml"
    file.write_text("at = ['8000-01-01 10:00']")
    assert Incident.from_toml(file).failures[0].since.year == 8000
    with pytest.raises(AnalyzerError, match="nothing around"):
        analyzer.find(log, incident=file)


@pytest.mark.parametrize("at", ["[3]", "[2026-11-10]", "[14:05:00]", "['2026-02-30 10:00']"])
def test_a_time_that_is_none_in_a_file_is_said_so(tmp_path, at):
    file = tmp_path / "incident.toml"
    file.write_text(f"at = {at}")
    with pytest.raises(TimeFormatError):
        Incident.from_toml(file)
