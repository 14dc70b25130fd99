import json
import os

import pytest

import analyzer
from analyzer import sources
from analyzer.errors import AnalyzerError
from analyzer.pipelines.load import read_frames
from analyzer.reading.accounting import Reading
from analyzer.reading.folders import files_below
from tests.builders import dns_row, write_log


def below(folder):
    names, notes = files_below(folder)
    return [name.removeprefix(f"{folder}/") for name in names], [note.key for note in notes]


@pytest.fixture
def logs(tmp_path):
    (tmp_path / "logs" / "day1").mkdir(parents=True)
    write_log(tmp_path / "logs" / "day1" / "a.log", [dns_row("a.jp")])
    return tmp_path / "logs"


def test_links_to_folders_are_followed_and_each_folder_is_looked_into_once(logs, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    write_log(tmp_path / "elsewhere" / "b.log", [dns_row("b.jp")])
    (logs / "day2").symlink_to(tmp_path / "elsewhere")
    (logs / "day3").symlink_to(tmp_path / "elsewhere")
    names, notes = below(logs)
    assert [name.split("/")[1] for name in names] == ["a.log", "b.log"]
    assert notes == []


def test_a_circle_of_links_ends(logs):
    (logs / "day1" / "up").symlink_to(logs)
    (logs / "itself").symlink_to(logs / "itself")
    assert below(logs) == (["day1/a.log"], ["passed_over_dead_link"])


def test_what_is_passed_over_is_told_but_what_systems_leave_anywhere(logs):
    for name in (".hidden.log", ".DS_Store", "._a.log", ".gitignore", ".a.log.17.part"):
        (logs / name).touch()
    os.mkfifo(logs / "pipe")
    (logs / "gone").symlink_to(logs / "nowhere")
    names, notes = files_below(logs)
    assert [name.split("/")[-1] for name in names] == ["a.log"]
    assert sorted((note.key, note.values["count"]) for note in notes) == [
        ("passed_over_dead_link", 1),
        ("passed_over_hidden", 1),
        ("passed_over_other", 1),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_and_a_file_that_may_not_be_read_are_told_and_end_nothing(logs):
    (logs / "locked").mkdir(mode=0)
    write_log(logs / "b.log", [dns_row("b.jp")])
    (logs / "b.log").chmod(0)
    _, read = read_frames([logs], "queries")
    assert read.used == 1
    assert [note.key for note in read.notes] == ["unreadable", "unreadable"]


def test_a_folder_that_vanishes_is_told(tmp_path):
    assert [note.key for note in files_below(tmp_path / "gone")[1]] == ["unreadable"]


def test_a_file_that_vanishes_before_it_is_read_is_told_and_ends_nothing(logs):
    reading = Reading(str(logs / "gone.log"))
    assert list(sources.read(reading.name, reading)) == []
    assert [told.key for told in reading.facts] == ["unreadable"]


def test_a_file_that_cannot_be_read_is_no_traceback(tmp_path):
    with pytest.raises(AnalyzerError, match="can't be read"):
        analyzer.load("/proc/self/mem")


@pytest.mark.parametrize(("complete", "told"), [(True, []), (False, ["archive_incomplete"])])
def test_the_manifest_of_a_fetched_folder_is_no_log_and_tells_whether_all_is_there(logs, complete, told):
    manifest = {"version": 1, "request": {}, "logs": [{"dataset": "gateway_dns"}]} | (
        {"complete": True} if complete else {}
    )
    (logs / "manifest.json").write_text(json.dumps(manifest, indent=2))
    assert below(logs) == (["day1/a.log"], told)


@pytest.mark.parametrize("at", ['"2026-11-10 14:05"', '["2026-11-10 14:05", "14:12"]', "[14:05:00]"])
def test_the_file_of_an_incident_beside_its_logs_is_no_log(logs, at):
    (logs / "incident.toml").write_text(f'app = "ペイペイ"\nat = {at}\n', "utf-8")
    assert below(logs) == (["day1/a.log"], [])


@pytest.mark.parametrize("content", [b"", b"name = 'app'", b"at = ", b"\xff", b"[" * 99_999, b"at = []"])
def test_another_toml_is_a_file_like_any_other(logs, content):
    (logs / "a.toml").write_bytes(content)
    assert below(logs)[0] == ["a.toml", "day1/a.log"]


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"name": "app"}', "[" * 99_999])
def test_another_manifest_is_a_file_like_any_other(logs, content):
    (logs / "manifest.json").write_text(content)
    assert below(logs)[0] == ["day1/a.log", "manifest.json"]
