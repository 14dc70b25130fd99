"""What is passed on names nobody, and says the same."""

import stat

import pandas as pd
import pytest
from click.testing import CliRunner

import analyzer
from analyzer.answers import saved
from analyzer.answers.redacted import redact
from analyzer.answers.stand_ins import StandIns, own_stand_ins
from analyzer.cli import main
from analyzer.incidents.device_kinds import device_kind
from analyzer.pipelines.report import report
from tests.builders import LAPTOP, PHONE, closed_unused, dns_row, refused, used, write_log

STAND_INS = StandIns(b"k" * 32)
NAMES = [
    PHONE["DeviceName"],
    PHONE["DeviceID"],
    PHONE["Email"],
    LAPTOP["DeviceName"],
    LAPTOP["DeviceID"],
    LAPTOP["Email"],
]
AT = "2026-11-10T05:05:00Z"


@pytest.fixture
def logs(tmp_path):
    """Lookups and sessions of a phone and a laptop, in a folder that bears its owner's name."""
    folder = tmp_path / "aoi-home"
    folder.mkdir()
    asked = [dns_row("api.paypay.ne.jp", second) for second in (-4, 3)]
    asked += [
        dns_row("push.apple.com", second, device) for second in range(-3600, 60, 300) for device in (PHONE, LAPTOP)
    ]
    sessions = [*refused("api.paypay.ne.jp", 1, 2), *closed_unused("card.paypay.ne.jp", 1, 2, 3)]
    sessions += used("push.apple.com", 1, device=LAPTOP) + refused("koharu.jp", 1, device=LAPTOP)
    write_log(folder / "dns.log", [*asked, {"Datetime": "never", "QueryName": "a.jp"}])
    write_log(folder / "sessions.log", sessions)
    return folder


@pytest.fixture
def finding(logs):
    return analyzer.find(logs, at=AT, app="PayPay", device=PHONE["DeviceName"], tz="UTC")


def test_a_stand_in_is_the_same_for_the_same_and_another_for_another_key():
    assert STAND_INS.device("a") == STAND_INS.device("a") != STAND_INS.device("b")
    assert STAND_INS.device("a") != StandIns(b"x" * 32).device("a")
    assert STAND_INS.user("") == ""


@pytest.mark.parametrize("name", ["Aoi's iPhone", "DESKTOP-1", "MacBook Pro", "ubuntu-22", "Chromebook", "Kitchen"])
def test_a_name_still_tells_what_kind_of_device_it_is(name):
    assert device_kind([STAND_INS.device_name(name)], []) == device_kind([name], [])


def test_a_redacted_finding_names_nobody_and_says_the_same(finding):
    told = redact(finding, STAND_INS)
    pd.testing.assert_frame_equal(told.candidates, finding.candidates)
    assert (told.summary(), told.plan(), told.verdict) == (finding.summary(), finding.plan(), finding.verdict)
    page = report(told)
    for text in (page, *(analyzer.export(told, name) for name in ("json", "csv", "table", "markdown"))):
        assert not [name for name in [*NAMES, "aoi-home"] if name in text]
    assert STAND_INS.device_name("iPhone") in page


@pytest.mark.filterwarnings("ignore::analyzer.DroppedRowsWarning")
def test_a_redacted_log_gives_the_same_answer(logs, finding):
    rows, signals = analyzer.load(logs), analyzer.load_signals(logs)
    told = [STAND_INS.frame(frame) for frame in (rows, signals)]
    again = analyzer.rank(
        told[0], signals=told[1], at=AT, app="PayPay", device=STAND_INS.device_name(PHONE["DeviceName"]), tz="UTC"
    )
    pd.testing.assert_frame_equal(again.candidates, finding.candidates)
    assert not [name for name in NAMES if name in again.queries.to_csv() + again.events.to_csv()]


def test_a_redacted_survey_names_nobody_and_says_the_same(logs):
    survey = analyzer.sweep(logs, tz="UTC")
    told = redact(survey, STAND_INS)
    pd.testing.assert_frame_equal(told.candidates, survey.candidates)
    for text in (report(told), analyzer.export(told, "json"), analyzer.export(told, "table")):
        assert not [name for name in NAMES if name in text]


def test_the_key_is_kept_for_its_owner_alone():
    key = own_stand_ins().key
    assert own_stand_ins().key == key
    file = next(saved.state_folder().glob("*.key"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_commands_redact_what_they_print_and_write_and_keep_the_finding_as_it_is(logs, tmp_path):
    page, packed = tmp_path / "page.html", tmp_path / "finding.zip"
    find = [
        "find",
        str(logs),
        "--at",
        AT,
        "--device",
        "iPhone",
        "--redact",
        "--report",
        str(page),
        "--save",
        str(packed),
    ]
    done = CliRunner().invoke(main, find)
    assert done.exit_code == 0, done.output
    exported = CliRunner().invoke(main, ["export", "--format", "json", "--redact"])
    swept = CliRunner().invoke(main, ["sweep", str(logs), "--redact"])
    kept = CliRunner().invoke(main, ["export", "--format", "json", "--finding", str(packed)])
    for text in (done.output, page.read_text(encoding="utf-8"), exported.output, swept.output, kept.output):
        assert not [name for name in [*NAMES, "aoi-home"] if name in text.replace("Wrote " + str(page), "")]
    assert PHONE["DeviceName"] in CliRunner().invoke(main, ["export", "--format", "json"]).output


@pytest.mark.parametrize("how", [["--all"], ["--format", "json"]])
@pytest.mark.parametrize("read", [["find", "--at", AT, "--device", "iPhone"], ["sweep"]])
def test_explain_redacts_with_the_same_stand_ins(logs, read, how):
    explain = ["explain", "paypay", *how, *(["--sweep"] if read == ["sweep"] else [])]
    assert CliRunner().invoke(main, [read[0], str(logs), *read[1:]]).exit_code == 0
    plain, told = (CliRunner().invoke(main, [*explain, *option]) for option in ([], ["--redact"]))
    assert (plain.exit_code, told.exit_code) == (0, 0)
    assert not [name for name in [*NAMES, "aoi-home"] if name in told.output]
    stand_in = own_stand_ins().device_name(PHONE["DeviceName"])
    assert told.output.count(stand_in) == plain.output.count(PHONE["DeviceName"])
