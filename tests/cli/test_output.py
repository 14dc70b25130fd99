"""What becomes of an answer where standard output is closed, full, or of an encoding that lacks characters."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from analyzer import exports
from analyzer.answers import saved
from analyzer.cli import main
from tests.builders import PHONE, dns_row, moment, write_log

ASKED = ("--at", moment(0), "--app", "ペイペイ→“PayPay”", "--tz", "Asia/Tokyo")


@pytest.fixture
def log(tmp_path):
    phone = PHONE | {"DeviceName": "花子’s iPhone…"}
    rows = [dns_row("push.apple.com", second, phone) for second in range(-3600, -200, 300)]
    rows += [dns_row("app.paypay.ne.jp", 0, phone), dns_row("bücher.例え.jp", 2, phone)]
    return write_log(tmp_path / "dns.log.gz", rows)


def run(*arguments: str, charset: str = "utf-8"):
    return CliRunner(charset=charset).invoke(main, list(arguments), catch_exceptions=False)


def started(line: str) -> subprocess.CompletedProcess[str]:
    command = line.replace("pinscout", f"{sys.executable} -m analyzer")
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=dict(os.environ))


COMMANDS = [
    ("find", "LOG", *ASKED),
    *(("export", "--format", name) for name in exports.formats()),
    ("explain", "paypay.ne.jp"),
    ("devices", "LOG"),
    ("demo",),
]


@pytest.mark.no_cover
@pytest.mark.parametrize("charset", ["cp1252", "ascii", "shift_jis"])
def test_any_encoding_takes_any_answer(log, charset):
    for arguments in COMMANDS:
        result = run(*(log if part == "LOG" else part for part in arguments), charset=charset)
        assert result.exit_code == 0, arguments
        assert result.stdout, arguments


def test_what_an_encoding_lacks_becomes_plain_and_columns_stay_in_place(log):
    rich, plain = (run("devices", log, charset=charset).stdout for charset in ("utf-8", "ascii"))
    assert "花子’s iPhone…" in rich
    assert "??'s iPhone~" in plain


def test_json_keeps_every_character_whatever_the_encoding(log):
    rich, plain = (run("find", log, *ASKED, "--format", "json", charset=name).stdout for name in ("utf-8", "ascii"))
    assert plain.isascii()
    assert json.loads(plain) == json.loads(rich)
    assert json.loads(plain)["incident"]["app"] == "ペイペイ→“PayPay”"


def test_errors_are_told_in_any_encoding():
    result = run("find", "無い.log", *ASKED, charset="ascii")
    assert result.exit_code == 1
    assert "??.log" in result.stderr


@pytest.mark.parametrize(
    "line", ["find LOG --at AT --app PayPay", "devices LOG", "demo", "--help", "find --help"], ids=lambda line: line
)
def test_a_full_disk_is_one_sentence_and_no_traceback(log, line):
    done = started(f"pinscout {line.replace('LOG', log).replace('AT', moment(0))} > /dev/full")
    assert done.returncode == 1
    assert done.stderr.endswith("Standard output can't be written: No space left on device.\n")
    assert "Traceback" not in done.stderr


def test_an_answer_that_cannot_be_printed_is_kept_and_its_copies_are_written(log, tmp_path):
    copy = tmp_path / "candidates.csv"
    started(f"pinscout find {log} --at {moment(0)} --app PayPay --csv {copy} > /dev/full")
    assert saved.load_last().verdict == "candidates"
    assert "paypay.ne.jp" in copy.read_text()


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_talk_that_nobody_can_hear_ends_no_work(log, closed):
    done = started(f"pinscout find {log} --at {moment(0)} --app PayPay --format plain {closed}")
    assert (done.returncode, done.stdout) == (0, "paypay.ne.jp\n")


def test_a_closed_standard_output_is_no_error(log):
    done = started(f"pinscout find {log} --at {moment(0)} --app PayPay >&-")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_hears_no_complaint(log):
    done = started(f"pinscout find {log} --at {moment(0)} --app PayPay | true; pinscout find --help | head -1")
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--csv", "--save"])
def test_a_folder_is_no_file_and_that_is_said_before_the_work(log, tmp_path, option):
    result = run("find", log, *ASKED, option, str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is a directory" in result.stderr


@pytest.mark.parametrize("arguments", [("find", "LOG", *ASKED, "--csv"), ("sweep", "LOG", "--csv"), ("export", "-o")])
def test_a_file_in_no_folder_is_refused_before_the_work(log, tmp_path, arguments):
    place = tmp_path / "nosuch" / "x.csv"
    result = run(*(log if part == "LOG" else part for part in arguments), str(place))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"There is no folder {place.parent}." in result.stderr


def test_one_copy_that_cannot_be_written_spoils_no_other(log, tmp_path):
    copy = tmp_path / "candidates.csv"
    result = run("find", log, *ASKED, "--save", "/dev/null", "--csv", str(copy))
    assert result.exit_code == 1
    assert "paypay.ne.jp" in result.stdout
    assert copy.exists()


class TestADashIsStandardOutput:
    def test_of_the_candidates_as_csv_and_the_table_is_told(self, log, monkeypatch, tmp_path):
        monkeypatch.chdir(tmp_path)
        result = run("find", log, *ASKED, "--csv", "-")
        assert result.stdout.startswith("\N{ZERO WIDTH NO-BREAK SPACE}rank,registrable_domain")
        assert "Next steps" in result.stderr
        assert not Path("-").exists()

    def test_of_the_whole_finding(self, log):
        result = run("find", log, *ASKED, "--save", "-")
        assert "finding.json" in zipfile.ZipFile(BytesIO(result.stdout_bytes)).namelist()
        assert "Next steps" in result.stderr

    def test_of_an_export(self, log):
        run("find", log, *ASKED)
        assert run("export", "-o", "-").stdout == run("export").stdout

    def test_of_one_file_only(self, log):
        result = run("find", log, *ASKED, "--csv", "-", "--save", "-")
        assert result.exit_code != 0
        assert "Only one of the files can be standard output." in result.stderr
