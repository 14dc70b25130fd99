"""Zones as people name them, and the machine's own."""

import contextlib
import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import TimeFormatError
from analyzer.times import parse_zone


@pytest.mark.parametrize("name", ["Nowhere/Atall", "../etc/passwd", "\0", "+99:99"])
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(TimeFormatError):
        parse_zone(name)


def test_offsets_and_utc_are_zones():
    assert parse_zone("+09:00").utcoffset(None) == dt.timedelta(hours=9)
    assert parse_zone("utc") is dt.UTC


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("Tokyo", "Asia/Tokyo"),
        ("ＴＯＫＹＯ", "Asia/Tokyo"),
        ("New York", "America/New_York"),
        ("singapore", "Singapore"),
        ("istanbul", "Asia/Istanbul"),
        ("JST", "UTC+09:00"),
        ("jst", "UTC+09:00"),
        ("CEST", "UTC+02:00"),
        ("UTC+9", "UTC+09:00"),
        ("GMT+9", "UTC+09:00"),
        ("GMT-5", "UTC-05:00"),
        ("+9", "UTC+09:00"),
        ("+09", "UTC+09:00"),
        ("+0900", "UTC+09:00"),
        ("+09:00", "UTC+09:00"),
        ("-0330", "UTC-03:30"),
        ("+14:00", "UTC+14:00"),
        ("-12", "UTC-12:00"),
        ("+0", "UTC"),
        ("Z", "UTC"),
    ],
)
def test_zones_are_named_as_people_do(name, meant):
    assert str(parse_zone(name)) == meant


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("Asia/Tokio", "'Asia/Tokio' is not a time zone.", "Did you mean Asia/Tokyo?"),
        ("tokio", "'tokio' is not a time zone.", "Did you mean Asia/Tokyo?"),
        ("Foo/Bar", "'Foo/Bar' is not a time zone.", "Write a name such as Asia/Tokyo, or an offset such as +09:00."),
        (
            "CST",
            "'CST' is what several zones are called.",
            "Name one of them: America/Chicago, America/Havana or Asia/Shanghai.",
        ),
        (
            "IST",
            "'IST' is what several zones are called.",
            "Name one of them: Asia/Kolkata, Asia/Jerusalem or Europe/Dublin.",
        ),
        ("PST", "'PST' is what several zones are called.", "Name one of them: America/Los_Angeles or Asia/Manila."),
        ("West", "'West' is what several zones are called.", "Name one of them: Australia/West or Brazil/West."),
        (
            "+14:30",
            "'+14:30' is no zone: clocks are from 12 hours behind UTC to 14 ahead of it.",
            "Write +09:00, or a name such as Asia/Tokyo.",
        ),
        (
            "UTC-13",
            "'UTC-13' is no zone: clocks are from 12 hours behind UTC to 14 ahead of it.",
            "Write +09:00, or a name such as Asia/Tokyo.",
        ),
    ],
)
def test_what_is_no_zone_or_several_is_refused_with_those_that_may_be_meant(name, said, hint):
    with pytest.raises(TimeFormatError) as refused:
        parse_zone(name)
    assert (str(refused.value), refused.value.hint) == (said, hint)


def test_every_zone_is_known_by_its_name_in_any_case():
    day = dt.datetime(2026, 7, 1)
    for name in zoneinfo.available_timezones():
        for typed in (name, name.lower(), name.upper()):
            assert parse_zone(typed).utcoffset(day) == zoneinfo.ZoneInfo(name).utcoffset(day), typed


@given(st.integers(-12 * 60, 14 * 60))
def test_an_offset_is_read_back_as_it_is_written(minutes):
    zone = dt.timezone(dt.timedelta(minutes=minutes))
    assert parse_zone(str(zone)) == zone


@given(st.text("utcgmjstzaio/_+-:0123456789 TOKYO\0.é東", max_size=20))
def test_any_text_is_a_zone_or_refused(text):
    with contextlib.suppress(TimeFormatError):
        assert isinstance(parse_zone(text), dt.tzinfo)


@pytest.fixture
def machine(monkeypatch):
    """What the machine's zone is told as, where TZ is this."""

    def told(tz: str) -> str:
        monkeypatch.setenv("TZ", tz)
        try:
            return str(parse_zone(None))
        except TimeFormatError as error:
            return f"{error} {error.hint}"

    return told


@pytest.mark.parametrize(
    ("tz", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("JST-9", "UTC+09:00"),
        ("<+09>-9", "UTC+09:00"),
        ("EST5", "UTC-05:00"),
        ("IST-5:30", "UTC+05:30"),
        ("UTC0", "UTC"),
        ("UTC", "UTC"),
    ],
)
def test_the_machine_may_have_a_zone_without_a_name(machine, tz, zone):
    assert machine(tz) == zone


def test_the_zone_of_the_machine_is_what_it_is_now(machine):
    assert [machine(tz) for tz in ("Asia/Tokyo", "Europe/Berlin", "JST-9", "Asia/Tokyo")] == [
        "Asia/Tokyo",
        "Europe/Berlin",
        "UTC+09:00",
        "Asia/Tokyo",
    ]


@pytest.mark.parametrize("tz", ["Foo/Bar", "JST-25", "<+09>-9<+10>,M3.2.0,M11.1.0"])
def test_a_zone_of_the_machine_that_can_t_be_told_is_one_sentence(machine, tz):
    assert machine(tz) == (
        f"The time zone of this machine (TZ={tz!r}) is none that pinscout knows. Name the zone: --tz Asia/Tokyo."
    )
