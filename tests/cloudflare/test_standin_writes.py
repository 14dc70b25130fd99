"""The stand-in's lists, rules and policy: as strict as the real account, and as unhelpful when told to be."""

import contextlib
import itertools

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.wirefilter import MATCHES, in_names, one_of
from tests.builders import FAILED_AT, PHONE, dns_row, moment
from tests.standin.fixture import standin as standin
from tests.standin.play import WAYS, Host
from tests.standin.policy import DO_NOT_INSPECT, facts_of
from tests.standin.tokens import SECOND_ACCOUNT
from tests.standin.wirefilter import Malformed, parse
from tests.standin.world import World

LISTS, RULES = "gateway/lists", "gateway/rules"
DOMAINS = {"name": "pinned", "type": "DOMAIN", "items": [{"value": "a.example.jp", "description": "App"}]}


class Account:
    """A program that reads and writes one account."""

    def __init__(self, http, tag):
        self.http, self.tag = http, tag

    def __call__(self, method, path, body=None, **params):
        return self.http.request(method, f"/accounts/{self.tag}/{path}", json=body, params=params)

    def result(self, method, path, body=None, **params):
        answer = self(method, path, body, **params)
        assert answer.json()["success"], answer.text
        return answer.json()["result"]

    def refused(self, method, path, body=None, **params):
        answer = self(method, path, body, **params)
        assert not answer.json()["success"]
        error = answer.json()["errors"][0]
        return answer.status_code, error.get("code"), error["message"]

    def made(self, **more):
        return self.result("POST", LISTS, DOMAINS | more)["id"]

    def rule(self, traffic, **more):
        return {"name": "DNI", "action": "off", "filters": ["http"], "enabled": True, "traffic": traffic} | more

    def values(self, identity, **params):
        return [each["value"] for each in self.result("GET", f"{LISTS}/{identity}/items", **params)]


@pytest.fixture
def server(standin):
    return standin()


@pytest.fixture
def as_token(server):
    with contextlib.ExitStack() as stack:

        def opened(token="standin-full", tag=server.account_id):
            headers = {"Authorization": f"Bearer {token}"}
            return Account(
                stack.enter_context(httpx.Client(base_url=server.base_url, headers=headers, trust_env=False)), tag
            )

        yield opened


@pytest.fixture
def account(as_token):
    return as_token()


# Lists


def test_nothing_is_null_and_not_an_empty_list(account):
    assert [account.result("GET", path) for path in (LISTS, RULES)] == [None, None]
    assert account.result("GET", f"{LISTS}/{account.made(items=[])}")["items"] is None


def test_a_new_list_repeats_its_items_and_the_list_of_lists_counts_them(account):
    made = account.result("POST", LISTS, DOMAINS)
    assert [item["value"] for item in made["items"]] == ["a.example.jp"]
    assert "count" not in made
    listed = account.result("GET", LISTS, type="DOMAIN")
    assert [(each["id"], each["count"]) for each in listed] == [(made["id"], 1)]
    assert "items" not in listed[0]
    assert account.result("GET", f"{LISTS}/{made['id']}")["items"][0]["description"] == "App"


def test_names_may_repeat(account):
    assert account.made() != account.made()


def test_items_come_in_pages_of_fifty_that_together_hold_each_once_in_no_order_of_ours(account):
    values = [f"h{number:03}.example.jp" for number in range(120)]
    identity = account.made(items=[{"value": value} for value in values])
    pages = [account.values(identity, page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    found = list(itertools.chain(*pages))
    assert sorted(found) == values != found
    info = account("GET", f"{LISTS}/{identity}/items", per_page=1000).json()["result_info"]
    assert (info["count"], info["total_count"]) == (120, 120)


def test_told_to_reshuffle_pages_overlap(server, account):
    identity = account.made(items=[{"value": f"h{number}.example.jp"} for number in range(100)])
    server.configure(misbehave=["reshuffle"])
    assert set(account.values(identity)) & set(account.values(identity, page=2))


def test_patch_appends_and_removes_and_leaves_the_rest(account):
    identity = account.made()
    change = {"append": [{"value": "B.Example.jp", "description": "b"}], "remove": ["a.example.jp", "gone.example.jp"]}
    assert account.result("PATCH", f"{LISTS}/{identity}", change)["count"] == 1
    assert account.values(identity) == ["b.example.jp"]


def test_put_replaces_items_that_it_names_and_keeps_them_otherwise(account):
    identity = account.made()
    assert account.result("PUT", f"{LISTS}/{identity}", {"name": "new", "items": []})["count"] == 1
    account.result("PUT", f"{LISTS}/{identity}", {"name": "new", "items": [{"value": "b.example.jp"}]})
    assert account.values(identity) == ["b.example.jp"]
    assert account.refused("PUT", f"{LISTS}/{identity}", {"name": "x", "type": "IP"})[0] == 400


@pytest.mark.parametrize("twin", ["a.example.jp", "A.EXAMPLE.JP"])
def test_a_value_that_is_there_refuses_the_whole_call(account, twin):
    identity = account.made()
    change = {"append": [{"value": "b.example.jp"}, {"value": twin}]}
    assert account.refused("PATCH", f"{LISTS}/{identity}", change)[:2] == (409, 1204)
    assert account.values(identity) == ["a.example.jp"]


def test_a_name_and_its_punycode_are_twins(account):
    items = [{"value": "www.españa.com"}, {"value": "www.xn--espaa-rta.com"}]
    assert account.refused("POST", LISTS, DOMAINS | {"items": items})[:2] == (409, 1204)
    assert account.values(account.made(items=items[:1])) == ["www.xn--espaa-rta.com"]


@pytest.mark.parametrize("bad", ["countly-", "*.example.jp", "jp", "192.0.2.1", "a b.jp", "a..jp", ""])
def test_one_bad_name_refuses_all_and_is_named_without_a_code(account, bad):
    items = [{"value": "good.example.jp"}, {"value": bad}]
    status, code, message = account.refused("POST", LISTS, DOMAINS | {"items": items})
    assert (status, code) == (400, None)
    assert message == f"item: '{bad}' error: invalid domain name: {bad}"
    assert account.result("GET", LISTS) is None


def test_lists_and_accounts_fill_up(server, account):
    server.configure(misbehave=["most_items:1", "most_lists:1", "most_rules:0"])
    identity = account.made()
    assert "items" in account.refused("PATCH", f"{LISTS}/{identity}", {"append": [{"value": "b.jp"}]})[2]
    assert "lists" in account.refused("POST", LISTS, DOMAINS)[2]
    assert "rules" in account.refused("POST", RULES, account.rule('http.conn.hostname == "a.jp"'))[2]


@pytest.mark.parametrize("kind", [None, "HOST"])
def test_a_list_needs_a_type_that_exists(account, kind):
    assert account.refused("POST", LISTS, {"name": "x", "type": kind})[0] == 400


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/items"), ("PATCH", ""), ("DELETE", "")])
def test_a_list_that_is_not_there_is_2218(account, method, path):
    assert account.refused(method, f"{LISTS}/0130-aa{path}", {})[:2] == (404, 2218)


def test_a_list_that_a_rule_uses_cannot_be_deleted(account):
    identity = account.made()
    rule = account.result("POST", RULES, account.rule(f"any(http.conn.domains[*] in ${identity.replace('-', '')})"))
    assert "in use" in account.refused("DELETE", f"{LISTS}/{identity}")[2]
    account.result("DELETE", f"{RULES}/{rule['id']}")
    account.result("DELETE", f"{LISTS}/{identity}")
    assert account.result("GET", LISTS) is None


def test_ids_may_come_without_dashes_and_are_taken_both_ways(server, account):
    dashed = account.made()
    server.configure(misbehave=["dashless_ids"])
    bare = account.result("GET", LISTS)[0]["id"]
    assert bare == dashed.replace("-", "") != dashed
    assert account.values(bare) == account.values(dashed) == ["a.example.jp"]
    assert account.result("GET", LISTS, filter=f"id:{dashed}")[0]["id"] == bare


# Rules


def test_a_rule_is_written_in_the_servers_own_form_and_switched_off_unless_told(account):
    made = account.result(
        "POST",
        RULES,
        {
            "name": "r",
            "action": "off",
            "traffic": '  http.conn.hostname in {"b.jp"   "a.jp"} || !(http.conn.hostname=="c.jp")',
        },
    )
    assert made["traffic"] == 'http.conn.hostname in {"a.jp" "b.jp"} or not(http.conn.hostname == "c.jp")'
    assert (made["enabled"], made["filters"], made["precedence"], made["version"]) == (False, ["http"], 1000, 1)


def test_put_of_a_rule_forgets_what_it_does_not_name(account):
    made = account.result("POST", RULES, account.rule('http.conn.hostname == "a.jp"', description="mine"))
    put = account.result("PUT", f"{RULES}/{made['id']}", {"name": "r", "action": "off"})
    assert (put["traffic"], put["description"], put["enabled"]) == ("", "", False)
    assert (put["precedence"], put["version"]) == (made["precedence"], 2)


def test_a_precedence_is_used_once_and_given_after_the_last(account):
    traffic = 'http.conn.hostname == "a.jp"'
    account.result("POST", RULES, account.rule(traffic, precedence=14000))
    assert "14000" in account.refused("POST", RULES, account.rule(traffic, precedence=14000))[2]
    assert 14000 < account.result("POST", RULES, account.rule(traffic))["precedence"] <= 14100


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"traffic": 'http.request.host == "a.jp"'}, 2091),
        ({"action": "block"}, 2091),
        ({"action": "allow", "traffic": 'any(http.conn.domains[*] in {"a.jp"})'}, 2091),
        ({"action": "forward"}, 2087),
        ({"traffic": "http.conn.hostname in $0130-aa"}, 2218),
        ({"traffic": "http.conn.hostname not in $0130-aa"}, None),
        ({"traffic": 'any(http.conn.domains[*] in {"a.jp"'}, None),
        ({"filters": ["http", "dns"]}, None),
        ({"expiration": {"expires_at": "2026-12-01T00:00:00Z"}}, None),
        ({"name": ""}, None),
    ],
)
def test_a_rule_that_the_api_refuses_is_refused(account, change, code):
    status, given, _ = account.refused("POST", RULES, account.rule('http.conn.hostname == "a.jp"') | change)
    assert (status, given) == (400, code)
    assert account.result("GET", RULES) is None


@pytest.mark.parametrize(
    "text", ["", "http.conn.hostname", "a == ", '"a" in b', "(a == 1", "a == 1)", "a ~ 1", "a in {b}"]
)
def test_expressions_that_are_none_are_malformed(text):
    with pytest.raises(Malformed):
        parse(text)


NAMES = st.lists(st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){1,2}", fullmatch=True), min_size=1, unique=True)
SELECTORS = st.sampled_from(["http.conn.hostname", "identity.email", "http.conn.domains[*]"])
COMPARISONS = st.builds(one_of, SELECTORS, NAMES)
EXPRESSIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds("not({})".format, inner),
        st.builds("!({})".format, inner),
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or", "&&", "||"]), inner),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_an_expression_means_the_same_in_the_servers_own_form_and_that_is_stable(text):
    node = parse(text)
    assert str(parse(str(node))) == str(node)
    facts = {"http.conn.hostname": frozenset({"a.b"}), "http.conn.domains": frozenset({"a.b", "b"})}
    assert parse(str(node)).holds(facts, frozenset) == node.holds(facts, frozenset)


EMPTY = World()


@given(NAMES)
def test_what_pinscout_writes_selects_its_names_alone(names):
    for match in MATCHES:
        node = parse(in_names(match, names))
        for host in (*names, *(f"x.{name}" for name in names), "other.example"):
            facts = facts_of(EMPTY, host, "")
            below = any(host == name or (match == "domain" and host.endswith(f".{name}")) for name in names)
            assert node.holds(facts, frozenset) == below


# What is decrypted


def test_a_rule_leaves_alone_what_its_list_holds_and_what_is_below(server, account):
    identity = account.made()
    account.result("POST", RULES, account.rule(f"any(http.conn.domains[*] in ${identity})"))
    assert [server.uninspected(host) for host in ("a.example.jp", "b.a.example.jp.", "example.jp", "xa.example.jp")] == [
        True, True, False, False,
    ]  # fmt: skip
    account.result("PATCH", f"{LISTS}/{identity}", {"remove": ["a.example.jp"]})
    assert not server.uninspected("a.example.jp")


@pytest.mark.parametrize(
    "change", [{"enabled": False}, {"action": "on", "traffic": ""}, {"identity": 'identity.email == "a@example.jp"'}]
)
def test_a_rule_that_is_off_or_of_another_action_or_person_decides_nothing(server, account, change):
    account.result("POST", RULES, account.rule('http.conn.hostname == "a.jp"') | change)
    assert not server.uninspected("a.jp")
    assert server.uninspected("a.jp", "a@example.jp") == ("identity" in change)


def test_a_rule_by_application_type_leaves_alone_the_hosts_of_such_applications(server, account):
    account.result("POST", RULES, account.rule(f"any(app.type.ids[*] in {{{DO_NOT_INSPECT}}})"))
    assert server.uninspected("drive.google.com")
    assert not server.uninspected("slack.com")


def test_the_policy_is_told_over_http_to_whoever_asks_and_not_recorded(server, account):
    account.result("POST", RULES, account.rule('http.conn.hostname == "a.jp"'))
    asked = len(server.requests)
    beside = server.beside("policy")
    told = [httpx.get(beside, params={"host": host}, trust_env=False).json() for host in ("a.jp", "b.jp")]
    assert [each["inspected"] for each in told] == [False, True]
    assert told[0]["rule"]["name"] == "DNI"
    assert len(server.requests) == asked


def test_rows_can_be_added_over_http(server, account):
    beside = server.beside("rows")
    row = dns_row("a.example.jp", 0)
    assert httpx.post(beside, json=row, trust_env=False).json() == {"added": 1}
    assert account.result("GET", "devices/physical-devices")[0]["id"] == row["DeviceID"]


# An app that is started

APP = [
    Host("www.example.jp"),
    Host("api.example.jp", "alert"),
    Host("pay.example.com", "after"),
    Host("cdn.example.net"),
]


@pytest.mark.parametrize("way", [way for way in WAYS if way])
def test_an_app_fails_at_a_host_that_it_pins_until_that_is_left_alone(server, account, way):
    app = [Host("api.example.jp", way)]
    assert not server.start_app(app, FAILED_AT.timestamp(), PHONE)
    account.result("POST", RULES, account.rule('http.conn.hostname == "api.example.jp"'))
    assert server.start_app(app, FAILED_AT.timestamp() + 600, PHONE)


def test_a_second_pinned_host_is_met_when_the_first_is_free(server, account):
    def met():
        server.start_app(APP, FAILED_AT.timestamp(), PHONE)
        seen = server.rows("gateway_dns")
        return {row["QueryName"] for row in seen}

    assert met() == {"www.example.jp", "api.example.jp"}
    identity = account.made(items=[{"value": "example.jp"}])
    account.result("POST", RULES, account.rule(f"any(http.conn.domains[*] in ${identity})"))
    assert met() == {"www.example.jp", "api.example.jp", "pay.example.com"}
    account.result("PATCH", f"{LISTS}/{identity}", {"append": [{"value": "pay.example.com"}]})
    assert met() == {host.name for host in APP}


def test_who_refuses_after_the_handshake_leaves_a_row_without_a_request(server):
    server.start_app([Host("pay.example.com", "after")], FAILED_AT.timestamp(), PHONE)
    told = [(row["Action"], row["HTTPStatusCode"], row["SessionID"]) for row in server.rows("gateway_http")]
    sessions = [row["SessionID"] for row in server.rows("zero_trust_network_sessions")]
    assert told == [("unknown", 0, session_id) for session_id in sessions]


def test_hosts_that_are_left_alone_are_bypassed_in_the_log_and_others_inspected(server, account):
    account.result("POST", RULES, account.rule('any(http.conn.domains[*] in {"example.com" "api.example.jp"})'))
    server.start_app(APP, FAILED_AT.timestamp(), PHONE)
    actions = {row["HTTPHost"]: row["Action"] for row in server.rows("gateway_http")}
    assert actions == {
        "www.example.jp": "allow",
        "api.example.jp": "bypass",
        "pay.example.com": "bypass",
        "cdn.example.net": "allow",
    }


def test_an_app_is_started_over_http(server):
    beside = server.beside("app")
    asked = {"hosts": [{"name": "a.jp", "refuses": "hangup"}], "device": PHONE}
    assert httpx.post(beside, json=asked, trust_env=False).json()["works"] is False
    assert {row["ConnectionCloseReason"] for row in server.rows("zero_trust_network_sessions")} == {"CLIENT_TLS_ERROR"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "policy", "", 400),
        ("POST", "app", "no JSON", 400),
        ("POST", "rows", "{", 400),
        ("GET", "nothing", "", 404),
    ],
)
def test_what_cannot_be_understood_beside_the_api_is_refused(server, method, path, body, status):
    answer = httpx.request(method, server.beside(path), content=body, trust_env=False)
    assert answer.status_code == status
    assert answer.json()["error"]


# Who may


WRITES = [("POST", LISTS), ("PATCH", f"{LISTS}/ID"), ("PUT", f"{LISTS}/ID"), ("DELETE", f"{LISTS}/ID"), ("POST", RULES), ("PUT", f"{RULES}/RULE"), ("DELETE", f"{RULES}/RULE")]  # fmt: skip


@pytest.mark.parametrize(
    ("token", "status"),
    [("standin-read-only", 403), ("standin-expired", 401), ("standin-other-account", 403), ("standin-none", 403)],
)
def test_a_token_that_may_not_write_changes_nothing(server, account, as_token, token, status):
    identity = account.made()
    rule = account.result("POST", RULES, account.rule(f"http.conn.hostname in ${identity}"))["id"]
    before = account.result("GET", LISTS), account.result("GET", RULES)
    for method, path in WRITES:
        named = path.replace("ID", identity).replace("RULE", rule)
        assert as_token(token).refused(method, named, DOMAINS)[:2] == (status, 10000)
    assert (account.result("GET", LISTS), account.result("GET", RULES)) == before


def test_a_scoped_token_sees_half_and_is_not_told_of_the_rest(account, as_token):
    ids = [account.made(name=name) for name in "abcd"]
    half = as_token("standin-half")
    assert [each["name"] for each in half.result("GET", LISTS)] == ["a", "c"]
    assert half.refused("PATCH", f"{LISTS}/{ids[1]}", {})[1] == 2218
    assert half.result("PATCH", f"{LISTS}/{ids[0]}", {"append": [{"value": "b.jp"}]})["count"] == 2
    assert half.refused("POST", LISTS, DOMAINS)[:2] == (403, 10000)


def test_what_is_hidden_looks_as_if_there_were_none(server, account):
    account.made()
    server.configure(misbehave=["hidden:pinned"])
    assert account.result("GET", LISTS) is None


def test_accounts_do_not_share_their_lists(account, as_token):
    account.made()
    assert as_token("standin-two-accounts", SECOND_ACCOUNT).result("GET", LISTS) is None


# When it goes wrong


@pytest.mark.parametrize(("fault", "count"), [("cut_before:2", 1), ("cut_after:2", 2)])
def test_the_connection_is_cut_before_or_after_the_second_write_is_done(server, account, fault, count):
    server.configure(misbehave=[f"{fault}@POST /accounts"])
    account.made()
    assert account.result("GET", RULES) is None
    with pytest.raises(httpx.RemoteProtocolError):
        account.made()
    assert len(account.result("GET", LISTS)) == count
    account.made()


@pytest.mark.parametrize(("fault", "count"), [("timeout_504:1", 0), ("timeout_504:1:done", 1)])
def test_a_504_is_html_and_may_have_been_done(server, account, fault, count):
    server.configure(misbehave=[f"{fault}@{LISTS}"])
    answer = account("POST", LISTS, DOMAINS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (504, "text/html")
    assert len(account.result("GET", LISTS) or []) == count


def test_a_limit_may_be_told_in_html_and_a_good_token_refused_once(server, account):
    server.configure(misbehave=["html:1", "spurious_auth:1"])
    assert account("GET", LISTS).text.startswith("<html>")
    assert account.refused("GET", LISTS)[:2] == (403, 10000)
    assert account.result("GET", LISTS) is None


def test_somebody_else_may_change_the_account_in_between(server, account):
    identity = account.made()
    server.meanwhile("PATCH", lambda gateway: gateway.lists.clear())
    assert account.refused("PATCH", f"{LISTS}/{identity}", {})[1] == 2218


# Applications and the audit log


def test_an_application_of_ones_own_is_found_by_its_hostname(account):
    library = "resource-library/applications"
    made = account.result("POST", library, {"name": "Payroll", "hostnames": ["pay.example.jp"]})
    assert [each["name"] for each in account.result("GET", library, filter="hostname:x.pay.example.jp")] == ["Payroll"]
    account.result("PATCH", f"{library}/{made['id']}", {"hostnames": ["new.example.jp"]})
    assert account.result("GET", library, filter="hostname:pay.example.jp") == []
    assert account.refused("PATCH", f"{library}/591", {})[0] == 404
    assert account.refused("POST", library, {"name": "None"})[0] == 400


def test_every_write_leaves_an_audit_row_and_no_token(server, account):
    server.configure(now=moment(0))
    identity = account.made()
    account.refused("PATCH", f"{LISTS}/{identity}", {"append": [{"value": "*"}]})
    span = {"since": moment(-60), "before": moment(60)}
    rows = account.result("GET", "logs/audit", resource_id=identity, **span)
    assert [(row["raw"]["method"], row["action"]["result"]) for row in rows] == [
        ("PATCH", "failure"),
        ("POST", "success"),
    ]
    assert rows[1]["resource"]["request"] == DOMAINS
    first = account("GET", "logs/audit", limit=1, **span).json()
    assert first["result"] == rows[:1]
    assert account.result("GET", "logs/audit", cursor=first["result_info"]["cursors"]["after"], **span) == rows[1:]
    assert account.refused("GET", "logs/audit")[0] == 400
    assert "standin-full" not in str(rows)
