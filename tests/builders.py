"""Say only what the test is about; the rest is filled in."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analyzer import sources
from analyzer.incidents.features import Evidence, gather
from analyzer.incidents.incident import Failure, Incident
from analyzer.incidents.tally import Tally
from analyzer.reading.accounting import Reading
from analyzer.schema import NUMBERS, QUERY_COLUMNS, SIGNAL_COLUMNS

FAILED_AT = dt.datetime(2026, 11, 10, 5, 5, tzinfo=dt.UTC)
PHONE = {"DeviceID": "7d1c1a1e-0c3f-4a53-9a6e-2f1d3c5b7a90", "DeviceName": "iPhone", "Email": "aoi@example.jp"}
LAPTOP = {"DeviceID": "c2a9d6b4-5a0e-4f0e-8a52-9d6f1f0b3c11", "DeviceName": "MacBook", "Email": "ren@example.jp"}


def moment(seconds: float) -> str:
    """So many seconds from the failure, as Logpush writes it."""
    return (FAILED_AT + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def dns_row(hostname: str, seconds: float = 0, device: dict[str, str] = PHONE, **more: object) -> dict[str, object]:
    """One Logpush gateway_dns record."""
    row = {
        "Datetime": moment(seconds),
        "QueryName": hostname,
        "QueryType": 1,
        "QueryTypeName": "A",
        "ResolverDecision": "allowedOnNoPolicyMatch",
    }
    return row | device | more


def session(
    hostname: str, seconds: float = 0, reason: str = "CLIENT_CLOSED", device: dict[str, str] = PHONE, **more: object
) -> dict[str, object]:
    """One Logpush zero_trust_network_sessions record."""
    opened = {"SessionStartTime": moment(seconds), "SessionEndTime": moment(seconds + 1)}
    return {"SNI": hostname, "ConnectionCloseReason": reason, **opened, **device, **more}


def refused(hostname: str, *seconds: float, device: dict[str, str] = PHONE) -> list[dict[str, object]]:
    """Sessions in which the client broke the handshake."""
    return [session(hostname, second, "CLIENT_TLS_ERROR", device) for second in seconds]


HANDSHAKE = {"ClientTLSVersion": "TLSv1.3", "ClientTLSCipher": "TLS_AES_128_GCM_SHA256"}


def closed_unused(
    hostname: str, *seconds: float, device: dict[str, str] = PHONE, life_s: float = 0.2, **more: object
) -> list[dict[str, object]]:
    """Sessions that the client closed after a good handshake, having asked for nothing."""
    return [
        session(hostname, second, "CLIENT_CLOSED", device)
        | {"SessionStartTime": moment_ms(second), "SessionEndTime": moment_ms(second + life_s), "SessionID": f"{hostname} {second}"}
        | HANDSHAKE | {"BytesSent": 4_100, "BytesReceived": 1_900} | more
        for second in seconds
    ]  # fmt: skip


def used(hostname: str, *seconds: float, device: dict[str, str] = PHONE, **more: object) -> list[dict[str, object]]:
    """Sessions in which more came than a handshake."""
    carried = {"BytesSent": 48_000, "BytesReceived": 6_000}
    return [session(hostname, second, "CLIENT_CLOSED", device) | HANDSHAKE | carried | more for second in seconds]


def moment_ms(seconds: float) -> str:
    """As `moment`, to the millisecond."""
    told = FAILED_AT + dt.timedelta(seconds=seconds)
    return told.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def request(
    hostname: str, seconds: float = 0, device: dict[str, str] = PHONE, action: str = "allow"
) -> dict[str, object]:
    """One Logpush gateway_http record."""
    row = {"HTTPHost": hostname, "Datetime": moment(seconds), "Action": action, "HTTPMethod": "GET"}
    return {**row, "HTTPStatusCode": 200, **device}


def write_log(path: Path, rows: list[dict[str, object]]) -> str:
    """A file of NDJSON, gzip if its name says so."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return str(path)


def queries(*asked: tuple[Any, ...]) -> pd.DataFrame:
    """DataFrame[Queries] of (hostname, seconds from the failure[, device][, further columns])."""
    rows = [
        {
            "asked_at": pd.Timestamp(FAILED_AT) + pd.Timedelta(seconds=seconds),
            "hostname": hostname,
            "query_type": "A",
            "decision": "allowed",
            **_columns(more, ("device", "device_name")),
        }
        for hostname, seconds, *more in asked
    ]
    return _typed(pd.DataFrame(rows, columns=QUERY_COLUMNS), "asked_at")


def signals(*seen: tuple[Any, ...]) -> pd.DataFrame:
    """DataFrame[Signals] of (kind, hostname, seconds from the failure[, device][, further columns])."""
    rows = [
        {
            "seen_at": pd.Timestamp(FAILED_AT) + pd.Timedelta(seconds=seconds),
            "hostname": hostname,
            "kind": kind,
            **_columns(more, ("device",)),
        }
        for kind, hostname, seconds, *more in seen
    ]
    return _typed(pd.DataFrame(rows, columns=SIGNAL_COLUMNS), "seen_at")


def _columns(more: list[Any], named: tuple[str, ...]) -> dict[str, object]:
    """A device, the phone if none is said, and further columns."""
    device = next((each for each in more if isinstance(each, str)), "phone")
    return dict.fromkeys(named, device) | next((each for each in more if isinstance(each, dict)), {})


def evidence(
    *asked: tuple[Any, ...],
    told: Iterable[tuple[Any, ...]] = (),
    at: Iterable[float | tuple[float, float]] = (0,),
    devices: Sequence[str] = (),
    app: str = "",
) -> Evidence:
    """The evidence of the phone (or of the devices of each failure) in rows as above, failing so many seconds on."""
    about = incident(*at, app=app)
    own = [frozenset({name}) for name in devices] or [frozenset({"phone"})] * len(about.failures)
    return gather(Tally(queries(*asked), signals(*told)), about, own)


def incident(*at: float | tuple[float, float], **more: Any) -> Incident:
    """Failures so many seconds on, or somewhere within a stretch of them, with 90 s on either side."""
    stretches = [(each, each) if isinstance(each, int | float) else each for each in at]
    moments = [[FAILED_AT + dt.timedelta(seconds=second) for second in stretch] for stretch in stretches]
    return Incident(tuple(Failure(since, until) for since, until in moments), **more)


def _typed(frame: pd.DataFrame, time: str) -> pd.DataFrame:
    texts = {
        column: frame[column].astype("object").fillna("").astype("str").astype("category")
        for column in frame
        if column != time and column not in NUMBERS
    }
    numbers = {column: frame[column].astype("Int64").fillna(0).astype("int64") for column in NUMBERS & {*frame}}
    return frame.assign(**{time: pd.to_datetime(frame[time], utc=True).dt.as_unit("us")}, **texts, **numbers)


def background(device: str = "phone") -> list[tuple[str, float, str]]:
    """Ordinary chatter of an hour before the failure: two names asked every five minutes, more on waking."""
    asked = []
    for second in range(-3600, -200, 300):
        asked += [("push.apple.com", second, device), ("time.apple.com", second + 1, device)]
    return [*asked, ("gateway.icloud.com", -20, device), ("push.apple.com", -18, device)]


def read_file(path: Path | str) -> Reading:
    """What became of the rows of a file, all of which are counted."""
    reading = Reading(str(path))
    frames = [frame for _, frame in sources.read(reading.name, reading)]
    assert reading.used == sum(map(len, frames))
    assert reading.rows == reading.used + reading.dropped.total()
    return reading
