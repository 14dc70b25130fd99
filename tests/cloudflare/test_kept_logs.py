"""What was saved once never blocks: a piece, plan or manifest that can't be read is fetched or planned again."""

import gzip
import hashlib
import json
import os
import stat

import pytest

from analyzer.answers.saved import log_folder
from analyzer.cloudflare.logs.archive import hold
from tests.builders import PHONE, dns_row
from tests.cloudflare.phone import run
from tests.cloudflare.test_fetching import DNS_ONLY, ago, day
from tests.standin.fixture import standin as standin

ELSEWHERE = b"not ours"


def cut(path):
    path.write_bytes(path.read_bytes()[:-6])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


def garble(path):
    path.write_bytes(b"\x00garbage\xff" * 9)


def pack_garbage(path):
    path.write_bytes(gzip.compress(b"garbage\n"))


def pack_other_rows(path):
    path.write_bytes(gzip.compress(b'{"a": 1}\n[1]\n'))


def empty(path):
    path.write_bytes(b"")


def remove(path):
    path.unlink()


def replace_by_folder(path):
    path.unlink()
    path.mkdir()
    (path / "inside").write_bytes(ELSEWHERE)


def replace_by_pipe(path):
    path.unlink()
    os.mkfifo(path)


def replace_by_link(path):
    target = path.parents[3] / "elsewhere"
    target.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(target)


def replace_by_dead_link(path):
    path.unlink()
    path.symlink_to(path.parent / "nowhere")


def lock_away(path):
    path.chmod(0)


def replace_folder_by_link(path):
    """Of the folder that it is in."""
    target = path.parents[3] / "elsewhere"
    path.parent.rename(target)
    path.parent.symlink_to(target)


def replace_folder_by_file(path):
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.write_bytes(ELSEWHERE)


DAMAGES = [
    cut, flip, garble, pack_garbage, pack_other_rows, empty, remove, replace_by_folder, replace_by_pipe,
    replace_by_link, replace_by_dead_link, lock_away,
]  # fmt: skip
FOLDER_DAMAGES = [replace_folder_by_link, replace_folder_by_file]


def content(folder):
    """What a later reader finds: files by name, without those that are hidden."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if stat.S_ISREG(path.lstat().st_mode)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def pieces(folder):
    return sorted(folder.rglob("*.log.gz"))


def fetch(server, folder, *more, check=0):
    return run("fetch", str(folder), "--since", "4h ago", *DNS_ONLY, *more, check=check, **server.environment())


@pytest.mark.parametrize("damage", [*DAMAGES, *FOLDER_DAMAGES], ids=lambda damage: damage.__name__)
@pytest.mark.no_cover
def test_a_piece_that_can_not_be_read_is_fetched_again(standin, tmp_path, damage):
    server, folder = standin(*day(), misbehave=["max_duration:3600"]), tmp_path / "a" / "log"
    fetch(server, folder)
    whole = content(folder)
    damage(max(pieces(folder), key=lambda path: path.stat().st_size))
    fetch(server, folder)
    assert content(folder).items() >= whole.items()
    assert not [path for path in folder.rglob("*") if path.is_symlink() and not path.name.startswith(".")]
    left = [path.read_bytes() for path in folder.rglob(".*.aside") if path.is_file() and not path.is_symlink()]
    assert not left or left == [ELSEWHERE], "only what is not ours is set aside"


@pytest.mark.parametrize("damage", [replace_by_link, replace_folder_by_link], ids=lambda damage: damage.__name__)
def test_links_below_a_folder_of_ours_are_not_followed(standin, tmp_path, damage):
    server, folder = standin(*day(), misbehave=["max_duration:3600"]), tmp_path / "a" / "log"
    fetch(server, folder)
    piece = pieces(folder)[0]
    damage(piece)
    elsewhere = next(path for path in tmp_path.rglob("elsewhere"))
    victim = elsewhere if elsewhere.is_file() else elsewhere / piece.name
    victim.write_bytes(ELSEWHERE)
    fetch(server, folder)
    assert victim.read_bytes() == ELSEWHERE


@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize("what", ["*.log.gz", "plan-*.json"])
def test_a_finding_is_the_same_whatever_became_of_what_was_kept(standin, what):
    rows = [dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)), *day()]
    server = standin(*rows, misbehave=["max_duration:600"])
    find = ["find", "--at", ago(60), "--device", "iPhone", "--app", "PayPay", "--baseline", "3h", "--format", "json"]
    first = run(*find, **server.environment())
    files = [path for path in sorted(log_folder().rglob(what)) if path.suffix == ".json" or path.stat().st_size > 60]
    assert files
    for damages in [[damage] for damage in DAMAGES] if what != "*.log.gz" else [DAMAGES]:
        for number, path in enumerate(files):
            if path.is_file() and not path.is_symlink():
                damages[number % len(damages)](path)
        again = run(*find, **server.environment())
        assert (again.returncode, again.stdout) == (first.returncode, first.stdout)


def disorder(path):
    path.write_text(json.dumps(list(reversed(json.loads(path.read_text())))))


def leave_a_gap(path):
    plan = json.loads(path.read_text())
    path.write_text(json.dumps([plan[0], *plan[2:]]))


def of_other_values(path):
    path.write_text('[["2026-11-10", 7], null]')


@pytest.mark.parametrize("damage", [disorder, leave_a_gap, of_other_values], ids=lambda damage: damage.__name__)
@pytest.mark.no_cover
def test_a_plan_that_is_none_is_made_again(standin, damage):
    rows = [dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)), *day()]
    server = standin(*rows, misbehave=["max_duration:600"])
    find = ["find", "--at", ago(60), "--device", "iPhone", "--app", "PayPay", "--baseline", "3h", "--format", "json"]
    first = run(*find, **server.environment())
    for path in log_folder().rglob("plan-*.json"):
        damage(path)
    assert run(*find, **server.environment()).stdout == first.stdout


def forget_version(path):
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"version": "x"}))


def garble_logs(path):
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"logs": [{"node": 5}]}))


def unknown_node(path):
    path.write_text(path.read_text().replace("cf1GatewayDnsRawGroups", "cf9"))


def odd_times(path):
    path.write_text(path.read_text().replace("T", "?T"))


MANIFEST_DAMAGES = [
    cut, garble, empty, replace_by_folder, replace_by_pipe, replace_by_link, replace_by_dead_link, forget_version,
    garble_logs, unknown_node, odd_times,
]  # fmt: skip


@pytest.mark.parametrize("damage", MANIFEST_DAMAGES, ids=lambda damage: damage.__name__)
def test_a_manifest_that_can_not_be_read_is_set_aside_and_the_folder_planned_anew(standin, tmp_path, damage):
    server, folder = standin(*day()), tmp_path / "a" / "b" / "c" / "log"
    fetch(server, folder)
    damage(folder / "manifest.json")
    done = fetch(server, folder)
    assert "the folder is planned anew, and its manifest set aside" in done.stderr
    assert json.loads((folder / "manifest.json").read_text())["complete"]
    assert not (folder / "manifest.json").is_symlink()
    assert list(folder.glob(".manifest.json.1.aside")) or damage is replace_by_dead_link
    assert fetch(server, folder).stderr.count("planned anew") == 0


def test_a_manifest_of_a_newer_version_is_named_as_such_and_left_alone(standin, tmp_path):
    server = standin(*day())
    fetch(server, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 2}))
    whole = content(tmp_path)
    done = fetch(server, tmp_path, check=1)
    assert f"{path} is of version 2, which a newer pinscout wrote; this one knows version 1." in done.stderr
    assert content(tmp_path) == whole


@pytest.mark.parametrize("text", ["{}", "[]", '{"name": "a web app", "icons": []}'])
def test_a_manifest_of_somebody_else_is_left_alone(standin, tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    done = fetch(standin(*day()), tmp_path, check=1)
    assert "another span, dataset or device" in done.stderr
    assert (tmp_path / "manifest.json").read_text() == text


def test_of_two_runs_that_fill_a_folder_the_second_says_so_and_changes_nothing(standin, tmp_path):
    server = standin(*day())
    with hold(tmp_path):
        done = fetch(server, tmp_path, check=1)
        assert f"Another pinscout is filling {tmp_path} at this moment." in done.stderr
        assert content(tmp_path) == {}
        assert not server.requests
    fetch(server, tmp_path)


def test_what_a_killed_run_left_half_written_is_removed_and_nothing_else(standin, tmp_path):
    (tmp_path / "gateway_dns").mkdir()
    for name in (".abcd_123.part", "gateway_dns/.0123wxyz.part", ".mine.part", "mine.part"):
        (tmp_path / name).write_bytes(b"x")
    fetch(standin(*day()), tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.part")) == [".mine.part", "mine.part"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.no_cover
def test_all_that_is_kept_is_its_owners_alone_whatever_the_umask(standin, tmp_path, umask, monkeypatch):
    monkeypatch.setenv("PINSCOUT_STATE_DIR", str(tmp_path / "deep" / "state"))
    server = standin(*day(), dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(60)))
    before = os.umask(umask)
    try:
        fetch(server, tmp_path / "deep" / "er" / "log")
        run("find", "--at", ago(60), "--device", "iPhone", "--baseline", "1h", **server.environment())
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "deep").rglob("*") if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "deep").rglob("*") if path.is_file()} == {0o600}
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700


@pytest.mark.no_cover
def test_a_piece_that_can_not_be_read_and_is_gone_from_the_log_is_told(standin):
    server = standin(*day(), dns_row("app.paypay.ne.jp", 0, PHONE, Datetime=ago(100)), misbehave=["max_duration:600"])
    find = ["find", "--at", ago(40), "--device", "iPhone", "--baseline", "2h"]
    run(*find, **server.environment())
    server.configure(misbehave=["max_duration:600", "not_older_than:3600"])
    kept = run(*find, **server.environment())
    assert "reaches back" not in kept.stderr
    for path in pieces(log_folder()):
        garble(path)
    assert "gateway_dns reaches back to" in run(*find, **server.environment()).stderr


def test_rows_that_come_late_are_fetched_though_this_machines_clock_runs_ahead(standin):
    """Its clock is an hour ahead here, so that Cloudflare's is an hour behind."""
    at = ago(62)
    server = standin(dns_row("a.example.jp", 0, PHONE, Datetime=at), misbehave=["skew:-3600"])
    find = ["find", "--at", at, "--device", "iPhone", "--baseline", "1h", "--format", "json"]
    assert "another.jp" not in run(*find, **server.environment()).stdout
    server.add_rows([dns_row("b.another.jp", 0, PHONE, Datetime=at)])
    assert "another.jp" in run(*find, **server.environment()).stdout
