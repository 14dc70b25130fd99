"""What all tests share: no network but loopback, and a state folder of their own."""

from __future__ import annotations

import gc
import ipaddress
import os
import signal
import sys

import coverage
import pytest
from hypothesis import HealthCheck, settings

os.environ["PINSCOUT_LANG"] = "en"  # whatever the locale of the person who runs the tests
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
# All that tests import makes a million objects that stay: to search them for garbage all the time takes a tenth of a run.
gc.set_threshold(100_000, 20, 100)


def _only_loopback(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0])
    else:
        return
    if host != "localhost" and not _is_loopback(host):
        raise RuntimeError(f"a test tried to reach {host}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(_only_loopback)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background deaf to Ctrl-C, and commands under test would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    """In a worker of xdist all counting of coverage ends that began before pytest-cov's own for workers.

    Two count there else, coverage's in every process and pytest-cov's in a pytest without workers: each test is counted
    three times, and those two go on where `no_cover` stops the third.
    """
    while hasattr(session.config, "workerinput") and (begun := coverage.Coverage.current()):
        begun.stop()


def pytest_terminal_summary(terminalreporter):
    """A lab that did not run is told of in capitals, not as one skipped test among others."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if report.nodeid.startswith("tests/lab/")]
    if skipped:
        terminalreporter.section("THE LAB DID NOT RUN", sep="!", red=True)
        terminalreporter.line(f"{len(skipped)} tests on real TLS were skipped: {skipped[0].longrepr[-1]}")
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if "test_browser" in report.nodeid]
    if skipped:
        terminalreporter.section("NO PAGE WAS OPENED IN A BROWSER", sep="!", red=True)
        terminalreporter.line(f"{len(skipped)} tests were skipped: {skipped[0].longrepr[-1]}")


def pytest_collection_modifyitems(items):
    """Property tests do by the hundred what other tests do once, and cover no line that those leave out."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def covered(request, monkeypatch):
    """Where coverage is not counted, it is not counted in the processes that are started there, either."""
    if request.node.get_closest_marker("no_cover"):
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory, monkeypatch):
    """Commands under test keep their findings in a folder of the test, and know no account."""
    monkeypatch.setenv("PINSCOUT_STATE_DIR", str(tmp_path_factory.mktemp("state")))
    for name in ("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
