"""Times, lengths of time and zones as people write them.

durations   a length of time: `90s`, `10 minutes`, `3時間`
zones       a time zone: `Asia/Tokyo`, `tokyo`, `JST`, `UTC+9`, the machine's own
days        the day of it, by date, by word or by weekday, wherever it stands
said        one moment as it is typed, word by word: day, clock, zone, and how exactly it is said
clocks      what a clock on the wall means, also where it is set forward or back
moments     the moment that is meant: which day, seen from now
stretches   from when to when: a second, a minute, or somewhere in between
"""

from analyzer.times.days import two_readings
from analyzer.times.durations import Duration, parse_duration, write_duration
from analyzer.times.moments import Moment, latest_passed, parse_time
from analyzer.times.said import TIME_FORMS
from analyzer.times.stretches import Stretch, parse_stretch, write_stretch
from analyzer.times.zones import parse_zone

__all__ = [
    "TIME_FORMS",
    "Duration",
    "Moment",
    "Stretch",
    "latest_passed",
    "parse_duration",
    "parse_stretch",
    "parse_time",
    "parse_zone",
    "two_readings",
    "write_duration",
    "write_stretch",
]
