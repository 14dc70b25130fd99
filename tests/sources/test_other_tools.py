"""PCAPdroid's connections and mitmproxy's events: who refused their certificates counts as refusal of the gateway's."""

import datetime as dt
import os

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from analyzer import sources
from analyzer.cli import main
from analyzer.reading.accounting import Reading
from analyzer.sources import mitmproxy, pcapdroid
from tests.builders import dns_row, moment, write_log

HEADER = "IPProto,SrcIP,SrcPort,DstIp,DstPort,UID,App,Proto,Status,Info,BytesSent,BytesRcvd,PktsSent,PktsRcvd,FirstSeen,LastSeen"
REFUSED = "Client TLS handshake failed. The client does not trust the proxy's certificate for api.yuzu-pay.jp (x)"


def signals(path):
    reading = Reading(str(path))
    frames = [frame for _, frame in sources.read(str(path), reading)]
    return [
        (str(row.hostname), str(row.kind), row.seen_at.isoformat()) for frame in frames for row in frame.itertuples()
    ], reading


@pytest.mark.parametrize(
    ("status", "received", "proto", "kind"),
    [
        ("Error", 2030, "TLS", "tls_error"),
        ("エラー", 2030, "HTTPS", "tls_error"),
        ("Error", 0, "TLS", ""),
        ("Closed", 5270, "TLS", "connection"),
        ("Open", 5270, "QUIC", "connection"),
        ("Error", 120, "DNS", ""),
        ("Closed", 900, "HTTP", ""),
    ],
)
def test_a_connection_of_an_android_phone_is_a_refusal_where_it_ended_in_error_behind_an_answer(
    status, received, proto, kind
):
    assert pcapdroid.classify("api.yuzu-pay.jp", proto, status, received) == kind


@pytest.mark.parametrize("seen", ["1794287102120", "2026-11-10T14:05:02.120+09:00", "2026-11-10T14:05:02.120+0900"])
def test_times_of_old_and_new_exports_are_read(tmp_path, seen):
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADER}\n6,10.0.0.1,4,192.0.2.1,443,1,Yuzu,TLS,Error,api.yuzu-pay.jp,9,2030,1,1,{seen},{seen}\n")
    assert signals(file)[0] == [("api.yuzu-pay.jp", "tls_error", "2026-11-10T05:05:02+00:00")]


@pytest.mark.parametrize(
    ("event", "host"),
    [
        (REFUSED, "api.yuzu-pay.jp"),
        ("Client TLS handshake failed. The client may not trust the proxy's certificate for a.jp (connection closed)", "a.jp"),
        ("Client TLS handshake failed. The client disconnected during the handshake. If this happens consistently for a.jp, this may …", "a.jp"),
        ("192.0.2.7:5: Client Handshake failed. The client may not trust the proxy's certificate for a.jp.", "a.jp"),
        ("Client TLS handshake failed. The client does not trust the proxy's certificate for a.jp:8443 (x)", "a.jp"),
        ("Server TLS handshake failed. Certificate verify failed: unable to get local issuer certificate", ""),
        ("client connect", ""),
    ],
)  # fmt: skip
def test_an_event_names_the_host_that_was_refused(event, host):
    assert mitmproxy.refused_host(event) == host


def test_a_clock_without_a_day_is_of_the_day_before_the_file_s_last_change_and_that_is_told(tmp_path):
    file = tmp_path / "events.log"
    file.write_text(f"[23:59:58.001][192.0.2.7:5] {REFUSED}\n[00:00:02.300][192.0.2.7:5] {REFUSED}\n")
    changed = dt.datetime(2026, 11, 10, 0, 0, 5).astimezone()
    os.utime(file, (changed.timestamp(), changed.timestamp()))
    found, reading = signals(file)
    midnight = changed.replace(second=0).astimezone(dt.UTC)
    seconds = [(dt.datetime.fromisoformat(seen) - midnight).total_seconds() for _, _, seen in found]
    assert seconds == [-2, 2]
    assert [known.key for known in reading.facts] == ["undated", "other_inspector"]


def test_a_full_time_in_front_of_a_line_counts_and_a_pipe_without_one_has_none(tmp_path):
    file = tmp_path / "events.log"
    file.write_text(f"2026-11-10T05:05:02.123456789Z gateway mitmdump[7]: [14:05:02.123][192.0.2.7:5] {REFUSED}\n")
    assert signals(file)[0] == [("api.yuzu-pay.jp", "tls_error", "2026-11-10T05:05:02+00:00")]


@given(st.text(max_size=200))
def test_any_line_is_an_event_or_none(line):
    record = mitmproxy.from_line(line)
    assert record is None or set(record) == {"mitmproxyEvent", "time"}


def test_the_answer_and_its_explanation_say_whose_certificate_was_refused(tmp_path):
    names = [("push.apple.com", second) for second in range(-3600, -200, 300)] + [
        ("api.yuzu-pay.jp", 0),
        ("x.example.jp", 1),
    ]
    log = write_log(tmp_path / "dns.log", [dns_row(*name) for name in names])
    file = tmp_path / "phone.csv"
    file.write_text(
        f"{HEADER}\n6,10.0.0.1,4,192.0.2.1,443,1,Yuzu,TLS,Error,api.yuzu-pay.jp,9,2030,1,1,{moment(1)},{moment(2)}\n"
    )
    told = "phone.csv: who refuses in it refused the certificate of PCAPdroid, which stands in for the gateway's"
    found = CliRunner().invoke(main, ["find", log, str(file), "--at", moment(0)])
    assert told in found.stderr
    why = CliRunner().invoke(main, ["explain", "yuzu-pay.jp"]).stdout
    assert "some device refused the gateway's certificate here" in why
    assert "the certificate of PCAPdroid" in why.replace("\n", " ")
    assert "PCAPdroid" not in CliRunner().invoke(main, ["explain", "x.example.jp"]).stdout
