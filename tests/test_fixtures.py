"""The bundled incidents and raw samples are what their README says, and can be made again."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import gzip
import ipaddress
import json
import re
import subprocess
import sys
import tomllib
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from analyzer.incidents.incident import Incident

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
INCIDENTS = sorted(path.parent.name for path in FIXTURES.glob("*/incident.toml"))
DOCUMENTATION = [
    ipaddress.ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
REASONS = {
    "broken_line",
    "bad_encoding",
    "no_meaning",
    "no_name",
    "no_time",
    "other_dataset",
    "bulk_action",
    "reverse_lookup",
    "truncated",
}
every_incident = pytest.mark.parametrize("name", INCIDENTS)


class Lookup(NamedTuple):
    device: str
    host: str
    time: float
    types: frozenset[str]


def files(name: str, dataset: str = "*") -> list[Path]:
    return sorted((FIXTURES / name).glob(f"{dataset}/*/*.log.gz"))


@functools.cache
def lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().split("\n")


def rows(name: str, dataset: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in files(name, dataset) for line in lines(path)]


def seconds(text: str) -> float:
    return dt.datetime.fromisoformat(text).timestamp()


@functools.cache
def lookups(name: str) -> list[Lookup]:
    """Record types of a name within two seconds are one lookup: they are spread over 20 ms."""
    found: list[Lookup] = []
    latest: dict[tuple[str, str], int] = {}
    for row in rows(name, "dns"):
        key, time = (row["DeviceName"], row["QueryName"]), seconds(row["Datetime"])
        last = latest.get(key)
        if last is not None and time - found[last].time <= 1:
            found[last] = found[last]._replace(types=found[last].types | {row["QueryTypeName"]})
        else:
            latest[key] = len(found)
            found.append(Lookup(*key, time, frozenset({row["QueryTypeName"]})))
    return found


def incident(name: str) -> Incident:
    return Incident.from_toml(FIXTURES / name / "incident.toml")


def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((FIXTURES / name / "expected.toml").read_text(encoding="utf-8"))


def in_windows(name: str) -> set[str]:
    about = incident(name)
    return {
        one.host
        for one in lookups(name)
        if one.device == about.device
        and any(start.timestamp() <= one.time <= end.timestamp() for start, end in about.windows)
    }


def below(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def plain(data: bytes) -> bytes:
    """What was packed: another release of zlib may pack the same bytes differently."""
    text = b""
    while data.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(wbits=31)
        text += unpacker.decompress(data)
        data = unpacker.unused_data
    return text + data


def made(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): plain(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def raw_samples() -> dict[str, bytes]:
    return {name: data for name, data in made(FIXTURES / "raw").items() if not re.search(r"\.pyc?$", name)}


def run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True, capture_output=True, timeout=60)


def test_the_simulator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    run("fixtures.simulator", "--into", str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == INCIDENTS
    for name in INCIDENTS:
        assert made(tmp_path / name) == made(FIXTURES / name)


def test_the_raw_samples_are_written_the_same_again(tmp_path: Path) -> None:
    run("fixtures.raw.make", "--into", str(tmp_path))
    assert made(tmp_path) == raw_samples()


def test_packed_files_hold_no_time_and_no_name() -> None:
    for path in FIXTURES.rglob("*.log.gz"):
        head = path.read_bytes()[:10]
        if head.startswith(b"\x1f\x8b"):
            assert head[3:8] == bytes(5), path


@every_incident
def test_every_line_is_a_record_of_its_dataset(name: str) -> None:
    marks = {"dns": "QueryName", "sessions": "ConnectionCloseReason", "http": "HTTPHost", "network": "Transport"}
    keys = {"dns": range(30, 41), "sessions": range(37, 43), "http": range(30, 34), "network": range(18, 20)}
    for path in files(name):
        dataset = path.relative_to(FIXTURES / name).parts[0]
        for line in lines(path):
            record = json.loads(line)
            assert marks[dataset] in record
            assert len(record) in keys[dataset]
            assert len(line.encode()) < (1000 if dataset == "dns" else 1600)


@every_incident
def test_rows_stand_in_order_of_time_within_the_span_of_the_file_name(name: str) -> None:
    for path in files(name):
        match = re.fullmatch(r"(\d{8}T\d{6}Z)_(\d{8}T\d{6}Z)_[0-9a-f]{8}\.log\.gz", path.name)
        assert match
        assert path.parent.name == match[1][:8]
        start, end = (seconds(text) for text in match.groups())
        times = [seconds(row.get("Datetime") or row["SessionStartTime"]) for row in map(json.loads, lines(path))]
        assert times == sorted(times)
        assert start <= times[0]
        assert times[-1] < end


@every_incident
def test_the_log_covers_baseline_and_windows(name: str) -> None:
    start, end = incident(name).span
    times = [one.time for one in lookups(name)]
    assert times[0] - start.timestamp() < 3600
    assert times[0] >= start.timestamp()
    assert times[-1] >= end.timestamp() - 60


@every_incident
def test_addresses_and_people_are_nobodys(name: str) -> None:
    seen: set[str] = set()
    for path in files(name):
        for row in map(json.loads, lines(path)):
            assert row["Email"].endswith("@example.jp")
            seen.update(row.get("ResolvedIPs", ()))
            seen.update(value for key, value in row.items() if key.endswith("IP") and value)
    for text in seen - {"0.0.0.0"}:
        address = ipaddress.ip_address(text)
        assert any(address in network for network in DOCUMENTATION), text


@every_incident
def test_four_of_five_lookups_ask_for_all_three_types(name: str) -> None:
    shares = Counter(len(one.types) for one in lookups(name))
    assert 0.74 < shares[3] / shares.total() < 0.84


@every_incident
def test_a_name_is_asked_again_only_when_its_answer_has_run_out(name: str) -> None:
    asked: dict[tuple[str, str], float] = {}
    for one in lookups(name):
        earlier = asked.get((one.device, one.host))
        assert earlier is None or one.time - earlier >= 14
        asked[one.device, one.host] = one.time


@every_incident
def test_the_device_wakes_with_a_burst_before_the_failure(name: str) -> None:
    about = incident(name)
    asked = [one for one in lookups(name) if one.device == about.device and _is_system(one.host)]
    first = about.failures[0].since.timestamp()
    before = [one.time for one in asked if -40 < one.time - first < 0]
    assert max(sum(start <= time <= start + 6 for time in before) for start in before) >= 9


def _is_system(host: str) -> bool:
    return host.endswith(
        ("apple.com", "icloud.com", "mzstatic.com", "safebrowsing.apple", "google.com", "googleapis.com", "gstatic.com")
    )


def test_an_iphone_wakes_with_fifteen_to_twenty_of_apples_names() -> None:
    about = incident("paypay")
    asked = [one for one in lookups("paypay") if one.device == "iPhone" and _is_system(one.host)]
    for moment in (failure.since for failure in about.failures):
        burst = {one.host for one in asked if -20 <= one.time - moment.timestamp() <= -4}
        assert 13 <= len(burst) <= 22


def test_the_demo_has_a_days_volume_in_little_space() -> None:
    total = rows("paypay", "dns")
    phone = [seconds(row["Datetime"]) for row in total if row["DeviceName"] == "iPhone"]
    days = (phone[-1] - phone[0]) / 86_400
    assert 6_000 <= len(total) <= 9_000
    assert 4_000 <= len(phone) / days <= 5_000
    assert len({row["DeviceName"] for row in total}) >= 3
    assert sum(path.stat().st_size for path in files("paypay")) < 1_000_000


def test_the_small_incidents_are_small() -> None:
    for name in set(INCIDENTS) - {"paypay"}:
        assert 1_000 <= sum(len(lines(path)) for path in files(name)) <= 3_000


def test_most_names_of_the_demos_phone_are_seldom_and_few_are_often_asked() -> None:
    counts = Counter(one.host for one in lookups("paypay") if one.device == "iPhone")
    assert len(counts) >= 200
    assert sum(count == 1 for count in counts.values()) >= len(counts) // 4


@every_incident
def test_every_answer_expected_is_asked_for_in_the_windows(name: str) -> None:
    asked = in_windows(name)
    for answer in expected(name)["exclude"]:
        assert answer["match"] in ("domain", "host")
        assert any(below(host, answer["domain"]) for host in asked)
        assert set(answer.get("hosts", ())) <= asked
        assert ("hosts" in answer) == (answer["match"] == "host")
    assert bool(expected(name)["exclude"]) == (expected(name)["verdict"] == "candidates")


@every_incident
def test_every_distractor_occurs_and_none_is_an_answer(name: str) -> None:
    everything = {one.host for one in lookups(name)}
    answers = [host for one in expected(name)["exclude"] for host in one.get("hosts", [one["domain"]])]
    for distractor in expected(name)["must_not_exclude"] + expected(name).get("must_not_exclude_whole", []):
        assert any(below(host, distractor) for host in everything), distractor
        assert distractor not in answers
    for distractor in expected(name)["must_not_exclude"]:
        assert not any(below(answer, distractor) for answer in answers)


def test_the_card_of_the_same_brand_is_looked_up_once_near_a_failure_and_at_other_times() -> None:
    times = [one.time for one in lookups("paypay") if one.device == "iPhone" and one.host == "www.paypay-card.co.jp"]
    near = [
        time
        for time in times
        if any(abs(time - failure.since.timestamp()) <= 90 for failure in incident("paypay").failures)
    ]
    assert len(near) == 1
    assert len(times) >= 3


def refusals(name: str) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for row in rows(name, "sessions"):
        if row["ConnectionCloseReason"] == "CLIENT_TLS_ERROR" and row["DeviceName"] == incident(name).device:
            times[row["SNI"]].append(seconds(row["SessionStartTime"]))
    return times


@pytest.mark.parametrize("name", [name for name in INCIDENTS if files(name, "sessions")])
def test_what_is_pinned_refuses_again_and_again_and_is_never_decrypted(name: str) -> None:
    refused = refusals(name)
    decrypted = {row["HTTPHost"] for row in rows(name, "http") if row["Action"] == "allow"}
    for answer in expected(name)["exclude"]:
        hosts = [host for host in refused if below(host, answer["domain"]) and len(refused[host]) >= 3]
        assert hosts
        assert set(answer.get("hosts", ())) <= set(hosts)
        assert not decrypted & set(hosts)


def test_a_pinned_app_tries_again_ever_later_behind_one_lookup() -> None:
    first, second, third = refusals("two-apps")["auth.tanuki-bank.de"][:3]
    assert 0.4 < second - first < 1.6
    assert third - second > second - first
    asked = [one for one in lookups("two-apps") if one.host == "auth.tanuki-bank.de"]
    assert len(refusals("two-apps")["auth.tanuki-bank.de"]) > 2 * len(asked)


def test_the_vendors_hosts_refuse_while_the_apps_own_are_decrypted() -> None:
    decrypted = {row["HTTPHost"] for row in rows("vendor-sdk", "http") if row["Action"] == "allow"}
    assert "api.hoshizora-wallet.jp" in decrypted
    assert not any(below(host, "hoshizora-wallet.jp") for host in refusals("vendor-sdk"))


def test_nothing_of_an_unpinned_apps_refuses_more_than_in_passing() -> None:
    assert all(len(times) <= 2 for times in refusals("nothing-pinned").values())


def test_a_bad_origin_is_refused_by_the_gateway_not_by_the_app() -> None:
    own = [row for row in rows("bad-origin", "sessions") if row["SNI"] == "my.mikazuki-denki.co.jp"]
    assert {row["ConnectionCloseReason"] for row in own} == {"ORIGIN_TLS_ERROR"}
    assert {row["OriginTLSCertificateValidationResult"] for row in own} == {"EXPIRED"}


def test_every_raw_sample_has_its_expectation() -> None:
    with (FIXTURES / "raw" / "expected.csv").open(encoding="utf-8", newline="") as file:
        told = {row["file"]: row for row in csv.DictReader(file)}
    there = set(raw_samples())
    assert set(told) == there - {"expected.csv"}
    for row in told.values():
        reasons = dict(part.split("=") for part in row["reasons"].split(";") if part)
        assert set(reasons) <= REASONS
        assert sum(map(int, reasons.values())) == int(row["dropped"])


def test_the_readme_has_a_line_for_every_fixture() -> None:
    text = (FIXTURES / "README.md").read_text(encoding="utf-8")
    with (FIXTURES / "raw" / "expected.csv").open(encoding="utf-8", newline="") as file:
        names = [row["file"] for row in csv.DictReader(file)] + INCIDENTS
    for name in names:
        assert f"| `{name}` |" in text
