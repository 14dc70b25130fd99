import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analyzer
from analyzer.errors import AnalyzerError, KeptFileError, TimeFormatError
from analyzer.incidents.incident import Incident
from tests import builders
from tests.cloudflare.phone import run

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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("at = [3]", "at at: '3' is not a time that pinscout knows."),
        ("at = [2026-11-10]", "at at: '2026-11-10' is not a time"),
        ("at = ['2026-02-30 10:00']", "at at: "),
        ("app = 5\nat = '14:05'", "app should be text, not a whole number."),
        ("at = '14:05'\nzone = 5", "zone should be text or nothing, not a whole number."),
        ("at = '14:05'\nzone = 'Foo/Bar'", "at zone: "),
        ("at = '14:05'\nbefore = 'soon'", "at before: 'soon' is not a length of time."),
        ("at = '14:05'\nbaseline = nan", "at baseline: "),
        ("at = '14:05'\nall_devices = 'yes'", "all_devices should be true or false, not text."),
        ("at = '14:05'\nfoo = 1", "foo is not known."),
        ("app = 'PayPay'", "at is missing."),
        ("at = []", "no failure time was given."),
        ("at = '14:05'\nbefore = 0\nafter = 0", "the failure window is empty."),
        ("at = '14:05'\ndevice = 'a'\nall_devices = true", "a device is named"),
        ("at = '14:05'\nversion = 2", "is of version 2, which a newer pinscout wrote; this one knows version 1."),
        ("at = '14:05'\nversion = 'x'", "version should be 1."),
        ("nonsense", "can't be read as an incident: "),
        ("a = " + "[" * 5000, "can't be read as an incident: "),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_incident_file_is_said_with_its_key_and_is_no_wrong_usage(tmp_path, text, said):
    file = tmp_path / "incident.toml"
    file.write_text(text)
    with pytest.raises(KeptFileError) as caught:
        Incident.from_toml(file)
    assert str(caught.value).startswith(str(file))
    assert said in str(caught.value)
    done = run("find", "none.log", "--incident", str(file), check=1)
    assert done.stderr.startswith(f"Error: {file}")


@pytest.mark.parametrize("at", ["14:05:00", "[14:05:00]", "[2026-11-10T14:05:00]", "2026-11-10T14:05:00+09:00"])
def test_times_may_stand_in_a_file_as_toml_has_them(tmp_path, at):
    file = tmp_path / "incident.toml"
    file.write_text(f"at = {at}\nzone = 'Asia/Tokyo'")
    assert Incident.from_toml(file).failures[0].since.astimezone(TOKYO).hour == 14


@pytest.mark.parametrize("damage", ["missing", "folder", "no text"])
def test_an_incident_file_that_can_not_be_read_is_said(tmp_path, damage):
    file = tmp_path / "incident.toml"
    {"missing": lambda: None, "folder": file.mkdir, "no text": lambda: file.write_bytes(b"\xff\xfe\x00")}[damage]()
    with pytest.raises(KeptFileError, match=r"incident\.toml can't be read as an incident"):
        Incident.from_toml(file)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.datetimes() | st.times() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
KEYS = ["at", "app", "device", "before", "after", "baseline", "zone", "all_devices", "version", "other"]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES), VALUES)
def test_whatever_a_file_says_is_an_incident_or_a_sentence(values, other):
    for told in ({"at": "2026-11-10 14:05"} | values, other):
        with contextlib.suppress(KeptFileError):
            assert Incident.from_dict(told, "incident.toml").failures
