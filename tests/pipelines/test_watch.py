"""A watch tells each change once, whatever befalls it, and knows what a sweep over all of its time knows."""

import contextlib
import datetime as dt
import json
import os
import random
import re
import signal
import sys

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.answers import watch_memory
from analyzer.cli import main
from analyzer.errors import AnalyzerError
from analyzer.pipelines import watch as watches
from analyzer.pipelines.watch import Watch, watch
from analyzer.reading.workers import Run
from tests.builders import FAILED_AT, LAPTOP, PHONE, dns_row, refused, request, used, write_log
from tests.terminal import at_terminal

DAY = 86_400
FEW = settings(
    max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
"""A seed is not worth shrinking, and each takes seconds."""
TABLET = {"DeviceID": "0a0b0c0d-1111-4222-8333-444455556666", "DeviceName": "Tablet", "Email": "mei@example.jp"}
DEVICES = (PHONE, LAPTOP, TABLET)


def pinned(domain, day, device=PHONE):
    """What an app does that pins: it tries again and again."""
    return refused(f"api.{domain}", *(day * DAY + second for second in range(0, 60, 5)), device=device)


def ordinary(day):
    return [
        row for device in DEVICES for row in used("www.example.com", day * DAY + 300, day * DAY + 80_000, device=device)
    ]


def at_end_of(day):
    return FAILED_AT + dt.timedelta(days=day + 1)


def look(folder, day, path=None, tell=lambda report: None, **options):
    return watch(Watch([str(folder)], **options), tell, now=at_end_of(day), path=path or folder.parent / "watch.zip")


def told(report):
    return [(change.kind, change.domain) for change in report.changes]


@pytest.fixture
def logs(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


def test_a_domain_is_new_once_then_gone_then_back(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.example.jp", 0), *ordinary(0)])
    assert told(look(logs, 0)) == [("new", "example.jp")]
    assert told(look(logs, 0)) == []
    write_log(logs / "1.log.gz", ordinary(1))
    assert told(look(logs, 1)) == [("gone", "example.jp")]
    write_log(logs / "2.log.gz", [*pinned("bank.example.jp", 2), *ordinary(2)])
    report = look(logs, 2)
    assert told(report) == [("back", "example.jp")]
    assert [change.number for change in report.changes] == [3]
    assert report.open_domains == ("example.jp",)


def test_only_files_that_are_new_or_have_changed_are_read(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
    assert look(logs, 0).survey.input.files == 1
    assert look(logs, 0).survey.input.files == 0
    write_log(logs / "1.log.gz", ordinary(1))
    assert look(logs, 1).survey.input.files == 1
    write_log(logs / "1.log.gz", [*ordinary(1), *pinned("bank.jp", 1)])
    report = look(logs, 1)
    assert report.survey.input.files == 1
    assert told(report) == [("back", "bank.jp")]


def test_it_has_risen_when_many_more_devices_refuse_it(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
    look(logs, 0)
    write_log(logs / "1.log.gz", [row for device in DEVICES for row in pinned("bank.jp", 1, device)] + ordinary(1))
    assert told(look(logs, 1)) == [("risen", "bank.jp")]
    assert told(look(logs, 1)) == []


def test_what_passes_by_an_exclusion_is_fixed_within_the_day(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *used("www.example.com", 3000)])
    assert told(look(logs, 0)) == [("new", "bank.jp")]
    write_log(logs / "1.log.gz", [request("api.bank.jp", 4000, action="bypass"), *used("www.example.com", 5000)])
    assert told(look(logs, 0)) == [("fixed", "bank.jp")]
    assert told(look(logs, 0)) == []


def test_of_what_is_known_nothing_is_told_and_what_is_older_is_forgotten(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *pinned("pay.jp", 0), *ordinary(0)])
    assert told(look(logs, 0, known=("bank.jp",))) == [("new", "pay.jp")]
    write_log(logs / "9.log.gz", ordinary(9))
    report = look(logs, 9, keep=dt.timedelta(days=3))
    assert told(report) == [("gone", "pay.jp")]
    assert report.survey.candidates.empty


@given(st.integers(0, 10_000))
@settings(FEW)
def test_it_knows_what_a_sweep_over_all_files_knows_in_whatever_order_they_come(tmp_path_factory, seed):
    chance, folder = random.Random(seed), tmp_path_factory.mktemp("order")
    logs = folder / "logs"
    logs.mkdir()
    days = list(range(4))
    chance.shuffle(days)
    for day in days:
        write_log(logs / f"{day}.log.gz", [*simulated(chance, day), *ordinary(day)])
        report = look(logs, 3)
    swept = analyzer.sweep(logs)
    pd.testing.assert_frame_equal(report.survey.candidates, swept.candidates)
    pd.testing.assert_frame_equal(report.survey.refusals, swept.refusals)


def simulated(chance, day):
    names = [f"app{number}.jp" for number in range(4)]
    return [row for name in names if chance.random() < 0.5 for row in pinned(name, day, chance.choice(DEVICES))]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked to be killed")
@given(st.integers(0, 10_000))
@settings(FEW)
def test_killed_at_random_moments_it_tells_every_change_exactly_once(tmp_path_factory, seed):
    """On each simulated day it is run until it ends by itself; a run that is killed may have told, and not noted it."""
    chance, folder = random.Random(seed), tmp_path_factory.mktemp("killed")
    logs, out = folder / "logs", folder / "out"
    logs.mkdir()
    expected, by_number, ended = [], {}, []
    for day in range(3):
        write_log(logs / f"{day}.log.gz", [*simulated(chance, day), *ordinary(day)])
        expected += [(change.number, change) for change in look(logs, day, folder / "calm.zip").changes]
        moments = [chance.randrange(chance.choice([1, 9]), 18) for _ in range(chance.randrange(4))]
        for moment in [*moments, None]:
            out.write_text("")
            is_killed = killed_after(moment, lambda day=day: look(logs, day, folder / "killed.zip", writing_to(out)))
            lines = out.read_text().split("\n")[:-1]  # the last may be cut short
            for number, change in map(json.loads, lines):
                assert by_number.setdefault(number, change) == change
            ended += [] if is_killed else [number for number, _ in map(json.loads, lines)]
    assert by_number == {number: change.to_dict() for number, change in expected}
    assert len(ended) == len(set(ended))


def test_what_could_not_be_told_is_told_by_the_next_run_under_the_same_number(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])

    def break_down(report):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        look(logs, 0, tell=break_down)
    write_log(logs / "1.log.gz", [*pinned("bank.jp", 1), *pinned("pay.jp", 1), *ordinary(1)])
    assert [(change.number, change.domain) for change in look(logs, 1).changes] == [(1, "bank.jp"), (2, "pay.jp")]
    assert told(look(logs, 1)) == []


def writing_to(out):
    def tell(report):
        for change in report.changes:
            with out.open("a") as file:
                file.write(json.dumps([change.number, change.to_dict()]) + "\n")

    return tell


def killed_after(moment, work):
    """Do the work in a process that is killed when it has opened, moved or removed so many files; whether it was."""
    if pid := os.fork():
        status = os.waitpid(pid, 0)[1]
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFSIGNALED(status)
    left = moment

    def count(event, arguments):
        nonlocal left
        if left is not None and event in ("open", "os.rename", "os.remove", "os.chmod"):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    with contextlib.suppress(BaseException):
        sys.addaudithook(count)
        work()
        code = 0
    os._exit(code)


def test_a_file_that_could_not_be_read_is_read_again(logs, monkeypatch):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
    write_log(logs / "1.log.gz", [*pinned("pay.jp", 0), *ordinary(0)])
    (logs / "1.log.gz").chmod(0)
    if os.access(logs / "1.log.gz", os.R_OK):
        pytest.skip("this user may read everything")
    assert told(look(logs, 0)) == [("new", "bank.jp")]
    (logs / "1.log.gz").chmod(0o600)
    assert told(look(logs, 0)) == [("new", "pay.jp")]


def test_two_runs_at_once_are_refused_and_damage_is_told(logs):
    write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
    with pytest.raises(AnalyzerError, match="Another run of this watch"):
        look(logs, 0, tell=lambda report: look(logs, 0))
    look(logs, 0)
    (logs.parent / "watch.told").write_bytes(b"one")
    with pytest.raises(AnalyzerError, match=r"watch\.told is not the state of a watch"):
        look(logs, 0)
    (logs.parent / "watch.zip").write_bytes(b"no zip")
    with pytest.raises(AnalyzerError, match="not the state of a watch"):
        look(logs, 0)
    with pytest.raises(AnalyzerError, match="A pipe can't be watched"):
        watches.sources_of(["-"])


def test_a_log_without_sessions_can_not_be_watched(logs):
    write_log(logs / "0.log.gz", [dns_row("a.example.jp")])
    with pytest.raises(AnalyzerError, match="no sessions"):
        look(logs, 0)


class TestCommand:
    def run(self, *arguments):
        return CliRunner().invoke(main, ["watch", *map(str, arguments), "--keep", "3000d", "--tz", "UTC"])

    def test_it_says_what_is_new_and_then_nothing(self, logs):
        write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
        first = self.run(logs)
        assert first.exit_code == 4
        assert "#1 new: bank.jp is refused by 1 device" in first.stdout
        assert "exclude" in first.stdout
        second = self.run(logs)
        assert (second.exit_code, second.stdout) == (0, "")

    def test_a_log_that_has_stopped_is_told_each_time_and_one_that_goes_on_is_not(self, logs):
        write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
        self.run(logs)
        assert self.run(logs).stderr.startswith("The log ends at 2026-11-11 03:18:00: does it still arrive?")
        days = (dt.datetime.now(dt.UTC) - FAILED_AT).days
        write_log(logs / "1.log.gz", used("www.example.com", days * DAY))
        result = self.run(logs, "--gone-after", "3000d")
        assert (result.exit_code, result.output) == (0, "")

    def test_at_a_terminal_it_is_told_beneath_the_progress_bar(self, logs):
        write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
        environment = {"TERM": "xterm", "PINSCOUT_STATE_DIR": str(logs.parent)}
        with at_terminal("watch", str(logs), "--keep", "3000d", environment=environment) as terminal:
            assert terminal.end() == 4
        assert re.search(r"^\d+ of \d+ rows used from 1 file$", terminal.shown, re.MULTILINE)

    def test_json_has_the_changes_and_what_is_open(self, logs):
        write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
        answer = json.loads(self.run(logs, "--format", "json").stdout)
        assert answer["kind"] == "watch"
        assert answer["open"] == ["bank.jp"]
        assert answer["changes"][0]["kind"] == "new"
        assert json.loads(self.run(logs, "--format", "json").stdout)["changes"] == []

    def test_what_is_known_and_fine_is_not_told(self, logs, tmp_path):
        write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
        (tmp_path / "fine.txt").write_text("bank.jp  # excluded on purpose\n")
        result = self.run(logs, "--known", tmp_path / "fine.txt")
        assert (result.exit_code, result.stdout) == (0, "")

    def test_the_state_is_for_its_owner_alone(self, logs, tmp_path):
        write_log(logs / "0.log.gz", [*pinned("bank.jp", 0), *ordinary(0)])
        self.run(logs, "--state", tmp_path / "here" / "watch.zip")
        kept = watch_memory.load(tmp_path / "here" / "watch.zip")
        assert list(kept.standings) == ["bank.jp"]
        assert (tmp_path / "here" / "watch.zip").stat().st_mode & 0o077 == 0


def test_processes_make_no_difference(logs):
    for day in range(3):
        write_log(logs / f"{day}.log.gz", [*pinned(f"app{day}.jp", day), *ordinary(day)])
    what, now = Watch([str(logs)]), at_end_of(2)
    alone = watch(what, lambda report: None, now=now, path=logs.parent / "a.zip")
    several = watch(what, lambda report: None, now=now, path=logs.parent / "b.zip", run=Run(jobs=2))
    assert alone.changes == several.changes
