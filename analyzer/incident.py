"""An incident: an app that failed at one or more times, on a device; and times as people write them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from analyzer.errors import AnalyzerError, TimeFormatError

Moment = str | dt.datetime
Duration = str | float | dt.timedelta

TIME_FORMS = "14:05, 2026-11-24 14:05, 2026-11-24T05:05:00Z, '10 minutes ago' or now"
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_AGO = re.compile(r"(.+?)\s+ago", re.IGNORECASE)


@dataclass(frozen=True)
class Incident:
    """When the app failed, on what, and how far around those times to look.

    Times are aware datetimes, in order, each once. `before` and `after` default to 90 seconds, since
    people report a failure late; `baseline` is how far before the first failure the ordinary traffic
    of the device is read for comparison.
    """

    at: tuple[dt.datetime, ...]
    app: str = ""
    device: str = ""
    before: dt.timedelta = dt.timedelta(seconds=90)
    after: dt.timedelta = dt.timedelta(seconds=90)
    baseline: dt.timedelta = dt.timedelta(hours=24)
    zone: dt.tzinfo = field(default=dt.UTC, compare=False)
    all_devices: bool = False

    def __post_init__(self) -> None:
        if not self.at:
            raise AnalyzerError("No failure time was given.", f"Say when the app failed: {TIME_FORMS}.")
        if self.before + self.after <= dt.timedelta(0):
            raise AnalyzerError("The failure window is empty.", "Give `before` or `after` more than 0 s.")

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
        """The incident in a person's words: times as in `parse_time`, durations as in `parse_duration`."""
        zone = parse_zone(tz)
        now = now or dt.datetime.now(dt.UTC)
        moments = [at] if isinstance(at, str | dt.datetime) else list(at)
        return cls(
            at=tuple(sorted({parse_time(moment, now=now, zone=zone) for moment in moments})),
            app=app.strip(),
            device=device.strip(),
            before=parse_duration(before),
            after=parse_duration(after),
            baseline=parse_duration(baseline),
            zone=zone,
            all_devices=all_devices,
        )

    @property
    def windows(self) -> list[tuple[dt.datetime, dt.datetime]]:
        """First and last moment of each failure window, in order of the failures; they may overlap."""
        return [(moment - self.before, moment + self.after) for moment in self.at]

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """First and last moment that matter: from the start of the baseline to the end of the last window."""
        return self.windows[0][0] - self.baseline, self.windows[-1][1]

    @property
    def window_seconds(self) -> float:
        """Length of one failure window."""
        return (self.before + self.after).total_seconds()

    def to_dict(self) -> dict[str, object]:
        """The incident as plain values, as it stands in TOML and JSON; times in the person's own zone."""
        values: dict[str, object] = {
            "app": self.app,
            "device": self.device,
            "at": [moment.astimezone(self.zone).isoformat() for moment in self.at],
            "before": write_duration(self.before),
            "after": write_duration(self.after),
            "baseline": write_duration(self.baseline),
            "zone": str(self.zone),
        }
        return values | ({"all_devices": True} if self.all_devices else {})

    @classmethod
    def from_dict(cls, values: dict[str, object]) -> Incident:
        """The incident that `to_dict` wrote, or that a person wrote in TOML; unknown keys are an error."""
        known = {"app", "device", "at", "before", "after", "baseline", "zone", "all_devices"}
        if unknown := sorted(set(values) - known):
            raise AnalyzerError(f"An incident has no {', '.join(unknown)}.", f"It knows {', '.join(sorted(known))}.")
        options = dict(values)
        options["tz"] = options.pop("zone", None)
        return cls.of(options.pop("at", ()), **options)  # type: ignore[arg-type]

    @classmethod
    def from_toml(cls, path: str | Path) -> Incident:
        """The incident in a TOML file."""
        try:
            return cls.from_dict(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
            raise AnalyzerError(f"{path} is not an incident file: {error}") from error

    def to_toml(self) -> str:
        """The incident as TOML, which `from_toml` reads back to an equal one."""
        import tomli_w

        return tomli_w.dumps(self.to_dict())


def parse_time(moment: Moment, *, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The aware datetime that a person means, at whole seconds.

    `14:05` is the latest 14:05 in `zone` that has passed at `now`; a time without a zone is in `zone`;
    `10 minutes ago` and `now` count from `now`. Where a clock is set back and a time occurs twice, the
    first is meant. Raises TimeFormatError.
    """
    if isinstance(moment, dt.datetime):
        parsed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    else:
        parsed = _parse_text(moment.strip(), now.astimezone(zone), zone)
    return parsed.replace(microsecond=0)


def _parse_text(text: str, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    if text.casefold() == "now":
        return now
    if ago := _AGO.fullmatch(text):
        # Through UTC: ten minutes ago is ten real minutes, also across a change of the clock.
        return (now.astimezone(dt.UTC) - parse_duration(ago[1])).astimezone(zone)
    try:
        if clock := _CLOCK.fullmatch(text):
            hour, minute, second = (int(part or 0) for part in clock.groups())
            today = now.replace(hour=hour, minute=minute, second=second, microsecond=0, fold=0)
            return today if today <= now else today - dt.timedelta(days=1)
        parsed = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise TimeFormatError(f"{text!r} is not a time that pinscout knows.", f"Write {TIME_FORMS}.") from error
    if len(text) <= len("2026-11-24"):
        raise TimeFormatError(f"{text!r} is a day, not a time.", f"Write {TIME_FORMS}.")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def parse_duration(duration: Duration) -> dt.timedelta:
    """The length of time in `90s`, `3m`, `24h`, `10 minutes`, `1h30m`; a bare number is seconds.

    Raises TimeFormatError, also for what is below zero or beyond ten years.
    """
    try:
        if isinstance(duration, str) and not duration.strip().replace(".", "", 1).isdigit():
            parsed = _parse_units(duration.strip())
        elif isinstance(duration, dt.timedelta):
            parsed = duration
        else:
            parsed = dt.timedelta(seconds=float(duration))
    except (ValueError, OverflowError) as error:
        raise TimeFormatError(f"{duration!r} is not a length of time.", "Write 90s, 3m or 24h.") from error
    if not dt.timedelta(0) <= parsed <= dt.timedelta(days=3653):
        raise TimeFormatError(f"{duration!r} is out of range.", "Write 90s, 3m or 24h.")
    return parsed


def _parse_units(text: str) -> dt.timedelta:
    parsed = pd.Timedelta(text) if text else pd.NaT
    if not isinstance(parsed, pd.Timedelta):
        raise ValueError(text)
    return parsed.to_pytimedelta()


def write_duration(duration: dt.timedelta) -> str:
    """The shortest of `24h`, `3m`, `90s` that says it."""
    seconds = duration.total_seconds()
    for unit, length in (("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"


def parse_zone(tz: str | dt.tzinfo | None) -> dt.tzinfo:
    """The time zone of that name; None is the machine's own."""
    if tz is None or tz == "":
        import tzlocal

        return tzlocal.get_localzone()
    if isinstance(tz, dt.tzinfo):
        return tz
    if tz.upper() in ("UTC", "Z"):
        return dt.UTC
    if offset := re.fullmatch(r"(?:UTC)?([+-])(\d{2}):?(\d{2})", tz):
        tz = f"{offset[1]}{offset[2]}:{offset[3]}"
    try:
        return dt.datetime.strptime(tz, "%z").tzinfo or dt.UTC if tz[:1] in "+-" else ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TimeFormatError(f"{tz!r} is not a time zone.", "Write a name such as Asia/Tokyo, or UTC.") from error
