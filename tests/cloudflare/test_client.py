"""The HTTP client: pages, errors as sentences, what is repeated, and whose clock is ahead."""

import datetime as dt
import email.utils

import pytest

from analyzer.cloudflare.client import ATTEMPTS, Cloudflare
from analyzer.cloudflare.logs.graphql import ask
from analyzer.errors import CloudflareError, FieldRefusedError, NodeRefusedError, TooOldError
from analyzer.talk import Talk
from tests.builders import dns_row
from tests.cloudflare.canned import answering
from tests.cloudflare.phone import TOKEN
from tests.standin.fixture import standin as standin

pytestmark = pytest.mark.usefixtures("no_pauses")


class Listener(Talk):
    """Keeps what it was told."""

    def __init__(self):
        self.told = []

    def say(self, told):
        self.told.append(str(told))


def refused(*answers, path="/x", talk=None):
    """The error that these answers to a read become, and how often the server was asked."""
    with answering(*answers) as (url, asked), Cloudflare(TOKEN, url, talk or Talk()) as client:
        with pytest.raises(CloudflareError) as caught:
            client.get(path)
        return caught.value, len(asked)


def unanswered(answer):
    """The error that this answer to a query becomes, and how often the server was asked."""
    with answering(answer) as (url, asked), Cloudflare(TOKEN, url) as client:
        with pytest.raises(CloudflareError) as caught:
            ask(client, "{}", {})
        return caught.value, len(asked)


def envelope(*errors, success=False, result=None, **more):
    return {"success": success, "errors": list(errors), "result": result} | more


class TestPages:
    """A list comes whole, however it is cut up."""

    def test_by_cursor(self, standin):
        rows = [dns_row("a.jp", 0, {"DeviceID": f"id-{number:03}", "DeviceName": "p"}) for number in range(120)]
        server = standin(*rows)
        with Cloudflare(TOKEN, server.base_url) as client:
            found = list(client.pages(f"/accounts/{server.account_id}/devices/physical-devices"))
        assert sorted(each["id"] for each in found) == [f"id-{number:03}" for number in range(120)]
        assert len(server.requests) == 3

    def test_by_number(self):
        info = {"per_page": 2, "total_count": 5}
        pages = [envelope(success=True, result=part, result_info=info) for part in ([1, 2], [3, 4], [5])]
        with answering(*pages) as (url, asked), Cloudflare(TOKEN, url) as client:
            assert list(client.pages("/x")) == [1, 2, 3, 4, 5]
        assert asked == ["/x?per_page=50", "/x?per_page=50&page=2", "/x?per_page=50&page=3"]

    @pytest.mark.parametrize("more", [{}, {"result_info": None}, {"result_info": {"cursor": "", "total_count": 1}}])
    def test_one_alone(self, more):
        with answering(envelope(success=True, result=[1], **more)) as (url, asked), Cloudflare(TOKEN, url) as client:
            assert list(client.pages("/x")) == [1]
        assert len(asked) == 1

    def test_an_empty_page_ends_the_list_whatever_its_count_says(self):
        empty = envelope(success=True, result=[], result_info={"total_count": 9, "per_page": 2})
        with answering(empty) as (url, asked), Cloudflare(TOKEN, url) as client:
            assert list(client.pages("/x")) == []
        assert len(asked) == 1


WRONG = {"code": 7, "message": "wrong"}


class TestRefusals:
    """What an error says, and whether the read is worth repeating."""

    @pytest.mark.parametrize(
        ("answer", "said", "times"),
        [
            ((401, {}, envelope(WRONG)), "Cloudflare does not accept the token: wrong (code 7).", 1),
            ((403, {}, envelope(WRONG)), "The token may not read /x: wrong (code 7).", 1),
            ((404, {}, envelope(WRONG)), "Cloudflare answered 404 to /x: wrong (code 7).", 1),
            ((404, {}, envelope({"message": "no"}, WRONG)), "Cloudflare answered 404 to /x: no (code -); wrong (code 7).", 1),
            ((400, {}, envelope("text", None)), "Cloudflare answered 400 to /x: no reason given.", 1),
            (envelope(WRONG), "Cloudflare answered 200 to /x: wrong (code 7).", 1),
            (envelope({"message": "Invalid API Token"}), "does not accept the token: Invalid API Token (code -).", 1),
            ((429, {}, envelope(WRONG)), "Cloudflare asks to slow down: wrong (code 7).", ATTEMPTS),
            ((500, {}, envelope(WRONG)), "Cloudflare answered 500 to /x: wrong (code 7).", ATTEMPTS),
            ((502, {}, b"<html>"), "Cloudflare answered 502 without JSON.", ATTEMPTS),
            ((404, {}, b"<html>"), "Cloudflare answered 404 without JSON.", 1),
            ((200, {}, b"[1]"), "Cloudflare answered 200 without JSON.", ATTEMPTS),
            ((200, {}, b"[" * 100_000), "Cloudflare answered 200 without JSON.", ATTEMPTS),
            ((200, {"Content-Encoding": "gzip"}, b"{}"), "Cloudflare's answer arrived garbled", ATTEMPTS),
        ],
        ids=lambda value: str(value)[:60],
    )  # fmt: skip
    def test_each_is_a_sentence_and_repeated_only_where_it_may_help(self, answer, said, times):
        error, asked = refused(answer)
        assert said in str(error)
        assert asked == times

    def test_only_a_server_that_is_down_is_to_be_tried_again(self):
        assert refused((502, {}, b""))[0].hint == "Try again in a minute."
        assert refused((404, {}, b""))[0].hint.startswith("Is CLOUDFLARE_BASE_URL right?")

    def test_a_timeout_is_told_from_a_broken_line(self, standin, monkeypatch):
        monkeypatch.setenv("PINSCOUT_TIMEOUT_S", "0.1")
        server = standin(misbehave=["slow:600:1000"])
        with (
            Cloudflare(TOKEN, server.base_url) as client,
            pytest.raises(CloudflareError, match="took too long") as slow,
        ):
            client.get("/accounts")
        assert slow.value.hint == f"Check the connection to {server.base_url}."
        with Cloudflare(TOKEN, "http://127.0.0.1:1") as client, pytest.raises(CloudflareError, match="be reached"):
            client.get("/accounts")

    def test_what_never_answers_is_asked_again_as_long_as_patience_lasts_and_that_is_said_at_once(self, standin):
        server, listener = standin(misbehave=["slow:600:1000"]), Listener()
        asking = Cloudflare(TOKEN, server.base_url, listener, most_silent_s=0.1, patience_s=0)
        with asking as client, pytest.raises(CloudflareError, match="took too long"):
            client.get("/accounts")
        assert len(server.requests) == 2
        assert [told.endswith("Asking again.") for told in listener.told] == [True]


class TestSlowingDown:
    """A 429 says how long to wait, and the person hears of it."""

    @pytest.mark.parametrize(
        ("header", "seconds"), [({"Retry-After": "7"}, 7), ({}, 305), ({"Retry-After": "86400"}, 305), ({"Retry-After": "soon"}, 305),
         ({"Retry-After": "²"}, 305), ({"Retry-After": "9" * 400}, 305)]
    )  # fmt: skip
    def test_the_wait_is_as_long_as_asked_for_and_five_minutes_at_most(self, header, seconds):
        listener = Listener()
        error, asked = refused((429, header, envelope(WRONG)), talk=listener)
        assert set(listener.told) == {f"Cloudflare asks to slow down: waiting {seconds} s"}
        assert asked == ATTEMPTS
        assert error.hint == "Wait five minutes and try again."


class TestClock:
    """How far Cloudflare's clock is ahead of ours."""

    @pytest.mark.parametrize("hours", [-2, 0, 3])
    def test_it_is_told_by_the_header(self, hours):
        theirs = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
        headers = {"Date": email.utils.format_datetime(theirs, usegmt=True)}
        with answering((200, headers, envelope(success=True))) as (url, _), Cloudflare(TOKEN, url) as client:
            client.get("/x")
            assert abs(client.skew - dt.timedelta(hours=hours)) < dt.timedelta(minutes=1)

    @pytest.mark.parametrize(
        "headers", [{}, {"Date": "some day"}, {"Date": ""}, {"Date": "Fri, 31 Dec 9999 23:59:59 -1200"}]
    )
    def test_without_one_it_is_not_known(self, headers):
        with answering((200, headers, envelope(success=True))) as (url, _), Cloudflare(TOKEN, url) as client:
            client.get("/x")
            assert client.skew is None


class TestQueries:
    """What the errors of GraphQL mean, in words that Cloudflare documents."""

    @pytest.mark.parametrize(
        ("message", "kind", "said", "times"),
        [
            ("rate limiter budget depleted, try again after 5 minutes", CloudflareError, "slow down", ATTEMPTS),
            ("query consumed excessive resources", CloudflareError, "slow down", ATTEMPTS),
            ("too many queries in progress", CloudflareError, "Cloudflare is busy", ATTEMPTS),
            ("unable to execute query", CloudflareError, "Cloudflare is busy", ATTEMPTS),
            ("cannot request data older than 691200s", TooOldError, "does not reach back so far", 1),
            ("query time range is too large. Time range can't be wider than 10s", CloudflareError, "the size", 1),
            ("limit must be positive number and not greater than 10", CloudflareError, "the size of a query", 1),
            ("number of fields can't be more than 30", CloudflareError, "the size of a query", 1),
            ("unknown field: deviceId", FieldRefusedError, "refused a field", 1),
            ("account does not have access to the path: cf1gatewaydnsrawgroups", NodeRefusedError, "not open", 1),
            ("not authorized for that account", NodeRefusedError, "not open to the token", 1),
            ("error parsing args: expected a string", CloudflareError, "could not answer", 1),
            ("something new", CloudflareError, "could not answer", ATTEMPTS),
        ],
    )
    def test_each_error_has_its_meaning(self, message, kind, said, times):
        error, asked = unanswered({"data": None, "errors": [{"message": message}]})
        assert type(error) is kind
        assert said in str(error)
        assert message in str(error)
        assert asked == times

    def test_a_refused_field_is_named_without_its_path(self):
        text = "account does not have access to the path: cf1gatewaydnsrawgroups.dimensions.sourceip"
        error, _ = unanswered({"data": None, "errors": [text]})
        assert isinstance(error, FieldRefusedError)
        assert error.field == "sourceip"

    def test_an_answer_with_neither_data_nor_errors_is_asked_for_again(self):
        error, asked = unanswered({})
        assert str(error) == "Cloudflare could not answer: no reason given."
        assert asked == ATTEMPTS

    @pytest.mark.parametrize("data", [None, {}, {"viewer": None}, {"viewer": {"accounts": []}}], ids=str)
    def test_an_answer_without_the_account_says_to_check_its_id(self, data):
        error, _ = unanswered({"data": data, "errors": None})
        assert str(error) == "Cloudflare shows no such account to this token."
        assert error.hint == "Check CLOUDFLARE_ACCOUNT_ID."


def test_that_it_tries_again_is_said_once():
    listener = Listener()
    error, asked = refused((503, {}, envelope(WRONG)), talk=listener)
    assert (error.status, asked) == (503, ATTEMPTS)
    assert len(listener.told) == 1
    assert listener.told[0].endswith("Trying again, for a quarter of a minute at most.")
