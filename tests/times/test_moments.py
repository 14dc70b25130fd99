"""What people type for a moment, and when that is."""

import contextlib
import datetime as dt
import time as clock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.errors import TimeFormatError
from analyzer.times import parse_stretch, parse_time, two_readings

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 11, 24, 14, 30, tzinfo=TOKYO)  # a Tuesday


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


FORMS = [
    # as typed, the moment, and how many seconds it is long
    ("14:05", "11-24 14:05:00", 60),
    ("14:05:30", "11-24 14:05:30", 0),
    ("14:30", "11-24 14:30:00", 60),
    ("14:31", "11-23 14:31:00", 60),
    ("2026-11-24 14:05", "11-24 14:05:00", 60),
    ("2026/11/10 14:05", "11-10 14:05:00", 60),
    ("2026.11.10 14:05", "11-10 14:05:00", 60),
    ("2026/1/5, 9:05", "01-05 09:05:00", 60),
    ("11/10 14:05", "11-10 14:05:00", 60),
    ("11-10 14:05", "11-10 14:05:00", 60),
    ("11/10 14:05:30", "11-10 14:05:30", 0),
    ("11/24 14:05", "11-24 14:05:00", 60),
    ("10.11.2026 14:05", "11-10 14:05:00", 60),
    *(
        (text, "11-10 14:05:00", 60)
        for text in (
            "10 Nov 14:05",
            "Nov 10 2:05 PM",
            "nov. 10, 14:05",
            "10.11. 14:05",
            "10.11 14:05",
            "10 November 2026 at 14:05",
            "November 10th, 2026 2:05 PM",
            "10-Nov-2026 14:05",
            "10. Nov 14:05",
            "Tue, 10 Nov 2026 14:05",
            "Tuesday, November 10 14:05",
            "14:05 on 10 Nov",
            "14:05 Nov 10",
            "14:05 2026-11-10",
            "14:05, 11/10",
            "2:05 p.m. 10.11.2026",
            "Nov 10 2026 14:05 JST",
        )
    ),
    ("Tue Nov 10 14:05:00 2026", "11-10 14:05:00", 0),
    ("Tue Nov 10 05:05:00 UTC 2026", "11-10 14:05:00", 0),
    ("Tue, 10 Nov 2026 14:05:00 +0900", "11-10 14:05:00", 0),
    ("Sept 3 14:05", "09-03 14:05:00", 60),
    ("24/11 14:05", "11-24 14:05:00", 60),
    ("14h05", "11-24 14:05:00", 60),
    ("2.05pm", "11-24 14:05:00", 60),
    ("half an hour ago", "11-24 13:59:00", 120),
    ("tomorrow 14:05", "11-25 14:05:00", 60),
    ("明日 14:05", "11-25 14:05:00", 60),
    ("2026-11-24T05:05:00Z", "11-24 14:05:00", 0),
    ("2026-11-24t05:05z", "11-24 14:05:00", 60),
    ("20261124T1405", "11-24 14:05:00", 60),
    ("20261124T050530Z", "11-24 14:05:30", 0),
    *(
        (f"2026-11-24T14:05{zone}", "11-24 14:05:00", 60)
        for zone in (
            "+09:00",
            "+0900",
            "+09",
            " +09:00",
            " +0900",
            " +09",
            " JST",
            " Asia/Tokyo",
            "\N{FULLWIDTH PLUS SIGN}09:00",
        )
    ),
    *((f"2026-11-24 05:05{zone}", "11-24 14:05:00", 60) for zone in ("Z", " Z", " UTC", "+00:00", " gmt", " UTC+0")),
    *((f"2026-11-24T14:05:30{zone}", "11-24 14:05:30", 0) for zone in ("+09:00", "+0900", "+09", " +09:00")),
    ("2026-11-24T00:05-05:00", "11-24 14:05:00", 60),
    ("2026-11-24T00:05\N{MINUS SIGN}05:00", "11-24 14:05:00", 60),
    ("05:05Z", "11-24 14:05:00", 60),
    ("14時05分", "11-24 14:05:00", 60),
    ("14時5分", "11-24 14:05:00", 60),
    ("14時", "11-24 14:00:00", 60),
    ("14時05分30秒", "11-24 14:05:30", 0),
    ("午後2時5分", "11-24 14:05:00", 60),
    ("午後 2:05", "11-24 14:05:00", 60),
    ("午前9:05", "11-24 09:05:00", 60),
    ("午後12:05", "11-24 12:05:00", 60),
    ("午前0時5分", "11-24 00:05:00", 60),
    ("11月10日 14:05", "11-10 14:05:00", 60),
    ("11月10日(火)14時05分", "11-10 14:05:00", 60),
    ("2026年11月10日 14時05分", "11-10 14:05:00", 60),
    ("２０２６年１１月１０日　１４時０５分", "11-10 14:05:00", 60),
    ("昨日 14:05", "11-23 14:05:00", 60),
    ("昨日の14時", "11-23 14:00:00", 60),
    ("一昨日 14:05", "11-22 14:05:00", 60),
    ("今日 14:05", "11-24 14:05:00", 60),
    ("火曜日 14:05", "11-24 14:05:00", 60),
    ("水曜 14:05", "11-18 14:05:00", 60),
    ("１４：０５", "11-24 14:05:00", 60),
    ("10分前", "11-24 14:19:00", 120),
    ("3時間前", "11-24 11:29:00", 120),
    ("30秒前", "11-24 14:29:30", 0),
    ("10 minutes ago", "11-24 14:19:00", 120),
    ("10 min ago", "11-24 14:19:00", 120),
    ("2h ago", "11-24 12:29:00", 120),
    ("an hour ago", "11-24 13:29:00", 120),
    ("1 hour and 5 minutes ago", "11-24 13:24:00", 120),
    *((now, "11-24 14:30:00", 0) for now in ("now", "Now", "just now", "今", "たった今", " now ")),
    ("yesterday 14:05", "11-23 14:05:00", 60),
    ("Yesterday, 14:05", "11-23 14:05:00", 60),
    ("today 14:05", "11-24 14:05:00", 60),
    ("14:05 yesterday", "11-23 14:05:00", 60),
    ("2:05 PM JST on Monday", "11-23 14:05:00", 60),
    ("today 23:05", "11-24 23:05:00", 60),
    ("yesterday at 2:05 PM", "11-23 14:05:00", 60),
    *((two, "11-24 14:05:00", 60) for two in ("2:05 PM", "2:05pm", "02:05 p.m.", "2:05 PM JST")),
    ("2 PM", "11-24 14:00:00", 60),
    ("12:05 am", "11-24 00:05:00", 60),
    ("12 PM", "11-24 12:00:00", 60),
    ("Tuesday 14:05", "11-24 14:05:00", 60),
    ("Tuesday 14:31", "11-17 14:31:00", 60),
    ("on Wed at 14:05", "11-18 14:05:00", 60),
    ("thurs 14:05", "11-19 14:05:00", 60),
    ("Monday 2 PM", "11-23 14:00:00", 60),
    ("1794805530", "11-16 14:05:30", 0),
    ("1794805530123", "11-16 14:05:30", 0),
]


@pytest.mark.parametrize(("text", "since", "seconds"), FORMS)
def test_a_moment_is_understood_as_people_type_it(text, since, seconds):
    found = parse_stretch(text, now=NOW, zone=TOKYO)
    assert f"{found.since.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}" == f"2026-{since}"
    assert found.until.timestamp() - found.since.timestamp() == seconds


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/30 14:05", "2026-05-30"),
        ("11/23 14:05", "2026-11-23"),
        ("2/29 14:05", "2024-02-29"),
        ("11/24 14:05", "2026-11-24"),
        # still to come: a slip of the day, and not of the year
        ("11/25 14:05", "2026-11-25"),
        ("12月31日 14:05", "2026-12-31"),
        ("11/24 14:31", "2026-11-24"),
    ],
)
def test_a_day_without_a_year_is_in_the_half_year_ahead_or_the_latest_that_has_passed(text, day):
    assert time(text) == f"{day}T{text[-5:]}:00+09:00"


def test_at_new_year_december_is_last_months():
    assert time("12/31 23:59", NOW.replace(year=2027, month=1, day=3)) == "2026-12-31T23:59:00+09:00"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("10/11 14:05", ("10-11", "11-10")),
        ("14:05 1/2", ("01-02", "02-01")),
        ("10/11 14:00/14:10", ("10-11", "11-10")),
        *(
            (text, None)
            for text in (
                "11/11 14:05",
                "11/24 14:05",
                "24/11 14:05",
                "10 Nov 14:05",
                "14:05",
                "10/11/2026 14:05",
                "soon",
            )
        ),
    ],
)
def test_a_date_of_two_numbers_has_two_readings_where_both_may_be_a_month(text, readings):
    assert two_readings(text) == readings


def test_the_latest_time_is_the_latest_in_its_own_zone():
    assert time("14:05Z") == "2026-11-23T14:05:00+00:00"
    assert time("yesterday 14:05 -08:00") == "2026-11-22T14:05:00-08:00"


@pytest.mark.parametrize("tz", ["UTC", "America/New_York", "Pacific/Apia", "JST-9"])
def test_a_moment_is_the_same_whatever_the_zone_of_the_machine(monkeypatch, tz):
    def moments():
        return [parse_stretch(text, now=NOW.astimezone(dt.UTC), zone=TOKYO) for text, _, _ in FORMS]

    before = moments()
    monkeypatch.setenv("TZ", tz)
    clock.tzset()
    try:
        assert moments() == before
    finally:
        monkeypatch.undo()
        clock.tzset()


WRITE = "Write 14:05, 14:05:30,"


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("noonish", "'noonish' is not a time that pinscout knows.", WRITE),
        ("14", "'14' is not a time that pinscout knows.", WRITE),
        ("25:00", "'25:00' is not a time that pinscout knows.", WRITE),
        ("14:05 PM", "'14:05 PM' is not a time that pinscout knows.", WRITE),
        ("14:05:60", "'14:05:60' is not a time that pinscout knows.", WRITE),
        ("2026-11-24", "'2026-11-24' is a day, not a time.", WRITE),
        ("Yesterday", "'Yesterday' is a day, not a time.", WRITE),
        ("11月10日", "'11月10日' is a day, not a time.", WRITE),
        ("10 Nov", "'10 Nov' is a day, not a time.", WRITE),
        ("31 Nov 14:05", "'31 Nov 14:05' names a day that no calendar has.", WRITE),
        ("Tuesday", "'Tuesday' is a day, not a time.", WRITE),
        ("2026-02-30 14:05", "'2026-02-30 14:05' names a day that no calendar has.", WRITE),
        ("32/11 14:05", "'32/11 14:05' names a day that no calendar has.", WRITE),
        ("soon ago", "'soon' is not a length of time.", "Write 90s, 3m or 24h."),
        (
            "10/11/2026 14:05",
            "10/11/2026 may be read with the day or the month first.",
            "Write the year first: 2026-11-10 or 2026-10-11.",
        ),
        (
            "10-11-2026 14:05",
            "10-11-2026 may be read with the day or the month first.",
            "Write the year first: 2026-11-10 or 2026-10-11.",
        ),
        (
            "25/11/2026 14:05",
            "25/11/2026 may be read with the day or the month first.",
            "Write the year first: 2026-11-25.",
        ),
        (
            "2026-11-10 08:00-09:00",
            "'2026-11-10 08:00-09:00' may name a stretch of time or a zone.",
            "Write '2026-11-10 08:00/09:00' for the stretch, '2026-11-10 08:00 -09:00' for the zone.",
        ),
        (
            "14:05-08:00",
            "'14:05-08:00' may name a stretch of time or a zone.",
            "Write '14:05/08:00' for the stretch, '14:05 -08:00' for the zone.",
        ),
        (
            "2026-11-24T14:05+15:00",
            "'+15:00' is no zone: clocks are from 12 hours behind UTC to 14 ahead of it.",
            "Write +09:00, or a name such as Asia/Tokyo.",
        ),
        (
            "2026-11-24T14:05-1230",
            "'-1230' is no zone: clocks are from 12 hours behind UTC to 14 ahead of it.",
            "Write +09:00, or a name such as Asia/Tokyo.",
        ),
        (
            "14:05 CST",
            "'CST' is what several zones are called.",
            "Name one of them: America/Chicago, America/Havana or Asia/Shanghai.",
        ),
        ("14:05 Tokio", "'Tokio' is not a time zone.", "Did you mean Asia/Tokyo?"),
        ("1" * 101, "Text of 101 characters is no time, length or zone.", "Write no more than 100."),
        ("0000000000", "1970-01-01 is no time of a log.", WRITE),
    ],
)
def test_what_is_wrong_with_a_time_is_one_sentence_with_a_way_out(text, said, hint):
    for parse in (parse_time, parse_stretch):
        with pytest.raises(TimeFormatError) as refused:
            parse(text, now=NOW, zone=TOKYO)
        assert str(refused.value) == said
        assert refused.value.hint.startswith(hint)


class TestWhereTheClockChanges:
    def test_a_time_that_is_skipped_is_refused_with_those_around_it(self):
        with pytest.raises(TimeFormatError) as refused:
            time("2026-03-08 02:30", zone=NEW_YORK)
        assert str(refused.value) == (
            "The clocks of America/New_York never showed 2026-03-08 02:30: they were set forward."
        )
        assert refused.value.hint == "Write what they showed: '2026-03-08 01:30' or '2026-03-08 03:30'."

    def test_a_time_that_occurs_twice_is_refused_with_both(self):
        with pytest.raises(TimeFormatError) as refused:
            time("2026-11-01 01:30", zone=NEW_YORK)
        assert str(refused.value) == "The clocks of America/New_York showed 2026-11-01 01:30 twice: they were set back."
        assert refused.value.hint == "Write which one: 2026-11-01T01:30-04:00 or 2026-11-01T01:30-05:00."
        assert time("2026-11-01T01:30-05:00", zone=NEW_YORK) == "2026-11-01T01:30:00-05:00"

    def test_before_the_clock_is_set_back_there_is_only_one(self):
        now = dt.datetime(2026, 11, 1, 5, 45, tzinfo=dt.UTC)  # 01:45 for the first time
        assert time("01:30", now, NEW_YORK) == "2026-11-01T01:30:00-04:00"
        assert time("01:50", now, NEW_YORK) == "2026-10-31T01:50:00-04:00"

    def test_a_clock_that_was_set_back_has_shown_the_first_of_both(self):
        now = dt.datetime(2026, 11, 1, 6, 10, tzinfo=dt.UTC)  # 01:10 for the second time
        assert time("01:30", now, NEW_YORK) == "2026-11-01T01:30:00-04:00"

    def test_the_day_before_is_meant_where_the_time_is_skipped_later_today(self):
        now = dt.datetime(2026, 3, 8, 6, 0, tzinfo=dt.UTC)  # 01:00
        assert time("02:30", now, NEW_YORK) == "2026-03-07T02:30:00-05:00"

    def test_a_minute_is_a_minute_where_the_clock_is_set_back(self):
        since, until = parse_stretch("2026-11-01T00:59", now=NOW, zone=NEW_YORK)
        assert until.timestamp() - since.timestamp() == 60

    def test_a_datetime_without_a_zone_is_no_better_than_text(self):
        with pytest.raises(TimeFormatError, match="never showed"):
            parse_time(dt.datetime(2026, 3, 8, 2, 30), now=NOW, zone=NEW_YORK)


pieces = st.sampled_from(
    ["14", ":05", ":30", "1", "0", "9", "2026", "11", "10", "-", "/", ".", " ", "T", "Z", "+09:00", "-14:10", "~", "〜", "–", "年", "月", "日",
     "時", "分", "秒", "前", "午後", "午前", "昨日", "今", "の", "から", "まで", "火曜日", "yesterday", "today", "now", "ago", "at", "between ",
     " and ", " to ", "Tuesday", "PM", "am", "p.m.", "minutes", "h", "an", "JST", "UTC", "CST", "Nov", "10 ", " on ", "th", "Tue, ", "tomorrow", "half ", "Tokyo", "１", "：", "\0", "\ud800", "1794805530", "14:05", "2026-11-10 "]
)  # fmt: skip


@given(st.lists(pieces, max_size=14).map("".join) | st.text(max_size=40), st.sampled_from([TOKYO, NEW_YORK, dt.UTC]))
@example("2026-11-01 01:30/01:40", NEW_YORK)
@example("0001-01-01 00:00/00:10", TOKYO)
@example("9999-12-31 23:59/00:10", TOKYO)
@example("9999999999999", TOKYO)
@example("9000-12-31 23:59/00:10", TOKYO)
def test_any_text_is_a_stretch_or_refused(text, zone):
    try:
        since, until = parse_stretch(text, now=NOW, zone=zone)
    except TimeFormatError as error:
        said = (str(error), error.hint)
        assert all(said)
    else:
        assert 0 <= until.timestamp() - since.timestamp() <= 86400


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 30_000 + "x",
        "1 " * 15_000 + "ago",
        "14:05" + "-" * 30_000,
        "2026" + "/1" * 30_000,
        "1時間" * 10_000 + "前",
        "ﷺ" * 100,
        "1 " * 45 + "ago",
        "14:05-" * 16,
        "a-" * 50,
    ],
    ids=lambda text: f"{text[:6]}-{len(text)}",
)
def test_hostile_text_is_refused_at_once(text):
    started = clock.perf_counter()
    for parse in (parse_time, parse_stretch):
        with pytest.raises(TimeFormatError):
            parse(text, now=NOW, zone=TOKYO)
    assert clock.perf_counter() - started < 1
