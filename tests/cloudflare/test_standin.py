"""The stand-in Cloudflare is strict, and misbehaves as told: what live tests rely on."""

import contextlib
import email.utils
import functools
import gzip
import json
import re
import subprocess
import sys
import time

import httpx
import pytest

from tests.builders import LAPTOP, PHONE, dns_row, moment, write_log
from tests.standin.fixture import standin as standin
from tests.standin.misbehave import HOLDS, STRIKES, Misbehaviour
from tests.standin.settings import NodeSettings
from tests.standin.tokens import SECOND_ACCOUNT

NOW = moment(3600)
HOUR = {"datetime_geq": moment(-3600), "datetime_lt": moment(3600)}
DNS = "cf1GatewayDnsRawGroups"
DOCUMENTED = "gatewayResolverQueriesAdaptiveGroups"
SESSIONS = "cf1GatewayNetworkSessionRawGroups"
ACCOUNT = "query($a: string!) {{ viewer {{ accounts(filter: {{accountTag: $a}}) {{ {} }} }} }}"
SETTINGS = ACCOUNT.format(f"settings {{ {DNS} {{ enabled }} }}")

ROWS = [
    dns_row("a.example.jp", -200),
    dns_row("a.example.jp", 0),
    dns_row("a.example.jp", 0, QueryType=65, QueryTypeName="HTTPS"),
    dns_row("b.example.jp", 1, LAPTOP, ResolverDecision="blockedRule", RCode=3),
    dns_row("c.example.jp", 301, ResolverDecision="overrideApplied"),
    {
        "SessionStartTime": moment(2),
        "SessionEndTime": moment(3),
        "SNI": "a.example.jp",
        "OriginPort": 443,
        "ConnectionCloseReason": "CLIENT_TLS_ERROR",
        "BytesSent": 10,
        "BytesReceived": 20,
        **PHONE,
    },
    {
        "Datetime": moment(4),
        "SNI": "d.example.jp",
        "DestinationPort": 443,
        "Transport": "tcp",
        "SessionID": "s",
        **PHONE,
    },
    {"Datetime": moment(5), "HTTPHost": "e.example.jp", "HTTPMethod": "GET", "Action": "bypass", **LAPTOP},
]


class Account:
    """Asks a stand-in as a program would."""

    def __init__(self, server, token="standin-full"):
        self.server = server
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=server.base_url, headers=headers, trust_env=False)

    def get(self, path, **params):
        return self.http.get(path.format(id=self.server.account_id), params=params)

    def ask(self, query, **variables):
        variables = {"a": self.server.account_id} | variables
        return self.http.post("/graphql", json={"query": query, "variables": variables})

    def groups(self, node, select, filter=HOUR, order="", limit=100):  # noqa: A002 - the API's word
        type_name = f"Account{node[0].upper()}{node[1:]}Filter_InputObject!"
        query = (
            f"query($a: string!, $f: {type_name}, $n: uint64!) {{ viewer {{ accounts(filter: {{accountTag: $a}}) {{"
            f" rows: {node}(filter: $f, limit: $n{f', orderBy: [{order}]' if order else ''}) {{ {select} }} }} }} }}"
        )
        return self.ask(query, f=filter, n=limit)

    def rows(self, *arguments, **options):
        answer = self.groups(*arguments, **options)
        assert answer.json()["errors"] is None, answer.text
        return answer.json()["data"]["viewer"]["accounts"][0]["rows"]

    def names(self, **condition):
        rows = self.rows(DNS, "dimensions { destination }", HOUR | condition, "destination_ASC")
        return [row["dimensions"]["destination"] for row in rows]


@pytest.fixture
def server(standin):
    return standin(*ROWS, now=NOW)


@pytest.fixture
def ask_at():
    """Opens accounts that are closed with the test."""
    with contextlib.ExitStack() as stack:

        def opened(server, token="standin-full"):
            account = Account(server, token)
            stack.enter_context(account.http)
            return account

        yield opened


@pytest.fixture
def account(server, ask_at):
    return ask_at(server)


@pytest.fixture
def as_token(server, ask_at):
    return functools.partial(ask_at, server)


def message(answer):
    assert answer.json()["data"] is None
    return answer.json()["errors"][0]["message"]


# What it answers


def test_the_newer_dns_node_counts_queries_by_the_dimensions_asked_for(account):
    rows = account.rows(
        DNS,
        "sum { queries } uniq { devices } dimensions { destination datetime }",
        order="datetime_ASC, destination_ASC",
    )
    assert rows[1] == {
        "sum": {"queries": 2},
        "uniq": {"devices": 1},
        "dimensions": {"destination": "a.example.jp", "datetime": moment(0)},
    }
    assert [row["sum"]["queries"] for row in rows] == [1, 2, 1, 1]


def test_the_newer_dns_node_has_words_of_its_own(account):
    rows = account.rows(DNS, "dimensions { destination resolverDecision rcode queryType }", order="destination_DESC")
    assert rows[0]["dimensions"]["resolverDecision"] == "overrideRule"
    assert rows[1]["dimensions"] == {
        "destination": "b.example.jp",
        "resolverDecision": "blockedRule",
        "rcode": "NXDOMAIN",
        "queryType": "A",
    }
    assert {row["dimensions"]["resolverDecision"] for row in rows[2:]} == {"allowedOnNoRule"}


def test_the_documented_dns_node_numbers_its_decisions_and_knows_no_device(account):
    rows = account.rows(
        DOCUMENTED, "count dimensions { queryName resolverDecision }", order="count_DESC, queryName_ASC"
    )
    assert rows[0] == {"count": 3, "dimensions": {"queryName": "a.example.jp", "resolverDecision": 5}}
    assert [row["dimensions"]["resolverDecision"] for row in rows] == [5, 9, 8]
    assert message(account.groups(DOCUMENTED, "dimensions { deviceId }")).startswith("unknown field")


def test_a_session_is_filed_under_its_end_and_has_no_identity(account):
    rows = account.rows(
        SESSIONS, "sum { bytesTotal } dimensions { sni connectionCloseReason datetime destinationPort }"
    )
    assert rows[0]["dimensions"] == {
        "sni": "a.example.jp",
        "connectionCloseReason": "CLIENT_TLS_ERROR",
        "datetime": moment(3),
        "destinationPort": 443,
    }
    assert rows[0]["sum"] == {"bytesTotal": 30}
    assert account.groups(SESSIONS, "dimensions { deviceId }").status_code == 400


@pytest.mark.parametrize(
    ("node", "name", "host"),
    [
        ("gatewayL4SessionsAdaptiveGroups", "sni", "d.example.jp"),
        ("cf1GatewayNetworkRawGroups", "sni", "d.example.jp"),
        ("gatewayL7RequestsAdaptiveGroups", "httpHost", "e.example.jp"),
        ("cf1GatewayHttpRawGroups", "httpHost", "e.example.jp"),
    ],
)
def test_network_and_http_rows_are_found_in_their_nodes(account, node, name, host):
    assert [row["dimensions"][name] for row in account.rows(node, f"dimensions {{ {name} }}")] == [host]


@pytest.mark.parametrize(
    ("node", "select", "unknown"),
    [
        ("cf1GatewayHttpRawGroups", "httpHost action datetime", ["deviceId", "httpStatusCode"]),
        (
            "cf1GatewayNetworkRawGroups",
            "sni action transport datetime",
            ["deviceId", "destinationPort", "datetimeFiveMinutes"],
        ),
    ],
)
def test_the_newer_http_and_network_nodes_count_requests_and_know_no_device(account, node, select, unknown):
    rows = account.rows(node, f"sum {{ requests }} dimensions {{ {select} }}", order="datetime_ASC")
    assert [row["sum"] for row in rows] == [{"requests": 1}]
    for name in unknown:
        assert message(account.groups(node, f"dimensions {{ {name} }}")).startswith("unknown field")


def test_several_nodes_can_be_asked_at_once_with_times_as_variables(account):
    query = """
    query($a: string!, $s: Time!, $u: Time!) { viewer { accounts(filter: {accountTag: $a}) {
      broken: cf1GatewayNetworkSessionRawGroups(limit: 10, orderBy: [sum_sessions_DESC],
        filter: {datetime_geq: $s, datetime_lt: $u, connectionCloseReason: "CLIENT_TLS_ERROR"}) { ...names }
      http: gatewayL7RequestsAdaptiveGroups(limit: 10, filter: {datetime_geq: $s, datetime_lt: $u}) { count }
    } } }
    fragment names on AccountCf1GatewayNetworkSessionRawGroups {
      n: sum { sessions } where: dimensions { host: sni }
    }"""
    answer = account.ask(query, s=moment(0), u=moment(60)).json()
    assert answer["data"]["viewer"]["accounts"][0] == {
        "broken": [{"n": {"sessions": 1}, "where": {"host": "a.example.jp"}}],
        "http": [{"count": 1}],
    }


def test_times_fall_into_buckets(account):
    rows = account.rows(DNS, "sum { queries } dimensions { datetimeFiveMinutes }", order="datetimeFiveMinutes_ASC")
    assert [row["dimensions"]["datetimeFiveMinutes"] for row in rows] == [moment(-300), moment(0), moment(300)]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"destination": "a.example.jp"}, "a"),
        ({"destination_neq": "a.example.jp"}, "bc"),
        ({"destination_in": ["a.example.jp", "c.example.jp"]}, "ac"),
        ({"destination_notin": ["a.example.jp"]}, "bc"),
        ({"destination_like": "b.%"}, "b"),
        ({"destination_like": "example"}, ""),
        ({"destination_notlike": "%.example.jp"}, ""),
        ({"destination_gt": "a.example.jp", "destination_leq": "b.example.jp"}, "b"),
        ({"deviceId": LAPTOP["DeviceID"]}, "b"),
        ({"OR": [{"destination": "b.example.jp"}, {"rcode": "NOERROR", "datetime_gt": moment(300)}]}, "bc"),
        ({"AND": [{"destination_neq": "a.example.jp"}, {"email": PHONE["Email"]}]}, "c"),
        ({"datetime": moment(1)}, "b"),
        ({"datetime_geq": moment(1).replace("Z", ".5Z")}, "c"),
    ],
)
def test_filters_follow_the_documented_grammar(account, condition, found):
    assert "".join(name[0] for name in account.names(**condition)) == found


def test_arrays_have_filters_of_their_own(account):
    def names(**condition):
        rows = account.rows(DOCUMENTED, "dimensions { queryName }", HOUR | condition, "queryName_ASC")
        return "".join(row["dimensions"]["queryName"][0] for row in rows)

    assert names(resourceRecordTypes_has="HTTPS") == "a"
    assert names(resourceRecordTypes_hasany=["HTTPS", "MX"]) == "a"
    assert names(resourceRecordTypes_nothas="HTTPS") == "abc"
    assert names(cnames_isempty=True) == "abc"


def test_a_full_page_holds_the_first_rows_of_the_order(account):
    rows = account.rows(DNS, "dimensions { destination }", order="destination_DESC", limit=2)
    assert [row["dimensions"]["destination"][0] for row in rows] == ["c", "b"]


def test_rows_of_the_future_are_not_there_yet(server, account):
    server.configure(now=moment(10))
    assert account.names(datetime_lt=moment(3600)) == ["a.example.jp", "b.example.jp"]


def test_files_and_folders_are_read_and_their_times_can_be_moved(standin, ask_at, tmp_path):
    write_log(tmp_path / "one.log.gz", ROWS[:2])
    write_log(tmp_path / "two.log", ROWS[3:4])
    day = 86400
    account = ask_at(standin(tmp_path, shift=day, now=moment(day + 3600)))
    found = account.names(datetime_geq=moment(day - 3600), datetime_lt=moment(day + 3600))
    assert found == ["a.example.jp", "b.example.jp"]


def test_a_broken_line_and_a_truncated_file_lose_no_other_rows(standin, ask_at, tmp_path):
    whole = gzip.compress(b'{"broken\n' + json.dumps(ROWS[1]).encode() + b"\n", mtime=0)
    (tmp_path / "cut.log.gz").write_bytes(whole[:-8])
    assert ask_at(standin(tmp_path, now=NOW)).names() == ["a.example.jp"]


# What it refuses


def test_a_query_that_the_schema_does_not_know_is_refused(account):
    assert message(account.groups("gatewayL4FlowsAdaptiveGroups", "count")).startswith("query contains error")
    assert message(account.groups(DNS, "count")).startswith("unknown field")
    assert message(account.groups(DNS, "dimensions { destination }", {"queryName": "x"})).startswith(
        "error parsing args"
    )
    assert message(account.groups(DNS, "dimensions { destination }", {"datetime_geq": "yesterday"}))
    assert message(account.ask("query { viewer")).startswith("query contains error")
    assert message(account.ask("query { viewer { accounts(filter: {}) { settings { __typename } } } }"))


def test_values_pasted_into_the_query_text_are_refused(account):
    text = 'query { viewer { accounts(filter: {accountTag: "%s"}) { settings { %s { enabled } } } } }'
    refused = account.ask(text % (account.server.account_id, DNS))
    assert refused.status_code == 400
    assert "pass it as a variable" in message(refused)


def test_ordering_by_what_was_not_selected_is_refused(account):
    assert "cannot order by" in message(account.groups(DNS, "sum { queries }", order="destination_ASC"))


def test_settings_tell_the_limits_of_each_node(account):
    wanted = "enabled availableFields maxPageSize maxNumberOfFields maxDuration notOlderThan"
    told = account.ask(ACCOUNT.format(f"settings {{ {DNS} {{ {wanted} }} }}")).json()["data"]["viewer"]["accounts"][0][
        "settings"
    ][DNS]
    assert {"sum_queries", "uniq_devices", "dimensions_destination"} <= set(told.pop("availableFields"))
    assert told == {
        "enabled": True,
        "maxPageSize": 10000,
        "maxNumberOfFields": 30,
        "maxDuration": 10800,
        "notOlderThan": 345600,
    }


@pytest.mark.parametrize(
    ("condition", "limit", "words"),
    [
        (HOUR, 0, "limit must be positive number and not greater than 10000"),
        (HOUR, 10001, "limit must be positive number and not greater than 10000"),
        ({"datetime_geq": moment(-4 * 3600), "datetime_lt": moment(0)}, 10, "query time range is too large"),
        (
            {"datetime_geq": moment(-5 * 86400), "datetime_lt": moment(-5 * 86400 + 60)},
            10,
            "cannot request data older than",
        ),
        ({"destination": "a.example.jp"}, 10, "cannot request data older than"),
    ],
)
def test_limits_are_enforced_in_the_documented_words(account, condition, limit, words):
    refused = account.groups(DNS, "dimensions { destination }", condition, limit=limit)
    assert refused.status_code == 400
    assert message(refused).startswith(words)
    assert refused.json()["errors"][0]["path"] == ["viewer", "accounts", "0", "rows"]


def test_too_many_or_unavailable_fields_are_refused(server, account):
    server.configure(settings={DNS: NodeSettings(max_fields=1, available_fields=("dimensions_destination",))})
    assert account.groups(DNS, "dimensions { destination }").status_code == 200
    assert message(account.groups(DNS, "dimensions { destination rcode }")).startswith("number of fields can't be more")
    assert "does not have access to the path" in message(account.groups(DNS, "dimensions { rcode }"))


def test_an_account_that_is_not_the_tokens_is_refused(account, as_token):
    refused = account.ask(SETTINGS, a=SECOND_ACCOUNT)
    assert (refused.status_code, message(refused)) == (403, "not authorized for that account")
    assert as_token("standin-two-accounts").ask(SETTINGS, a=SECOND_ACCOUNT).status_code == 200
    assert as_token("standin-none").ask(SETTINGS).status_code == 403


# Tokens and the REST part


@pytest.mark.parametrize("token", ["", "wrong", "standin-expired"])
def test_a_token_that_is_not_good_is_an_authentication_error_everywhere(as_token, token):
    client = as_token(token)
    for answer in (client.get("/accounts"), client.ask("query { viewer }")):
        assert answer.status_code == 401
        assert answer.json()["errors"] == [{"code": 10000, "message": "Authentication error"}]


def test_a_token_is_verified_where_it_belongs(as_token):
    user, owned = as_token("standin-full"), as_token("standin-account-owned")
    assert user.get("/user/tokens/verify").json()["result"]["status"] == "active"
    assert owned.get("/accounts/{id}/tokens/verify").json()["result"]["status"] == "active"
    assert owned.get("/user/tokens/verify").json()["errors"] == [{"code": 1000, "message": "Invalid API Token"}]
    assert as_token("standin-expired").get("/user/tokens/verify").json()["result"]["status"] == "expired"


def test_a_token_sees_the_accounts_it_may_see(as_token):
    def names(token, **params):
        return [each["name"] for each in as_token(token).get("/accounts", **params).json()["result"]]

    assert names("standin-full") == ["Example Home"]
    assert names("standin-two-accounts") == ["Example Home", "Example Office"]
    assert names("standin-two-accounts", page=2) == []
    assert names("standin-none") == []


@pytest.mark.parametrize(
    "path",
    [
        "devices/physical-devices",
        "devices/registrations",
        "gateway/logging",
        "gateway/configuration",
        "gateway/app_types",
        "gateway/lists",
        "gateway/rules",
        "resource-library/applications",
    ],
)
def test_zero_trust_paths_need_the_permission(as_token, path):
    good = as_token("standin-full").get(f"/accounts/{{id}}/{path}")
    assert (good.status_code, good.json()["success"], good.json()["errors"]) == (200, True, [])
    refused = as_token("standin-analytics-only").get(f"/accounts/{{id}}/{path}")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, 10000)


def test_devices_come_from_the_rows_page_by_page(account):
    path = "/accounts/{id}/devices/physical-devices"
    first = account.get(path, per_page=1).json()
    second = account.get(path, per_page=1, cursor=first["result_info"]["cursor"]).json()
    found = {page["result"][0]["name"]: page["result"][0]["id"] for page in (first, second)}
    assert found == {device["DeviceName"]: device["DeviceID"] for device in (LAPTOP, PHONE)}
    assert second["result_info"]["cursor"] == ""
    assert [each["name"] for each in account.get(path, search="ren@example").json()["result"]] == ["MacBook"]
    assert account.get(path, cursor="made-up").status_code == 400


def test_another_account_has_devices_of_its_own(as_token):
    answer = as_token("standin-two-accounts").get(f"/accounts/{SECOND_ACCOUNT}/devices/physical-devices")
    assert answer.json()["result"] == []


def test_the_logs_device_id_may_turn_out_to_be_a_registrations(server, account):
    server.configure(misbehave=["ids_are_registrations"])
    devices = account.get("/accounts/{id}/devices/physical-devices", search="iPhone").json()["result"]
    registrations = account.get("/accounts/{id}/devices/registrations", search="iPhone").json()["result"]
    assert registrations[0]["id"] == PHONE["DeviceID"] != devices[0]["id"]
    assert registrations[0]["device"]["id"] == devices[0]["id"]


def test_applications_are_found_by_a_hostname_of_theirs(account):
    def names(host):
        found = account.get("/accounts/{id}/resource-library/applications", filter=f"hostname:{host}", fields="id,name")
        return [each["name"] for each in found.json()["result"]]

    assert names("files.slack.com") == ["Slack"]
    assert names("notslack.com") == []
    assert account.get("/accounts/{id}/resource-library/applications", fields="hosts").status_code == 400


def test_lists_rules_and_settings_are_those_of_the_test(server, account):
    rule = {
        "id": "r",
        "name": "DNI",
        "action": "off",
        "filters": ["http"],
        "traffic": "any(http.conn.domains[*] in $l)",
    }
    server.configure(rules=[rule], logging={"redact_pii": False, "settings_by_rule_type": {"dns": {"log_all": False}}})
    found = account.get("/accounts/{id}/gateway/rules", filter="action:off").json()["result"]
    assert [rule | each for each in found] == found
    assert account.get("/accounts/{id}/gateway/rules", filter="action:block").json()["result"] is None
    logging = account.get("/accounts/{id}/gateway/logging").json()["result"]
    assert logging["settings_by_rule_type"]["dns"]["log_all"] is False


def test_unknown_paths_parameters_and_methods_are_refused(account):
    assert account.get("/accounts/{id}/gateway/nothing").json()["errors"][0]["code"] == 7003
    assert account.get("/accounts/{id}/gateway/lists", tpye="DOMAIN").status_code == 400
    assert account.http.post("/accounts", json={}).status_code == 405


# Misbehaviour


def test_without_the_pii_permission_identities_are_masked(as_token):
    client = as_token("standin-no-pii")
    rows = client.rows(DNS, "dimensions { destination deviceId email }", order="destination_ASC")
    assert (
        {row["dimensions"]["deviceId"] for row in rows} == {row["dimensions"]["email"] for row in rows} == {"REDACTED"}
    )
    assert client.names(deviceId=PHONE["DeviceID"]) == []


def test_an_account_that_redacts_masks_identities_for_everyone(server, account):
    server.configure(misbehave=["redacted"])
    rows = account.rows("gatewayL4SessionsAdaptiveGroups", "dimensions { sni deviceId userId sourceIp }")
    assert rows[0]["dimensions"] == {"sni": "d.example.jp"} | dict.fromkeys(
        ["deviceId", "userId", "sourceIp"], "REDACTED"
    )
    assert account.get("/accounts/{id}/gateway/logging").json()["result"]["redact_pii"] is True
    server.configure(misbehave=["redacted", "pii_filter:works"])
    assert account.names(deviceId=LAPTOP["DeviceID"]) == ["b.example.jp"]
    server.configure(misbehave=["redacted", "pii_filter:refused"])
    assert account.groups(DNS, "dimensions { destination }", HOUR | {"email": "x"}).status_code == 403


def test_a_rate_limit_says_when_to_come_back_and_ends(server, account):
    server.configure(misbehave=["rate_limit:2:7"])
    graphql, rest = account.groups(DNS, "sum { queries }"), account.get("/accounts")
    assert [graphql.status_code, rest.status_code] == [429, 429]
    assert graphql.headers["Retry-After"] == rest.headers["Retry-After"] == "7"
    assert message(graphql).startswith("rate limiter budget depleted")
    assert account.groups(DNS, "sum { queries }").status_code == 200


def test_the_budget_of_queries_runs_out_but_rest_goes_on(server, account):
    server.configure(misbehave=["budget:1"])
    assert account.groups(DNS, "sum { queries }").status_code == 200
    assert account.groups(DNS, "sum { queries }").status_code == 429
    assert account.get("/accounts").status_code == 200


def test_server_errors_come_in_two_kinds_and_one_is_not_json(server, account):
    server.configure(misbehave=["server_error:2"])
    first, second = account.groups(DNS, "sum { queries }"), account.groups(DNS, "sum { queries }")
    assert [first.status_code, second.status_code] == [503, 502]
    assert message(first)
    assert "html" in second.headers["Content-Type"]


def test_a_dropped_connection_ends_in_the_middle_of_the_body(server, account):
    server.configure(misbehave=["drop:1"])
    with pytest.raises(httpx.RemoteProtocolError):
        account.groups(DNS, "dimensions { destination }")
    assert account.groups(DNS, "dimensions { destination }").status_code == 200
    assert [asked.status for asked in server.requests] == [0, 200]


def test_a_slow_answer_comes_after_the_client_gave_up(server, account):
    server.configure(misbehave=["slow:2:1"])
    with pytest.raises(httpx.ReadTimeout):
        account.http.get("/accounts", timeout=0.2)
    assert account.get("/accounts").status_code == 200


def test_an_error_can_come_with_status_200(server, account):
    server.configure(misbehave=["error_in_200:1"])
    assert account.get("/accounts").json()["success"]
    odd = account.groups(DNS, "sum { queries }")
    assert (odd.status_code, message(odd)) == (200, "unable to execute query, please try again later")
    server.configure(misbehave=["always_200", f"disabled:{DNS}"])
    assert account.groups(DNS, "sum { queries }").status_code == 200


def test_a_disabled_node_says_so_in_settings_and_when_asked(server, account):
    server.configure(misbehave=[f"disabled:{DNS}"])
    assert account.ask(SETTINGS).json()["data"]["viewer"]["accounts"][0]["settings"][DNS] == {"enabled": False}
    refused = account.groups(DNS, "sum { queries }")
    assert refused.status_code == 403
    assert "does not have access to the path" in message(refused)


def test_one_refused_field_fails_the_whole_query_and_is_named_in_lower_case(server, account):
    server.configure(misbehave=[f"refuse_field:{DNS}.sourceIP"])
    refused = account.groups(DNS, "dimensions { destination sourceIP }")
    assert message(refused).endswith("cf1gatewaydnsrawgroups.dimensions.sourceip")
    assert refused.json()["errors"][0]["path"][-1] == "rows"
    assert account.groups(DNS, "dimensions { destination }").status_code == 200


def test_late_rows_appear_when_their_time_has_come(server, account):
    server.configure(now=moment(320), misbehave=["late:60"])
    assert "c.example.jp" not in account.names()
    server.configure(now=moment(400))
    assert "c.example.jp" in account.names()


def test_limits_can_be_made_smaller_for_one_node_or_all(server, account):
    server.configure(misbehave=[f"max_page_size:5@{DNS}", "max_duration:60", "not_older_than:7000"])
    assert "not greater than 5" in message(account.groups(DNS, "sum { queries }", limit=6))
    assert "60s" in message(account.groups(DOCUMENTED, "count", limit=6, filter=HOUR | {"datetime_geq": moment(-60)}))
    assert "older than 7000s" in message(account.groups(DOCUMENTED, "count"))


def test_a_permission_can_be_taken_away_and_a_token_can_expire(server, account):
    server.configure(misbehave=["no_permission:devices"])
    assert account.get("/accounts/{id}/devices/physical-devices").status_code == 403
    assert account.get("/accounts/{id}/gateway/rules").status_code == 200
    server.configure(misbehave=["expired_token"])
    assert account.get("/accounts/{id}/gateway/rules").status_code == 401


def test_close_reasons_may_be_spelled_as_on_the_dashboard(server, account):
    server.configure(misbehave=["pretty_reasons"])
    rows = account.rows(SESSIONS, "dimensions { connectionCloseReason }")
    assert rows[0]["dimensions"] == {"connectionCloseReason": "Client TLS error"}


def test_the_date_header_is_the_real_time_unless_skewed(server, account):
    def skew():
        date = email.utils.parsedate_to_datetime(account.get("/accounts").headers["Date"])
        return date.timestamp() - time.time()

    assert abs(skew()) < 60
    server.configure(misbehave=["skew:-900"])
    assert -960 < skew() < -840


def test_a_strike_can_be_aimed_at_a_path_or_a_node(server, account):
    server.configure(misbehave=[f"rate_limit:1@{DOCUMENTED}", "server_error:1@/devices"])
    assert account.groups(DNS, "sum { queries }").status_code == 200
    assert account.groups(DOCUMENTED, "count").status_code == 429
    assert account.get("/accounts/{id}/devices/registrations").status_code == 503


@pytest.mark.parametrize("spec", ["rate_limit", "slow:x:1", "disabled", "redacted:1", "unheard_of:1"])
def test_a_misbehaviour_that_is_not_known_is_an_error(spec):
    with pytest.raises(ValueError, match=re.escape(spec.partition(":")[0])):
        Misbehaviour([spec])


# The record, and the command


def test_every_request_is_recorded_without_its_token(server, account):
    account.groups(DNS, "sum { queries }", limit=3)
    account.get("/accounts", page=1)
    query, listing = server.requests
    assert (query.method, query.path, query.status, query.variables["n"]) == ("POST", "/graphql", 200, 3)
    assert DNS in query.query
    assert (listing.path, listing.params) == ("/accounts", {"page": "1"})
    assert "standin-full" not in repr(server.requests)


def test_the_command_says_where_it_listens_and_tells_each_request(tmp_path):
    log = write_log(tmp_path / "dns.log.gz", ROWS)
    command = [sys.executable, "-m", "tests.standin", "--rows", log, "--port", "0", "--now", NOW]
    command += ["--misbehave", "rate_limit:1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline()
            base = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+/client/v4)\n", said)[1]
            headers = {"Authorization": "Bearer standin-full"}
            with httpx.Client(base_url=base, headers=headers, trust_env=False) as client:
                statuses = [client.get("/accounts").status_code for _ in range(2)]
        finally:
            process.terminate()
            told = process.communicate(timeout=10)[1]
    assert statuses == [429, 200]
    assert "GET /accounts 429" in told
    assert "standin-full" not in told


def test_the_commands_help_names_all_misbehaviours():
    told = subprocess.run([sys.executable, "-m", "tests.standin", "--help"], capture_output=True, text=True, check=True)
    assert all(name in told.stdout for name in [*STRIKES, *HOLDS])
