"""An incident: an app that failed at one or more times, each on a device."""

from __future__ import annotations

import contextlib
import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from analyzer.checked_files import check
from analyzer.errors import AnalyzerError, KeptFileError, OptionsConflictError, TimeFormatError
from analyzer.times import (
    TIME_FORMS,
    Duration,
    Moment,
    Stretch,
    latest_passed,
    parse_duration,
    parse_stretch,
    parse_zone,
    write_duration,
    write_stretch,
)

VERSION = 1
"""Of the files that hold an incident; one that a person wrote need not name it."""
_PATIENCE = dt.timedelta(minutes=1)
"""How far a failure may lie ahead: clocks differ."""


class Failure(NamedTuple):
    """One time at which the app failed."""

    since: dt.datetime
    until: dt.datetime
    """It failed somewhere from `since` to `until`; the same where the moment is known."""
    device: str = ""
    """On which device, as a person names it; "" for the incident's own."""


@dataclass(frozen=True)
class Incident:
    """When the app failed, on what, and how far around those times to look.

    Failures are in order of time, each once. `before` and `after` default to 90 seconds, since people
    report a failure late; `baseline` is how far before the first failure the ordinary traffic of the
    device is read for comparison.
    """

    failures: tuple[Failure, ...]
    app: str = ""
    device: str = ""
    before: dt.timedelta = dt.timedelta(seconds=90)
    after: dt.timedelta = dt.timedelta(seconds=90)
    baseline: dt.timedelta = dt.timedelta(hours=24)
    zone: dt.tzinfo = field(default=dt.UTC, compare=False)
    all_devices: bool = False

    def __post_init__(self) -> None:
        if not self.failures:
            raise AnalyzerError("no_failure_time", forms=TIME_FORMS)
        if self.all_devices and (self.device or any(failure.device for failure in self.failures)):
            raise OptionsConflictError("devices_conflict")
        if self.before + self.after <= dt.timedelta(0):
            raise AnalyzerError("empty_window")

    @classmethod
    def of(
        cls,
        at: Moment | Iterable[Moment],
        *,
        app: str = "",
        device: str = "",
        before: Duration = "90s",
        after: Duration = "90s",
        baseline: Duration = "24h",
        tz: str | dt.tzinfo | None = None,
        now: dt.datetime | None = None,
        all_devices: bool = False,
    ) -> Incident:
        """The incident in a person's words: times as in `parse_stretch`, durations as in `parse_duration`.

        `TIME@DEVICE` is a failure on a device of its own.
        """
        zone = parse_zone(tz)
        now = now or dt.datetime.now(dt.UTC)
        moments = [at] if isinstance(at, str | dt.datetime) else list(at)
        return cls(
            failures=tuple(sorted({_failure(moment, now, zone) for moment in moments}, key=_in_order)),
            app=_readable(app),
            device=_readable(device),
            before=parse_duration(before),
            after=parse_duration(after),
            baseline=parse_duration(baseline),
            zone=zone,
            all_devices=all_devices,
        )

    def refuse_future(self, now: dt.datetime) -> None:
        """Raises TimeFormatError if a failure is still to come: it was misread, or the zone is another."""
        for failure in self.failures:
            since = failure.since.astimezone(self.zone)
            if since.astimezone(dt.UTC) - now > _PATIENCE:
                passed = f"{latest_passed(since.time(), now, self.zone):%Y-%m-%d %H:%M}"
                here = now.astimezone(self.zone)
                raise TimeFormatError(
                    "future_time", time=since.isoformat(), zone=str(self.zone), now=here.isoformat(), passed=passed
                )

    def time_within(self, since: dt.datetime, until: dt.datetime) -> str:
        """When the clocks last showed what they show in the first failure, in this span; "" if they never did."""
        shown = self.failures[0].since.astimezone(self.zone).time()
        nearest = latest_passed(shown, until, self.zone)
        return f"{nearest:%Y-%m-%d %H:%M}" if nearest >= since else ""

    @property
    def windows(self) -> list[tuple[dt.datetime, dt.datetime]]:
        """First and last moment of each failure window, in order of the failures; they may overlap."""
        # In UTC: Python adds to what the clock shows, which is wrong where it is set forward or back.
        return [
            (failure.since.astimezone(dt.UTC) - self.before, failure.until.astimezone(dt.UTC) + self.after)
            for failure in self.failures
        ]

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """First and last moment that matter: from the start of the baseline to the end of the last window."""
        return self.windows[0][0] - self.baseline, max(end for _, end in self.windows)

    @property
    def window_seconds(self) -> float:
        """Mean length of a failure window."""
        return sum((end - start).total_seconds() for start, end in self.windows) / len(self.windows)

    @property
    def device_names(self) -> tuple[str, ...]:
        """The devices that failed, as a person names them, each once; none where any of the failures names none."""
        names = [failure.device or self.device for failure in self.failures]
        return tuple(dict.fromkeys(names)) if all(names) and not self.all_devices else ()

    @property
    def times(self) -> list[str]:
        """The failures as a person would write them, in the person's own zone."""
        return [_write_failure(failure, self.zone) for failure in self.failures]

    @property
    def moments(self) -> list[list[str]]:
        """When each failure was, or began, in the person's own zone: ISO 8601 and what the zone is called then."""
        told = [failure.since.astimezone(self.zone) for failure in self.failures]
        return [[moment.isoformat(), moment.tzname() or ""] for moment in told]

    def to_dict(self) -> dict[str, object]:
        """The incident as plain values, as it stands in TOML and JSON; times in the person's own zone."""
        values: dict[str, object] = {
            "app": self.app,
            "device": self.device,
            "at": self.times,
            "before": write_duration(self.before),
            "after": write_duration(self.after),
            "baseline": write_duration(self.baseline),
            "zone": str(self.zone),
        }
        return values | ({"all_devices": True} if self.all_devices else {})

    @classmethod
    def from_dict(cls, values: object, name: str = "incident") -> Incident:
        """The incident that `to_dict` wrote, or that a person wrote in TOML, in the file of that name.

        Raises KeptFileError, which names the file, the key and what is expected; unknown keys are an error.
        """
        kept = check(values, _Kept, name, VERSION if isinstance(values, dict) and "version" in values else None)
        lengths = {}
        for key in ("before", "after", "baseline"):
            with _of_key(name, key):
                lengths[key] = parse_duration(getattr(kept, key))
        with _of_key(name, "zone"):
            zone = parse_zone(kept.zone)
        try:
            with _of_key(name, "at"):
                return cls.of(
                    _moments(kept.at),
                    app=kept.app,
                    device=kept.device,
                    before=lengths["before"],
                    after=lengths["after"],
                    baseline=lengths["baseline"],
                    tz=zone,
                    all_devices=kept.all_devices,
                )
        except KeptFileError:
            raise
        except AnalyzerError as error:
            raise KeptFileError("kept_said", *error.all_hints, path=name, said=error.fact) from error

    @classmethod
    def from_toml(cls, path: str | Path) -> Incident:
        """The incident in a TOML file. Raises KeptFileError, as `from_dict` does, also where the file can't be read."""
        try:
            values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            said = error.strerror if isinstance(error, OSError) else ""
            raise KeptFileError("not_an_incident", path=str(path), error=said or str(error)) from error
        return cls.from_dict(values, str(path))

    def to_toml(self) -> str:
        """The incident as TOML, which `from_toml` reads back to an equal one."""
        import tomli_w

        return tomli_w.dumps({"version": VERSION, **self.to_dict()})


class _Kept(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of an incident, as a file has them."""

    at: Any
    app: str = ""
    device: str = ""
    before: str | float = "90s"
    after: str | float = "90s"
    baseline: str | float = "24h"
    zone: str | None = None
    all_devices: bool = False
    version: int = VERSION


def _moments(at: object) -> list[Moment]:
    """The failure times of a file: text, or a time as TOML has it. Raises TimeFormatError for anything else."""
    moments: list[Moment] = []
    for moment in at if isinstance(at, list) else [at]:
        if isinstance(moment, dt.time):
            moments.append(moment.isoformat())
        elif isinstance(moment, str | dt.datetime):
            moments.append(moment)
        else:
            raise TimeFormatError("bad_time", text=str(moment), forms=TIME_FORMS)
    return moments


@contextlib.contextmanager
def _of_key(name: str, key: str) -> Iterator[None]:
    """What can't be understood is said of the key of the file that it stands in."""
    try:
        yield
    except TimeFormatError as error:
        raise KeptFileError("kept_said_of", *error.all_hints, path=name, field=key, said=error.fact) from error


def _readable(text: str) -> str:
    """As typed, but for bytes that are no UTF-8, which a terminal hands on as lone surrogates."""
    return text.strip().encode("utf-8", "replace").decode()


def _failure(moment: Moment, now: dt.datetime, zone: dt.tzinfo) -> Failure:
    when, _, device = moment.partition("@") if isinstance(moment, str) else (moment, "", "")
    return Failure(*parse_stretch(when, now=now, zone=zone), device.strip())


def _in_order(failure: Failure) -> tuple[float, float, str]:
    return failure.since.timestamp(), failure.until.timestamp(), failure.device


def _write_failure(failure: Failure, zone: dt.tzinfo) -> str:
    text = write_stretch(Stretch(failure.since, failure.until), zone)
    return f"{text}@{failure.device}" if failure.device else text
