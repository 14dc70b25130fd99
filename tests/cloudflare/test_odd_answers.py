"""Answers of another shape, without end, of another time: each ends in a sentence or in the right answer."""

import contextlib
import dataclasses
import datetime as dt
import email.utils
import gzip
import itertools
import shutil
import socketserver
import threading

import pytest
import stamina

from analyzer.answers.saved import log_folder
from analyzer.cloudflare import answers
from analyzer.cloudflare.account import Account, find_account, list_devices
from analyzer.cloudflare.client import MOST_PAGES, Cloudflare
from analyzer.cloudflare.clock import Clock
from analyzer.cloudflare.doctor import examine
from analyzer.cloudflare.gateway.applications import read_catalogue
from analyzer.cloudflare.gateway.lists import GatewayList, create_list, read_items, read_list, read_lists
from analyzer.cloudflare.gateway.rules import read_rule, read_rules
from analyzer.cloudflare.logs.graphql import DISABLED, Settings, read_settings
from analyzer.cloudflare.logs.nodes import CF1_DNS, RESOLVER_DNS
from analyzer.cloudflare.logs.reader import Reader
from analyzer.cloudflare.logs.store import Store
from analyzer.errors import AnalyzerError, CloudflareError
from tests.builders import PHONE, dns_row
from tests.cloudflare.canned import answering
from tests.cloudflare.phone import TOKEN, run
from tests.cloudflare.test_fetching import CF1, ago, day
from tests.damage import changed, levels
from tests.standin.fixture import standin as standin
from tests.standin.settings import NodeSettings

START = dt.datetime(2026, 11, 10, 5, tzinfo=dt.UTC)
END = START + dt.timedelta(hours=1)
WRONG = [None, [], {}, "x", "2026", -1, 0, 10**30, 0.5, True, [None], [[]], {"id": []}, [{}], {"x": {"y": [{}]}}]


@pytest.fixture
def asked_once():
    """What is repeated is asked once."""
    with stamina.set_testing(True, attempts=1):
        yield


def rest(result, **info):
    return {"success": True, "errors": [], "messages": [], "result": result, "result_info": info or None}


def graphql(account):
    return {"data": {"viewer": {"accounts": [account]}}, "errors": None}


OPEN = Settings(True, 10_000, 86_400, None, None, frozenset())
SETTINGS = {
    "enabled": True, "availableFields": ["dimensions_datetime"], "maxPageSize": 100, "maxNumberOfFields": 30,
    "maxDuration": 86_400, "notOlderThan": 86_400,
}  # fmt: skip
DIMENSIONS = dict.fromkeys([*CF1_DNS.required, *CF1_DNS.optional], "x") | {"datetime": "2026-11-10T05:00:00Z"}
ROWS = graphql({"rows": [{"dimensions": DIMENSIONS, "sum": {"queries": 1}}]})
MACHINE = {"id": "m", "name": "iPhone", "last_seen_user": {"email": "aoi@example.jp"}}
REGISTRATION = {"id": "r", "device": {"id": "m", "name": "iPhone"}, "user": {"email": "aoi@example.jp"}}
RULE = {
    "id": "r", "name": "n", "description": "d", "action": "off", "enabled": True, "filters": ["http"], "traffic": "t",
    "identity": "", "device_posture": "", "deleted_at": None,
}  # fmt: skip
LIST = {"id": "l", "name": "n", "type": "DOMAIN", "description": "", "count": 1}
TYPES = [{"id": 16, "name": "Do Not Inspect"}, {"id": 7, "name": "X (Do Not Inspect)", "application_type_id": 16}]


def read_rows(client_):
    return list(Reader(client_, "a", CF1_DNS, OPEN).records(START, END, {}))


def catalogue(client_):
    found = read_catalogue(client_, "a")
    return found, found.of("a.jp"), found.named("X")


READERS = {
    "accounts": (find_account, rest([{"id": "a", "name": "n"}], page=1, per_page=50, total_count=1)),
    "devices": (lambda c: list_devices(c, "a"), rest([MACHINE], cursor="", per_page=50, total_count=1)),
    "registrations": (lambda c: list_devices(c, "a"), rest([REGISTRATION], cursor=None)),
    "settings": (lambda c: read_settings(c, "a"), graphql({"settings": {CF1: SETTINGS}})),
    "rows": (read_rows, ROWS),
    "counts": (lambda c: Reader(c, "a", CF1_DNS, OPEN).plan(START, END, {}),
               graphql({"rows": [{"dimensions": {"datetimeFiveMinutes": "2026-11-10T05:00:00Z"}, "sum": {"queries": 9}}]})),
    "newest": (lambda c: Reader(c, "a", CF1_DNS, OPEN).newest(START, END), ROWS),
    "active": (lambda c: Reader(c, "a", CF1_DNS, OPEN).by_device(START, END), ROWS),
    "rules": (lambda c: read_rules(c, "a"), rest([RULE], total_count=1)),
    "rule": (lambda c: read_rule(c, "a", "r"), rest(RULE)),
    "lists": (lambda c: read_lists(c, "a"), rest([LIST], total_count=1)),
    "list": (lambda c: read_list(c, "a", "l"), rest(LIST)),
    "items": (lambda c: read_items(c, "a", GatewayList("l", "n", "DOMAIN", "", 1)),
              rest([{"value": "a.jp", "description": "d"}], total_count=1)),
    "catalogue": (catalogue, rest(TYPES, total_count=2)),
    "made": (lambda c: create_list(c, "a", {}), rest({"id": "l"})),
    "doctor": (lambda c: list(examine(c)), rest({"status": "active", "expires_on": None, "settings": {"tls_decrypt": {"enabled": True}, "inspection": {"mode": "x"}}, "settings_by_rule_type": {"dns": {"log_all": True}}, "redact_pii": False})),
    "an error": (find_account, {"success": False, "errors": [{"code": 1, "message": "m", "error_chain": [{"code": 2, "message": "c"}]}], "result": None}),
    "an error of a query": (lambda c: read_settings(c, "a"), {"data": None, "errors": [{"message": "m"}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@pytest.mark.usefixtures("asked_once")
@pytest.mark.no_cover
def test_a_wrong_value_at_any_level_is_a_sentence_or_does_not_matter(name, monkeypatch):
    monkeypatch.setenv("PINSCOUT_QUERIES_PER_5_MINUTES", "1000000")
    read, good = READERS[name]
    wrong = [changed(good, path, value) for path in levels(good) for value in [*WRONG, ...] if path or value is not ...]
    now = [good]
    with answering(lambda: now[0]) as (url, _), Cloudflare(TOKEN, url) as cloudflare:
        for now[0] in [good, *wrong]:
            said = ""
            try:
                read(cloudflare)
            except AnalyzerError as error:
                said = str(error)
            assert now[0] is not good or bool(said) == name.startswith("an error")


@pytest.mark.usefixtures("asked_once")
@pytest.mark.parametrize(
    ("name", "path", "value", "said"),
    [
        ("accounts", ("result",), {"id": "a"}, "/accounts is not of the shape that is documented: result should be a list"),
        ("accounts", ("result", 0, "id"), None, "result[0].id should be text, not nothing"),
        ("devices", ("result_info",), [], "result_info should be a table of keys and values or nothing, not a list"),
        ("rows", ("data",), [], "/graphql is not of the shape that is documented: data should be a table of keys"),
        ("rows", ("data", "viewer", "accounts", 0, "rows"), None, "data.viewer.accounts[0].rows should be a list, not nothing"),
        ("rows", ("data", "viewer", "accounts", 0, "rows", 0, "dimensions", "datetime"), "soon", "dimensions.datetime should be a time"),
        ("rows", ("data", "viewer", "accounts", 0, "rows", 0, "dimensions", "destination"), ..., "dimensions.destination is missing"),
        ("rows", ("data", "viewer", "accounts"), [{"rows": []}] * 2, "should hold the one account that was asked for"),
        ("made", ("result",), [], "/accounts/a/gateway/lists"),
    ],
)  # fmt: skip
def test_the_sentence_says_which_key_is_wrong_and_how(name, path, value, said):
    read, good = READERS[name]
    with (
        answering(changed(good, path, value)) as (url, _),
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError) as caught,
    ):
        read(cloudflare)
    assert said in str(caught.value)


@pytest.mark.usefixtures("no_pauses")
def test_a_proxy_that_answered_once_in_cloudflares_place_changes_nothing():
    with answering({"success": True, "result": 5}, READERS["accounts"][1]) as (url, asked), Cloudflare(TOKEN, url) as c:
        assert find_account(c) == "a"
    assert len(asked) == 2


@pytest.mark.parametrize(
    "settings",
    [{"maxDuration": -1}, {"maxDuration": 0}, {"notOlderThan": -5}, {"maxPageSize": -1}, {"maxPageSize": 10**30},
     {"maxDuration": 10**30}, {"notOlderThan": 10**30}, {"maxNumberOfFields": 0}],
    ids=str,
)  # fmt: skip
def test_a_limit_that_can_not_be_meant_is_none(settings):
    answer = graphql({"settings": {CF1: SETTINGS | settings}})
    with answering(answer) as (url, _), Cloudflare(TOKEN, url) as cloudflare:
        found = read_settings(cloudflare, "a")[CF1]
    assert all(
        limit is None or 0 < limit < 10**9 for limit in (found.max_duration, found.not_older_than, found.max_fields)
    )
    assert 0 < found.max_page_size <= 10**6


def test_a_node_that_may_be_asked_for_fewer_fields_than_it_needs_is_closed():
    few = Settings(True, 100, None, None, 2, frozenset())
    assert not few.opens(CF1_DNS)
    assert not DISABLED.opens(CF1_DNS)


# Without end


@contextlib.contextmanager
def dripping(head):
    """A server that sends this and then a byte each few milliseconds, for ever."""
    over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.recv(65536)
            with contextlib.suppress(OSError):
                self.request.sendall(head)
                while not over.wait(0.02):
                    self.request.sendall(b" ")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        over.set()
        server.shutdown()


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "], ids=["body", "headers"])
@pytest.mark.usefixtures("asked_once")
def test_an_answer_that_drips_ends_in_a_sentence(head, monkeypatch):
    """Each byte comes in time; all of them never do."""
    monkeypatch.setenv("PINSCOUT_TIMEOUT_S", "0.1")
    with (
        dripping(head) as url,
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError, match="took too long to answer"),
    ):
        cloudflare.get("/x")


def endless():
    while True:
        yield b" " * 65536


BOMB = gzip.compress(b" " * 4 * answers.LARGEST, 1)


@pytest.mark.parametrize(
    ("headers", "body"),
    [({}, endless), ({"Content-Encoding": "gzip"}, lambda: iter([BOMB]))],
    ids=["a body without end", "packed to a thousandth"],
)
@pytest.mark.usefixtures("no_pauses")
def test_an_answer_larger_than_any_is_read_no_further_and_not_asked_for_again(headers, body):
    with (
        answering(lambda: (200, headers, body())) as (url, asked),
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError) as caught,
    ):
        cloudflare.get("/x")
    assert str(caught.value) == "The answer to /x is larger than any of Cloudflare's: more than 67.1 MB."
    assert len(asked) == 1


@pytest.mark.no_cover
def test_devices_without_end_end_in_a_sentence():
    numbers = itertools.count()

    def page():
        return rest([{"id": f"d{next(numbers)}"}], cursor=f"c{next(numbers)}")

    with (
        answering(page) as (url, asked),
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError, match="answers to /accounts/a/devices/physical-devices do not end"),
    ):
        list_devices(cloudflare, "a")
    assert len(asked) == MOST_PAGES


def test_a_cursor_that_comes_again_ends_the_list_in_a_sentence():
    with (
        answering(rest([{"id": "d"}], cursor="same")) as (url, asked),
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError, match="do not end"),
    ):
        list_devices(cloudflare, "a")
    assert len(asked) == 2


@pytest.mark.no_cover
def test_pages_that_come_back_full_for_ever_end_in_a_sentence(standin, monkeypatch):
    """Where a page holds one row, each second of a day would be asked for."""
    monkeypatch.setenv("PINSCOUT_QUERIES_PER_5_MINUTES", "1000000")
    server = standin(*day(), misbehave=["budget:1000000"], settings={CF1: NodeSettings(max_page_size=1)})
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with Cloudflare(TOKEN, server.base_url) as cloudflare:
        account = Account.open(cloudflare)
        reader = dataclasses.replace(account.reader(account.dns), most_pages=100)
        with pytest.raises(CloudflareError, match="do not end"):
            list(reader.records(now - dt.timedelta(hours=4), now, {}))
    assert len(server.requests) < 200


# Of another question


def rows_at(*times, node=CF1_DNS):
    names = dict.fromkeys([*node.required, *node.optional], "x")
    counted = {"count": 1} if node.metric == "count" else {"sum": {node.metric: 1}}
    return graphql({"rows": [{"dimensions": names | {"datetime": at}, **counted} for at in times]})


def test_rows_of_another_time_are_left_out_and_noted():
    answer = rows_at("2026-11-10T04:59:59Z", "2026-11-10T05:00:00Z", "2026-11-10T05:59:59Z", "2026-11-10T06:00:00Z")
    with answering(answer) as (url, _), Cloudflare(TOKEN, url) as cloudflare:
        reader = Reader(cloudflare, "a", CF1_DNS, OPEN)
        found = [record["Datetime"] for record in reader.records(START, END, {})]
    assert found == ["2026-11-10T05:00:00Z", "2026-11-10T05:59:59Z"]
    assert reader.has_foreign


def test_an_answer_with_rows_of_another_time_alone_is_refused():
    with (
        answering(rows_at("2026-11-09T05:00:00Z")) as (url, _),
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError, match="is to another question"),
    ):
        read_rows(cloudflare)


@pytest.mark.usefixtures("asked_once")
def test_rows_of_another_node_are_refused():
    answer = rows_at("2026-11-10T05:00:00Z", node=RESOLVER_DNS)
    with (
        answering(answer) as (url, _),
        Cloudflare(TOKEN, url) as cloudflare,
        pytest.raises(CloudflareError, match=r"dimensions\.destination is missing"),
    ):
        read_rows(cloudflare)


def test_rows_of_another_time_are_told_of_by_find_and_by_fetch(standin, tmp_path):
    server = standin(*day(), misbehave=["stray"])
    told = "of another time than was asked for, which are left out"
    find = ["find", "--at", ago(60), "--device", "iPhone", "--baseline", "3h"]
    strayed = run(*find, **server.environment())
    assert strayed.stderr.count(told) == 1
    shutil.rmtree(log_folder())
    server.configure(misbehave=[])
    straight = run(*find, **server.environment())
    assert (strayed.stdout, told in straight.stderr) == (straight.stdout, False)
    server.configure(misbehave=["stray"])
    fetch = ["fetch", str(tmp_path), "--since", "4h ago", "--until", "1h ago", "--dataset", "gateway_dns"]
    assert told in run(*fetch, check=0, **server.environment()).stderr


def test_a_name_that_no_text_can_hold_is_no_traceback(standin):
    answer = changed(ROWS, ("data", "viewer", "accounts", 0, "rows", 0, "dimensions", "destination"), "a\ud800.jp")
    settings = graphql({"settings": {CF1: SETTINGS}})
    with answering(settings, answer) as (url, _), Cloudflare(TOKEN, url) as cloudflare:
        account = Account(cloudflare, "a", read_settings(cloudflare, "a"))
        store = Store(log_folder() / "x", account.reader(CF1_DNS))
        store.fetch([(START, END)])
    assert store.is_there((START, END))


# Clocks


def date(skew):
    return email.utils.format_datetime(dt.datetime.now(dt.UTC) + skew, usegmt=True)


HOUR, YEARS = dt.timedelta(hours=1), dt.timedelta(days=3000)


@pytest.mark.parametrize(
    ("skews", "expected"),
    [
        ([0 * HOUR], 0 * HOUR), ([2 * HOUR], 2 * HOUR), ([-2 * HOUR] * 3, -2 * HOUR),
        ([0 * HOUR, 0 * HOUR, -5 * HOUR], 0 * HOUR), ([5 * HOUR, 0 * HOUR], 0 * HOUR), ([0 * HOUR, -5 * HOUR], 0 * HOUR),
        ([HOUR, HOUR, 0 * HOUR, HOUR], HOUR), ([YEARS, 0 * HOUR], 0 * HOUR), ([-YEARS], None), ([], None),
    ],
    ids=str,
)  # fmt: skip
def test_one_answer_that_tells_another_time_does_not_move_the_clock(skews, expected):
    clock = Clock()
    for skew in skews:
        clock.note(date(skew))
    assert (clock.skew is None) == (expected is None)
    assert expected is None or abs(clock.skew - expected) < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    "header",
    [None, "", "x", "99", "Fri, 31 Dec 9999 23:59:59 -1200", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
     "Mon, 01 Jan 0001 00:00:00 +2359", "Tue, 10 Nov 2026 25:00:00 GMT", "Tue, 10 Nov 2026 05:00:00 +999999", "\u00b2"],
)  # fmt: skip
def test_what_tells_no_time_is_passed_over(header):
    clock = Clock()
    clock.note(header)
    assert clock.skew is None


def test_an_answer_out_of_a_cache_leaves_no_row_out(standin, monkeypatch):
    """One Date in the middle of a run that is an hour old: the newest rows are asked for all the same."""
    server = standin(dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(3)), *day())
    find = ["find", "--at", ago(3), "--app", "PayPay", "--device", "iPhone", "--baseline", "1h", "--format", "json"]
    asked = []

    def lie(one, stage):
        if stage == "before":
            asked.append(one)
            server.configure(misbehave=["skew:-7200"] if len(asked) == 3 else [])

    server.watch(lie)
    assert "paypay.ne.jp" in run(*find, **server.environment()).stdout


@pytest.mark.parametrize(("skew", "said"), [(3600, "60 min behind"), (-3600, "60 min ahead of"), (20, "")])
@pytest.mark.no_cover
def test_a_clock_that_is_off_is_told(standin, skew, said):
    server = standin(*day(), misbehave=[f"skew:{skew}"])
    done = run("find", "--at", ago(100), "--device", "iPhone", "--baseline", "1h", **server.environment())
    assert (f"this machine's clock is {said}" in done.stderr) if said else ("clock" not in done.stderr)
