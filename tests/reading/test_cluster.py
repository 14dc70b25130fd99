"""A Dask cluster gives the answer that one process gives, also where one of its processes is killed."""

import os
import pickle
import signal
import sys

import pandas as pd
import pytest
from click.testing import CliRunner

import analyzer
from analyzer.cli import main
from analyzer.errors import AnalyzerError, CloudflareError
from analyzer.facts import fact
from analyzer.pipelines.find import find_incident
from analyzer.pipelines.sweep import sweep_files
from analyzer.reading.cluster import cluster
from analyzer.reading.workers import Run
from analyzer.sweeps.period import WHOLE_LOG
from analyzer.talk import Talk
from tests.builders import FAILED_AT, background, dns_row, refused, used, write_log

distributed = pytest.importorskip("distributed")


@pytest.fixture
def logs(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    for number in range(6):
        rows = [dns_row(host, second) for host, second, _ in background()]
        rows += [
            *refused("api.paypay.ne.jp", number),
            *used("cdn.example.net", number),
            dns_row("api.paypay.ne.jp", number),
        ]
        write_log(folder / f"{number}.log.gz", rows)
    return folder


class Killer(Talk):
    """Kills a process of the cluster when the first file of a map is done."""

    def __init__(self):
        self.killed = []

    def files(self, done, total):
        if done == 1:
            pids = distributed.default_client().run(os.getpid)
            self.killed.append(next(iter(pids.values())))
            os.kill(self.killed[-1], signal.SIGKILL)


@pytest.mark.no_cover
def test_two_processes_of_a_cluster_answer_as_one_does_though_one_is_killed(logs):
    incident = analyzer.Incident.of(FAILED_AT, app="PayPay", tz="UTC")

    def answers(run):
        return find_incident([logs], incident, run=run).candidates, sweep_files([logs], WHOLE_LOG, run=run).candidates

    killer = Killer()
    with cluster("local", 2) as executor:
        spread = answers(Run(executor=executor, talk=killer))
    assert len(killer.killed) == 2
    for one, other in zip(spread, answers(Run(jobs=1)), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_the_command_takes_the_address_of_a_scheduler(logs):
    here = {"host": "127.0.0.1", "protocol": "tcp://", "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, **here) as here:
        result = CliRunner().invoke(main, ["sweep", str(logs), "--dask", here.scheduler_address, "--format", "short"])
    assert result.exit_code == 0
    assert "paypay.ne.jp" in result.stdout


def test_an_error_survives_the_way_that_a_cluster_sends_it():
    error = CloudflareError("unreadable", fact("worker_ended_hint"), status=7, name="a.log", error="odd")
    error.add_note("on worker 1")
    sent = pickle.loads(pickle.dumps(error))
    assert (str(sent), sent.hint, sent.status) == (str(error), error.hint, 7)
    assert sent.__notes__ == ["Try --jobs 1.", "on worker 1"]


def test_without_dask_or_a_scheduler_the_way_out_is_told(monkeypatch):
    with pytest.raises(AnalyzerError, match="No Dask scheduler answers at nowhere"), cluster("nowhere://here"):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AnalyzerError, match="not installed") as caught, cluster("local"):
        pass
    assert "pinscout[dask]" in caught.value.hint
