"""Failures as they happen: started, failed, at the second, one try after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt

from analyzer.incidents.incident import Failure, Incident

PAUSE = dt.timedelta(minutes=5)
"""How long to wait for the next try: answers in the DNS cache have mostly run out, and windows do not overlap."""
TOO_QUICK = dt.timedelta(milliseconds=500)
"""Nobody sees an app fail so soon after its start: a key that was pressed twice."""


@dataclasses.dataclass(frozen=True)
class Stopwatch:
    """The tries so far. Each step gives the next state, and every state can be kept as an incident.

    >>> watch = Stopwatch(Incident.of("2026-11-10T05:00:00Z", app="PayPay"))
    >>> started = watch.start(dt.datetime(2026, 11, 10, 5, 5, 2, tzinfo=dt.UTC))
    >>> [failure.until.second for failure in started.fail(started.since + dt.timedelta(seconds=9)).failures]
    [11]
    """

    about: Incident
    """App, device, zone and windows; its own failures do not count."""
    failures: tuple[Failure, ...] = ()
    since: dt.datetime | None = None
    """When the try began that has not failed yet; None between the tries."""

    def start(self, now: dt.datetime) -> Stopwatch:
        """The app is started."""
        return dataclasses.replace(self, since=_second(now))

    def fail(self, now: dt.datetime) -> Stopwatch:
        """It has failed, at some time since it was started."""
        since = self.since or _second(now)
        failure = Failure(since, max(since, _second(now)))
        return dataclasses.replace(self, failures=(*self.failures, failure), since=None)

    def drop(self) -> Stopwatch:
        """Forget the try that is on, or else the last one: it did not fail, or a key was pressed by mistake."""
        if self.since:
            return dataclasses.replace(self, since=None)
        return dataclasses.replace(self, failures=self.failures[:-1])

    @property
    def next_at(self) -> dt.datetime | None:
        """From when on another try tells most; None before the first."""
        if not self.failures:
            return None
        return self.failures[-1].until + max(PAUSE, self.about.before + self.about.after)

    @property
    def incident(self) -> Incident | None:
        """What is to be kept; None while nothing is stamped. A try that has begun counts from its start."""
        begun = (Failure(self.since, self.since),) if self.since else ()
        failures = sorted({*self.failures, *begun}, key=lambda failure: (failure.since, failure.until))
        return dataclasses.replace(self.about, failures=tuple(failures)) if failures else None


def _second(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)
