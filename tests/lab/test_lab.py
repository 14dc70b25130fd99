"""From an app that fails to an app that works and back, on real TLS: each way to refuse, two pinned hosts, none."""

import os

import pytest

from tests.lab import gateway, page
from tests.lab.clients import ORDINARY, OTHER_STACKS, OWN_STORE, PINNING
from tests.lab.lab import Step, running
from tests.lab.people import Person

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not gateway.is_installed(), reason="`make .venv-lab/installed` did not install mitmproxy"),
]
PINNED = [client for client in (*PINNING, *(OTHER_STACKS if "LAB_ALL_CLIENTS" in os.environ else ())) if client.is_here]
API, PAY = "api.example2.jp", "pay.example3.jp"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with running(tmp_path_factory.mktemp("lab")) as started:
        yield started
        assert not started.gateway.log.read_text()


@pytest.fixture
def person(lab, tmp_path):
    lab.account.configure(rows=[], lists=[], rules=[])

    def of(app, *, client=ORDINARY, **options):
        someone = Person(lab, app, tmp_path, **options)
        someone.lives(client)
        return someone

    return of


def fails(person):
    return not any(person.tries() for _ in range(3))


@pytest.mark.parametrize("client", PINNED, ids=lambda client: client.name)
def test_a_pinned_host_is_found_excluded_and_put_back_and_only_then_does_its_request_arrive(lab, person, client):
    def arrived():
        return lab.origins.requests[API], lab.origins.request_bytes[API]

    someone, before = person([Step("www.example1.jp"), Step(API, client), Step("cdn.example4.jp")]), arrived()
    assert fails(someone)
    assert arrived() == before
    met = [told for step, told in lab.told if step == Step(API, client)]
    assert {bool(told["tls"]) for told in met} == {client.checks == "after the handshake"}
    assert someone.finds() == [("domain", "example2.jp")]
    someone.excludes()
    assert someone.tries()
    requests, size = arrived()
    assert (requests, size > before[1]) == (before[0] + 1, True)
    assert someone.verifies().startswith("Fixed: what the app asked of api.example2.jp is no longer decrypted")
    someone.restores()
    assert not someone.tries()
    assert someone.verifies().startswith("No change: ")
    assert arrived() == (requests, size)


def test_the_page_of_the_lab_has_a_row_for_every_client():
    rows = "".join(page.rows())
    assert all(f"| {client.name} " in rows for client in (*PINNING, *OTHER_STACKS, OWN_STORE, ORDINARY))


def test_a_second_pinned_host_is_met_once_the_first_is_free(lab, person):
    first, second = PINNED[0], PINNED[2]
    someone = person([Step("www.example1.jp"), Step(API, first), Step(PAY, second)])
    assert fails(someone)
    assert someone.finds() == [("domain", "example2.jp")]
    someone.excludes()
    someone.forget()
    assert fails(someone)
    assert someone.verifies().startswith("Further, next: example3.jp")
    assert someone.finds() == [("domain", "example3.jp")]
    someone.excludes()
    assert someone.tries()
    assert someone.verifies().startswith("Fixed: ")
    someone.restores("--all")
    assert lab.account.gateway.lists == lab.account.gateway.rules == []


def test_the_live_account_tells_the_same_story_of_a_client_that_checks_after_the_handshake(person):
    (client,) = (client for client in PINNED if client.name.startswith("urllib3"))
    someone = person([Step("www.example1.jp"), Step(API, client)], live=True)
    assert fails(someone)
    assert someone.finds() == [("domain", "example2.jp")]
    someone.excludes()
    assert someone.tries()
    assert someone.verifies().startswith("Fixed: ")
    someone.restores()
    assert not someone.tries()
    assert someone.verifies().startswith("No change: ")


def test_with_the_stopwatch_at_a_terminal_from_failing_to_fixed_and_back(lab, person):
    (client,) = (client for client in PINNED if client.name.startswith("urllib3"))
    before = lab.origins.requests[API]
    someone = person([Step("www.example1.jp"), Step(API, client)], live=True)
    assert "Exclude first: example2.jp." in someone.records(tries=2)
    assert lab.origins.requests[API] == before
    someone.excludes()
    assert "Fixed: what the app asked of api.example2.jp is no longer decrypted" in someone.verifies_at_once()
    assert lab.origins.requests[API] == before + 1
    someone.restores()
    assert not someone.starts()
    assert lab.origins.requests[API] == before + 1


def test_a_device_without_the_gateways_root_gets_the_certificate_and_no_exclusion(person):
    someone = person([Step("www.example1.jp", OWN_STORE), Step(API, OWN_STORE)], client=OWN_STORE)
    assert fails(someone)
    assert someone.finds() == []
    assert "the device lacks Cloudflare's certificate" in someone.told
    assert "put Cloudflare's certificate on it" in someone.told
    assert "the device lacks Cloudflare's certificate" in someone.is_refused_an_exclusion()


def test_a_program_with_roots_of_its_own_gets_the_certificate_first(person):
    someone = person([Step(API, OWN_STORE)], app_name="pip install", device_name="build-server")
    assert fails(someone)
    someone.finds()
    assert someone.told.startswith("Give pip the gateway's certificate; only if that can't be done, exclude")
    assert "Give pip the gateway's certificate" in someone.is_refused_an_exclusion()
