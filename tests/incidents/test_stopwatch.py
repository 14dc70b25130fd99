"""Each state of the stopwatch can be kept, and nothing that was stamped is lost by a later step."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.incidents.incident import Incident
from analyzer.incidents.stopwatch import PAUSE, Stopwatch

NOON = dt.datetime(2026, 11, 10, 3, 0, tzinfo=dt.UTC)
ABOUT = Incident.of(NOON, app="PayPay", device="iPhone", tz="Asia/Tokyo")


def at(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_a_failure_lies_between_its_two_stamps():
    incident = Stopwatch(ABOUT).start(at(2.9)).fail(at(11.2)).incident
    assert [(failure.since, failure.until) for failure in incident.failures] == [(at(2), at(11))]
    assert incident.times == ["2026-11-10T12:00:02+09:00/2026-11-10T12:00:11+09:00"]


def test_a_try_that_has_begun_is_kept_from_its_start():
    assert Stopwatch(ABOUT).start(at(5)).incident.times == ["2026-11-10T12:00:05+09:00"]


def test_a_try_that_did_not_fail_is_forgotten_and_the_others_stay():
    watch = Stopwatch(ABOUT).start(at(0)).fail(at(4)).start(at(400)).drop()
    assert watch.failures == Stopwatch(ABOUT).start(at(0)).fail(at(4)).failures


def test_the_last_failure_can_be_undone():
    watch = Stopwatch(ABOUT).start(at(0)).fail(at(4))
    assert watch.drop().incident is None


def test_a_clock_that_is_set_back_makes_no_failure_end_before_it_begins():
    failure = Stopwatch(ABOUT).start(at(10)).fail(at(3)).failures[0]
    assert failure.since == failure.until == at(10)


@pytest.mark.parametrize(("around", "pause"), [("90s", PAUSE), ("5m", dt.timedelta(minutes=10))])
def test_the_next_try_is_best_when_caches_have_run_out_and_windows_lie_apart(around, pause):
    about = Incident.of(NOON, before=around, after=around)
    assert Stopwatch(about).start(at(0)).fail(at(7)).next_at == at(7) + pause


STEPS = st.lists(st.tuples(st.sampled_from(["start", "fail", "drop"]), st.floats(0, 600)), max_size=12)


@given(STEPS)
def test_every_state_comes_back_from_its_file_as_it_was(steps):
    watch, now = Stopwatch(ABOUT), NOON
    for step, pause in steps:
        now += dt.timedelta(seconds=pause)
        watch = watch.drop() if step == "drop" else getattr(watch, step)(now)
        if incident := watch.incident:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "incident.toml")
                file.write_text(incident.to_toml(), encoding="utf-8")
                assert Incident.from_toml(file) == incident
            assert {*watch.failures} <= {*incident.failures}
