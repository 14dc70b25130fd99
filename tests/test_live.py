"""The live account, played by a strict stand-in over real HTTP; the command runs as its own process."""

import datetime as dt
import hashlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import analyzer
from analyzer.cloudflare.pages import ceil, cut, floor
from tests.builders import dns_row
from tests.standin.fixture import standin as standin
from tests.standin.settings import NodeSettings

PAYPAY = Path(__file__).parent.parent / "fixtures" / "paypay"
FAILED = [dt.datetime(2026, 11, 10, hour, minute, tzinfo=dt.UTC) for hour, minute in ((5, 5), (5, 12), (10, 40))]
CF1, DOCUMENTED = "cf1GatewayDnsRawGroups", "gatewayResolverQueriesAdaptiveGroups"
TOKEN = "standin-full"


def shifted(hours_ago: float = 1) -> int:
    """Seconds that bring the last failure to so many hours ago."""
    return int(dt.datetime.now(dt.UTC).timestamp() - hours_ago * 3600 - FAILED[-1].timestamp())


class Phone:
    """A person whose iPhone's PayPay failed three times, the last an hour ago."""

    def __init__(self, start, **configuration):
        self.shift = shifted()
        self.server = start(PAYPAY / "dns", shift=self.shift, **configuration)
        self.times = [(moment + dt.timedelta(seconds=self.shift)).isoformat() for moment in FAILED]

    def run(self, *arguments, token=TOKEN, account=None, check=None, **environment):
        env = os.environ | self.server.environment(token, account) | environment
        done = subprocess.run(
            [sys.executable, "-m", "analyzer", *arguments],
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr
        if check is not None:
            assert done.returncode == check, done.stderr
        return done

    def find(self, *more, **options):
        at = [part for moment in self.times for part in ("--at", moment)]
        return self.run("find", "--app", "PayPay", "--device", "iPhone", "--tz", "UTC", *at, *more, **options)

    def candidates(self, *more, **options):
        return json.loads(self.find("--format", "json", *more, check=0, **options).stdout)["candidates"]


def from_files():
    finding = analyzer.find(
        PAYPAY / "dns", at=[moment.isoformat() for moment in FAILED], app="PayPay", device="iPhone", tz="UTC"
    )
    return finding.to_dict()["candidates"]


def gist(candidates):
    return [
        (row["registrable_domain"], round(row["score"], 6), row["band"], row["match"], sorted(row["exclude"]))
        for row in candidates
    ]


def test_the_live_account_gives_the_same_candidates_as_the_same_rows_from_files(standin):
    assert gist(Phone(standin).candidates()) == gist(from_files())


@pytest.mark.parametrize(
    "misbehave",
    [
        ["rate_limit:2"], ["server_error:2"], ["drop:2"], ["slow:2:1"], ["error_in_200:2"], ["max_page_size:200"], ["max_duration:600"],
        [f"refuse_field:{CF1}.sourceIP"], ["server_error:2@/devices", "drop:1@/accounts"], ["skew:3600"],
    ],
    ids=lambda specs: specs[0],
)  # fmt: skip
def test_a_server_that_stumbles_changes_nothing(standin, misbehave):
    phone = Phone(standin, misbehave=misbehave)
    assert gist(phone.candidates()) == gist(from_files())
    assert not [asked for asked in phone.server.requests if asked.status == 400 and "field" not in misbehave[0]]


def test_a_log_without_devices_says_what_that_costs(standin):
    done = Phone(standin, misbehave=[f"disabled:{CF1}"]).run
    phone = Phone(standin, misbehave=[f"disabled:{CF1}"])
    at = [part for moment in phone.times for part in ("--at", moment)]
    done = phone.run("find", "--app", "PayPay", *at)
    assert "names no devices" in done.stderr
    assert "paypay.ne.jp" in done.stdout


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
    done = Phone(standin, misbehave=misbehave).find(token=token)
    assert done.returncode == 1
    assert said in done.stderr
    assert token not in done.stderr or len(token) == 0


def test_without_permission_for_devices_the_ids_in_the_log_are_shown(standin):
    done = Phone(standin, misbehave=["no_permission:devices"]).find()
    assert done.returncode == 2
    assert "id " in done.stderr


def test_redacted_identities_are_no_device(standin):
    phone = Phone(standin, misbehave=["redacted"])
    at = [part for moment in phone.times for part in ("--at", moment)]
    done = phone.run("find", "--app", "PayPay", *at)
    assert "names no devices" in done.stderr


def test_devices_lists_who_was_active(standin):
    done = Phone(standin).run("devices", "--since", "3 hours ago", check=0)
    assert "iPhone" in done.stdout
    assert "MacBook" in done.stdout


def test_nothing_is_asked_twice_when_only_options_change(standin):
    phone = Phone(standin)
    phone.find(check=0)
    before = len(phone.server.requests)
    phone.find("--before", "60s", "--after", "60s")
    asked = [
        request for request in phone.server.requests[before:] if request.variables and "filter" in request.variables
    ]
    assert asked == []


def test_rows_that_may_not_have_arrived_are_mentioned(standin):
    phone = Phone(standin)
    recent = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=3)
    done = phone.run("find", "--at", recent.isoformat(), "--all-devices")
    assert "--wait" in done.stderr


def test_wait_waits_until_the_log_has_caught_up(standin):
    now = dt.datetime.now(dt.UTC)
    rows = [
        dns_row("app.paypay.ne.jp", Datetime=(now - dt.timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        for second in (2, 4, 6, 400, 900)
    ]
    server = standin(*rows, misbehave=["late:6"])
    env = os.environ | server.environment() | {"PINSCOUT_POLL_S": "1"}
    at = (now - dt.timedelta(seconds=5)).isoformat()
    command = [
        sys.executable,
        "-m",
        "analyzer",
        "find",
        "--at",
        at,
        "--before",
        "3s",
        "--after",
        "2s",
        "--app",
        "PayPay",
        "--wait",
    ]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert "waiting" in done.stderr
    assert "paypay.ne.jp" in done.stdout


def test_the_token_is_nowhere(standin, tmp_path):
    phone = Phone(standin, misbehave=["server_error:1", "drop:1"])
    secret = "standin-full"
    outputs = []
    script = "import logging; logging.basicConfig(level=0); from analyzer.cli import main; main()"
    env = os.environ | phone.server.environment() | {"PINSCOUT_STATE_DIR": str(tmp_path / "state")}
    at = ["--at", phone.times[0], "--device", "iPhone"]
    for arguments in (
        ["find", *at],
        ["doctor"],
        ["fetch", str(tmp_path / "log"), "--since", phone.times[0]],
        ["find", "--at", "x"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], env=env, capture_output=True, text=True, check=False
        )
        outputs += [done.stdout, done.stderr]
    outputs.append(repr(analyzer.cloudflare.client.Cloudflare(secret)))
    broken = env | {"CLOUDFLARE_BASE_URL": "http://127.0.0.1:1/client/v4"}
    crash = (
        "from analyzer.cloudflare.client import Cloudflare as C\nC.from_environment()._http.get('http://127.0.0.1:1/')"
    )
    done = subprocess.run([sys.executable, "-c", crash], env=broken, capture_output=True, text=True, check=False)
    assert "Traceback" in done.stderr
    outputs.append(done.stderr)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert "DEBUG" in "".join(outputs)
    assert not [text for text in outputs if secret in text]
    assert not [path for path in files if secret.encode() in path.read_bytes()]


class TestFetch:
    """Saving a span of the log."""

    def span(self, phone):
        start = dt.datetime.fromisoformat(phone.times[0]) - dt.timedelta(hours=2)
        return [
            "--since",
            start.isoformat(),
            "--until",
            (start + dt.timedelta(hours=6)).isoformat(),
            "--dataset",
            "gateway_dns",
        ]

    @staticmethod
    def content(folder):
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }

    def test_what_was_saved_answers_offline_as_the_account_did(self, standin, tmp_path):
        phone = Phone(standin)
        start = (dt.datetime.fromisoformat(phone.times[0]) - dt.timedelta(hours=24)).isoformat()
        phone.run("fetch", str(tmp_path / "log"), "--since", start, "--until", "now", check=0)
        live = phone.candidates()
        offline = phone.run(
            "find", str(tmp_path / "log"), "--app", "PayPay", "--device", "iPhone", "--format", "json", "--tz", "UTC",
            *[part for moment in phone.times for part in ("--at", moment)], check=0, CLOUDFLARE_API_TOKEN="",
        )  # fmt: skip
        assert gist(json.loads(offline.stdout)["candidates"]) == gist(live)

    def test_killed_at_random_moments_it_ends_with_the_bytes_of_an_undisturbed_run(self, standin, tmp_path):
        phone = Phone(standin, misbehave=["max_page_size:100"])
        phone.run("fetch", str(tmp_path / "whole"), *self.span(phone), check=0)
        chance = random.Random(1)
        command = [sys.executable, "-m", "analyzer", "fetch", str(tmp_path / "killed"), *self.span(phone)]
        env = os.environ | phone.server.environment()
        for _ in range(20):
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.15, 1.2))
            process.send_signal(signal.SIGKILL)
            process.wait()
        phone.run("fetch", str(tmp_path / "killed"), *self.span(phone), check=0)
        assert self.content(tmp_path / "killed") == self.content(tmp_path / "whole")
        assert len(self.content(tmp_path / "whole")) > 20
        assert not list((tmp_path / "killed").rglob(".*.part"))

    def test_a_full_page_is_never_taken_for_the_whole(self, standin, tmp_path):
        start = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=3)
        rows = [
            dns_row(
                f"h{number}.example.jp",
                Datetime=(start + dt.timedelta(seconds=number * 7200 // 5000)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            )
            for number in range(5000)
        ]
        server = standin(*rows, settings={CF1: NodeSettings(max_page_size=10)}, misbehave=["budget:100000"])
        env = os.environ | server.environment() | {"PINSCOUT_QUERIES_PER_5_MINUTES": "100000"}
        span = [
            "--since",
            start.isoformat(),
            "--until",
            (start + dt.timedelta(hours=2)).isoformat(),
            "--dataset",
            "gateway_dns",
        ]
        folder = tmp_path / "log"
        subprocess.run(
            [sys.executable, "-m", "analyzer", "fetch", str(folder), *span], env=env, check=True, capture_output=True
        )
        saved = analyzer.load(folder / "gateway_dns")
        assert len(saved) == 5000
        assert saved["hostname"].nunique() == 5000

    def test_another_span_needs_another_folder(self, standin, tmp_path):
        phone = Phone(standin)
        phone.run("fetch", str(tmp_path), *self.span(phone), check=0)
        done = phone.run("fetch", str(tmp_path), "--since", "3h ago")
        assert done.returncode == 1
        assert "another span" in done.stderr


class TestDoctor:
    """The preflight."""

    def checks(self, standin, misbehave=(), token=TOKEN, **options):
        done = Phone(standin, misbehave=list(misbehave), **options).run("doctor", "--format", "json", token=token)
        return {check["what"]: check for check in json.loads(done.stdout)}, done.returncode

    def test_all_is_well_with_a_full_token(self, standin):
        checks, code = self.checks(standin)
        assert code == 0
        assert {check["state"] for check in checks.values()} <= {"ok", "warning"}
        assert checks["token"]["state"] == "ok"

    def test_what_is_switched_off_is_told_with_what_to_do(self, standin):
        checks, code = self.checks(
            standin,
            ["redacted", "skew:-60", f"disabled:{CF1}"],
            logging={"redact_pii": True, "settings_by_rule_type": {"dns": {"log_all": False, "log_blocks": True}}},
            configuration={"settings": {"tls_decrypt": {"enabled": False}}},
        )
        for what in ("DNS logging", "redaction", "TLS decryption", "clock", CF1):
            assert checks[what]["state"] in ("warning", "problem"), what
        assert all(checks[what]["advice"] for what in ("DNS logging", "redaction", "TLS decryption", "clock"))
        assert code == 1

    @pytest.mark.parametrize(
        "token",
        ["standin-analytics-only", "standin-no-pii", "standin-none", "standin-account-owned", "standin-expired"],
    )
    def test_it_works_with_any_subset_of_permissions(self, standin, token):
        checks, _ = self.checks(standin, token=token)
        assert {"token", "account", "clock"} <= set(checks)


def test_spans_are_cut_without_gap_or_overlap():
    start = dt.datetime(2026, 11, 10, 5, 2, 30, tzinfo=dt.UTC)
    pieces = list(cut(start, start + dt.timedelta(minutes=12), dt.timedelta(minutes=5)))
    assert pieces[0][0] == start
    assert pieces[-1][1] == start + dt.timedelta(minutes=12)
    assert all(stop.minute % 5 == 0 for _, stop in pieces[:-1])
    assert all(one[1] == next_one[0] for one, next_one in itertools.pairwise(pieces))
    assert floor(start, dt.timedelta(minutes=5)).minute == 0
    assert ceil(start, dt.timedelta(minutes=5)).minute == 5
