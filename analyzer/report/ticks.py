"""Names of places on a time axis: round clock times, or seconds around a failure."""

from __future__ import annotations

import datetime as dt
import math

from analyzer.facts import fact
from analyzer.report.timeline import Axis, Tick

_MOST = 5
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)


def clock_ticks(axis: Axis, zone: dt.tzinfo) -> tuple[Tick, ...]:
    """Round clock times of that zone, five or so; the day at the first, and alone where a new one begins."""
    step = _step(axis.until - axis.since)
    offset = dt.datetime.fromtimestamp(axis.since, zone).utcoffset() or dt.timedelta(0)
    shift = offset.total_seconds()
    first = math.ceil((axis.since + shift) / step) * step - shift
    count = int((axis.until - first) // step) + 1
    ticks, day = [], ""
    for number in range(max(count, 0)):
        second = first + number * step
        clock = dt.datetime.fromtimestamp(second, zone)
        time = f"{clock:%H:%M}" if step >= 60 else f"{clock:%H:%M:%S}"
        date = f"{clock:%m-%d}"
        is_midnight = clock.time() == dt.time()
        text = time if date == day else date if is_midnight or step >= 86400 else f"{date} {time}"
        day = date
        ticks.append(Tick(float(axis.place(second)), text))
    return tuple(ticks)


def offset_ticks(axis: Axis, since: float, until: float) -> tuple[Tick, ...]:
    """The failure by its clock time is the heading; here round seconds before it and after it."""
    step = _step(axis.until - axis.since)
    before = [since - number * step for number in range(int((since - axis.since) // step), 0, -1)]
    after = [until + number * step for number in range(1, int((axis.until - until) // step) + 1)]
    told = [(second, second - since) for second in before] + [((since + until) / 2, 0.0)]
    told += [(second, second - until) for second in after]
    return tuple(Tick(float(axis.place(second)), str(fact("tick_offset", offset_s=offset))) for second, offset in told)


def _step(length: float) -> float:
    """The shortest of the round steps of which five cover that length, in seconds."""
    fitting = (step for step in _STEPS_S if length / step <= _MOST)
    return next(fitting, math.ceil(length / _MOST / 86400) * 86400.0)
