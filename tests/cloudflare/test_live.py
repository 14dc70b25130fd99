"""The live account, played by a strict stand-in over real HTTP."""

import collections
import contextlib
import datetime as dt
import functools
import gzip
import hashlib
import http.server
import itertools
import json
import os
import pty
import random
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import tomllib
import zipfile

import graphql
import pytest

import analyzer
from analyzer.cloudflare.budget import Budget
from analyzer.cloudflare.logs.reader import ceil, cut, evenly, floor
from tests.builders import dns_row, request
from tests.cloudflare.phone import STORIES, TOKEN, Phone, begin_warm, command, run
from tests.standin.devices import devices
from tests.standin.fixture import standin as standin
from tests.standin.rows import load
from tests.standin.schema import SCHEMA
from tests.standin.settings import NodeSettings
from tests.standin.tokens import ACCOUNT

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

CF1, DOCUMENTED = "cf1GatewayDnsRawGroups", "gatewayResolverQueriesAdaptiveGroups"
SESSIONS = "cf1GatewayNetworkSessionRawGroups"
L7, CF1_HTTP = "gatewayL7RequestsAdaptiveGroups", "cf1GatewayHttpRawGroups"
L4, CF1_NETWORK = "gatewayL4SessionsAdaptiveGroups", "cf1GatewayNetworkRawGroups"
ROWS = f"{CF1}("
"""Stands in a query for rows of that node, and not in one for its settings."""
PLENTY = {"PINSCOUT_QUERIES_PER_5_MINUTES": "100000"}


@functools.cache
def from_files(story="paypay"):
    """The candidates that the same rows give when they are read from files."""
    about = tomllib.loads((STORIES / story / "incident.toml").read_text())
    finding = analyzer.find(STORIES / story, at=about["at"], app=about["app"], device="iPhone", tz="UTC")
    return gist(finding.to_dict()["candidates"])


def gist(candidates):
    return [
        (row["registrable_domain"], round(row["score"], 6), row["band"], row["match"], sorted(row["exclude"]))
        for row in candidates
    ]


def ids_of_the_phone(*, ids_are_registrations):
    """The id of the device and that of its registration."""
    machines, registrations = devices(load([STORIES / "paypay"]), ids_are_registrations=ids_are_registrations)
    machine = next(each["id"] for each in machines if each["name"] == "iPhone")
    return machine, next(each["id"] for each in registrations if each["device"]["id"] == machine)


def minutes(asked):
    """How long a span was asked for."""
    start, end = (dt.datetime.fromisoformat(asked.variables["filter"][f"datetime_{key}"]) for key in ("geq", "lt"))
    return (end - start) / dt.timedelta(minutes=1)


def ago(seconds):
    """So many seconds ago, as Logpush writes it."""
    return (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.mark.parametrize("story", ["paypay", "nothing-pinned"])
def test_the_live_account_gives_the_same_candidates_as_the_same_rows_from_files(standin, story):
    assert gist(Phone(standin, story=story).candidates()) == from_files(story)


def test_sessions_without_devices_give_the_same_proposals_with_lower_scores(standin):
    live, filed = gist(Phone(standin, story="platform-service").candidates()), from_files("platform-service")
    assert [row[2:] for row in live if row[2] == "exclude"] == [row[2:] for row in filed if row[2] == "exclude"]
    assert live[0][1] < filed[0][1]


# A server that stumbles


@pytest.mark.parametrize(
    ("misbehave", "seen"),
    [
        ([f"rate_limit:2@{ROWS}"], 429),
        (["rate_limit:1@/devices"], 429),
        ([f"server_error:3@{ROWS}"], 502),
        (["server_error:2@/devices"], 502),
        ([f"drop:3@{ROWS}"], 0),
        (["drop:1@/accounts"], 0),
        ([f"error_in_200:3@{ROWS}"], 200),
        (["always_200", f"error_in_200:1@{ROWS}"], 200),
        ([f"refuse_field:{CF1}.sourceIP"], 403),
        (["max_page_size:200"], 200),
        (["max_duration:1200"], 200),
        (["skew:3600"], 200),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("no_pauses")
def test_a_server_that_stumbles_changes_nothing(standin, misbehave, seen):
    phone = Phone(standin, misbehave=misbehave)
    assert gist(phone.candidates()) == from_files()
    statuses = {asked.status for asked in phone.server.requests}
    assert seen in statuses
    assert 400 not in statuses


def test_an_answer_that_takes_too_long_is_asked_for_again(standin):
    phone = Phone(standin, misbehave=[f"slow:600:2@{ROWS}"])
    assert gist(phone.candidates(PINSCOUT_TIMEOUT_S="1")) == from_files()
    asked = collections.defaultdict(list)
    for one in phone.log_requests():
        asked[one.query + json.dumps(one.variables)].append(one)
    hung = [times for times in asked.values() if any(one.status == 0 for one in times)]
    assert sum(one.status == 0 for times in hung for one in times) == 2
    assert all(times[-1].status == 200 for times in hung)
    repeated = (pair for times in asked.values() for pair in itertools.pairwise(times))
    assert all(again.at - first.at >= 1 for first, again in repeated), "only what took too long is asked for again"


def test_a_rate_limit_is_waited_for_as_told(standin):
    phone = Phone(standin, misbehave=[f"rate_limit:1:3@{ROWS}"])
    done = phone.find(check=0)
    assert "waiting 3 s" in done.stderr
    (refused,) = [one for one in phone.server.requests if one.status == 429]
    again = next(one for one in phone.log_requests() if one.variables == refused.variables and one.status == 200)
    assert 3 <= again.at - refused.at < 8


@pytest.mark.parametrize(
    ("misbehave", "said"),
    [
        (["server_error:1000@/graphql"], "Cloudflare is busy|Cloudflare answered 502"),
        (["drop:1000@/graphql"], "could not be reached"),
        (["error_in_200:1000"], "Cloudflare could not answer|Cloudflare is busy"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("no_pauses")
def test_a_server_that_never_answers_is_told_in_a_sentence(standin, misbehave, said):
    done = Phone(standin, misbehave=misbehave).find(check=1)
    assert re.search(said, done.stderr), done.stderr
    again, error, hint = done.stderr.strip().splitlines()
    assert again.endswith("Trying again, for a quarter of a minute at most.")
    assert error.startswith("Error: ")
    assert hint


@pytest.mark.parametrize(
    ("misbehave", "token", "said"),
    [
        (["expired_token"], TOKEN, "token"),
        ([f"disabled:{CF1}", f"disabled:{DOCUMENTED}"], TOKEN, "No Gateway DNS log is open"),
        (["no_permission:analytics"], TOKEN, "Account Analytics"),
        ([], "standin-two-accounts", "CLOUDFLARE_ACCOUNT_ID"),
        ([], "standin-none", "account"),
        ([], "nonsense", "token"),
        ([], "", "CLOUDFLARE_API_TOKEN"),
    ],
    ids=str,
)
def test_what_stands_in_the_way_is_said_in_a_sentence_with_a_way_out(standin, misbehave, token, said):
    done = Phone(standin, misbehave=misbehave).find(token=token, check=1)
    assert said in done.stderr
    assert token not in done.stderr or len(token) == 0


def test_of_several_accounts_the_one_that_is_named_is_asked(standin):
    phone = Phone(standin)
    assert ACCOUNT in phone.find(token="standin-two-accounts", check=1).stderr
    assert gist(phone.candidates(token="standin-two-accounts", account=ACCOUNT)) == from_files()


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_a_certificate_that_cannot_be_verified_is_explained(tmp_path):
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Gateway(http.server.HTTPServer):
        def get_request(self):
            connection, address = super().get_request()
            return context.wrap_socket(connection, server_side=True), address

    with Gateway(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as gateway:
        threading.Thread(target=gateway.serve_forever, daemon=True).start()
        there = f"https://localhost:{gateway.server_port}/client/v4"
        done = run("find", "--at", "now", check=1, CLOUDFLARE_API_TOKEN=TOKEN, CLOUDFLARE_BASE_URL=there)
        gateway.shutdown()
    assert f"The certificate of {there} could not be verified." in done.stderr
    assert "root certificate in the system's trust store" in done.stderr


# What was fetched is not lost


def test_nothing_is_asked_twice_when_only_options_change(standin):
    phone = Phone(standin)
    phone.find(check=0)
    before = len(phone.log_requests())
    phone.find("--before", "60s", "--after", "60s", "--baseline", "20h")
    assert phone.log_requests()[before:] == []


def test_ctrl_c_ends_it_at_once_and_what_was_fetched_is_kept(standin):
    phone = Phone(standin, misbehave=[f"rate_limit:1000:200@{L7}("])
    interrupted = phone.begin(*phone.question())
    wait_until(lambda: any(one.status == 429 for one in phone.server.requests))
    interrupted.send_signal(signal.SIGINT)
    pressed = time.monotonic()
    _, said = interrupted.communicate(timeout=60)
    assert time.monotonic() - pressed < 5
    assert interrupted.returncode == 130
    assert "Traceback" not in said
    phone.server.configure(misbehave=[])
    before = len(phone.log_requests())
    assert gist(phone.candidates()) == from_files()
    assert not [one for one in phone.log_requests()[before:] if ROWS in one.query]


def test_what_the_account_no_longer_holds_is_still_there(standin):
    phone = Phone(standin)
    phone.find(check=0)
    phone.server.configure(misbehave=["not_older_than:7200"])
    assert gist(phone.candidates()) == from_files()


def test_a_log_that_does_not_reach_back_so_far_says_so(standin):
    done = Phone(standin, misbehave=["not_older_than:7200"]).find()
    assert "gateway_dns reaches back to" in done.stderr
    assert "paypay.ne.jp" in done.stdout


def test_late_rows_are_fetched_when_they_have_arrived(standin):
    phone = Phone(standin, hours_ago=0.1, misbehave=["late:600"])
    early = phone.find("--format", "json")
    assert "newest rows may not have arrived yet" in early.stderr
    assert gist(json.loads(early.stdout)["candidates"]) != from_files()
    phone.server.configure(misbehave=[])
    assert gist(phone.candidates()) == from_files()


# Both generations of nodes


class TestGenerations:
    """A dataset is taken from whichever of its nodes is open, sooner from the one that names devices."""

    def decrypted(self, candidates):
        return sum(row["inspected_count"] for row in candidates)

    def asked(self, phone, node):
        return [one for one in phone.log_requests() if f"{node}(" in one.query]

    def test_the_node_that_names_devices_is_asked(self, standin):
        phone = Phone(standin, story="platform-service")
        candidates, said = phone.answer()
        assert self.decrypted(candidates)
        assert self.asked(phone, L7)
        assert not self.asked(phone, CF1_HTTP)
        assert "gateway_http" not in said

    def test_decrypted_requests_come_from_the_newer_node_where_the_documented_one_is_closed(self, standin):
        phone = Phone(standin, story="platform-service", misbehave=[f"disabled:{L7}"])
        candidates, said = phone.answer()
        assert self.decrypted(candidates)
        assert self.asked(phone, CF1_HTTP)
        assert "gateway_http names no devices here" in said

    def test_connections_come_from_the_newer_node_where_the_documented_one_is_closed(self, standin):
        phone = Phone(standin, story="shared-platform", misbehave=[f"disabled:{L4}", f"disabled:{SESSIONS}"])
        said = phone.answer()[1]
        assert self.asked(phone, CF1_NETWORK)
        assert re.search("the log tells of: .*connections", said)
        assert "gateway_network names no devices here" in said

    @pytest.mark.parametrize("closed", [[], [f"disabled:{L7}"]], ids=["documented", "newer"])
    def test_requests_that_closed_before_they_came_are_refusals_from_either_node(self, standin, closed):
        rows = [dns_row("api.kumosora.jp", 0, Datetime=ago(60 * minutes)) for minutes in (20, 30, 40)]
        closures = [
            request("api.kumosora.jp", 0, action="unknown") | {"Datetime": row["Datetime"], "HTTPStatusCode": 0}
            for row in rows
        ]
        server = standin(*rows, *closures, misbehave=closed)
        at = [part for row in rows for part in ("--at", row["Datetime"])]
        done = run("find", "--device", "iPhone", "--format", "json", *at, **server.environment())
        first = json.loads(done.stdout)["candidates"][0]
        assert first["registrable_domain"] == "kumosora.jp"
        assert any("closed 3 connections right after a good handshake" in reason for reason in first["reasons"])

    @pytest.mark.parametrize(
        ("nodes", "dataset"), [((L7, CF1_HTTP), "gateway_http"), ((L4, CF1_NETWORK), "gateway_network")]
    )
    def test_with_both_closed_a_sentence_says_what_is_lacking(self, standin, nodes, dataset):
        phone = Phone(standin, story="shared-platform", misbehave=[f"disabled:{node}" for node in nodes])
        candidates, said = phone.answer()
        assert candidates[0]["band"] == "exclude"
        assert f"{dataset}: not open to this token or plan" in said

    @pytest.mark.parametrize("field", ["dimensions_httpStatusCode", None])
    def test_a_node_that_gives_no_needed_field_counts_as_closed(self, standin, field):
        """Whether the settings say so or only the refusal of a query does."""
        phone = Phone(standin, story="platform-service")
        if field:
            known = ("count", "dimensions_datetime", "dimensions_httpHost", "dimensions_action", "dimensions_deviceId")
            phone.server.configure(settings={L7: NodeSettings(available_fields=known)})
        else:
            phone.server.configure(misbehave=[f"refuse_field:{L7}.httpStatusCode"])
        assert self.decrypted(phone.candidates())
        assert self.asked(phone, CF1_HTTP)

    def test_a_dns_log_without_devices_says_what_that_costs(self, standin):
        done = Phone(standin, misbehave=[f"disabled:{CF1}"]).find(device="", check=0)
        assert "names no devices" in done.stderr
        assert "paypay.ne.jp" in done.stdout

    def test_fetch_takes_them_too(self, standin, tmp_path):
        phone = Phone(
            standin, story="platform-service", misbehave=[f"disabled:{L7}", f"disabled:{L4}", f"disabled:{SESSIONS}"]
        )
        done = phone.run("fetch", str(tmp_path / "log"), check=0)
        logs = {log["dataset"]: log for log in json.loads((tmp_path / "log" / "manifest.json").read_text())["logs"]}
        assert {dataset: log["node"] for dataset, log in logs.items()} == {
            "gateway_dns": CF1,
            "gateway_http": CF1_HTTP,
            "gateway_network": CF1_NETWORK,
        }
        assert logs["gateway_http"]["records"]
        assert "zero_trust_network_sessions: not open" in done.stderr

    def test_sweep_takes_them_too(self, standin):
        phone = Phone(standin, story="platform-service", misbehave=[f"disabled:{L7}", f"disabled:{L4}"])
        done = phone.run("sweep", "--format", "json", check=0)
        assert self.asked(phone, CF1_HTTP)
        assert "decrypted requests (gateway_http)" not in done.stderr

    def test_sweep_needs_no_dns_log(self, standin):
        phone = Phone(standin, story="platform-service", misbehave=[f"disabled:{CF1}", f"disabled:{DOCUMENTED}"])
        assert "torica-transit.jp" in phone.run("sweep", check=0).stdout


# Devices


class TestDevice:
    """What --device takes, and what happens where the log tells no devices apart."""

    @pytest.mark.parametrize("ids_are_registrations", [False, True])
    @pytest.mark.parametrize("named", ["id", "registration id", "name"])
    def test_a_device_goes_by_its_name_its_id_and_that_of_its_registration(self, standin, named, ids_are_registrations):
        """Which of the two ids the log bears is not known beforehand."""
        phone = Phone(standin, misbehave=["ids_are_registrations"] if ids_are_registrations else [])
        machine, registration = ids_of_the_phone(ids_are_registrations=ids_are_registrations)
        device = {"id": machine, "registration id": registration.upper(), "name": "iphone"}[named]
        assert gist(phone.candidates(device=device)) == from_files()

    def test_without_permission_for_devices_the_ids_in_the_log_are_shown_and_do(self, standin):
        phone = Phone(standin, misbehave=["no_permission:devices"])
        id_ = ids_of_the_phone(ids_are_registrations=False)[0]
        listed = phone.find(check=2)
        assert f"id {id_}" in listed.stderr
        assert gist(phone.candidates(device=id_)) == from_files()

    def test_the_baseline_is_fetched_of_the_device_that_failed_only(self, standin):
        phone = Phone(standin)
        phone.find(device="", check=2)
        windows = len(phone.log_requests())
        assert not [one for one in phone.log_requests() if minutes(one) > 5]
        phone.find(check=0)
        baseline = phone.log_requests()[windows:]
        assert [one for one in baseline if minutes(one) > 5]
        assert all("deviceId_in" in one.variables["filter"] for one in baseline)

    @pytest.mark.parametrize(
        ("misbehave", "token"), [(["redacted"], TOKEN), ([], "standin-no-pii"), ([f"disabled:{CF1}"], TOKEN)], ids=str
    )
    def test_where_the_log_names_no_devices_none_can_be_picked(self, standin, misbehave, token):
        phone = Phone(standin, misbehave=misbehave)
        refused = phone.find(token=token, check=2)
        assert "names no devices to this token" in refused.stderr
        assert "Leave --device away" in refused.stderr
        taken = phone.find(device="", token=token)
        assert "names no devices" in taken.stderr
        assert "paypay.ne.jp" in taken.stdout

    def test_a_location_stands_in_for_a_device_where_the_log_names_none(self, standin):
        rows = [
            dns_row("app.paypay.ne.jp", Datetime=ago(3600), Location="Home"),
            dns_row("other.example.jp", Datetime=ago(3600), Location="Office"),
        ]
        server = standin(*rows, misbehave=[f"disabled:{CF1}"])
        at = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).isoformat()
        done = run("find", "--at", at, "--location", "Home", **server.environment())
        assert "paypay.ne.jp" in done.stdout
        assert "example.jp" not in done.stdout

    def test_devices_lists_who_was_active(self, standin):
        done = Phone(standin).run("devices", "--since", "3 hours ago", check=0)
        assert "iPhone" in done.stdout
        assert "MacBook" in done.stdout


# Right after the failure


class TestRightNow:
    """Just now it failed, and rows are still on their way."""

    def rows(self, *seconds_ago):
        return [dns_row("app.paypay.ne.jp", Datetime=ago(seconds)) for seconds in seconds_ago]

    def find(self, server, *arguments, **environment):
        done = run("find", "--app", "PayPay", *arguments, **server.environment() | environment)
        assert done.returncode in (0, 3), done.stderr
        return done

    @pytest.mark.parametrize("when", [["--at", "now"], ["--last", "3m"]], ids=str)
    def test_the_failure_may_be_a_moment_ago(self, standin, when):
        done = self.find(standin(*self.rows(5, 20, 4000)), *when)
        assert "paypay.ne.jp" in done.stdout
        assert "--wait" in done.stderr

    def test_wait_waits_until_the_log_has_caught_up(self, standin):
        server = standin(*self.rows(2, 4, 6, 400, 900), misbehave=["late:6"])
        at = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=5)).isoformat()
        done = self.find(server, "--at", at, "--before", "3s", "--after", "2s", "--wait", PINSCOUT_POLL_S="0.2")
        assert "waiting" in done.stderr
        assert "paypay.ne.jp" in done.stdout


# Within Cloudflare's limits


class TestLimits:
    """Few requests, several at a time, none that the account refuses, and a word before it takes long."""

    def test_a_forecast_comes_before_a_large_fetch(self, standin):
        phone = Phone(standin, misbehave=["max_duration:600", "slow:0.2:1000"])
        process = phone.begin(*phone.question())
        said = process.stderr.readline()
        asked = len(phone.log_requests())
        process.kill()
        process.communicate()
        needed = re.fullmatch(r"about (\d+) requests are needed; .*\n", said)
        assert needed, said
        assert asked < int(needed[1]) / 2

    def test_a_forecast_counts_only_what_is_not_there_yet(self, standin):
        phone = Phone(standin, misbehave=["max_duration:1200"])
        assert "requests are needed" in phone.find(check=0).stderr
        assert "requests are needed" not in phone.find(check=0).stderr

    def test_several_requests_are_made_at_a_time(self, standin):
        phone = Phone(standin, misbehave=[f"slow:3:4@{ROWS}"])
        phone.find(check=0)
        begun = sorted(one.at for one in phone.log_requests())
        assert begun[3] - begun[0] < 3 <= begun[4] - begun[0]

    def test_a_short_longest_span_is_kept_to(self, standin):
        rows = [dns_row("app.paypay.ne.jp", Datetime=ago(seconds)) for seconds in (3600, 3610, 3900)]
        server = standin(*rows, misbehave=["max_duration:60"])
        at = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).isoformat()
        done = run("find", "--at", at, "--app", "PayPay", "--baseline", "10m", **server.environment())
        assert "paypay.ne.jp" in done.stdout
        assert {one.status for one in server.requests} == {200}

    def test_all_devices_are_listed_though_a_page_holds_fewer(self, standin):
        phones = [{"DeviceID": f"id-{number}", "DeviceName": f"phone-{number}"} for number in range(6)]
        rows = [
            dns_row("example.jp", 0, phone, Datetime=ago(600 * number + again))
            for number, phone in enumerate(phones)
            for again in (30, 60)
        ]
        server = standin(*rows, misbehave=["max_page_size:4"])
        done = run("devices", "--since", "2 hours ago", check=0, **server.environment())
        assert re.findall(r"phone-\d", done.stdout) == [f"phone-{number}" for number in range(6)]
        assert len(re.findall(r"\b2\b", done.stdout)) >= 6

    def test_the_budget_holds_in_any_stretch_of_time(self):
        budget, let_through = Budget(10, period_s=0.3), []
        for _ in range(35):
            budget.take()
            let_through.append(time.monotonic())
        assert budget.spent == 35
        assert all(late - early >= 0.29 for early, late in zip(let_through, let_through[10:], strict=False))
        assert let_through[-1] - let_through[0] < 2

    def test_a_budget_that_is_used_up_is_waited_for(self, standin):
        phone = Phone(standin)
        process = phone.begin(*phone.question(), PINSCOUT_QUERIES_PER_5_MINUTES="12")
        said = process.stderr.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
        assert re.search(r"used up: waiting (29\d|300) s", said)
        assert len([one for one in phone.server.requests if one.path == "/graphql"]) == 12

    def test_a_bar_shows_on_a_terminal_and_nothing_in_a_pipe(self, standin, tmp_path):
        phone = Phone(standin)
        screen, terminal = pty.openpty()
        process = subprocess.Popen(
            command(*phone.question()), env=phone.environment(), stdout=subprocess.DEVNULL, stderr=terminal
        )
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # Linux ends a terminal with an error
            while piece := os.read(screen, 4096):
                shown += piece
        os.close(screen)
        assert process.wait() == 0
        assert "fetching" in shown.decode()
        assert "100%" in shown.decode()
        piped = phone.find(check=0, PINSCOUT_STATE_DIR=str(tmp_path / "state"))
        assert "fetching" not in piped.stderr

    def test_every_query_is_valid_and_holds_no_value_in_its_text(self, standin, tmp_path):
        phone = Phone(standin, story="platform-service", misbehave=["max_page_size:300"])
        hostile = 'iPhone"}) { x } #'
        phone.find(check=0)
        phone.find(device=hostile, check=2)
        phone.run("sweep", check=0)
        phone.run("devices", check=0)
        phone.run("doctor", check=0)
        phone.run("fetch", str(tmp_path / "log"), "--since", phone.times[0], "--device", "iPhone", check=0)
        phone.run("fetch", str(tmp_path / "none"), "--device", hostile, check=2)
        queries = [one for one in phone.server.requests if one.path == "/graphql"]
        assert {one.status for one in queries} == {200}
        for one in queries:
            document = graphql.parse(one.query)
            assert graphql.validate(SCHEMA, document) == []
            assert '"' not in one.query
            assert "limit: $limit" in one.query or "settings" in one.query
            assert not [text for text in texts(one.variables) if text in one.query]
        assert len({one.query for one in queries}) >= 8


def texts(value):
    """All texts in a JSON value."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


# The token


EACH = """
import json, logging, sys
logging.basicConfig(level=0)
from analyzer.cli import main
codes = []
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as end:
        codes.append(end.code)
print()
print(json.dumps(codes))
"""


def test_the_token_is_nowhere(standin, tmp_path):
    phone = Phone(standin, misbehave=["server_error:1", f"drop:1@{ROWS}", f"rate_limit:1@{L7}("])
    env = phone.environment(PINSCOUT_STATE_DIR=str(tmp_path / "state"))
    outputs = []

    def note(script, *arguments, **more):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], env=env | more, capture_output=True, text=True, check=False
        )
        outputs.extend([done.stdout, done.stderr])
        return done

    def logged(*commands, **more):
        """The exit codes of commands that one process runs, logging all there is to log."""
        done = note(EACH, json.dumps(commands), **more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    fetch = ["fetch", str(tmp_path / "log"), "--since", phone.times[0]]
    codes = logged(phone.question(), fetch, ["doctor"], ["devices"], ["sweep"], ["find", "--at", "x"])
    assert codes[:4] == [0, 0, 0, 0]
    logged(["find", "--at", "now"], CLOUDFLARE_API_TOKEN=f"{TOKEN}\u3000")
    crash = "from analyzer.cloudflare.client import Cloudflare as C; c = C.from_environment(); print(c, vars(c)); "
    nowhere = {"CLOUDFLARE_BASE_URL": "http://127.0.0.1:1/client/v4"}
    assert "Traceback" in note(crash + "c.graphql('{}', {})", **nowhere).stderr
    assert "Traceback" in note(crash + "c._http.get('http://127.0.0.1:1/')", **nowhere).stderr
    phone.server.configure(misbehave=["expired_token"])
    assert logged(phone.question()) == [1]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".gz", ".json", ".zip"}
    assert "DEBUG:httpcore" in "".join(outputs)
    assert not [text for text in outputs if TOKEN in text]
    assert not [path for path in files if TOKEN in str(path) or TOKEN.encode() in unpacked(path)]


def unpacked(path):
    """What a file holds, and what is packed in it."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        return content + gzip.decompress(content)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            return content + b"".join(map(packed.read, packed.namelist()))
    return content


# Saving and checking


class TestFetch:
    """Saving a span of the log."""

    def span(self, phone, hours=6):
        start = dt.datetime.fromisoformat(phone.times[0]) - dt.timedelta(hours=2)
        end = start + dt.timedelta(hours=hours)
        return ["--since", start.isoformat(), "--until", end.isoformat(), "--dataset", "gateway_dns"]

    @staticmethod
    def content(folder):
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    def test_what_was_saved_answers_offline_as_the_account_did(self, standin, tmp_path):
        phone = Phone(standin, story="nothing-pinned")
        start = (dt.datetime.fromisoformat(phone.times[0]) - dt.timedelta(hours=24)).isoformat()
        phone.run("fetch", str(tmp_path / "log"), "--since", start, "--until", "now", check=0)
        live = phone.candidates()
        offline = phone.run(*phone.question("--format", "json"), str(tmp_path / "log"), token="", check=3)
        assert gist(json.loads(offline.stdout)["candidates"]) == gist(live)

    @pytest.mark.long
    def test_killed_at_random_moments_it_ends_with_the_bytes_of_an_undisturbed_run(self, standin, tmp_path):
        rows, span = self.spread()
        server = standin(*rows, misbehave=["max_page_size:25", "budget:100000", "slow:0.02:100000"])
        whole, killed = tmp_path / "whole", tmp_path / "killed"
        run("fetch", str(whole), *span, check=0, **server.environment() | PLENTY)
        chance = random.Random(1)
        for _ in range(20):
            enough = len(server.requests) + chance.randint(0, 20)
            process = begin_warm("fetch", str(killed), *span, **server.environment() | PLENTY)
            wait_until(lambda: len(server.requests) >= enough)  # noqa: B023
            time.sleep(chance.uniform(0, 0.05))
            assert process.is_alive(), "it was too quick to be killed"
            process.kill()
            process.join()
        saved = len(self.content(killed))
        run("fetch", str(killed), *span, check=0, **server.environment() | PLENTY)
        assert 50 < saved < len(self.content(whole))
        assert self.content(killed) == self.content(whole)
        assert not list(killed.rglob(".*.part"))
        assert analyzer.load(killed / "gateway_dns")["hostname"].nunique() == 5000

    def spread(self, number=5000):
        """So many rows that are spread evenly over time, and how to ask for them."""
        start = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=3)
        length = dt.timedelta(seconds=number * 3 // 2)
        rows = [
            dns_row(f"h{one}.example.jp", Datetime=(start + length * one // number).strftime("%Y-%m-%dT%H:%M:%SZ"))
            for one in range(number)
        ]
        return rows, ["--since", start.isoformat(), "--until", (start + length).isoformat(), "--dataset", "gateway_dns"]

    def save(self, server, folder, span):
        done = run("fetch", str(folder), *span, check=0, **server.environment() | PLENTY)
        return analyzer.load(folder / "gateway_dns"), done.stderr

    def test_a_full_page_is_never_taken_for_the_whole(self, standin, tmp_path):
        rows, span = self.spread(1500)
        server = standin(*rows, settings={CF1: NodeSettings(max_page_size=10)}, misbehave=["budget:100000"])
        saved, _ = self.save(server, tmp_path / "log", span)
        assert len(saved) == 1500
        assert saved["hostname"].nunique() == 1500
        assert len(server.requests) < 1.5 * 1500 / 8

    def test_a_second_that_fills_a_page_is_told(self, standin, tmp_path):
        span, crowded = self.spread()[1], ago(8000)
        rows = [dns_row(f"h{number}.example.jp", Datetime=crowded) for number in range(25)]
        server = standin(*rows, settings={CF1: NodeSettings(max_page_size=10)})
        for _ in range(2):  # also when nothing is left to be fetched
            saved, said = self.save(server, tmp_path / "log", span)
            assert len(saved) == 10
            assert f"more queries than a page holds within one second, some are missing: {crowded}" in said
        found = run("find", "--at", crowded, **server.environment())
        assert f"some are missing: {crowded}" in found.stderr

    def test_what_the_log_no_longer_holds_is_told_and_the_rest_is_fetched(self, standin, tmp_path):
        phone = Phone(standin, misbehave=["expired_token"])
        phone.server.configure(misbehave=["slow:0.2:10000"])
        fetch = ["fetch", str(tmp_path / "log"), *self.span(phone, hours=4)]
        process = phone.begin(*fetch)
        wait_until((tmp_path / "log" / "manifest.json").exists)
        process.kill()
        process.communicate()
        phone.server.configure(misbehave=["not_older_than:25200"])
        done = phone.run(*fetch, check=0)
        assert "gateway_dns reaches back to" in done.stderr
        again = phone.run(*fetch, check=0)
        assert "reaches back" not in again.stderr
        assert len(analyzer.load(tmp_path / "log" / "gateway_dns")) > 100

    def test_another_span_needs_another_folder(self, standin, tmp_path):
        phone = Phone(standin)
        phone.run("fetch", str(tmp_path), *self.span(phone), check=0)
        done = phone.run("fetch", str(tmp_path), "--since", "3h ago", check=1)
        assert "another span" in done.stderr

    def test_a_device_that_is_not_known_is_told(self, standin, tmp_path):
        done = Phone(standin).run("fetch", str(tmp_path), "--device", "nonsense", check=2)
        assert "The account knows no device 'nonsense'." in done.stderr


def test_spans_are_cut_without_gap_or_overlap():
    start = dt.datetime(2026, 11, 10, 5, 2, 30, tzinfo=dt.UTC)
    pieces = list(cut(start, start + dt.timedelta(minutes=12), dt.timedelta(minutes=5)))
    assert pieces[0][0] == start
    assert pieces[-1][1] == start + dt.timedelta(minutes=12)
    assert all(stop.minute % 5 == 0 for _, stop in pieces[:-1])
    assert all(one[1] == next_one[0] for one, next_one in itertools.pairwise(pieces))
    assert floor(start, dt.timedelta(minutes=5)).minute == 0
    assert ceil(start, dt.timedelta(minutes=5)).minute == 5


@pytest.mark.parametrize(("seconds", "parts"), [(300, 4), (300, 7), (300, 1), (3, 7), (1, 2), (299, 300)])
def test_spans_are_divided_evenly_into_whole_seconds(seconds, parts):
    start = dt.datetime(2026, 11, 10, 5, 0, tzinfo=dt.UTC)
    pieces = list(evenly(start, start + dt.timedelta(seconds=seconds), parts))
    assert pieces[0][0] == start
    assert pieces[-1][1] == start + dt.timedelta(seconds=seconds)
    assert all(one[1] == next_one[0] for one, next_one in itertools.pairwise(pieces))
    assert len(pieces) in (min(seconds, parts), min(seconds, parts) + 1)
    assert {(stop - begin).microseconds for begin, stop in pieces} == {0}
