"""What a person says must never be excluded is not, in no output; and hosts and domains never share a list."""

import dataclasses
from pathlib import Path

import pytest
from click.testing import CliRunner

import analyzer
from analyzer.answers.entries import entries_of
from analyzer.cli import main
from analyzer.exports import render
from tests.builders import dns_row, moment, refused, request, write_log

PAST = [dns_row("push.apple.com", second) for second in range(-7200, -300, 300)]
TIMES = (0, 400, 800)


@pytest.fixture
def log(tmp_path):
    """One domain refused as a whole; of another one host, while its next was decrypted."""
    rows = []
    for at in TIMES:
        for host in ("api.koharu-pay.jp", "api.hibari-bank.jp"):
            rows += [dns_row(host, at), *refused(host, at, at + 1)]
        rows += [dns_row("www.hibari-bank.jp", at + 2), request("www.hibari-bank.jp", at + 2)]
    return write_log(tmp_path / "a.log", PAST + rows)


def find(log, **options):
    return analyzer.find(log, at=[moment(second) for second in TIMES], device="iPhone", tz="UTC", **options)


def run(log, *more):
    times = [part for second in TIMES for part in ("--at", moment(second))]
    return CliRunner().invoke(main, ["find", log, *times, "--device", "iPhone", "--tz", "UTC", *more])


def test_only_the_refused_host_is_proposed_where_the_next_one_was_decrypted(log):
    answer = find(log, app="Hibari Bank").candidates.set_index("registrable_domain")
    assert answer.loc["hibari-bank.jp", ["match", "exclude"]].tolist() == ["host", "api.hibari-bank.jp"]
    assert answer.loc["koharu-pay.jp", ["match", "exclude"]].tolist() == ["domain", "koharu-pay.jp"]


@pytest.mark.parametrize("never", ["hibari-bank.jp", "api.hibari-bank.jp"])
def test_a_name_and_all_below_it_are_spared(log, never):
    answer = find(log, never_exclude=[never])
    assert entries_of(answer.candidates) == ["koharu-pay.jp"]
    assert "hibari" not in answer.summary() + "".join(answer.plan()) + render(answer, "plain")


def test_a_domain_is_not_excluded_over_the_head_of_a_name_below_it(log):
    assert "koharu-pay.jp" not in entries_of(find(log, never_exclude=["login.koharu-pay.jp"]).candidates)


def test_the_file_holds_for_what_is_exported_later(log, tmp_path):
    (tmp_path / "never.txt").write_text("# the bank says no\nHibari-Bank.jp.  # all of it\n\n", encoding="utf-8")
    assert "hibari" not in run(log, "--never-exclude", str(tmp_path / "never.txt")).stdout.partition("\n\n")[0]
    exported = CliRunner().invoke(main, ["export", "--format", "plain", "--match", "host"])
    assert exported.stdout == ""


def test_a_file_that_holds_no_names_is_refused(log, tmp_path):
    (tmp_path / "never.txt").write_text("not a name\n")
    result = run(log, "--never-exclude", str(tmp_path / "never.txt"))
    assert result.exit_code == 1
    assert "not a name" in result.stderr


class TestLists:
    def test_hold_one_match_and_say_what_they_leave_out(self, log):
        result = run(log, "--format", "gateway-list")
        assert result.stdout == "value,description\nkoharu-pay.jp,pinscout 2026-11-10 domain\n"
        assert "1 entry of match host left out" in result.stderr
        hosts = run(log, "--format", "gateway-list", "--match", "host").stdout
        assert hosts == "value,description\napi.hibari-bank.jp,pinscout 2026-11-10 host\n"

    def test_are_two_files_where_both_are_needed(self, log, tmp_path):
        run(log)
        result = CliRunner().invoke(main, ["export", "--format", "plain", "-o", str(tmp_path / "list.txt")])
        assert result.exit_code == 0
        assert sorted(path.name for path in tmp_path.glob("list*")) == ["list-domains.txt", "list-hosts.txt"]
        assert Path(tmp_path / "list-hosts.txt").read_text() == "api.hibari-bank.jp\n"


def test_a_finding_made_again_with_more_names_spares_those_too(log):
    answer = dataclasses.replace(find(log), never=("koharu-pay.jp",))
    assert entries_of(answer.candidates) == ["api.hibari-bank.jp"]
