import csv
import gzip
import itertools
import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer import sources
from analyzer.schema import Queries, Signals
from analyzer.sources._values import parse_times
from analyzer.sources.gateway_dns import classify_decision
from tests.builders import PHONE, dns_row, moment, request, session, write_log

RAW = Path(__file__).parents[2] / "fixtures" / "raw"


def read(path) -> tuple[pd.DataFrame, sources.Reading]:
    reading = sources.Reading(str(path))
    frames = [frame for kind, frame in sources.read(str(path), reading) if kind == "queries"]
    return (pd.concat(frames) if frames else pd.DataFrame()), reading


def hostnames(path) -> list[str]:
    return read(path)[0]["hostname"].astype("str").tolist()


def expectations() -> list[dict[str, str]]:
    with (RAW / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("expected", expectations(), ids=lambda row: row["file"])
@pytest.mark.no_cover
def test_every_shape_of_log_is_read_and_what_is_dropped_is_counted(expected):
    reading = sources.Reading(str(RAW / expected["file"]))
    frames = [frame for _, frame in sources.read(reading.name, reading)]
    reasons = dict(reason.split("=") for reason in expected["reasons"].split(";") if reason)
    assert reading.used == int(expected["used"]) == sum(map(len, frames))
    assert reading.dropped == Counter({reason: int(count) for reason, count in reasons.items()})
    assert reading.rows == reading.used + reading.dropped.total()


@pytest.mark.parametrize(
    "value",
    [
        "2023-05-02T22:49:53Z", "2023-05-02T22:49:53.250Z", "2023-05-02T22:49:53.123456789Z",
        "2023-05-03T08:19:53+09:30", 1683067793, "1683067793", 1683067793250, "1683067793250999", 1683067793123456789,
        "1683067793123456789", 1683067793.25, "2023-05-02 22:49:53",
    ],
)  # fmt: skip
def test_every_form_of_time_is_floored_to_the_second(value):
    assert parse_times([value])[0] == pd.Timestamp("2023-05-02T22:49:53Z")


@pytest.mark.parametrize("value", ["", "soon", None, 0, -1, True, 10**30, "9" * 40, "12/09/1998x", "1e9", float("inf")])
def test_what_is_no_time_is_missing(value):
    assert parse_times([value]).isna().all()


def test_nanoseconds_lose_nothing_to_a_float():
    assert parse_times([1683067793999999999])[0] == pd.Timestamp("2023-05-02T22:49:53Z")


def test_the_times_of_every_dataset_are_fields_of_it():
    assert all({*dataset.times} <= dataset.fields.keys() for dataset in sources.datasets())


def test_the_stand_in_for_everybody_who_did_not_sign_in_is_nobody_and_addresses_tell_devices_apart(tmp_path):
    nobody = {"DeviceID": "", "DeviceName": "", "Email": "non_identity@example.cloudflareaccess.com"}
    rows = [dns_row("a.jp", device=nobody, SrcIP=address) for address in ("203.0.113.7", "198.51.100.20")]
    frame, _ = read(write_log(tmp_path / "a.log", rows))
    assert frame["device"].tolist() == ["203.0.113.7", "198.51.100.20"]
    assert frame["user"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("decision", "meaning"),
    [
        ("allowedOnNoPolicyMatch", "allowed"), ("blockedByCategory", "blocked"), ("blockedRule", "blocked"),
        (9, "blocked"), (5, "allowed"), ("9", "blocked"), (0, ""), ("", ""), (None, ""), ("allowedOnNoRule", "allowed"),
        ("overrideRule", "allowed"), ("BLOCK", "blocked"), ("unknown", ""), ("ALLOW", "allowed"),
    ],
)  # fmt: skip
def test_both_vocabularies_of_decisions_are_understood(decision, meaning):
    assert classify_decision(decision) == meaning


def test_names_are_lower_case_without_a_trailing_dot(tmp_path):
    path = write_log(tmp_path / "a.log", [dns_row("App4.PayPay.NE.JP.")])
    assert hostnames(path) == ["app4.paypay.ne.jp"]


def test_a_name_may_be_there_only_reversed(tmp_path):
    row = dns_row("")
    row["QueryNameReversed"] = "com.example.ads"
    assert hostnames(write_log(tmp_path / "a.log", [row])) == ["ads.example.com"]


def test_record_types_are_words_whether_given_as_number_or_name(tmp_path):
    rows = [
        dns_row("a.jp", QueryType=65, QueryTypeName=""),
        dns_row("a.jp", QueryType="AAAA", QueryTypeName=""),
        dns_row("a.jp", QueryType="28", QueryTypeName=None),
    ]
    frame, _ = read(write_log(tmp_path / "a.log", rows))
    assert frame["query_type"].tolist() == ["HTTPS", "AAAA", "AAAA"]


def test_redacted_identities_are_none(tmp_path):
    rows = [
        dns_row("a.jp", DeviceID="REDACTED", DeviceName="", Email="REDACTED"),
        dns_row("b.jp", DeviceID="00000000-0000-0000-0000-000000000000", DeviceName="", Email=""),
    ]
    frame, _ = read(write_log(tmp_path / "a.log", rows))
    assert set(frame["device"]) == {""}


def test_a_device_without_an_id_is_told_by_what_else_the_log_gives(tmp_path):
    rows = [dns_row("a.jp", DeviceID=""), dns_row("b.jp", DeviceID="", DeviceName="", Email="ren@example.jp")]
    frame, _ = read(write_log(tmp_path / "a.log", rows))
    assert frame["device"].tolist() == ["iPhone", "ren@example.jp"]


def test_one_odd_line_costs_only_itself(tmp_path):
    path = tmp_path / "a.log"
    good = json.dumps(dns_row("a.jp")).encode()
    path.write_bytes(
        b"\n".join(
            [good, b"{broken", good, b'{"QueryName": [1], "Datetime": 3}', good, b"null", b"[]", b'"x"', b"\xff"]
        )
    )
    _, reading = read(path)
    assert (reading.used, reading.rows) == (3, 8)


def test_a_missing_key_turns_up_in_later_lines_too(tmp_path):
    short = {"Datetime": "2026-11-10T05:05:00Z", "QueryName": "a.jp"}
    frame, _ = read(write_log(tmp_path / "a.log", [short, dns_row("b.jp")]))
    assert frame["device_name"].tolist() == ["", "iPhone"]


def test_spellings_may_differ_from_line_to_line(tmp_path):
    rows = [dns_row("a.jp"), {key.lower(): value for key, value in dns_row("b.jp").items()}]
    frame, _ = read(write_log(tmp_path / "a.log", rows))
    assert frame["device_name"].tolist() == ["iPhone", "iPhone"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    [
        "QueryName",
        "queryname",
        "Datetime",
        "DeviceID",
        "QueryType",
        "ResolverDecision",
        "QueryApplicationNames",
        "SNI",
        "x",
    ]
)
lines = st.one_of(
    st.dictionaries(keys, json_values, max_size=5).map(lambda row: json.dumps(row).encode()),
    st.just(json.dumps(dns_row("a.jp")).encode()),
    st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"").replace(b"\r", b"")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(lines, max_size=12), st.booleans())
def test_rows_used_and_dropped_are_all_rows_whatever_the_lines_hold(tmp_path_factory, content, packed):
    path = tmp_path_factory.mktemp("log") / "a.log"
    data = b"\n".join(content)
    path.write_bytes(gzip.compress(data) if packed else data)
    frame, reading = read(path)
    assert reading.used == len(frame)
    assert reading.rows == reading.used + reading.dropped.total()
    assert reading.used >= sum(
        1 for line in content if line == json.dumps(dns_row("a.jp")).encode() and content[0][:1] == b"{"
    )


def test_a_frame_keeps_its_promise_at_the_border():
    frame, _ = read(RAW / expectations()[0]["file"])
    assert list(Queries.validate(frame).columns) == list(Queries.columns)
    assert "kind" in Signals.columns


def test_load_tells_what_it_left_out(tmp_path):
    path = tmp_path / "a.log"
    path.write_text(json.dumps(dns_row("a.jp")) + "\n{broken\n")
    with pytest.warns(analyzer.DroppedRowsWarning, match="1 row broken"):
        assert len(analyzer.load(path)) == 1


def test_every_dataset_has_a_name_and_a_raw_sample():
    sampled = {name for row in expectations() for name in read(RAW / row["file"])[1].datasets}
    assert {dataset.name for dataset in sources.datasets()} <= sampled


class TestHostileValues:
    """What fuzzing found: none of these may stop a file from being read."""

    def read(self, tmp_path, *rows, suffix="log"):
        path = tmp_path / f"a.{suffix}"
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
        reading = sources.Reading(str(path))
        frames = [frame for _, frame in sources.read(str(path), reading)]
        assert reading.rows == reading.used + reading.dropped.total()
        return frames, reading

    @pytest.mark.parametrize("name", ["a.jp. ", ". a.jp", " .a.jp. . ", "\u3000A.jp.\u00a0"])
    def test_dots_and_blanks_may_alternate_at_the_ends_of_a_name(self, tmp_path, name):
        frames, _ = self.read(tmp_path, dns_row(name))
        assert list(frames[0]["hostname"]) == ["a.jp"]

    @pytest.mark.parametrize("cell", ['[["a.jp"]]', '[{"a":1}]', "[1,2", "[null]", '["a.jp",["b.jp"]]'])
    def test_a_cell_may_hold_any_json(self, tmp_path, cell):
        header = "QueryName\tDatetime\tCNAMEs\tUpstreamRecordTTLs\tQueryApplicationNames"
        frames, reading = self.read(tmp_path, header, f"x.jp\t{moment(0)}\t{cell}\t{cell}\t{cell}", suffix="tsv")
        assert (reading.used, len(frames[0])) == (1, 1)

    @pytest.mark.parametrize(
        "time", ["0001-01-01T00:00:00Z", "0000-01-01", "-2026-11-10T05:05:00Z", "-1", "9999-12-31"]
    )
    def test_a_time_that_no_calendar_can_tell_in_every_zone_is_none(self, tmp_path, time):
        _, reading = self.read(tmp_path, dns_row("x.jp", Datetime=time))
        assert reading.dropped == {"no_time": 1}

    @pytest.mark.parametrize("decision", ["²", "٣", "1" * 5000, 10**30])
    def test_a_decision_may_be_any_digits(self, tmp_path, decision):
        frames, _ = self.read(tmp_path, dns_row("x.jp", ResolverDecision=decision))
        assert list(frames[0]["decision"]) == ["allowed"]

    @pytest.mark.parametrize("deep", ['{"a":' * 600 + "1" + "}" * 600, '[{"a":' * 300 + "[]" + "}]" * 300])
    def test_envelopes_within_envelopes_come_to_an_end(self, tmp_path, deep):
        _, reading = self.read(tmp_path, dns_row("x.jp"), deep)
        assert (reading.used, reading.dropped.total()) == (1, 1)


def test_an_app_s_name_may_hold_bytes_that_are_no_text(tmp_path):
    log = write_log(tmp_path / "a.log", [dns_row("api.paypay.ne.jp")])
    assert analyzer.find(log, at=moment(0), app="Pay\udcff", tz="UTC").incident.app == "Pay?"


KINDS = {
    "gateway_dns": dns_row("a.jp"),
    "gateway_http": request("b.jp"),
    "gateway_network": {"Datetime": moment(0), "Action": "allow", "SNI": "c.jp", "DestinationPort": 443, **PHONE},
    "zero_trust_network_sessions": session("d.jp", 0, "CLIENT_TLS_ERROR", Datetime=moment(0), OriginPort=443),
    "app_privacy_report": {
        "type": "networkActivity", "bundleID": "jp.e", "domain": "e.jp", "timeStamp": moment(0), "Datetime": moment(0),
    },
    "pcapdroid": {
        "IPProto": 6, "Proto": "TLS", "Status": "Closed", "Info": "f.jp", "BytesRcvd": 5270, "FirstSeen": moment(0),
    },
    "mitmproxy": {
        "mitmproxyEvent": "Client TLS handshake failed. The client does not trust the proxy's certificate for g.jp (x)",
        "time": moment(0),
    },
}  # fmt: skip
STYLES = {
    "as Logpush writes them": str,
    "lower": str.lower,
    "camel": lambda key: key[:1].lower() + key[1:],
    "snake": lambda key: re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=P)(?=[HS])", "_", key).lower(),
}


def test_every_dataset_takes_part():
    assert set(KINDS) == {dataset.name for dataset in sources.datasets()}


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(KINDS, 2)))
@pytest.mark.no_cover
def test_a_record_is_of_its_own_dataset_whatever_stands_before_it(tmp_path, first, second):
    log = write_log(tmp_path / "a.log", [KINDS[first], KINDS[second], KINDS[first], KINDS[second]])
    reading = read(log)[1]
    assert reading.datasets == {first: 2, second: 2}
    assert not reading.dropped


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", [name for name in KINDS if "DeviceName" in KINDS[name]])
def test_what_the_first_record_lacks_is_read_in_its_spelling(tmp_path, name, style):
    whole = {STYLES[style](key): value for key, value in KINDS[name].items()}
    bare = {key: value for key, value in whole.items() if not key.lower().startswith(("device", "email"))}
    frames = [frame for _, frame in sources.read(log_of(tmp_path, bare, whole), sources.Reading("a.log"))]
    assert list(frames[0]["device_name"]) == ["", "iPhone"]


def log_of(tmp_path, *rows):
    return write_log(tmp_path / "a.log", list(rows))


@pytest.mark.parametrize(
    "odd", [b"null", b"# started", b'.jp","QueryType":1}', b"true", b'[{"QueryName":"b.jp","Datetime":1762750000}]']
)
def test_one_odd_line_ahead_does_not_cost_the_file(tmp_path, odd):
    path = tmp_path / "a.log"
    path.write_bytes(odd + b"\n" + json.dumps(dns_row("a.jp")).encode() + b"\n")
    assert hostnames(path)[-1] == "a.jp"
    assert read(path)[1].rows == 2


@pytest.mark.parametrize("time", ["now", "today", "NaT", "nan"])
def test_a_log_does_not_know_the_time_of_its_reader(time):
    assert parse_times([time]).isna().all()


def test_true_is_no_number(tmp_path):
    rows = [dns_row("a.jp", QueryType=kind, QueryTypeName="") for kind in (1, True)]
    for ordered in (rows, rows[::-1]):
        frame = read(log_of(tmp_path, *ordered))[0]
        assert sorted(frame["query_type"]) == ["", "A"]
        assert read(log_of(tmp_path, *[row | {"Datetime": True} for row in ordered], dns_row("b.jp")))[1].used == 1


def test_a_device_that_is_no_number_is_none(tmp_path):
    path = tmp_path / "a.log"
    path.write_text(json.dumps(dns_row("a.jp", DeviceID=float("nan"))) + "\n")
    assert list(read(path)[0]["device"]) == ["iPhone"]
