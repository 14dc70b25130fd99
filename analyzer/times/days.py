"""Days as people name them: by date, by word, by weekday, or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from analyzer.errors import TimeFormatError
from analyzer.facts import fact
from analyzer.times.typed import tidy

_ONE_DAY = dt.timedelta(days=1)
_SOON = 183 * _ONE_DAY
"""A date without a year that is nearer than this is the one that comes: it is no slip of a year, but of the day."""


class Day(NamedTuple):
    """A day that was said, or that none was."""

    seen_from: Callable[[dt.date], Iterable[dt.date]]
    """Today -> the days that may be meant, the latest first."""
    is_said: bool = True
    is_full: bool = False
    """With year, month and day, as people and machines write it."""
    is_latest: bool = False
    """Only a moment that has passed is meant: `Tuesday 14:05` is the latest one."""
    is_iso: bool = False
    """Joined to the time by a T, as machines do."""
    is_compact: bool = False
    """Without dashes: then the time is without colons."""


NO_DAY = Day(lambda today: (today, today - _ONE_DAY), is_said=False, is_latest=True)


def _date(found: re.Match[str]) -> Day:
    date = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    return Day(lambda today: (date,), is_full=True)


def _iso_date(found: re.Match[str]) -> Day:
    return _date(found)._replace(is_iso=True)


def _compact_date(found: re.Match[str]) -> Day:
    return _date(found)._replace(is_iso=True, is_compact=True)


def _either_date(found: re.Match[str]) -> Day:
    """`10/11/2026` is November to one half of the world, and October to the other."""
    first, second, year = (int(found[name]) for name in ("first", "second", "year"))
    dates = []
    for month, day in ((second, first), (first, second)):
        with contextlib.suppress(ValueError):
            dates.append(dt.date(year, month, day).isoformat())
    if not dates:
        raise ValueError(found[0])
    raise TimeFormatError("ambiguous_day", text=found["date"], choices=list(dict.fromkeys(dates)))


def _yearless(month: int, day: int) -> Day:
    dt.date(2024, month, day)  # a leap year: what it does not have, none has

    def seen_from(today: dt.date) -> Iterator[dt.date]:
        for year in range(today.year + 1, today.year - 9, -1):
            with contextlib.suppress(ValueError):
                date = dt.date(year, month, day)
                if date - today <= _SOON:
                    yield date
                    return

    return Day(seen_from)


def _month_and_day(found: re.Match[str]) -> Day:
    return _yearless(int(found["month"]), int(found["day"]))


def _two_numbers(found: re.Match[str]) -> Day:
    """The month first; but `24/11` has only one meaning."""
    return _yearless(*_readings(found)[0])


def _readings(found: re.Match[str]) -> list[tuple[int, int]]:
    """The months and days that two numbers may be, the usual reading first. Raises ValueError if they are none."""
    first, second = int(found["first"]), int(found["second"])
    readings = []
    for month, day in dict.fromkeys([(first, second), (second, first)]):
        with contextlib.suppress(ValueError):
            dt.date(2024, month, day)
            readings.append((month, day))
    if not readings:
        raise ValueError(found[0])
    return readings


def _named_month(found: re.Match[str]) -> Day:
    month, day = _MONTHS.index(found["month"].casefold()[:3]) + 1, int(found["day"])
    if not found["year"]:
        return _yearless(month, day)
    date = dt.date(int(found["year"]), month, day)
    return Day(lambda today: (date,), is_full=True)


def _word(found: re.Match[str]) -> Day:
    back = _WORDS[found["word"].casefold()]
    return Day(lambda today: (today - back * _ONE_DAY,))


def _weekday(found: re.Match[str]) -> Day:
    name = found["weekday"].casefold()
    number = _KANJI.index(name) if name in _KANJI else _WEEKDAYS.index(name[:3])

    def seen_from(today: dt.date) -> Iterable[dt.date]:
        latest = today - (today.weekday() - number) % 7 * _ONE_DAY
        return latest, latest - 7 * _ONE_DAY

    return Day(seen_from, is_latest=True)


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:mon|fri|sun)(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|sat(?:urday)?"
_KANJI = "月火水木金土日"
_WORDS = {
    "today": 0, "今日": 0, "本日": 0, "yesterday": 1, "昨日": 1, "きのう": 1, "一昨日": 2, "おととい": 2,
    "tomorrow": -1, "明日": -1,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_OF_MONTH = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"

_THEN = r"(?: at |, ?| )(?=\d|午)"
"""What stands between a date and a time."""
_THEN_OR_NOTHING = r"(?: at |, ?| |の ?)?(?=\d|午)"
_TWO_NUMBERS = re.compile(rf"(?P<first>\d\d?)[-/](?P<second>\d\d?){_THEN}")
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Day]], ...] = (
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)t(?=\d{4})", _compact_date),
    (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)t(?=\d)", _iso_date),
    (rf"(?P<year>\d{{4}})(?P<line>[-/.])(?P<month>\d\d?)(?P=line)(?P<day>\d\d?){_THEN}", _date),
    (rf"(?P<date>(?P<first>\d\d?)(?P<line>[-/])(?P<second>\d\d?)(?P=line)(?P<year>\d{{4}})){_THEN}", _either_date),
    (rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}}){_THEN}", _date),
    (rf"(?P<year>\d{{4}})年 ?(?P<month>\d\d?)月 ?(?P<day>\d\d?)日(?:\([{_KANJI}]\))?{_THEN_OR_NOTHING}", _date),
    (rf"(?P<month>\d\d?)月 ?(?P<day>\d\d?)日(?:\([{_KANJI}]\))?{_THEN_OR_NOTHING}", _month_and_day),
    (_TWO_NUMBERS.pattern, _two_numbers),
    (rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.?{_THEN}", _month_and_day),
    (rf"{_DAY_OF_MONTH}[. -]? ?{_MONTH}(?:[ ,-] ?(?P<year>\d{{4}}))?{_THEN}", _named_month),
    (rf"{_MONTH}[ -]{_DAY_OF_MONTH}(?:,? (?P<year>\d{{4}}))?{_THEN}", _named_month),
    (rf"(?P<word>{'|'.join(_WORDS)}){_THEN_OR_NOTHING}", _word),
    (rf"(?:on )?(?P<weekday>{_WEEKDAY}){_THEN}", _weekday),
    (rf"(?P<weekday>[{_KANJI}])曜日?{_THEN_OR_NOTHING}", _weekday),
)
_BLANK = re.compile(r",? (?:on )?", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(?P<day>{_MONTH} \d\d?) (?P<time>.+) (?P<year>\d{{4}})", re.IGNORECASE)
"""As `date` and mail programs write it: `Nov 10 14:05:00 JST 2026`."""
_WEEKDAY_FIRST = re.compile(rf"(?:{_WEEKDAY})\.?,? (?=\d|[a-z]{{3}})", re.IGNORECASE)
_COMPILED = tuple((re.compile(form, re.IGNORECASE), make) for form, make in _FORMS)


def take_day(text: str) -> tuple[Day, str]:
    """The day at the beginning of a `tidy` text, and what stands behind it. Raises TimeFormatError for no such day.

    >>> day, behind = take_day("2026/11/10 14:05")
    >>> list(day.seen_from(dt.date(2026, 11, 24))), behind
    ([datetime.date(2026, 11, 10)], '14:05')
    """
    for form, make in _COMPILED:
        if found := form.match(text):
            try:
                return make(found), text[found.end() :]
            except ValueError as error:
                raise TimeFormatError("bad_day", text=text, forms=fact("time_forms")) from error
    return NO_DAY, text


def day_first(text: str) -> str:
    """The `tidy` text with its day in front, where it stands behind the time, and without a weekday beside a date.

    >>> day_first("14:05 yesterday"), day_first("2:05 PM on 10 Nov"), day_first("Tue Nov 10 14:05:00 2026")
    ('yesterday 14:05', '10 Nov 2:05 PM', 'Nov 10 2026 14:05:00')
    """
    if (weekday := _WEEKDAY_FIRST.match(text)) and is_dated(day_first(text[weekday.end() :])):
        return day_first(text[weekday.end() :])
    if found := _YEAR_LAST.fullmatch(text):
        return f"{found['day']} {found['year']} {found['time']}"
    for blank in _BLANK.finditer(text):
        time, day = text[: blank.start()], text[blank.end() :]
        if is_day(day) and not is_dated(text):
            return f"{day} {time}"
    return text


def is_dated(text: str) -> bool:
    """Whether a `tidy` text begins with a day that no clock alone tells."""
    try:
        return take_day(text)[0].is_said
    except TimeFormatError:
        return True


def two_readings(text: str) -> tuple[str, str] | None:
    """How a date of two numbers is read, as month and day, and how it could be; None where it has one meaning alone.

    >>> two_readings("10/11 14:05"), two_readings("24/11 14:05")
    (('10-11', '11-10'), None)
    """
    text = day_first(tidy(text))
    if not (found := _TWO_NUMBERS.match(text)):
        return None
    with contextlib.suppress(ValueError):
        readings = [f"{month:02}-{day:02}" for month, day in _readings(found)]
        return (readings[0], readings[1]) if len(readings) > 1 else None
    return None


def is_day(text: str) -> bool:
    """Whether a `tidy` text is a day, and nothing of a time."""
    try:
        day, behind = take_day(f"{text} 12:00")
    except TimeFormatError:
        return False
    return day.is_said and behind == "12:00"
