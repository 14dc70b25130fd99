"""What people type, and how they are answered where it is not put right."""

import shlex

import pytest
from click.testing import CliRunner

from analyzer.cli import main
from tests.builders import LAPTOP, PHONE, dns_row, moment, write_log


@pytest.fixture
def log(tmp_path):
    rows = [dns_row("push.apple.com", second) for second in range(-3600, -200, 300)]
    return write_log(tmp_path / "dns.log.gz", [*rows, dns_row("app.paypay.ne.jp", 0)])


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["find", "LOG", "--at", moment(0), "--device", "iPhone", "--all-devices"], "A device is named, and all devices"),
        (["find", "LOG", "--at", f"{moment(0)}@iPhone", "--all-devices"], "A device is named, and all devices"),
        (["find", "LOG", "--at", moment(0), "--wait"], "--wait is for the live account, and files were named."),
        (["find", "LOG", "--at", moment(0), "--location", "home"], "--location is for the live account"),
        (["find", "LOG", "--at", moment(0), "--last", "3m"], "--at, --last were given together."),
        (["find", "LOG", "--at", moment(0), "--format", "csv", "--match", "host"], "--match is for gateway-list, plain"),
        (["demo", "--match", "host"], "--match is for gateway-list, plain"),
    ],
)  # fmt: skip
def test_options_that_cannot_both_be_meant_are_refused(log, arguments, said):
    result = run(*(log if part == "LOG" else part for part in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_devices_of_files_are_those_since_the_time_that_is_named(log, tmp_path):
    other = write_log(tmp_path / "other.log", [dns_row("a.example.jp", -86400, LAPTOP)])
    assert "MacBook" in run("devices", log, other).stdout
    assert "MacBook" not in run("devices", log, other, "--since", moment(-4000)).stdout


@pytest.mark.parametrize("typed", ["太郎の MacBook Pro", "太郎のMacBook Pro", "太郎のＭａｃＢｏｏｋ　Ｐｒｏ"])
@pytest.mark.no_cover
def test_a_device_is_found_by_its_name_in_any_width(tmp_path, typed):
    name = "太郎の MacBook Pro" if " M" in typed else "太郎のMacBook\N{IDEOGRAPHIC SPACE}Pro"
    rows = [dns_row("app.paypay.ne.jp", second, PHONE | {"DeviceName": name}) for second in (-9000, 0)]
    file = write_log(tmp_path / "a.log", rows)
    result = run("find", file, "--at", moment(0), "--device", typed, "--app", "PayPay", "--format", "plain")
    assert result.stdout == "paypay.ne.jp\n"


def test_a_wide_blank_is_shown_as_a_blank(tmp_path):
    rows = [dns_row("a.example.jp", 0, PHONE | {"DeviceName": "花子の\N{IDEOGRAPHIC SPACE}iPhone"})]
    assert "花子の iPhone" in run("devices", write_log(tmp_path / "a.log", rows)).stdout


def test_where_the_day_is_wrong_the_log_says_which_it_holds_and_what_may_be_meant(log):
    result = run("find", log, "--at", "2026-11-24 14:05", "--tz", "Asia/Tokyo")
    assert result.exit_code == 1
    assert "What was read is from 2026-11-10 13:05:00 to 2026-11-10 14:05:00, times in Asia/Tokyo." in result.stderr
    assert "Did you mean --at '2026-11-10 14:05'?" in result.stderr


def test_a_log_without_dns_rows_is_told_to_lack_them(tmp_path):
    report = '{"domain":"app.paypay.ne.jp","bundleID":"jp.example.app","timeStamp":"2026-11-10T05:05:00Z","type":"networkActivity"}'
    (tmp_path / "report.ndjson").write_text(report)
    result = run("find", str(tmp_path), "--at", moment(0), "--app", "PayPay")
    assert result.exit_code == 3
    assert "no DNS rows were read" in result.stderr
    assert "from nothing" not in result.stderr


def test_rows_that_are_left_out_are_counted_in_whole_words(tmp_path):
    file = tmp_path / "a.log"
    file.write_text('{"QueryName":"a.jp","Datetime":"2026-11-10T05:05:00Z"}\n{broken\n{broken\n{"QueryName":"b.jp"}\n')
    told = run("devices", str(file)).stderr
    assert "left out: 2 rows broken, 1 without a time" in told


def test_the_demo_prints_a_command_that_finds_the_same(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    demo = run("demo")
    shown = demo.stderr.splitlines()[0].removeprefix("$ pinscout ")
    assert run(*shlex.split(shown)).stdout == demo.stdout
    assert run("explain", "paypay.ne.jp").exit_code == 0


@pytest.mark.parametrize("name", ["find", "export"])
def test_help_of_a_command_is_what_its_option_shows(name):
    assert run("help", name).stdout == run(name, "--help").stdout


def test_help_alone_lists_the_commands():
    assert run("help").stdout == run("--help").stdout


def test_help_of_a_command_that_is_none_proposes_one():
    result = run("help", "fnid")
    assert result.exit_code == 2
    assert "Did you mean find?" in result.stderr
