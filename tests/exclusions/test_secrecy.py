"""The token is shown and kept by nothing: no output, no file, no log, no traceback, no list of processes."""

import logging
import os
import subprocess
import traceback
from pathlib import Path

import pytest

from analyzer.answers import saved
from analyzer.cloudflare.client import Cloudflare
from analyzer.errors import CloudflareError
from analyzer.exclusions.choices import choose
from analyzer.exclusions.exclude import Terms, carry_out, propose
from analyzer.exclusions.journal import Journal
from analyzer.exports import formats
from analyzer.times import parse_duration
from tests.cloudflare.phone import command
from tests.exclusions.administrator import APP, HOST, finding
from tests.standin.tokens import ACCOUNT, TOKENS

pytestmark = [pytest.mark.usefixtures("no_pauses"), pytest.mark.no_cover]

TOKEN = "standin-full"


def kept():
    """All that lies in the state folder."""
    return b"".join(path.read_bytes() for path in saved.state_folder().rglob("*") if path.is_file()).decode(
        errors="replace"
    )


def test_in_no_output_no_file_and_no_log(admin, tmp_path, caplog):
    caplog.set_level(0)
    logging.getLogger("httpcore").setLevel(0)
    told = []
    for arguments in (
        ["exclude", "--finding", admin.file, "--dry-run", APP],
        ["exclude", "--finding", admin.file, "--yes", APP, HOST],
        ["exclude", "--finding", admin.file, "--yes", APP, HOST],
        ["exclusions"],
        ["exclusions", "--format", "json"],
        ["restore", "--dry-run"],
        ["restore", "--yes", APP],
        *(["export", "--finding", admin.file, "--format", format_] for format_ in formats()),
        *(
            ["export", "--finding", admin.file, "--format", format_, "-o", str(tmp_path / format_)]
            for format_ in formats()
        ),
    ):
        done = admin.run(*arguments)
        told += [done.stdout, done.stderr]
    for fault in (
        "expired_token",
        "html:99",
        "server_error:99",
        "spurious_auth:9",
        "cut_after:1@DELETE",
        "most_lists:0",
    ):
        admin.server.configure(misbehave=[fault])
        for arguments in (["exclude", "--finding", admin.file, "--yes", APP], ["restore", "--yes"], ["exclusions"]):
            done = admin.run(*arguments, check=None)
            told += [done.stdout, done.stderr]
    files = "".join(path.read_text() for path in tmp_path.iterdir() if path.suffix != ".zip")
    everything = "\n".join([*told, files, kept(), caplog.text])
    assert len(caplog.records) > 100
    assert "Authorization" in caplog.text or "HTTP Request" in caplog.text
    assert TOKEN not in everything


@pytest.mark.parametrize("fault", ["expired_token", "html:99", "timeout_504:1@POST", "most_lists:0", "most_rules:0"])
def test_in_no_traceback_with_all_its_variables(admin, fault):
    admin.server.configure(misbehave=[fault])
    terms = Terms("PayPay", parse_duration("90d"))
    with Journal.writing() as journal, Cloudflare(TOKEN, admin.server.base_url) as client:
        with pytest.raises(CloudflareError) as caught:
            carry_out(propose(client, ACCOUNT, journal, choose(finding(), [APP]), terms), client, journal)
        seen = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        frames = [frame for part in _chain(seen) for frame in part.stack if "/analyzer/" in frame.filename]
        told = "\n".join(f"{name} = {value}" for frame in frames for name, value in (frame.locals or {}).items())
        assert "client = Cloudflare(" in told
        assert TOKEN not in told + repr(caught.value) + "".join(seen.format(chain=True)).replace(
            f"TOKEN = '{TOKEN}'", ""
        )


def _chain(seen):
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the list of processes is not a file here")
def test_in_no_list_of_processes(admin):
    admin.server.configure(misbehave=["slow:0.5:99"])
    environment = os.environ | admin.server.environment(TOKEN, ACCOUNT)
    seen = []

    def look(asked, stage):
        seen.append(Path(f"/proc/{started[0].pid}/cmdline").read_text())

    admin.server.watch(look)
    started = []
    with subprocess.Popen(
        command("exclude", "--finding", admin.file, "--dry-run", APP),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        started.append(process)
        told = process.communicate(timeout=120)[0]
    assert process.returncode == 0
    assert seen
    assert not any(token in text for text in [*seen, told] for token in TOKENS)
