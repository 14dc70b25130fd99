"""What a row of each log tells of a connection, of a request, of a name: each kind at its edge."""

import json

import pandas as pd
import pytest

from analyzer import sources
from analyzer.sources import settle_unused
from analyzer.sources.gateway_dns import classify_rcode, risk_of
from analyzer.sources.network_sessions import MOST_HANDSHAKE_BYTES, MOST_HANDSHAKE_LIFE
from tests.builders import (
    closed_unused,
    dns_row,
    moment,
    moment_ms,
    refused,
    request,
    session,
    signals,
    used,
    write_log,
)

HOST = "api.example.jp"


def read(tmp_path, *rows, kind="signals"):
    """What a log of these rows holds, and what was left out."""
    reading = sources.Reading(write_log(tmp_path / "a.log", list(rows)))
    frames = [frame for told, frame in sources.read(reading.name, reading) if told == kind]
    return (pd.concat(frames) if frames else pd.DataFrame(columns=["kind"])), dict(reading.dropped)


def kind_of(tmp_path, row):
    """The one row's kind, "" if it was left out because it tells nothing."""
    frame, dropped = read(tmp_path, row)
    assert len(frame) + sum(dropped.values()) == 1
    assert set(dropped) <= {"no_meaning"}
    return frame["kind"].item() if len(frame) else ""


LIFE_S = MOST_HANDSHAKE_LIFE.total_seconds()
RECEIVED = 1_900
MOST_SENT = MOST_HANDSHAKE_BYTES - RECEIVED


class TestSessions:
    """From a connection that the client closed right after a good handshake, one thing changed."""

    def kind(self, tmp_path, **changed):
        (row,) = closed_unused(HOST, 0, **changed)
        return kind_of(tmp_path, row)

    @pytest.mark.parametrize(
        ("changed", "kind"),
        [
            pytest.param({}, "unused", id="nothing changed"),
            pytest.param({"BytesReceived": RECEIVED, "BytesSent": MOST_SENT}, "unused", id="the most bytes"),
            pytest.param({"BytesReceived": RECEIVED, "BytesSent": MOST_SENT + 1}, "used", id="one more, sent"),
            pytest.param({"BytesSent": MOST_SENT, "BytesReceived": RECEIVED + 1}, "used", id="one more, received"),
            pytest.param({"BytesSent": 0, "BytesReceived": 0}, "unused", id="no bytes"),
            pytest.param({"BytesSent": str(MOST_SENT + 1), "BytesReceived": str(RECEIVED)}, "used", id="bytes as text"),
            pytest.param({"BytesSent": None}, "session", id="no telling what was sent"),
            pytest.param({"BytesReceived": ""}, "session", id="no telling what was received"),
            pytest.param(
                {"BytesSent": MOST_HANDSHAKE_BYTES + 1, "BytesReceived": None}, "used", id="one way alone was enough"
            ),
            pytest.param({"BytesSent": MOST_HANDSHAKE_BYTES, "BytesReceived": None}, "session", id="and was not"),
            pytest.param({"life_s": LIFE_S}, "unused", id="the longest life"),
            pytest.param({"life_s": LIFE_S + 0.001}, "session", id="a millisecond longer"),
            pytest.param({"life_s": 0}, "unused", id="no time at all"),
            pytest.param({"life_s": -0.001}, "session", id="closed before it was opened"),
            pytest.param({"SessionEndTime": None}, "session", id="no telling when it was closed"),
            pytest.param({"SessionStartTime": None}, "session", id="no telling when it was opened"),
            pytest.param({"life_s": 60, "BytesSent": 50_000}, "used", id="used for long"),
            *[
                pytest.param({"ClientTLSVersion": version}, "session", id=f"no handshake: {version!r}")
                for version in ("", "none", "NONE", "Unknown", None)
            ],
            pytest.param({"ClientTLSVersion": "none", "BytesSent": 50_000}, "session", id="no handshake, many bytes"),
            *[
                pytest.param({"ConnectionCloseReason": reason}, "used", id=f"closed by others: {reason}")
                for reason in ("ORIGIN_CLOSED", "Origin closed", "CLIENT_IDLE_TIMEOUT")
            ],
            pytest.param({"ConnectionCloseReason": "Client closed"}, "unused", id="the dashboard's words"),
            pytest.param({"ConnectionCloseReason": ""}, "session", id="closed for no reason told"),
            pytest.param({"ConnectionCloseReason": "UNKNOWN"}, "session", id="closed for a reason unknown"),
            pytest.param({"ConnectionCloseReason": "UNKNOWN", "BytesSent": 50_000}, "used", id="unknown, many bytes"),
            pytest.param({"ConnectionCloseReason": "CLIENT_TLS_ERROR"}, "tls_error", id="the client broke it"),
            pytest.param(
                {"ConnectionCloseReason": "Client TLS error"}, "tls_error", id="broke it, as the dashboard says"
            ),
            pytest.param(
                {"ConnectionCloseReason": "CLIENT_TLS_ERROR", "BytesSent": 50_000}, "tls_error", id="broke it late"
            ),
            pytest.param(
                {"ConnectionCloseReason": "ORIGIN_TLS_ERROR"}, "origin_error", id="the site's handshake broke"
            ),
            pytest.param({"OriginTLSCertificateValidationResult": "EXPIRED"}, "origin_error", id="a bad certificate"),
            pytest.param(
                {"OriginTLSCertificateValidationResult": "EXPIRED", "ConnectionCloseReason": "CLIENT_TLS_ERROR"},
                "origin_error",
                id="a bad certificate outweighs the refusal",
            ),
            pytest.param({"OriginTLSCertificateValidationResult": "VALID"}, "unused", id="a good certificate"),
            pytest.param({"OriginTLSCertificateValidationResult": "none"}, "unused", id="no certificate to judge"),
            pytest.param({"Protocol": "UDP"}, "", id="UDP tells nothing"),
            pytest.param({"DetectedProtocol": "quic"}, "", id="nor does QUIC"),
            pytest.param({"Protocol": "TCP", "DetectedProtocol": "tls"}, "unused", id="TCP does"),
        ],
    )
    def test_are_of_the_kind_that_their_end_tells(self, tmp_path, changed, kind):
        assert self.kind(tmp_path, **changed) == kind

    def test_one_that_lived_for_long_does_not_change_the_next(self, tmp_path):
        rows = [*closed_unused(HOST, 0, life_s=9), *closed_unused(HOST, 1), *refused(HOST, 2), *used(HOST, 3)]
        assert read(tmp_path, *rows)[0]["kind"].tolist() == ["session", "unused", "tls_error", "used"]

    def test_keep_their_id_where_they_look_unused_or_name_no_host(self, tmp_path):
        rows = [
            *closed_unused(HOST, 0, SessionID="s0"),
            *used(HOST, 1, SessionID="s1"),
            *closed_unused(HOST, 2, SessionID="s2", life_s=9),
            *used("", 3, SessionID="s3"),
            session(HOST, 4, "CLIENT_TLS_ERROR", SessionID="s4"),
            session("", 5, "CLIENT_TLS_ERROR", SessionID="s5", ResolvedFQDN=HOST),
        ]
        assert read(tmp_path, *rows)[0]["session_id"].tolist() == ["s0", "", "", "s3", "", ""]

    def test_are_placed_when_they_were_opened_else_when_closed(self, tmp_path):
        rows = [session(HOST, 0, SessionEndTime=moment(50)), session(HOST, 9, SessionStartTime=None)]
        told = read(tmp_path, *rows)[0]["seen_at"].tolist()
        assert told == [pd.Timestamp(moment(0)), pd.Timestamp(moment(10))]

    def test_times_are_compared_to_the_millisecond_though_told_by_the_second(self, tmp_path):
        opened, closed = moment_ms(0.9), moment_ms(0.9 + LIFE_S)
        assert self.kind(tmp_path, SessionStartTime=opened, SessionEndTime=closed) == "unused"
        closed = moment_ms(0.901 + LIFE_S)
        assert self.kind(tmp_path, SessionStartTime=opened, SessionEndTime=closed) == "session"


class TestRequests:
    @pytest.mark.parametrize(
        ("action", "status", "kind"),
        [
            ("unknown", 0, "unused"),
            ("Unknown", "0", "unused"),
            ("unknown", None, "unused"),
            ("unknown", "", "unused"),
            ("unknown", 200, ""),
            ("unknown", "502", ""),
            ("", 0, ""),
            ("", 200, ""),
            (None, 200, ""),
            ("allow", 200, "inspected"),
            ("allow", 0, "inspected"),
            ("block", 403, "inspected"),
            ("bypass", 0, "bypassed"),
            ("bypassed by policy", 200, "bypassed"),
            ("Do Not Inspect", 0, "bypassed"),
            ("do_not_inspect", 0, "bypassed"),
            ("off", 0, "bypassed"),
        ],
    )
    def test_are_of_the_kind_that_action_and_status_tell(self, tmp_path, action, status, kind):
        assert kind_of(tmp_path, request(HOST) | {"Action": action, "HTTPStatusCode": status}) == kind

    def test_that_name_no_host_are_left_out(self, tmp_path):
        row = request("", action="unknown") | {"HTTPStatusCode": 0, "SessionID": "s1"}
        frame, dropped = read(tmp_path, row)
        assert frame.empty
        assert dropped == {"no_name": 1}

    def test_keep_the_id_of_their_session(self, tmp_path):
        frame, _ = read(tmp_path, request(HOST) | {"SessionID": "s1"}, request(HOST, 1))
        assert frame["session_id"].tolist() == ["s1", ""]


def test_a_handshake_takes_10_kb_and_2_s_at_most():
    assert (MOST_HANDSHAKE_BYTES, LIFE_S) == (10_000, 2)


def seen(kind, second, session_id="", host=HOST):
    return kind, host, second, {"session_id": session_id}


class TestSettling:
    """Both logs may tell of one connection."""

    @pytest.mark.parametrize(
        ("rows", "kinds"),
        [
            pytest.param([], [], id="nothing"),
            pytest.param([seen("tls_error", 0, "s"), seen("inspected", 1, "s")], ["tls_error", "inspected"], id="none"),
            pytest.param([seen("unused", 0, "s")], ["unused"], id="one alone"),
            pytest.param([seen("unused", 0, "s"), seen("inspected", 1, "s")], ["used", "inspected"], id="decrypted"),
            pytest.param([seen("inspected", 0, "s"), seen("unused", 1, "s")], ["inspected", "used"], id="in any order"),
            pytest.param([seen("unused", 0, "s"), seen("bypassed", 1, "s")], ["used", "bypassed"], id="exempt"),
            pytest.param(
                [seen("unused", 0, "s"), seen("inspected", 1, "t")], ["unused", "inspected"], id="another session's"
            ),
            pytest.param([seen("unused", 0), seen("inspected", 1)], ["unused", "inspected"], id="no id ties nothing"),
            pytest.param(
                [seen("unused", 0, "s"), seen("connection", 1, "s")], ["unused", "connection"], id="no request"
            ),
            pytest.param([seen("unused", 0, "s"), seen("unused", 1, "s")], ["unused"], id="both logs tell of one"),
            pytest.param([seen("unused", 0, "s"), seen("unused", 1, "t")], ["unused"] * 2, id="two of them"),
            pytest.param([seen("unused", 0), seen("unused", 1)], ["unused"] * 2, id="no id makes them one"),
            pytest.param(
                [seen("connection", 0, "s"), seen("unused", 1, "s")],
                ["connection", "unused"],
                id="named by another log",
            ),
            pytest.param(
                [seen("unused", 0, "s"), seen("unused", 1, "t"), seen("inspected", 2, "t"), seen("unused", 3, "s")],
                ["unused", "used", "inspected"],
                id="each by its own id",
            ),
        ],
    )
    def test_a_request_makes_a_connection_used_and_each_unused_one_counts_once(self, rows, kinds):
        assert settle_unused(signals(*rows))["kind"].astype("str").tolist() == kinds

    def test_of_one_told_twice_the_first_stays(self):
        settled = settle_unused(signals(seen("unused", 0, "s"), seen("unused", 1, "s", "other.jp")))
        assert settled["hostname"].astype("str").tolist() == [HOST]

    def test_nothing_else_of_a_row_changes(self):
        before = signals(seen("unused", 0, "s"), seen("inspected", 1, "s"), seen("tls_error", 2))
        columns = [column for column in before if column != "kind"]
        pd.testing.assert_frame_equal(settle_unused(before)[columns], before[columns])


@pytest.mark.parametrize(
    ("rcode", "answer"),
    [
        (0, "ok"), ("0", "ok"), ("NOERROR", "ok"), (" noerror ", "ok"),
        (2, "failed"), ("SERVFAIL", "failed"), (3, "failed"), ("3", "failed"), ("NXDOMAIN", "failed"),
        ("nxdomain", "failed"), (5, "failed"), ("REFUSED", "failed"),
        (1, ""), (4, ""), ("NOTIMP", ""), ("", ""), (None, ""), ("unknown", ""), ([], ""),
    ],
)  # fmt: skip
def test_an_answer_is_ok_or_failed_or_not_told(rcode, answer):
    assert classify_rcode(rcode) == answer


def as_json(categories):
    return json.dumps(categories).encode()


@pytest.mark.parametrize(
    "category",
    [
        "Anonymizer", "Botnet", "Brand Embedding", "Command and Control & Botnet", "Command & Control",
        "Compromised Domain", "Cryptomining", "DGA Domains", "DNS Tunneling", "Malware", "New Domains",
        "Newly Seen Domains", "Parked & For Sale Domains", "Phishing", "phishing", "Scam", "Spam", "Spyware",
        "Potentially Unwanted Software",
    ],
)  # fmt: skip
def test_security_categories_are_risks(category):
    assert risk_of(as_json(category)) == category
    assert risk_of(as_json(["Finance", category])) == category


@pytest.mark.parametrize(
    "categories",
    [
        "Finance", "Technology", "Login Screens", "News & Media", "Security", "Spammer's Guide", "Renew Domains",
        "", None, [], ["Finance", "Technology"],
    ],
)  # fmt: skip
def test_other_categories_are_none(categories):
    assert risk_of(as_json(categories)) == ""


def test_of_several_risks_the_first_is_told():
    assert risk_of(as_json(["Finance", "Phishing", "Malware"])) == "Phishing"


def test_a_query_has_its_answer_and_its_risk(tmp_path):
    rows = [
        dns_row("a.jp", 0, RCode=0, QueryCategoryNames=["Finance", "Phishing"]),
        dns_row("b.jp", 1, RCode=3, QueryCategoryNames=["Finance"]),
        dns_row("c.jp", 2),
    ]
    frame, _ = read(tmp_path, *rows, kind="queries")
    assert frame["answer"].astype("str").tolist() == ["ok", "failed", ""]
    assert frame["risk"].astype("str").tolist() == ["Phishing", "", ""]
