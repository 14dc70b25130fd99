"""What the shell proposes, as click asks for it: quickly, from what is kept, with no network."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from analyzer.answers import completions
from analyzer.cli import main
from analyzer.settings import state_folder
from tests.builders import LAPTOP, dns_row, moment, write_log


@pytest.fixture
def log(tmp_path):
    rows = [dns_row("app.paypay.ne.jp", 0), dns_row("cdn.example.jp", 5), dns_row("a.example.jp", 3, LAPTOP)]
    return write_log(tmp_path / "dns.log", rows)


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def proposed(*typed: str) -> list[str]:
    *before, last = typed
    completion = ShellComplete(main, {}, "pinscout", "_PINSCOUT_COMPLETE")
    return [item.value for item in completion.get_completions(before, last)]


def test_commands_and_options_are_proposed():
    assert proposed("ex") == ["exclude", "exclusions", "explain", "export"]
    assert "--format" in proposed("find", "--f")
    assert proposed("help", "fi") == ["find"]


def test_candidates_of_the_last_finding_are_proposed_best_first(log):
    run("find", log, "--at", moment(0), "--device", "iPhone", "--app", "PayPay")
    for command in ("explain", "exclude"):
        assert proposed(command, "") == ["paypay.ne.jp", "example.jp"]
        assert proposed(command, "PAY") == ["paypay.ne.jp"]


def test_devices_that_were_listed_are_proposed(log):
    assert proposed("find", "--device", "") == []
    run("devices", log)
    assert proposed("find", "--device", "") == ["MacBook", "iPhone"]
    assert proposed("find", "--device", "IP") == ["iPhone"]


def test_the_device_of_an_incident_that_is_kept_is_proposed():
    folder = state_folder() / "incidents"
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text('at = ["2026-11-10 14:05"]\ndevice = "花子’s iPhone"\n')
    (folder / "b.toml").write_text("broken")
    assert proposed("record", "--device", "花") == ["花子’s iPhone"]


@pytest.mark.parametrize("typed", ["asia/tok", "Tok"])
def test_zones_are_proposed_by_name_and_by_city(typed):
    assert proposed("find", "--tz", typed) == ["Asia/Tokyo"]


@pytest.mark.parametrize("command", ["find", "sweep", "devices", "verify"])
def test_a_log_is_a_file_which_the_shell_finds(command):
    completion = ShellComplete(main, {}, "pinscout", "_PINSCOUT_COMPLETE")
    assert [item.type for item in completion.get_completions([command], "lo")] == ["file"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"\0" * 100])
def test_what_is_damaged_proposes_nothing(damage):
    state_folder().mkdir(parents=True, exist_ok=True)
    for name in (completions.LAST_FINDING, "devices.json"):
        (state_folder() / name).write_bytes(damage)
    assert proposed("explain", "") == proposed("find", "--device", "") == []


def test_names_that_are_kept_are_their_owners_alone(log):
    run("devices", log)
    path = state_folder() / "devices.json"
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text()) == ["MacBook", "iPhone"]


def test_a_proposal_loads_neither_pandas_nor_the_network():
    script = (
        "import sys; from analyzer.answers import completions; completions.domains(), completions.devices();"
        "from analyzer.cli import main, _completion; print(sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not any(f"'{module}'" in loaded for module in ("pandas", "numpy", "httpx"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_readme_says_how_to_switch_it_on(shell):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert f"_PINSCOUT_COMPLETE={shell}_source pinscout" in readme
    assert isinstance(main, click.Group)
