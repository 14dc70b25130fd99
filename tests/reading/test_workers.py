"""The same answer, whatever runs the map."""

import contextlib
import functools
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import analyzer
from analyzer.errors import AnalyzerError, CloudflareError
from analyzer.facts import fact
from analyzer.pipelines.find import find_incident
from analyzer.pipelines.sweep import sweep_files
from analyzer.reading.workers import WORTH_PROCESSES, Run
from analyzer.sweeps.period import WHOLE_LOG
from analyzer.talk import Talk
from tests.builders import FAILED_AT, background, dns_row, moment, refused, used, write_log


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


def test_threads_of_others_are_no_reason_to_warn(logs):
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert len(set(Run(jobs=2).map(_process, sorted(map(str, logs.iterdir()))))) == 2
    finally:
        over.set()
        thread.join()


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


def test_a_process_that_is_killed_costs_a_retry_and_not_the_answer(logs, tmp_path):
    """One that is killed in the middle of a file, and one in the middle of telling a large result."""
    names = sorted(map(str, logs.iterdir()))
    listener = Listener()
    work = functools.partial(_killed_once, flag=str(tmp_path / "flag"))
    results = dict(Run(jobs=2, talk=listener).map(work, names))
    assert sorted(results) == names
    assert all(result == "x" * 5_000_000 for result in results.values())
    total = sum(path.stat().st_size for path in logs.iterdir())
    assert listener.told[-1] == (total, total)
    assert (tmp_path / "flag").exists()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.no_cover
def test_find_and_sweep_answer_the_same_whenever_a_worker_is_killed(tmp_path, seed):
    chance = random.Random(seed)
    for number in range(4):
        rows = [dns_row(host, second) for host, second, _ in background()] * 30
        rows += [
            *refused("api.paypay.ne.jp", number),
            *used("cdn.example.net", number),
            dns_row("api.paypay.ne.jp", number),
        ]
        write_log(tmp_path / f"{number}.log.gz", rows)
    incident = analyzer.Incident.of(FAILED_AT, app="PayPay", tz="UTC")

    def answers(run):
        return find_incident([tmp_path], incident, run=run).candidates, sweep_files(
            [tmp_path], WHOLE_LOG, run=run
        ).candidates

    killer = Killer(chance)
    killed = answers(Run(jobs=2, talk=killer))
    assert len(killer.killed) == 2
    for one, other in zip(killed, answers(Run(jobs=1)), strict=True):
        pd.testing.assert_frame_equal(one, other)


class Killer(Talk):
    """Kills one of this process's workers in each run of a map, when some of the files are done."""

    def __init__(self, chance):
        self.chance, self.killed = chance, []

    def files(self, done, total):
        if done == 1:
            victim = self.chance.choice(multiprocessing.active_children())
            self.killed.append(victim.pid)
            os.kill(victim.pid, signal.SIGKILL)


@pytest.mark.parametrize("kill", [os.killpg, os.kill], ids=["as a terminal does", "the main process alone"])
def test_ctrl_c_ends_all_processes_quietly(tmp_path, kill):
    pipes = [str(tmp_path / f"{number}.log") for number in range(4)]
    for name in pipes:
        os.mkfifo(name)
    command = [sys.executable, "-m", "analyzer", "find", *pipes, "--at", moment(0), "--jobs", "2"]
    with (
        contextlib.ExitStack() as logs_without_end,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process,
    ):
        for name in pipes:
            logs_without_end.callback(os.close, os.open(name, os.O_RDWR))
        workers = wait_for_children(process.pid)
        kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in out + err
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def wait_for_children(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("the system does not tell a process's children so")
    while len(found := children.read_text().split()) < 2:
        time.sleep(0.05)
    return found


def _name(name, *, tell=bool):
    return name


def _process(name, *, tell=bool):
    return os.getpid()


def _fail(name, *, tell=bool):
    raise CloudflareError("unreadable", fact("worker_ended_hint"), status=7, name=name, error="odd")


def _killed_once(name, *, flag, tell=bool):
    tell(10)
    try:
        Path(flag).touch(exist_ok=False)
    except FileExistsError:
        return name, "x" * 5_000_000
    tell(5_000_000)
    threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return name, "x" * 500_000_000


def _die(name, *, tell=bool):
    os._exit(1)
