"""The same answer, whatever runs the map."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import analyzer
from analyzer.errors import AnalyzerError, CloudflareError
from analyzer.facts import fact
from analyzer.pipelines.find import find_incident
from analyzer.reading.workers import WORTH_PROCESSES, Run
from analyzer.talk import Talk
from tests.builders import FAILED_AT, background, dns_row, moment, write_log


@pytest.fixture
def logs(tmp_path):
    for number in range(4):
        rows = [dns_row(host, second) for host, second, _ in background()]
        write_log(tmp_path / f"{number}.log.gz", [*rows, dns_row("api.paypay.ne.jp", number)])
    return tmp_path


def candidates(logs, **options):
    return analyzer.find(logs, at=FAILED_AT, app="PayPay", tz="UTC", **options).candidates


def test_processes_or_any_executor_give_the_same_candidates_as_none(logs):
    alone = candidates(logs, jobs=1)
    pd.testing.assert_frame_equal(candidates(logs, jobs=2), alone)
    with ThreadPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(candidates(logs, executor=executor), alone)


class Listener(Talk):
    def __init__(self):
        self.told = []

    def progress(self, done, total):
        self.told.append((done, total))


def test_each_file_has_its_result_and_bytes_are_told(logs):
    listener = Listener()
    names = sorted(map(str, logs.iterdir()))
    sizes = sum(path.stat().st_size for path in logs.iterdir())
    run = Run(jobs=2, talk=listener)
    assert sorted(run.map(_name, names)) == names
    assert listener.told[-1] == (sizes, sizes)


def test_a_single_process_tells_how_far_it_is_within_a_file(logs):
    listener = Listener()
    find_incident([logs], analyzer.Incident.of(FAILED_AT, tz="UTC"), run=Run(jobs=1, talk=listener))
    done, total = listener.told[-1]
    assert done == total


def test_small_input_is_not_worth_processes(logs):
    assert sum(path.stat().st_size for path in logs.iterdir()) < WORTH_PROCESSES
    assert list(Run().map(_process, sorted(map(str, logs.iterdir())))) == [os.getpid()] * 4


def test_an_error_in_another_process_keeps_its_way_out(logs):
    with pytest.raises(AnalyzerError, match="can't be read: odd") as caught:
        list(Run(jobs=2).map(_fail, sorted(map(str, logs.iterdir()))))
    assert caught.value.hint == "Try --jobs 1."
    assert caught.value.status == 7


def test_a_process_that_is_ended_is_an_error_with_a_way_out(logs):
    with pytest.raises(AnalyzerError, match="ended") as caught:
        list(Run(jobs=2).map(_die, sorted(map(str, logs.iterdir()))))
    assert "--jobs 1" in caught.value.hint


def test_ctrl_c_ends_all_processes_quietly(tmp_path):
    line = b'{"Datetime":"2026-11-10T05:05:00Z","QueryName":"a.example.jp","DeviceID":"d"}\n'
    for number in range(4):
        (tmp_path / f"{number}.log").write_bytes(line * 400_000)
    command = [sys.executable, "-m", "analyzer", "find", str(tmp_path), "--at", moment(0), "--jobs", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode not in (0, 3)
    assert "Traceback" not in out + err


def _name(name, *, tell=bool):
    return name


def _process(name, *, tell=bool):
    return os.getpid()


def _fail(name, *, tell=bool):
    raise CloudflareError("unreadable", fact("worker_ended_hint"), status=7, name=name, error="odd")


def _die(name, *, tell=bool):
    os._exit(1)
