"""`forget`: what is kept is listed, and what is chosen is deleted, by nobody but who may, and nothing else."""

import os
import shutil
import time

import pytest

from analyzer.answers import saved
from analyzer.exclusions.journal import FILE, Journal
from analyzer.incidents.incident import Incident
from analyzer.pipelines.forget import things
from analyzer.pipelines.record import file_for
from analyzer.settings import state_folder
from tests.builders import LAPTOP, PHONE, dns_row
from tests.cloudflare.phone import run
from tests.cloudflare.test_fetching import ago
from tests.exclusions.test_journal import change
from tests.standin.fixture import running
from tests.standin.fixture import standin as standin
from tests.standin.tokens import ACCOUNT

OTHERS = ["mine.txt", "log/mine.log.gz", "log/0123456789ab/mine.json", "incidents/mine.md"]


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A log of all devices and one of each of two, the finding about the laptop, an incident, a journal, others' files."""
    rows = [dns_row("a.example.jp", 0, device, Datetime=ago(60)) for device in (PHONE, LAPTOP)]
    with running(*rows) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PINSCOUT_STATE_DIR", str(tmp_path_factory.mktemp("kept")))
        for device in (PHONE, LAPTOP):
            find = ["find", "--at", ago(60), "--device", device["DeviceName"], "--app", "PayPay", "--baseline", "1h"]
            run(*find, **server.environment())
        incident = file_for("ペイペイ", Incident.of("now").failures[0].since)
        incident.parent.mkdir()
        incident.write_text(Incident.of("2026-11-10 14:05", app="ペイペイ", device="iPhone", tz="UTC").to_toml())
        with Journal.writing() as journal:
            journal.begin(change())
        for name in OTHERS:
            path = state_folder() / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"not of pinscout")
        return state_folder()


@pytest.fixture
def kept(once):
    """A copy of it, written now."""
    shutil.copytree(once, state_folder(), dirs_exist_ok=True, copy_function=shutil.copy)
    return state_folder()


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


STAYS = {*OTHERS, FILE, f"{FILE}.lock"}


@pytest.mark.no_cover
def test_what_is_kept_is_listed_with_place_whose_span_age_and_size(kept):
    done = run("forget", "--tz", "UTC", check=0)
    assert f"kept in {kept}, " in done.stderr
    lines = [line.split() for line in done.stdout.splitlines()[2:]]
    told = [" ".join(line) for line in lines]
    assert sum(line.startswith("log gateway_dns iPhone") for line in told) == 1
    assert sum(line.startswith("log gateway_dns MacBook") for line in told) == 1
    assert sum(line.startswith("log gateway_dns any") for line in told) == 1
    assert any(line.startswith("last finding PayPay MacBook") for line in told)
    assert any(line.startswith("incident ペイペイ iPhone 2026-11-10 14:05 - 2026-11-10 14:06") for line in told)
    assert all(" 0 min " in f"{line} " for line in told)
    assert all(line.endswith((" bytes", " kB")) for line in told)
    assert "journal" not in done.stdout


@pytest.mark.no_cover
def test_all_of_it_is_deleted_and_nothing_else(kept):
    done = run("forget", "--all", "--yes", check=0)
    assert "Deleted: " in done.stderr
    assert files(kept) == STAYS
    assert run("forget", check=0).stderr == f"Nothing is kept in {kept}.\n"
    assert Journal.read().changes


@pytest.mark.no_cover
def test_by_device_goes_what_may_tell_of_it(kept):
    run("forget", "--device", "iphone", "--yes", check=0)
    left = things()
    assert left
    assert all(owner.name == "MacBook" for thing in left for owner in thing.owners)
    assert not any(thing.of_all for thing in left)
    nobody = run("forget", "--device", "nobody", "--yes", check=0)
    assert nobody.stderr == f"Nothing of that is kept in {kept}.\n"


@pytest.mark.no_cover
def test_by_account_go_its_logs_and_what_is_known_of_it(kept):
    assert list(kept.glob("log/account-*.json"))
    assert "Nothing of that" in run("forget", "--account", "f" * 32, "--yes", check=0).stderr
    run("forget", "--account", ACCOUNT, "--yes", check=0)
    assert {thing.account for thing in things()} == {""}
    assert not list(kept.glob("log/account-*.json"))
    assert (kept / "last-finding.zip").exists()


def test_by_age_goes_what_was_written_longer_ago(kept):
    old = sorted(saved.log_folder().rglob("*.log.gz"))[:3]
    for path in old:
        os.utime(path, (time.time() - 40 * 86400,) * 2)
    before = files(kept)
    done = run("forget", "--older", "30d", "--yes", check=0)
    assert "40 days" in done.stdout
    assert before - files(kept) == {str(path.relative_to(kept)) for path in old}
    assert run("forget", "--older", "soon", check=2).stderr.startswith("Error: 'soon' is not a length of time.")


@pytest.mark.parametrize("chosen", [["--all"], ["--device", "iPhone"], ["--older", "0s"]])
def test_nothing_is_deleted_unasked(kept, chosen):
    before = files(kept)
    done = run("forget", *chosen, check=1)
    assert "Nobody is there to be asked." in done.stderr
    assert "Give --yes if it is meant." in done.stderr
    assert files(kept) == before


@pytest.mark.no_cover
def test_links_are_not_followed(kept, tmp_path):
    (tmp_path / "20261110").mkdir()
    victims = [tmp_path / "20261110" / "20261110T000000Z_20261110T010000Z_01234567.log.gz", tmp_path / "about.json"]
    for victim in victims:
        victim.write_bytes(b"not ours")
    (kept / "log" / "aaaaaaaaaaaa").symlink_to(tmp_path)
    (kept / "log" / "0123456789ab" / "20261110").symlink_to(tmp_path / "20261110")
    (kept / "last-sweep.zip").symlink_to(victims[0])
    run("forget", "--all", "--yes", check=0)
    assert all(victim.read_bytes() == b"not ours" for victim in victims)
    assert (kept / "last-sweep.zip").is_symlink()


@pytest.mark.parametrize("damage", [b"", b"\x00garbage", b"[]", b"{}"])
def test_what_can_not_be_read_is_listed_and_deleted_all_the_same(kept, damage):
    written = [
        *kept.glob("*.zip"),
        *kept.glob("incidents/*.toml"),
        *kept.glob("*.json"),
        *kept.glob("log/*/about.json"),
    ]
    for path in written:
        path.write_bytes(damage)
    assert "log, not known of what" in run("forget", check=0).stdout
    run("forget", "--all", "--yes", check=0)
    assert files(kept) == STAYS


def test_where_nothing_was_ever_kept_it_says_so():
    assert run("forget", check=0).stderr == f"Nothing is kept in {state_folder()}.\n"
    assert run("forget", "--all", "--yes", check=0).stderr == f"Nothing of that is kept in {state_folder()}.\n"


@pytest.mark.no_cover
def test_what_was_forgotten_is_fetched_again(standin):
    server = standin(*[dns_row("a.example.jp", 0, PHONE, Datetime=ago(60))])
    find = ["find", "--at", ago(60), "--device", "iPhone", "--baseline", "1h"]
    first = run(*find, **server.environment())
    run("forget", "--all", "--yes", check=0)
    asked = len(server.requests)
    assert run(*find, **server.environment()).stdout == first.stdout
    assert len(server.requests) > asked + 3
