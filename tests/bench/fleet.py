"""DNS logs of many devices, made quickly: files as Logpush writes them, 57 fields a record. Nobody's traffic.

python -m tests.bench.fleet FOLDER [--rows 2000000] [--devices 2000] [--files 8] [--seed 1]

All devices live through one day; one of them opens an app that fails near its end.
"""

import argparse
import concurrent.futures
import datetime as dt
import functools
import hashlib
import heapq
import json
import random
import uuid
import zlib
from collections.abc import Iterator
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from fixtures.simulator.apps import OFFICE_APPS, PHONE_APPS
from fixtures.simulator.dns import addresses, aliases

DAY = dt.datetime(2026, 11, 10, tzinfo=dt.UTC)
FAILED_AT = "2026-11-10T23:50:00Z"
FAILED_SECOND = 86_400 - 600
DEVICE, APP = "phone-007", "Hibari Bank"
APP_HOSTS = ("api.hibari-bank.jp", "auth.hibari-bank.jp", "app-measurement.com")
TYPE_NUMBERS = {"A": 1, "AAAA": 28, "HTTPS": 65}
TYPE_SETS = (("A", "AAAA", "HTTPS"),) * 8 + (("A", "AAAA"), ("A",))
WORDS = (
    "api",
    "app",
    "auth",
    "cdn",
    "img",
    "static",
    "media",
    "push",
    "gw",
    "www",
    "edge",
    "log",
    "data",
    "live",
    "news",
)
ENDINGS = ("com", "co.jp", "jp", "net", "ne.jp", "io", "app")
HOSTS = 30_000


class Fleet(NamedTuple):
    rows: int = 2_000_000
    devices: int = 2_000
    files: int = 8
    seed: int = 1


FLEET = Fleet()


def write_fleet(folder: Path, fleet: Fleet = FLEET, jobs: int = 2) -> list[Path]:
    """Write the day's files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(functools.partial(write_file, folder, fleet), range(fleet.files)))


def write_file(folder: Path, fleet: Fleet, number: int) -> Path:
    seconds = 86_400 // fleet.files
    start = number * seconds
    mark = hashlib.sha256(f"{fleet}/{number}".encode()).hexdigest()[:8]
    path = folder / f"{_compact(start)}_{_compact(start + seconds)}_{mark}.log.gz"
    rng = random.Random(f"{fleet.seed}/{number}")
    count = fleet.rows // fleet.files
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + 15)
    with path.open("wb") as file:
        lines: list[str] = []
        for line in _lines(rng, fleet, start, seconds, count):
            lines.append(line)
            if len(lines) == 5_000:
                file.write(packer.compress("".join(lines).encode()))
                lines.clear()
        file.write(packer.compress("".join(lines).encode()) + packer.flush())
    return path


def _lines(rng: random.Random, fleet: Fleet, start: int, seconds: int, count: int) -> Iterator[str]:
    asked = _asked(rng, fleet, count)
    times = sorted(rng.randrange(start, start + seconds) for _ in asked)
    failing = [
        (FAILED_SECOND, host, int(DEVICE[-3:])) for host in APP_HOSTS if start <= FAILED_SECOND < start + seconds
    ]
    lookups = [(time, *one) for time, one in zip(times, asked, strict=True)]
    for time, host, device in heapq.merge(lookups, failing, key=itemgetter(0)):
        for record_type in record_types(host):
            yield _record(rng, time, host, record_type, device)


def _asked(rng: random.Random, fleet: Fleet, count: int) -> list[tuple[str, int]]:
    """Host and device of as many lookups as make so many records."""
    names, host_shares, device_shares = host_names(), _zipf(HOSTS), _zipf(fleet.devices, 0.3)
    asked = []
    while count > 0:
        host = rng.choices(names, cum_weights=host_shares)[0]
        asked.append((host, rng.choices(range(fleet.devices), cum_weights=device_shares)[0]))
        count -= len(record_types(host))
    return asked


def record_types(host: str) -> tuple[str, ...]:
    return TYPE_SETS[zlib.crc32(host.encode()) % len(TYPE_SETS)]


def _record(rng: random.Random, second: int, host: str, record_type: str, device: int) -> str:
    identity = _identity(device)
    query_id = f"{rng.getrandbits(128):032x}"
    return template(host, record_type) % (_stamp(second), *identity[:3], query_id, *identity[3:])


@functools.cache
def _identity(device: int) -> tuple[str, ...]:
    """Device, its name, e-mail; registration, address, user: made up, and always the same for a number."""
    ids = [str(uuid.uuid5(uuid.NAMESPACE_URL, f"pinscout/fleet/{device}/{what}")) for what in range(3)]
    kind = "laptop" if device % 3 == 2 else "phone"
    address = f"198.51.100.{device % 250}"
    return ids[0], f"{kind}-{device:03d}", f"user{device:03d}@example.jp", ids[1], address, ids[2]


@functools.cache
def _stamp(second: int) -> str:
    return (DAY + dt.timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _compact(second: int) -> str:
    return _stamp(second).replace("-", "").replace(":", "")


def _zipf(count: int, power: float = 0.9) -> list[float]:
    return list(accumulate(1 / (rank + 5) ** power for rank in range(count)))


@functools.cache
def host_names() -> list[str]:
    """Hosts of well-known apps first, then invented ones, eight or so to a domain."""
    known = {host.replace("{n}", "1") for app in (*PHONE_APPS, *OFFICE_APPS) for host in (*app.own, *app.more)}
    rng = random.Random("hosts")
    made = dict.fromkeys(sorted(known))
    while len(made) < HOSTS:
        domain = f"{rng.choice(WORDS)}{rng.choice('aiueo')}{rng.randrange(HOSTS // 40)}.{rng.choice(ENDINGS)}"
        made.setdefault(f"{rng.choice(WORDS)}{rng.randrange(5) or ''}.{domain}")
    return list(made)


@functools.cache
def template(host: str, record_type: str) -> str:
    """The record of a host and type, with %s for time, device, its name, e-mail, query, registration, address, user."""
    cnames, ips = aliases(host), addresses(host, record_type)
    number = TYPE_NUMBERS[record_type]
    record: dict[str, object] = {
        "AccountID": "0123456789abcdef0123456789abcdef", "ApplicationID": 0, "ApplicationName": "", "AppliedMaxTTL": 0,
        "AuthoritativeNameServerIPs": [], "CNAMECategoryIDs": [], "CNAMECategoryNames": [], "CNAMEs": cnames,
        "CNAMEsReversed": [".".join(reversed(name.split("."))) for name in cnames], "ColoCode": "NRT", "ColoID": 34,
        "Datetime": "\0", "DeviceID": "\0", "DeviceName": "\0", "DoHSubdomain": "", "DoTSubdomain": "",
        "DstIP": "2001:db8:100::1", "DstPort": 443, "EDEErrors": [], "Email": "\0", "InitialResolvedIPs": [],
        "IsResponseCached": bool(number % 2), "Location": "office", "LocationID": "e887144fda54582291f1633b63ff44e6",
        "MatchedCategoryIDs": [], "MatchedCategoryNames": [], "Policy": "", "PolicyID": "", "PolicyName": "",
        "Protocol": "https", "QueryApplicationIDs": [], "QueryApplicationNames": [], "QueryCategoryIDs": [155],
        "QueryCategoryNames": ["Technology"], "QueryID": "\0", "QueryName": host,
        "QueryNameReversed": ".".join(reversed(host.split("."))), "QuerySize": len(host) + 18, "QueryType": number,
        "QueryTypeName": record_type, "RCode": 0, "RData": [{"type": str(number),
        "data": "wAwAAQABAAAAPAAEwAACMg=="} for _ in ips], "RegistrationID": "\0", "ResolvedIPCategoryIDs": [],
        "ResolvedIPCategoryNames": [], "ResolvedIPContinentCodes": ["AS"] * len(ips),
        "ResolvedIPCountryCodes": ["JP"] * len(ips), "ResolvedIPs": ips, "ResolverDecision": "allowedOnNoPolicyMatch",
        "ResponseTimeMs": 12, "SrcIP": "\0", "SrcIPContinentCode": "AS", "SrcIPCountryCode": "JP", "SrcPort": 0,
        "TimeZone": "Asia/Tokyo", "TimeZoneInferredMethod": "fromLocalTime", "UserID": "\0",
    }  # fmt: skip
    text = json.dumps(record, separators=(",", ":")) + "\n"
    return text.replace("%", "%%").replace(r"\u0000", "%s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=FLEET.rows)
    parser.add_argument("--devices", type=int, default=FLEET.devices)
    parser.add_argument("--files", type=int, default=FLEET.files)
    parser.add_argument("--seed", type=int, default=FLEET.seed)
    options = parser.parse_args()
    paths = write_fleet(options.folder, Fleet(options.rows, options.devices, options.files, options.seed))
    print(*paths, sep="\n")


if __name__ == "__main__":
    main()
