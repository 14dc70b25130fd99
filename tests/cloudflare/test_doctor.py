"""The preflight: what it finds, what it advises, and that it works whatever the token may do."""

import datetime as dt
import json
import re

import pytest

from tests.builders import dns_row
from tests.cloudflare.phone import TOKEN, Phone, run
from tests.standin.fixture import standin as standin
from tests.standin.settings import NodeSettings
from tests.standin.tokens import ACCOUNT, ACCOUNT_NAMES, SECOND_ACCOUNT

CF1, DOCUMENTED = "cf1GatewayDnsRawGroups", "gatewayResolverQueriesAdaptiveGroups"
SESSIONS = "cf1GatewayNetworkSessionRawGroups"
L7, CF1_HTTP = "gatewayL7RequestsAdaptiveGroups", "cf1GatewayHttpRawGroups"
L4, CF1_NETWORK = "gatewayL4SessionsAdaptiveGroups", "cf1GatewayNetworkRawGroups"
GOOD_RULE = {"action": "off", "traffic": "any(app.type.ids[*] in {16})"}
FULL = "Edit the token in the dashboard (My Profile > API Tokens) and add "


def query(minutes_ago=1, **more):
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes_ago)
    return dns_row("app.paypay.ne.jp", Datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ"), **more)


def examined(standin, *rows, token=TOKEN, check=None, account=None, **configuration):
    """The checks of an account with these rows, by what they are about: state, found, advice."""
    server = standin(*rows, **configuration)
    done = run("doctor", "--format", "json", check=check, **server.environment(token, account))
    checks = json.loads(done.stdout)["checks"]
    assert all(list(each) == ["what", "state", "found", "advice"] for each in checks)
    return {each["what"]: (each["state"], each["found"], each["advice"]) for each in checks}


class TestDoctor:
    """The preflight."""

    def checks(self, standin, misbehave=(), token=TOKEN, **options):
        done = Phone(standin, misbehave=list(misbehave), **options).run("doctor", "--format", "json", token=token)
        return {check["what"]: check for check in json.loads(done.stdout)["checks"]}, done.returncode

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
            assert checks[what]["advice"], what
        assert code == 1

    @pytest.mark.parametrize(
        "token",
        ["standin-analytics-only", "standin-no-pii", "standin-none", "standin-account-owned", "standin-expired"],
    )
    def test_it_works_with_any_subset_of_permissions(self, standin, token):
        checks, _ = self.checks(standin, token=token)
        assert {"token", "account", "clock"} <= set(checks)

    def test_doctor_tells_which_is_used_instead(self, standin):
        checks, code = self.checks(standin, [f"disabled:{L7}", f"disabled:{L4}", f"disabled:{CF1_NETWORK}"])
        assert code == 0
        assert CF1_HTTP in checks[L7]["advice"]
        assert checks[CF1_HTTP]["state"] == "ok"
        assert checks[L4]["state"] == "warning"
        assert "without gateway_network" in checks[L4]["advice"]


def test_the_table_marks_each_line_and_says_below_what_to_do(standin):
    server = standin(query(), rules=[GOOD_RULE], configuration={"settings": {"tls_decrypt": {"enabled": False}}})
    done = run("doctor", check=0, **server.environment())
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Ready, with gaps: TLS decryption.")
    assert ["ok", "account", ACCOUNT] in [line.split() for line in lines]
    advice = ["! TLS decryption: off", "  Then inspection is not what breaks the app; look elsewhere."]
    assert lines[-3:] == ["", *advice]


@pytest.mark.parametrize("format_", ["table", "json"])
def test_no_name_of_an_account_reaches_the_terminal_as_it_is(standin, format_):
    evil = "Home\x1b]0;owned\x07\u202e\x9b31m"
    server = standin(account_names=ACCOUNT_NAMES | {SECOND_ACCOUNT: evil})
    environment = server.environment("standin-two-accounts", None)
    done = run("doctor", "--format", format_, check=1, **environment)
    assert SECOND_ACCOUNT in done.stdout
    assert "owned" in done.stdout
    assert all(character.isprintable() or character == "\n" for character in done.stdout)


def test_the_advice_lists_the_accounts_one_a_line(standin):
    done = run("doctor", check=1, **standin().environment("standin-two-accounts", None))
    assert f"\n  {ACCOUNT}  Example Home\n  {SECOND_ACCOUNT}  Example Office\n" in done.stdout


@pytest.mark.parametrize(
    ("token", "account", "found"),
    [
        ("nonsense", ACCOUNT, "Cloudflare does not accept the token: Authentication error (code 10000)."),
        ("standin-expired", ACCOUNT, "expired, since 2026-01-01T00:00:00Z"),
    ],
)
def test_a_token_that_is_not_good_is_a_problem(standin, token, account, found):
    state, said, advice = examined(standin, token=token, account=account, check=1)["token"]
    assert (state, said) == ("problem", found)
    assert advice


@pytest.mark.parametrize(
    ("skew", "state", "found"),
    [
        (0, "ok", "as Cloudflare's"),
        (300, "warning", r"\d+ s behind Cloudflare's"),
        (-300, "warning", r"\d+ s ahead of Cloudflare's"),
    ],
)
def test_the_clock_is_compared_with_that_of_cloudflare(standin, skew, state, found):
    misbehave = [f"skew:{skew}"] if skew else []
    checks = examined(standin, query(), misbehave=misbehave, check=0)
    assert checks["clock"][0] == state
    assert re.fullmatch(found, checks["clock"][1])
    assert bool(checks["clock"][2]) == (state == "warning")


class TestPermissions:
    """What a token without a permission is told to add."""

    def test_without_analytics_no_log_is_open(self, standin):
        checks = examined(standin, query(), misbehave=["no_permission:analytics"], check=1)
        assert checks[CF1][0] == checks[DOCUMENTED][0] == "problem"
        assert "freshness" not in checks

    def test_where_logs_cannot_be_asked_about_the_rest_is_checked_all_the_same(self, standin, no_pauses):
        checks = examined(standin, query(), misbehave=["error_in_200:1000@settings"], check=1)
        state, found, advice = checks["Account Analytics > Read"]
        assert state == "problem"
        assert "unable to execute query" in found
        assert advice == FULL + "Account > Account Analytics > Read."
        assert {checks[node] for node in (CF1, DOCUMENTED, L7, SESSIONS)} == {("unknown", "could not be asked", "")}
        assert checks["device names"][0] == checks["DNS logging"][0] == "ok"
        assert "freshness" not in checks

    def test_without_devices_ids_will_have_to_do(self, standin):
        checks = examined(standin, query(), misbehave=["no_permission:devices"], check=0)
        advice = FULL + "Account > Zero Trust > Read; until then give --device an id."
        assert checks["device names"] == ("warning", "the token may not read them", advice)

    def test_without_zero_trust_settings_stay_unknown(self, standin):
        checks = examined(standin, query(), misbehave=["no_permission:zero_trust"], check=0)
        advice = FULL + "Account > Zero Trust > Read to have DNS logging and TLS decryption checked."
        assert checks["Zero Trust > Read"] == ("warning", "the token may not read settings", advice)
        assert "TLS decryption" not in checks

    def test_without_pii_the_log_names_nobody(self, standin):
        checks = examined(standin, query(), token="standin-no-pii", check=0)
        advice = FULL + "Account > Zero Trust PII > Read, if the account may."
        assert checks["identities"] == ("warning", "the log gives no device ids to this token", advice)

    def test_with_all_of_them_nothing_is_advised(self, standin):
        checks = examined(standin, query(), rules=[GOOD_RULE], check=0)
        assert {what: check for what, check in checks.items() if check[0] != "ok" or check[2]} == {}


class TestSettings:
    """What the account is set to."""

    def test_an_account_that_does_not_tell_is_no_problem(self, standin):
        checks = examined(standin, query(), logging={}, configuration={}, check=0)
        assert checks["DNS logging"] == checks["TLS decryption"] == ("unknown", "the account does not tell", "")
        assert checks["redaction"] == ("ok", "off", "")

    @pytest.mark.parametrize(
        ("settings", "found"),
        [
            ({"tls_decrypt": {"enabled": True}}, "on"),
            ({"tls_decrypt": {"enabled": True}, "inspection": {"mode": "dynamic"}}, "on, inspection mode dynamic"),
        ],
    )
    def test_the_mode_of_inspection_is_shown(self, standin, settings, found):
        checks = examined(standin, query(), configuration={"settings": settings}, check=0)
        assert checks["TLS decryption"] == ("ok", found, "")


class TestLogs:
    """Which logs are open, how far back, and how fresh they are."""

    def test_the_limits_of_a_node_are_shown(self, standin):
        settings = {
            CF1: NodeSettings(max_page_size=12345, max_duration=5400, not_older_than=4 * 86400),
            DOCUMENTED: NodeSettings(max_duration=None, not_older_than=None),
        }
        checks = examined(standin, query(), settings=settings, check=0)
        assert checks[CF1] == ("ok", "back 4 d, 90m at once, 12,345 rows a page", "")
        assert checks[DOCUMENTED] == ("ok", "back any time, any time at once, 10,000 rows a page", "")

    def test_one_of_the_two_dns_logs_is_needed(self, standin):
        checks = examined(standin, query(), misbehave=[f"disabled:{CF1}", f"disabled:{DOCUMENTED}"], check=1)
        needed = ("problem", "not open to this token or plan", "One of the two DNS logs is needed.")
        assert checks[CF1] == checks[DOCUMENTED] == needed
        assert "freshness" not in checks

    def test_one_that_another_stands_in_for_is_no_matter(self, standin):
        checks = examined(standin, query(), misbehave=[f"disabled:{DOCUMENTED}"], check=0)
        assert checks[DOCUMENTED] == ("unknown", "not open to this token or plan", "")

    def test_a_log_of_which_nothing_is_known_of_devices_is_not_asked_for_any(self, standin):
        checks = examined(standin, query(), misbehave=[f"disabled:{CF1}"], check=0)
        assert checks["freshness"][0] == "ok"
        assert "identities" not in checks

    def test_a_silent_log_asks_whether_a_device_is_connected(self, standin):
        checks = examined(standin, query(90), check=0)
        advice = "Is a device connected, and DNS logging on?"
        assert checks["freshness"] == ("warning", "no query in the last 1h", advice)

    def test_no_more_is_looked_back_than_a_query_may_span(self, standin):
        checks = examined(standin, query(30), misbehave=["max_duration:600"], check=0)
        assert checks["freshness"][1] == "no query in the last 10m"

    def test_a_log_that_is_late_advises_to_wait(self, standin):
        state, found, advice = examined(standin, query(20), check=0)["freshness"]
        assert state == "warning"
        assert re.fullmatch(r"newest query (20m|1[2-9]\d\ds) old", found)
        assert "pinscout find --wait" in advice

    def test_a_query_that_fails_is_told_and_ends_nothing(self, standin, no_pauses):
        misbehave = [f"error_in_200:1000@rows: {CF1}("]
        checks = examined(standin, query(), misbehave=misbehave, check=0)
        state, found, advice = checks["freshness"]
        assert state == "unknown"
        assert "unable to execute query" in found
        assert advice == "Try again in a minute."
        assert checks[CF1][0] == "ok"


class TestVerdict:
    """The first line: whether `find` can work, and why not."""

    def judged(self, standin, *rows, token=TOKEN, account=None, **configuration):
        done = run("doctor", "--format", "json", **standin(*rows, **configuration).environment(token, account))
        told = json.loads(done.stdout)
        assert told["version"] == 1
        return told["verdict"], told["summary"], done.returncode

    def test_all_is_ready(self, standin):
        verdict, summary, code = self.judged(standin, query(), rules=[GOOD_RULE])
        assert (verdict, code) == ("ready", 0)
        assert "pinscout find --at TIME" in summary

    def test_what_find_can_do_without_is_a_gap(self, standin):
        verdict, summary, code = self.judged(standin, query(), rules=[GOOD_RULE], misbehave=["no_permission:devices"])
        assert (verdict, code) == ("ready_with_gaps", 0)
        assert "device names" in summary

    def test_what_it_cannot_do_without_is_named_first(self, standin):
        verdict, summary, code = self.judged(standin, query(), token="standin-none", account=ACCOUNT)
        assert (verdict, code) == ("not_ready", 1)
        assert summary.startswith("Not ready: mend Account Analytics > Read first")


class TestAccount:
    """Whose logs are asked for."""

    def test_the_account_of_another_is_not_ours(self, standin):
        state, found, advice = examined(standin, account=SECOND_ACCOUNT, check=1)["account"]
        assert (state, found) == ("problem", "the token does not see this account")
        assert f"{ACCOUNT}  Example Home" in advice

    def test_what_is_no_id_is_told_so(self, standin):
        state, found, advice = examined(standin, account="Example Home", check=1)["account"]
        assert (state, found) == ("problem", "what is set is no account id")
        assert "32 hexadecimal digits" in advice

    @pytest.mark.parametrize("account", [ACCOUNT, ACCOUNT.upper()])
    def test_our_own_is(self, standin, account):
        assert examined(standin, query(), account=account)["account"][0] == "ok"

    def test_a_token_that_may_not_read_logs_is_not_said_to_may(self, standin):
        state, found, advice = examined(standin, token="standin-none", account=ACCOUNT, check=1)[
            "Account Analytics > Read"
        ]
        assert (state, found) == ("problem", "no log is open: the token may not read them")
        assert advice == FULL + "Account > Account Analytics > Read."


KEY = "0123456789abcdef0123456789abcdef01234"


def test_where_cloudflare_can_not_be_reached_no_more_is_asked(standin, no_pauses):
    server = standin(misbehave=["drop:1000"])
    done = run("doctor", "--format", "json", check=1, **server.environment(TOKEN))
    [told] = json.loads(done.stdout)["checks"]
    assert (told["what"], told["state"]) == ("account", "problem")
    assert "could not be reached" in told["found"]
    assert "Trying again" in done.stderr
    assert not [asked for asked in server.requests if "tokens" in asked.path]


def test_a_global_api_key_is_recognised_and_what_cloudflare_says_of_it_is_shown(standin):
    done = run("doctor", check=1, **standin().environment(KEY, ACCOUNT))
    said = " ".join(done.stdout.split())
    assert "Global API Key" in said
    assert "Invalid format for Authorization header (code 6111)" in said
    assert KEY not in done.stdout + done.stderr


@pytest.mark.parametrize("token", ["", "a b", "nonsense", KEY, "standin-none", "standin-expired"])
@pytest.mark.parametrize("account", [ACCOUNT, SECOND_ACCOUNT, "nonsense"])
def test_doctor_never_sends_anyone_to_doctor(standin, token, account):
    done = run("doctor", **standin().environment(token, account))
    assert done.returncode == 1
    assert "pinscout doctor" not in done.stdout + done.stderr
    assert "log files" not in done.stdout + done.stderr


def test_doctor_never_sends_anyone_to_doctor_when_the_server_fails(standin, no_pauses):
    for misbehave in ("error_in_200:1000", "no_permission:analytics", "no_permission:zero_trust", "expired_token"):
        done = run("doctor", **standin(query(), misbehave=[misbehave]).environment())
        assert "pinscout doctor" not in done.stdout + done.stderr, misbehave


class TestRules:
    """Rules that do not do what they look like."""

    @pytest.mark.parametrize(
        ("rule", "found"),
        [
            ({"action": "off", "traffic": 'http.request.host == "a.jp"'}, "the rule mine never matches: it looks at http.request.host"),
            ({"action": "off", "traffic": "any(http.request.domains[*] in $aa)"}, "the rule mine never matches: it looks at http.request.domains"),
            ({"action": "block", "traffic": "any(app.type.ids[*] in {3 16})"}, "the rule mine blocks the apps that it should exempt"),
        ],
    )  # fmt: skip
    def test_a_trap_is_named_with_its_rule(self, standin, rule, found):
        server = standin(query(), rules=[GOOD_RULE | {"name": "all"}, rule | {"name": "mine"}])
        done = run("doctor", check=0, **server.environment())
        assert f"! rules: {found}" in " ".join(done.stdout.split())
        assert len([line for line in done.stdout.splitlines() if line.startswith("! rules")]) == 1

    @pytest.mark.parametrize("format_", ["table", "json"])
    def test_no_name_of_a_rule_reaches_the_terminal_as_it_is(self, standin, format_):
        rule = {
            "action": "off",
            "traffic": 'http.request.host == "a.jp"',
            "name": "mine\x1b]0;owned\x07\u202e\x9b31m\u2066",
        }
        done = run("doctor", "--format", format_, **standin(query(), rules=[GOOD_RULE, rule]).environment())
        assert "owned" in done.stdout
        assert all(character.isprintable() or character == "\n" for character in done.stdout + done.stderr)

    def test_the_apps_known_to_break_should_be_exempt(self, standin):
        state, found, advice = examined(standin, query(), check=0)["rules"]
        assert (state, found) == ("warning", "no rule exempts the apps known to break")
        assert "Firewall policies > HTTP" in advice

    @pytest.mark.parametrize(
        "rule",
        [
            {"action": "off", "traffic": 'http.conn.hostname == "http.request.host"'},
            {"action": "block", "traffic": 'any(http.request.domains[*] in {"16"})'},
            {"action": "block", "traffic": 'any(app.type.ids[*] in {1 160})'},
            {"action": "forward", "traffic": 'http.request.host == "a.jp"'},
            {"action": "off", "enabled": False, "traffic": 'http.request.host == "a.jp"'},
        ],
    )  # fmt: skip
    def test_what_is_no_trap_is_left_alone(self, standin, rule):
        assert examined(standin, query(), rules=[GOOD_RULE, rule], check=0)["rules"][0] == "ok"
