"""record, by keys at a real pseudo-terminal: what it says, what it keeps, and what Ctrl-C leaves."""

import datetime as dt
import fcntl
import os
import stat
import sys
import termios
import threading
import time

import pytest
from click.testing import CliRunner

from analyzer.cli import main
from analyzer.incidents.incident import Incident
from tests.builders import LAPTOP, dns_row
from tests.standin.fixture import standin as standin
from tests.terminal import at_terminal

START, FAIL = "Enter when you start it", "Enter when it has failed"


def ago(seconds):
    return (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def evening(*more):
    """An iPhone that is in use, on which PayPay asks for a name each second from now on."""
    rows = [dns_row("push.apple.com", Datetime=ago(seconds)) for seconds in range(60, 7200, 300)]
    rows += [dns_row("app.paypay.ne.jp", Datetime=ago(-seconds)) for seconds in range(60)]
    return [*rows, *(dns_row("time.apple.com", Datetime=ago(-seconds)) for seconds in range(60, 300, 5)), *more]


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def environment(state):
    return {"PINSCOUT_STATE_DIR": str(state), "PINSCOUT_POLL_S": "0.2", "TZ": "Asia/Tokyo"}


def a_try(terminal, *, seconds=0.7):
    terminal.wait_for(START)
    terminal.type("\n")
    terminal.wait_for(FAIL)
    time.sleep(seconds)
    terminal.type("\n")
    terminal.wait_for("failed ")


def only_file(state):
    (file,) = (state / "incidents").glob("*.toml")
    return file


def test_two_enters_are_a_failure_and_the_log_is_waited_for_and_searched(standin, state, environment):
    live = standin(*evening()).environment() | environment
    about = ("--app", "PayPay", "--device", "iPhone", "--after", "2s")
    with at_terminal("record", *about, environment=live) as terminal:
        terminal.wait_for("close PayPay completely")
        terminal.wait_for("flight")
        a_try(terminal)
        terminal.wait_for("One more failure makes it surer; best from")
        terminal.wait_for(START)
        terminal.type("d\n")
        terminal.wait_for("waiting for the")
        assert terminal.end() == 0
    shown = " ".join(terminal.shown.split())
    assert "Exclude first: paypay.ne.jp." in shown
    assert "--wait" not in shown, "it has waited already"
    file = only_file(state)
    assert file.name.startswith("paypay-")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"pinscout find --incident {file}" in shown
    assert len(Incident.from_toml(file).failures) == 1


def test_find_runs_a_recorded_incident_again(standin, environment, tmp_path):
    file = tmp_path / "incident.toml"
    server = standin(*evening())
    file.write_text(Incident.of(ago(-1), app="PayPay", device="iPhone", after="1s", tz="UTC").to_toml())
    done = CliRunner().invoke(main, ["find", "--incident", str(file)], env=server.environment() | environment)
    assert "Exclude first: paypay.ne.jp." in done.stdout


class TestCtrlC:
    """Whatever was stamped is in the file, whenever it comes."""

    def test_before_anything_was_stamped_it_leaves_nothing(self, state, environment):
        with at_terminal("record", "--app", "PayPay", environment=environment) as terminal:
            terminal.wait_for(START)
            terminal.type("\x03")
            assert terminal.end() == 130
        assert "nothing is kept" in terminal.shown
        assert not state.exists() or not [*state.rglob("*.toml")]

    def test_while_a_try_is_on_its_start_is_kept(self, state, environment):
        with at_terminal("record", "--app", "PayPay", environment=environment) as terminal:
            terminal.wait_for(START)
            terminal.type("\n")
            terminal.wait_for(FAIL)
            terminal.type("\x03")
            assert terminal.end() == 130
        file = only_file(state)
        assert len(Incident.from_toml(file).failures) == 1
        assert f"pinscout find --incident {file}" in terminal.shown
        assert f"pinscout record --incident {file}" in terminal.shown
        assert "Traceback" not in terminal.shown

    def test_while_the_log_is_waited_for_the_failures_are_there(self, standin, state, environment):
        live = standin(*evening()).environment() | environment
        with at_terminal("record", "--app", "PayPay", "--device", "iPhone", environment=live) as terminal:
            a_try(terminal)
            terminal.wait_for(START)
            terminal.type("d\n")
            terminal.wait_for("waiting for the window of the last failure to end")
            terminal.type("\x03")
            assert terminal.end() == 130
        assert "Stopped; 1 failure kept." in terminal.shown
        assert len(Incident.from_toml(only_file(state)).failures) == 1


def test_a_process_that_is_killed_loses_nothing_that_was_stamped(state, environment):
    with at_terminal("record", "--app", "PayPay", environment=environment) as terminal:
        a_try(terminal)
        terminal.process.kill()
        terminal.process.wait()
    (failure,) = Incident.from_toml(only_file(state)).failures
    assert failure.since <= failure.until


PAUSE_S = 0.9
"""Longer than two presses of a key that are taken for one."""


def here(keys, *arguments, environment):
    """The command in this process, at a pseudo-terminal, with these keys; a blank among them is a pause.

    A pause begins when all keys before it have been read, so that it is as long on a slow machine.
    """
    keyboard, screen = os.openpty()
    watched, has_ended = os.dup(screen), threading.Event()

    def press():
        for key in keys:
            if key == " ":
                while unread(watched) and not has_ended.wait(0.01):
                    pass
                has_ended.wait(PAUSE_S)
            else:
                os.write(keyboard, key.encode())

    typist = threading.Thread(target=press)
    typist.start()
    try:
        with os.fdopen(screen, "rb", buffering=0) as stdin:
            return CliRunner().invoke(
                main, ["record", *arguments], input=stdin, env=environment, catch_exceptions=False
            )
    finally:
        has_ended.set()
        typist.join()
        os.close(watched)
        os.close(keyboard)


def unread(descriptor):
    """How many bytes wait there to be read."""
    return int.from_bytes(fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_without_a_token_it_stamps_and_says_how_to_find_with_files(environment, tmp_path):
    file = tmp_path / "suica.toml"
    done = here("\n \nd\n", "--app", "Mobile Suica", "--incident", str(file), environment=environment)
    assert done.exit_code == 0, done.output
    assert f"pinscout find LOGS --incident {file}" in done.output
    assert Incident.from_toml(file).app == "Mobile Suica"


def test_an_incident_that_is_there_gets_further_failures(environment, tmp_path):
    file = tmp_path / "incident.toml"
    file.write_text(Incident.of("2026-11-10 14:05", app="PayPay", device="iPhone", tz="Asia/Tokyo").to_toml())
    done = here("\n \nd\n", "--incident", str(file), environment=environment)
    assert "PayPay on iPhone" in done.output
    assert "2 failures kept" in done.output
    kept = Incident.from_toml(file)
    assert kept.times[0] == "2026-11-10T14:05+09:00"
    assert len(kept.failures) == 2


def test_an_incident_of_before_is_never_undone(environment, tmp_path):
    file = tmp_path / "incident.toml"
    file.write_text(Incident.of("2026-11-10 14:05", app="PayPay", tz="Asia/Tokyo").to_toml())
    before = file.read_text()
    here("u\nu\nd\n", "--incident", str(file), environment=environment)
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("\n n\nd\n", "Nothing was stamped"),
        ("\n \nu\nd\n", "Nothing was stamped"),
        ("\n\n \nd\n", "that was the same moment"),
        ("?\nd\n", "press Enter alone"),
        ("\n ?\n\nd\n", "press Enter alone"),
        ("\n \n\n n\nd\n", "earlier than is best"),
        ("\x04", "Nothing was stamped"),
    ],
    ids=[
        "did not fail",
        "undone",
        "pressed twice",
        "another key",
        "another key while it is on",
        "early",
        "end of input",
    ],
)
def test_other_keys(keys, said, environment):
    done = here(keys, "--app", "PayPay", environment=environment)
    assert done.exit_code == 0
    assert said in done.output


@pytest.mark.parametrize(
    ("device", "way"),
    [
        ("Aoi's iPhone", "flight mode on and off"),
        ("DESKTOP-4", "ipconfig /flushdns"),
        ("MacBook", "dscacheutil"),
        ("", "Linux: resolvectl"),
    ],
)
def test_the_way_to_empty_the_cache_fits_the_device(device, way, environment):
    done = here("d\n", "--app", "PayPay", "--device", device, environment=environment)
    assert way in " ".join(done.output.split())


def test_lines_fit_a_terminal(environment):
    done = here("\n \nd\n", "--app", "PayPay", environment=environment)
    assert max(len(line) for line in done.output.splitlines() if not line.startswith("  ")) <= 100


def test_without_a_terminal_it_says_what_to_do_instead(environment):
    done = CliRunner().invoke(main, ["record", "--app", "PayPay"], env=environment)
    assert done.exit_code == 2
    assert "pinscout find --at TIME" in done.stderr


def test_the_app_must_be_named(environment):
    done = here("", environment=environment)
    assert done.exit_code == 2
    assert "--app NAME" in done.output


@pytest.mark.parametrize("more", [("--app", "Suica"), ("--before", "3m")])
def test_an_incident_that_is_there_says_all_of_that_itself(more, environment, tmp_path):
    file = tmp_path / "incident.toml"
    file.write_text(Incident.of("2026-11-10 14:05", app="PayPay", tz="UTC").to_toml())
    done = here("", "--incident", str(file), *more, environment=environment)
    assert done.exit_code == 2
    assert "Both an incident" in done.output


def test_a_place_where_nothing_can_be_written_is_said_before_the_first_try(environment, tmp_path):
    (tmp_path / "file").write_text("")
    done = here("", "--app", "PayPay", "--incident", str(tmp_path / "file" / "incident.toml"), environment=environment)
    assert done.exit_code == 1
    assert "can't be written" in done.output
    assert START not in done.output


def test_a_file_that_is_no_incident_is_left_alone(environment, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("not for you")
    assert here("", "--incident", str(file), environment=environment).exit_code == 1
    assert file.read_text() == "not for you"


class TestBeforeAnyoneTakesTheTrouble:
    """What would make the search fail is said before the app is made to fail."""

    def test_a_token_that_is_refused(self, standin, environment):
        live = standin(*evening()).environment("standin-expired") | environment
        done = here("", "--app", "PayPay", environment=live)
        assert done.exit_code == 1
        assert START not in done.output

    def test_several_devices_in_use_and_none_named(self, standin, environment):
        rows = evening(dns_row("www.example.jp", Datetime=ago(30), device=LAPTOP))
        done = here("", "--app", "PayPay", environment=standin(*rows).environment() | environment)
        assert done.exit_code == 2
        assert "2 devices were in use" in done.output
        assert "MacBook" in done.output

    def test_a_clock_that_is_off_is_told_and_stamps_go_by_the_other(self, standin, state, environment):
        skewed = standin(*evening(), misbehave=["skew:3600"]).environment() | environment
        about = ("--app", "PayPay", "--device", "iPhone")
        with at_terminal("record", *about, environment=skewed) as terminal:
            terminal.wait_for("s off: stamps go by Cloudflare's")
            a_try(terminal)
            terminal.type("\x03")
            terminal.end()
        since = Incident.from_toml(only_file(state)).failures[0].since
        assert dt.timedelta(minutes=55) < since - dt.datetime.now(dt.UTC) < dt.timedelta(minutes=61)
