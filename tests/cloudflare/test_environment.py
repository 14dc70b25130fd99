"""What the environment may hold that can't be used: one sentence each, exit 1, and no secret in it."""

import datetime as dt

import pytest

from analyzer.cloudflare.client import Cloudflare
from tests.builders import dns_row
from tests.cloudflare.canned import answering
from tests.cloudflare.phone import TOKEN, run
from tests.standin.fixture import standin as standin

NOWHERE = "127.0.0.1:1/client/v4"


def a_minute_ago():
    return (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)).isoformat()


class TestSettings:
    """Numbers that are none."""

    @pytest.mark.parametrize(
        ("name", "value", "command"),
        [
            ("PINSCOUT_TIMEOUT_S", "abc", ["doctor"]),
            ("PINSCOUT_TIMEOUT_S", "-1", ["devices"]),
            ("PINSCOUT_TIMEOUT_S", "nan", ["sweep"]),
            ("PINSCOUT_QUERIES_PER_5_MINUTES", "x", ["find", "--at", "now"]),
            ("PINSCOUT_QUERIES_PER_5_MINUTES", "inf", ["doctor"]),
            ("PINSCOUT_POLL_S", "0", ["find", "--wait", "--at"]),
        ],
    )
    def test_a_setting_that_is_no_number_above_zero_is_said_in_a_sentence(self, standin, name, value, command):
        server = standin(dns_row("app.paypay.ne.jp", Datetime=a_minute_ago()))
        asked = [*command, a_minute_ago()] if command[-1] == "--at" else command
        done = run(*asked, check=1, **server.environment() | {name: value})
        said = done.stderr.strip().splitlines()
        assert said[-2:] == [
            f"Error: {name}={value!r} is not a number above zero.",
            f"Leave {name} away, or set it to such a number.",
        ]
        assert said[:-2] in ([], ["waiting for the newest rows of the log to arrive …"])

    def test_an_empty_setting_is_none(self, standin):
        done = run("doctor", **standin().environment() | {"PINSCOUT_TIMEOUT_S": " "})
        assert "not a number" not in done.stderr
        assert "account" in done.stdout


class TestBaseUrl:
    """CLOUDFLARE_BASE_URL."""

    @pytest.mark.parametrize(
        "url",
        [
            "http://[::1",
            "http://127.0.0.1\n/client/v4",
            "ftp://127.0.0.1/client/v4",
            "gopher://user:hunter2@127.0.0.1/",
            "http://user:hunter2@[::1",
            "http://127.0.0.1:99999/",
            f"https://{'a' * 64}.example/",
            "https:///client/v4",
            "nonsense",
        ],
    )
    @pytest.mark.parametrize("command", [["doctor"], ["find", "--at", "now"]], ids=lambda command: command[0])
    def test_one_that_cannot_be_used_is_said_in_a_sentence(self, url, command):
        done = run(*command, check=1, CLOUDFLARE_API_TOKEN=TOKEN, CLOUDFLARE_BASE_URL=url)
        assert done.stdout == ""
        assert done.stderr.splitlines() == [
            "Error: CLOUDFLARE_BASE_URL is no address of an API.",
            "Leave it away, or write one such as https://api.cloudflare.com/client/v4.",
        ]

    def test_a_password_in_it_is_not_shown(self, no_pauses):
        environment = {"CLOUDFLARE_API_TOKEN": TOKEN, "CLOUDFLARE_BASE_URL": f"http://user:hunter2@{NOWHERE}"}
        for command in (["doctor"], ["doctor", "--format", "json"], ["devices"], ["find", "--at", "now"]):
            done = run(*command, check=1, **environment)
            assert f"Check the connection to http://{NOWHERE}." in done.stdout + done.stderr
            assert "hunter2" not in done.stdout + done.stderr
            assert "user" not in done.stdout + done.stderr

    def test_it_is_in_no_log_and_no_description_of_the_client(self, standin, caplog, no_pauses):
        caplog.set_level(0)
        server = standin()
        with Cloudflare(TOKEN, server.base_url.replace("://", "://user:hunter2@")) as client:
            assert "hunter2" not in f"{client!r} {vars(client)}"
            with pytest.raises(Exception, match="token"):  # a login goes in the token's place
                client.get("/accounts")
        assert "HTTP Request: GET http://127.0.0.1" in caplog.text
        assert "hunter2" not in caplog.text
        assert [asked.path for asked in server.requests] == ["/accounts"]

    def test_where_something_else_answers_it_is_asked_whether_it_is_right(self, no_pauses):
        with answering(b"<html>Please log in</html>") as (url, _):
            secret = url.replace("://", "://user:hunter2@")
            done = run("devices", check=1, CLOUDFLARE_API_TOKEN=TOKEN, CLOUDFLARE_BASE_URL=secret)
        assert done.stderr.splitlines() == [
            "Error: Cloudflare answered 200 without JSON.",
            f"Is CLOUDFLARE_BASE_URL right? It is {url}.",
        ]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"])
@pytest.mark.parametrize("command", [["doctor", "--format", "json"], ["devices"], ["find", "--at", "now"], ["sweep"]])
def test_a_password_of_a_proxy_is_nowhere(command, variable, caplog, no_pauses):
    caplog.set_level(0)
    for scheme in ("http", "https", "socks5", "gopher"):
        proxy = {variable: f"{scheme}://somebody:hunter2@{NOWHERE}"}
        base = {
            "CLOUDFLARE_BASE_URL": f"{'https' if 'http_' not in variable.lower() else 'http'}://api.invalid/client/v4"
        }
        done = run(*command, check=1, CLOUDFLARE_API_TOKEN=TOKEN, **base, **proxy)
        assert done.stdout + done.stderr
        for secret in ("hunter2", "somebody", TOKEN):
            assert secret not in done.stdout + done.stderr + caplog.text


def test_no_description_of_the_client_tells_a_password_of_a_proxy(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://somebody:hunter2@{NOWHERE}")
    with Cloudflare(TOKEN) as client:
        assert "hunter2" not in f"{client!r} {client} {vars(client)}"


@pytest.mark.parametrize("proxy", ["gopher://user:hunter2@127.0.0.1:1", "http://user:hunter2@[::1"])
def test_a_proxy_that_cannot_be_used_is_said_in_a_sentence(proxy):
    done = run("doctor", check=1, CLOUDFLARE_API_TOKEN=TOKEN, HTTPS_PROXY=proxy)
    assert done.stderr.splitlines() == [
        "Error: The proxy that the environment names can't be used.",
        "Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY.",
    ]
