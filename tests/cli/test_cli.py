import datetime as dt
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analyzer.answers import saved as state
from analyzer.cli import main
from tests.builders import LAPTOP, dns_row, moment, write_log


@pytest.fixture
def log(tmp_path):
    rows = [dns_row("push.apple.com", second) for second in range(-3600, -200, 300)]
    rows += [
        dns_row("app.paypay.ne.jp", 0),
        dns_row("push.apple.com", 30),
        dns_row("api.paypay.ne.jp", 1, QueryType=65),
    ]
    return write_log(tmp_path / "dns.log.gz", rows)


def run(*arguments: str, **options):
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False, **options)


def find(log: str, *more: str):
    return run("find", log, "--at", moment(0), "--app", "PayPay", "--tz", "Asia/Tokyo", *more)


def test_find_prints_the_table_on_stdout_and_talks_on_stderr(log):
    result = find(log)
    assert result.exit_code == 0
    assert "paypay.ne.jp" in result.stdout.splitlines()[0]
    assert "Next steps" in result.stdout
    assert "15 of 15 rows used" in result.stderr
    assert "Asia/Tokyo" in result.stderr


def test_find_reads_standard_input(log):
    result = run("find", "-", "--at", moment(0), "--format", "plain", "--app", "PayPay", input=Path(log).read_bytes())
    assert result.stdout == "paypay.ne.jp\n"


def test_find_writes_a_csv_beside_the_table(log, tmp_path):
    file = tmp_path / "candidates.csv"
    assert find(log, "--csv", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfrank,registrable_domain,score,likelihood,band")


def test_find_takes_an_incident_file(log, tmp_path):
    file = tmp_path / "incident.toml"
    file.write_text(f'at = ["{moment(0)}"]\napp = "PayPay"\nzone = "Asia/Tokyo"\n')
    assert run("find", log, "--incident", str(file)).stdout == find(log).stdout


def test_no_clear_candidate_exits_with_3_and_prints_the_ranking_all_the_same(tmp_path):
    rows = [dns_row("push.apple.com", second) for second in (-3000, -2000, -1000, 40)]
    result = run("find", write_log(tmp_path / "a.log", rows), "--at", moment(0))
    assert result.exit_code == 3
    assert "No clear candidate" in result.stdout
    assert "apple.com" in result.stdout


def test_an_answer_without_a_candidate_is_kept_as_well(tmp_path):
    rows = [dns_row("push.apple.com", second) for second in range(-7200, -3600, 300)]
    assert run("find", write_log(tmp_path / "a.log", rows), "--at", moment(0)).exit_code == 3
    assert state.load_last().candidates.empty


def test_several_devices_exit_with_2_and_are_listed(log, tmp_path):
    other = write_log(tmp_path / "other.log", [dns_row("a.example.jp", 3, LAPTOP)])
    result = run("find", log, other, "--at", moment(0))
    assert result.exit_code == 2
    assert "MacBook" in result.stderr
    assert run("find", log, other, "--at", moment(0), "--device", "iphone", "--app", "PayPay").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["find"], 2, "--help"),
        (["expalin"], 2, "Did you mean explain?"),
        (["find", "{log}"], 2, "--at"),
        (["find", "{log}", "--at", "noonish"], 2, "14:05"),
        (["find", "nowhere.log", "--at", "now"], 1, "nowhere.log"),
        (["find", "{log}", "--at", "2020-01-01 10:00"], 1, "2020-01-01"),
        (["find", "{log}", "--at", "now", "--format", "xlsx"], 2, "gateway-list"),
        (["find", "{log}", "--at", "now", "--before", "long"], 2, "90s"),
        (["find", "{log}", "--last", "soon"], 2, "'soon' is not a length of time"),
        (["find", "{log}", "--last", "14:00/10"], 2, "'14:00/10' is not a length of time"),
        (["find", "{log}", "--at", "now", "--tz", "Asia/Tokio"], 2, "Did you mean Asia/Tokyo?"),
        (["find", "{log}", "--at", "9000-01-01 10:00"], 2, "still to come"),
        (["find", "{log}", "--at", "10/11/2026 14:05"], 2, "2026-11-10 or 2026-10-11"),
        (["explain", "paypay.ne.jp"], 1, "pinscout find"),
        (["export", "--finding", "{log}"], 1, "not a saved finding"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_out(log, arguments, code, said):
    result = run(*(argument.replace("{log}", log) for argument in arguments))
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_file_without_a_usable_record_is_named_with_what_it_looks_like(tmp_path):
    page = tmp_path / "page.log"
    page.write_text("<!doctype html><html>")
    result = run("find", str(page), "--at", "now")
    assert result.exit_code == 1
    assert "page.log" in result.stderr
    assert "web page" in result.stderr


def test_explain_and_export_go_on_from_the_last_finding(log):
    find(log)
    explained = run("explain", "api.paypay.ne.jp")
    assert "the name fits" in explained.stdout
    assert "app.paypay.ne.jp" in explained.stdout
    assert (
        run("export", "--format", "gateway-list").stdout
        == "value,description\npaypay.ne.jp,pinscout 2026-11-10 PayPay domain\n"
    )


def test_explain_names_the_candidates_when_asked_for_another(log):
    find(log)
    result = run("explain", "example.com")
    assert result.exit_code == 1
    assert "paypay.ne.jp" in result.stderr


def test_a_finding_is_readable_by_its_owner_alone(log):
    find(log)
    files = list(state.state_folder().iterdir())
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_saved_finding_answers_as_the_first_one_did(log, tmp_path):
    file = tmp_path / "f.zip"
    printed = find(log, "--save", str(file), "--format", "json").stdout
    assert json.loads(run("export", "--finding", str(file), "--format", "json").stdout) == json.loads(printed)


@pytest.mark.parametrize("broken", ["a file in its place", "a missing device", "a full disk"])
def test_an_answer_that_cannot_be_kept_is_printed_all_the_same(log, tmp_path, broken):
    kept = find(log)
    state_dir = {
        "a file in its place": Path(log),
        "a missing device": Path("/proc/nope"),
        "a full disk": Path("/dev/full"),
    }
    result = run(
        "find", log, "--at", moment(0), "--app", "PayPay", "--tz", "Asia/Tokyo",
        env={"PINSCOUT_STATE_DIR": str(state_dir[broken])},
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, kept.stdout)
    assert "not kept" in result.stderr


@pytest.mark.parametrize("place", ["missing/f.zip", "file.log/f.zip", "n" * 300])
def test_a_finding_that_cannot_be_saved_where_asked_is_printed_first(log, tmp_path, place):
    (tmp_path / "file.log").write_text("")
    result = find(log, "--save", str(tmp_path / place))
    assert result.stdout == find(log).stdout
    assert result.exit_code == (0 if place.startswith("missing") else 1)
    assert "Traceback" not in result.output


def test_a_finding_is_never_written_over_a_device(log):
    result = find(log, "--save", "/dev/null")
    assert "is no file" in result.stderr
    assert Path("/dev/null").is_char_device()


def test_an_answer_cut_off_by_its_reader_is_kept(log):
    command = f"{sys.executable} -m analyzer find {log} --at {moment(0)} --app PayPay --format json | head -c 1"
    subprocess.run(["bash", "-c", command], capture_output=True, env=dict(os.environ), check=False)
    assert run("explain", "paypay.ne.jp").exit_code == 0


def test_folders_of_the_state_are_their_owners_alone_whatever_the_umask(log, tmp_path):
    before = os.umask(0)
    try:
        find(log, "--save", str(tmp_path / "deep" / "er" / "f.zip"))
    finally:
        os.umask(before)
    made = [tmp_path / "deep", tmp_path / "deep" / "er", state.state_folder()]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in made} == {0o700}


def test_devices_shows_who_was_active_when(log):
    result = run("devices", log, "--tz", "Asia/Tokyo")
    assert result.exit_code == 0
    assert "iPhone" in result.stdout
    assert "11-10 14:05" in result.stdout


def test_every_command_teaches_by_its_help():
    for name in main.list_commands(None):
        command = main.get_command(None, name)
        assert command.help
        assert "pinscout" in command.help or name == "demo"


def test_help_loads_neither_pandas_nor_the_sources():
    script = (
        "import sys; from analyzer.cli import main; main(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "click" in loaded
    for module in ("pandas", "pyarrow", "tldextract", "httpx", "tabulate"):
        assert f"'{module}'" not in loaded


def test_what_goes_on_from_a_finding_loads_nothing_that_reads_logs(log):
    find(log)
    for command in (["explain", "paypay.ne.jp"], ["export"]):
        script = f"import sys; from analyzer.cli import main; main({command}, standalone_mode=False); print(sorted(sys.modules))"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        loaded = done.stdout.splitlines()[-1]
        for module in ("analyzer.sources", "analyzer.reading.files", "isal", "httpx", "analyzer.pipelines"):
            assert f"'{module}'" not in loaded


def test_a_pipe_that_closes_early_leaves_no_traceback(log):
    command = f"{sys.executable} -m analyzer find {log} --at {moment(0)} --format json | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=dict(os.environ), check=False)
    assert "Traceback" not in done.stderr


def test_a_date_with_two_readings_is_told_as_it_is_read(log):
    result = run("find", log, "--at", "10/11 14:05", "--tz", "Asia/Tokyo")
    assert "'10/11 14:05' is read with the month first, as 10-11;" in result.stderr
    assert "if 11-10 is meant" in result.stderr


def test_a_date_without_a_year_that_is_still_to_come_is_not_taken_for_last_years(log):
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    for text in (f"{tomorrow:%m/%d %H:%M}", f"{tomorrow:%d %b %H:%M}", "tomorrow 14:05"):
        result = run("find", log, "--at", text, "--tz", "UTC")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "still to come" in result.stderr
