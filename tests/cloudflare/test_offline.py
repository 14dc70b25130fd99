"""Where Cloudflare can't be reached, `find` answers from what was fetched before, if that is all that it needs."""

import gzip
import json

import pytest
import stamina

from analyzer.answers.saved import log_folder
from tests.builders import PHONE, dns_row
from tests.cloudflare.phone import run
from tests.cloudflare.test_fetching import ago, day
from tests.standin.fixture import running


@pytest.fixture(autouse=True)
def asked_once():
    with stamina.set_testing(True, attempts=1):
        yield


ROWS = [dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)), *day()]
FIND = ["find", "--at", ago(60), "--app", "PayPay", "--device", "iPhone", "--baseline", "3h", "--tz", "UTC"]


def found(environment, *more, check=None):
    done = run(*FIND, "--format", "json", *more, check=check, **environment)
    return [row | {"covered": ""} for row in json.loads(done.stdout)["candidates"]], done.stderr


@pytest.mark.parametrize("misbehave", [[], ["max_duration:600"], ["not_older_than:9000"]], ids=str)
@pytest.mark.no_cover
def test_the_answer_is_the_same_and_says_so(misbehave):
    with running(*ROWS, misbehave=misbehave) as server:
        environment = server.environment()
        first, said = found(environment)
        assert "can't be reached" not in said
    again, said = found(environment)
    assert again == first
    assert "Cloudflare can't be reached: this is from what was fetched before, the last of it at " in said
    narrower, _ = found(environment, "--before", "60s")
    assert narrower


def test_what_was_never_fetched_is_an_error_of_the_line():
    with running(*ROWS) as server:
        environment = server.environment()
        found(environment)
    done = run("find", "--at", ago(200), "--device", "iPhone", "--baseline", "1h", check=1, **environment)
    assert "Cloudflare could not be reached" in done.stderr


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"version": 1, "account": 5}'])
def test_what_is_kept_of_the_account_and_can_not_be_read_is_as_good_as_nothing(damage):
    with running(*ROWS) as server:
        environment = server.environment()
        found(environment)
    for path in log_folder().glob("account-*.json"):
        path.write_bytes(damage)
    done = run(*FIND, check=1, **environment)
    assert "Cloudflare could not be reached" in done.stderr


@pytest.mark.no_cover
def test_an_account_that_refuses_is_not_one_that_is_not_reached():
    with running(*ROWS) as server:
        found(server.environment())
        server.configure(misbehave=["expired_token"])
        done = run(*FIND, check=1, **server.environment())
    assert "does not accept the token" in done.stderr


@pytest.mark.no_cover
def test_no_token_is_kept_with_the_account():
    with running(*ROWS) as server:
        environment = server.environment()
        found(environment)
    for path in log_folder().rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert environment["CLOUDFLARE_API_TOKEN"].encode() not in content
            if path.suffix == ".gz":
                assert environment["CLOUDFLARE_API_TOKEN"].encode() not in gzip.decompress(content)
