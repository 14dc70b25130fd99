"""What is asked of the log where the account gives less than it might, and what a person hears of it."""

import datetime as dt
import gzip
import json
import re

import pytest

import analyzer
from tests.builders import LAPTOP, PHONE, dns_row
from tests.cloudflare.phone import run
from tests.standin.fixture import standin as standin
from tests.standin.settings import NodeSettings
from tests.standin.tokens import ACCOUNT

CF1, DOCUMENTED = "cf1GatewayDnsRawGroups", "gatewayResolverQueriesAdaptiveGroups"
SESSIONS = "cf1GatewayNetworkSessionRawGroups"
L7, CF1_HTTP = "gatewayL7RequestsAdaptiveGroups", "cf1GatewayHttpRawGroups"
L4, CF1_NETWORK = "gatewayL4SessionsAdaptiveGroups", "cf1GatewayNetworkRawGroups"
DNS_ONLY = ["--dataset", "gateway_dns"]


def ago(minutes):
    return (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def day():
    """A lookup each five minutes of two hours, by two devices in turn."""
    return [
        dns_row(f"h{number}.example.jp", 0, LAPTOP if number % 2 else PHONE, Datetime=ago(30 + 5 * number))
        for number in range(24)
    ]


def saved(folder):
    """The records in the folder."""
    lines = [line for file in folder.rglob("*.log.gz") for line in gzip.decompress(file.read_bytes()).splitlines()]
    return [json.loads(line) for line in lines]


def row_queries(server, node=CF1):
    return [asked for asked in server.requests if f"{node}(" in asked.query]


class TestFetch:
    """`fetch`, which saves what there is."""

    def fetch(self, server, folder, *more, check=0, since="4h ago", token="standin-full"):
        arguments = ["fetch", str(folder), "--since", since, *DNS_ONLY, *more]
        return run(*arguments, check=check, **server.environment(token))

    def test_a_field_that_is_refused_is_left_out_and_told(self, standin, tmp_path):
        server = standin(*day(), misbehave=[f"refuse_field:{CF1}.sourceIP"])
        done = self.fetch(server, tmp_path)
        assert "fields that the account does not give: sourceIP" in done.stderr
        assert len(saved(tmp_path)) == 24
        assert not [record for record in saved(tmp_path) if "SrcIP" in record]

    def test_a_field_that_is_needed_is_told_where_it_is_refused(self, standin, tmp_path):
        server = standin(*day(), misbehave=[f"refuse_field:{CF1}.destination"])
        done = self.fetch(server, tmp_path, check=1)
        assert "Cloudflare refused a field" in done.stderr

    @pytest.mark.parametrize("how", ["refused", "not listed"])
    def test_without_counts_of_five_minutes_all_rows_come_all_the_same(self, standin, tmp_path, how):
        """Halving does what planning could not."""
        listed = ("dimensions_datetime", "dimensions_destination", "dimensions_deviceId", "sum_queries")
        server = standin(
            *day(),
            misbehave=[f"refuse_field:{CF1}.datetimeFiveMinutes"] if how == "refused" else [],
            settings={
                CF1: NodeSettings(max_page_size=5, available_fields=listed if how == "not listed" else None),
            },
        )
        self.fetch(server, tmp_path)
        assert sorted({record["QueryName"] for record in saved(tmp_path)}) == sorted(
            {row["QueryName"] for row in day()}
        )

    def test_no_more_fields_are_asked_for_than_a_query_may_have(self, standin, tmp_path):
        server = standin(*day(), settings={CF1: NodeSettings(max_fields=4)})
        self.fetch(server, tmp_path)
        assert len(saved(tmp_path)) == 24
        assert {frozenset(record) >= {"QueryName", "Datetime"} for record in saved(tmp_path)} == {True}
        assert {asked.status for asked in server.requests} == {200}

    def test_where_no_limit_is_stated_a_day_is_asked_for_at_once(self, standin, tmp_path):
        server = standin(*day(), settings={CF1: NodeSettings(max_duration=None, not_older_than=None)})
        self.fetch(server, tmp_path)
        assert len(saved(tmp_path)) == 24
        assert len(row_queries(server)) <= 4

    def test_what_no_log_holds_is_no_request(self, standin, tmp_path):
        closed = (CF1, DOCUMENTED, SESSIONS, L7, CF1_HTTP, L4, CF1_NETWORK)
        server = standin(*day(), misbehave=[f"disabled:{node}" for node in closed])
        done = run("fetch", str(tmp_path), check=1, **server.environment())
        assert "None of these logs is open to this token or plan." in done.stderr
        assert done.stderr.count("not open to this token or plan\n") == 4
        assert [path.name for path in tmp_path.iterdir()] == [".fetch.lock"]

    def test_a_span_that_the_log_holds_no_more_is_refused_with_how_far_it_reaches(self, standin, tmp_path):
        server, folder = standin(*day(), misbehave=["not_older_than:7200"]), tmp_path / "log"
        done = self.fetch(server, folder, "--until", "3h ago", "--tz", "Asia/Tokyo", check=1)
        assert "Of that time nothing is left: gateway_dns reaches back to " in done.stderr
        assert " Asia/Tokyo only." in done.stderr
        assert "Name a later span" in done.stderr
        assert not (folder / "manifest.json").exists()

    def test_a_span_of_which_the_log_holds_a_part_says_from_when_on(self, standin, tmp_path):
        server = standin(*day(), misbehave=["not_older_than:7200"])
        done = self.fetch(server, tmp_path / "log", "--tz", "Asia/Tokyo")
        [told] = re.findall(r"gateway_dns reaches back to (\S+ \S+) Asia/Tokyo only", done.stderr)
        since = dt.datetime.fromisoformat(f"{told}+09:00")
        assert dt.timedelta(hours=1.9) < dt.datetime.now(dt.UTC) - since < dt.timedelta(hours=2.5)
        assert saved(tmp_path / "log")

    def test_a_span_that_ends_before_it_begins_is_wrong_usage(self, standin, tmp_path):
        done = self.fetch(standin(), tmp_path, "--until", "5h ago", check=2)
        assert "The span ends before it begins." in done.stderr

    def test_one_device_is_fetched_by_the_id_where_names_may_not_be_read(self, standin, tmp_path):
        server = standin(*day(), misbehave=["no_permission:devices"])
        self.fetch(server, tmp_path, "--device", PHONE["DeviceID"])
        assert {record["DeviceID"] for record in saved(tmp_path)} == {PHONE["DeviceID"]}
        assert len(saved(tmp_path)) == 12

    def test_a_node_without_devices_is_fetched_whole(self, standin, tmp_path):
        server = standin(*day(), misbehave=[f"disabled:{CF1}"])
        self.fetch(server, tmp_path, "--device", PHONE["DeviceName"])
        assert len(saved(tmp_path)) == 24

    def test_an_error_ends_it_and_the_next_run_fetches_the_rest(self, standin, tmp_path):
        server = standin(*day(), misbehave=["max_duration:600", f"refuse_field:{CF1}.destination"])
        self.fetch(server, tmp_path, check=1)
        server.configure(misbehave=["max_duration:600"])
        self.fetch(server, tmp_path)
        assert len(saved(tmp_path)) == 24
        asked = len(server.requests)
        self.fetch(server, tmp_path)
        again = [one.variables["filter"]["datetime_lt"] for one in server.requests[asked:] if f"{CF1}(" in one.query]
        assert again
        assert min(again) > ago(20), "what is final is not asked for again"

    def test_names_and_users_stand_in_the_rows_that_were_saved(self, standin, tmp_path):
        self.fetch(standin(*day()), tmp_path)
        frame = analyzer.load(tmp_path / "gateway_dns")
        assert set(frame["device_name"]) == {PHONE["DeviceName"], LAPTOP["DeviceName"]}

    def test_only_what_is_read_is_asked_for(self, standin, tmp_path):
        server = standin(*day())
        run("fetch", str(tmp_path), "--since", "4h ago", check=0, **server.environment())
        texts = " ".join(asked.query for asked in server.requests)
        assert not re.search(r"\b(location|transport|destinationPort)\b", texts)
        assert not [query for query in map(str, row_queries(server, L4)) if " action" in query]


class TestDevices:
    """`devices`."""

    def test_a_log_that_names_none_says_so(self, standin):
        done = run("devices", check=1, **standin(*day(), misbehave=[f"disabled:{CF1}"]).environment())
        assert "This account's DNS log names no devices." in done.stderr
        assert "--location" in done.stderr

    def test_an_error_that_is_no_lack_of_permission_is_told(self, standin, no_pauses):
        server = standin(*day(), misbehave=["server_error:1000@/devices"])
        done = run("devices", check=1, **server.environment())
        assert re.search("Cloudflare answered 50[23]", done.stderr)

    def test_devices_without_names_are_listed_by_their_ids(self, standin):
        server = standin(*day(), misbehave=["no_permission:devices"])
        done = run("devices", "--since", "4h ago", check=0, **server.environment())
        assert PHONE["DeviceID"] in done.stdout


class TestSweep:
    """`sweep` of a live account."""

    def session(self, name, reason="CLIENT_TLS_ERROR", minutes=30):
        about = {"SessionStartTime": ago(minutes), "SessionEndTime": ago(minutes), "OriginPort": 443}
        return {"SNI": name, "ConnectionCloseReason": reason, **about, **PHONE}

    def test_without_sessions_it_cannot_work(self, standin):
        done = run("sweep", check=1, **standin(misbehave=[f"disabled:{SESSIONS}"]).environment())
        assert SESSIONS in done.stderr
        assert "Logpush writes them" in done.stderr

    def test_an_open_log_without_sessions_is_said_to_be_empty_and_no_file_of_ours_is_named(self, standin):
        server = standin(dns_row("a.example.jp", 0, PHONE, Datetime=ago(30)))
        done = run("sweep", check=1, **server.environment())
        assert "session log is open, and holds nothing from " in done.stderr
        assert "Logpush" not in done.stderr
        assert ".log.gz" not in done.stderr

    def test_without_decrypted_requests_it_says_so_and_goes_on(self, standin):
        rows = [self.session("app.paypay.ne.jp", minutes=30 + number) for number in range(5)]
        server = standin(*rows, misbehave=[f"disabled:{L7}", f"disabled:{CF1_HTTP}"])
        done = run("sweep", check=0, **server.environment())
        assert "paypay.ne.jp" in done.stdout
        assert "gateway_http: not open to this token or plan" in done.stderr
        assert "the newest rows may not have arrived yet" in done.stderr

    def test_a_span_of_the_past_is_not_late(self, standin):
        rows = [self.session("app.paypay.ne.jp", minutes=120 + number) for number in range(5)]
        done = run("sweep", "--since", "4h ago", "--until", "1h ago", check=0, **standin(*rows).environment())
        assert "may not have arrived" not in done.stderr
        assert "paypay.ne.jp" in done.stdout


class TestFind:
    """`find` of a live account."""

    def find(self, server, *more, check=None, minutes=60, token="standin-full"):
        arguments = ["find", "--at", ago(minutes), "--app", "PayPay", "--baseline", "1h", *more]
        return run(*arguments, check=check, **server.environment(token))

    def test_an_account_that_logged_nothing_is_asked_about(self, standin):
        server = standin(dns_row("a.example.jp", 0, PHONE, Datetime=ago(600)))
        done = self.find(server, check=1)
        assert "is DNS logging on?" in done.stderr
        assert ".log.gz" not in done.stderr

    def test_a_run_to_verify_of_which_nothing_was_logged_names_no_file_of_ours(self, standin):
        server = standin(dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)))
        self.find(server, "--device", "iPhone")
        server.configure(misbehave=["late:36000"])
        done = run("verify", "--at", ago(30), "--entry", "app.paypay.ne.jp", check=1, **server.environment())
        assert "holds nothing in that time" in done.stderr
        assert ".log.gz" not in done.stderr

    @pytest.mark.parametrize("when", [["--at", "now"], ["--at", "1 minute ago"], ["--last", "2m"]], ids=" ".join)
    def test_what_counts_from_now_goes_by_the_clock_of_the_account(self, standin, when):
        rows = [dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(120 + minutes)) for minutes in (0.5, 1, 40, 50)]
        server = standin(*rows, misbehave=["skew:-7200"])
        arguments = ["find", *when, "--app", "PayPay", "--baseline", "1h", "--tz", "UTC", "--format", "json"]
        told = json.loads(run(*arguments, **server.environment()).stdout)
        theirs = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
        at = dt.datetime.fromisoformat(told["incident"]["at"][0].partition("/")[0])
        assert abs(theirs - at.replace(tzinfo=dt.UTC)) < dt.timedelta(minutes=5)
        assert [each["registrable_domain"] for each in told["candidates"]] == ["paypay.ne.jp"]

    def test_for_a_time_that_is_told_no_clock_is_asked(self, standin):
        server = standin(dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)))
        self.find(server)
        assert not [asked for asked in server.requests if "tokens" in asked.path]

    def test_all_devices_are_fetched_where_they_are_pooled(self, standin):
        rows = [dns_row("app.paypay.ne.jp", 0, device, Datetime=ago(60)) for device in (PHONE, LAPTOP)]
        server = standin(*rows)
        done = self.find(server, "--all-devices")
        assert "paypay.ne.jp" in done.stdout
        assert not [asked for asked in row_queries(server) if "deviceId_in" in asked.variables["filter"]]

    def test_the_only_device_that_was_active_need_not_be_named(self, standin):
        server = standin(dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)))
        assert "paypay.ne.jp" in self.find(server).stdout
        chosen = [asked.variables["filter"].get("deviceId_in") for asked in row_queries(server)]
        assert [PHONE["DeviceID"]] in chosen

    def test_a_location_without_an_account_in_the_environment_is_found_out(self, standin):
        server = standin(dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)))
        arguments = ["find", "--at", ago(60), "--app", "PayPay", "--baseline", "1h"]
        done = run(*arguments, **server.environment(account=None))
        assert "paypay.ne.jp" in done.stdout
        assert ACCOUNT in json.dumps([asked.variables for asked in server.requests])

    def test_wait_does_not_wait_for_what_is_long_past(self, standin):
        server = standin(dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)))
        done = self.find(server, "--wait")
        assert "waiting" not in done.stderr
