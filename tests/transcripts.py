"""Transcripts for the README: the real command, run against the stand-in, at the hour of the bundled incident."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from analyzer.cli import NO_CANDIDATE_EXIT
from tests.standin.fixture import running

ROOT = Path(__file__).parent.parent
EVENING = dt.datetime(2026, 11, 10, 10, 56, tzinfo=dt.UTC)


def run(*arguments: str, **environment: str) -> str:
    """What a person sees of a command: its line, then all that it says."""
    command = [sys.executable, "-m", "analyzer", *arguments]
    with tempfile.TemporaryDirectory() as state:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"PINSCOUT_STATE_DIR": state} | environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode not in (0, NO_CANDIDATE_EXIT):
        raise RuntimeError(f"{shlex.join(arguments)} failed: {done.stdout}")
    return "$ pinscout " + shlex.join(arguments) + "\n" + done.stdout.rstrip()


def live(*commands: str, lines: int = 26) -> str:
    """The beginnings of these commands' output, one after the other, with a token of the stand-in."""
    skew = (EVENING - dt.datetime.now(dt.UTC)).total_seconds()
    rows, misbehave = ROOT / "fixtures" / "paypay" / "dns", [f"skew:{skew:.0f}"]
    with running(rows, now=EVENING, misbehave=misbehave) as server, tempfile.TemporaryDirectory() as state:
        environment = server.environment() | {"PINSCOUT_STATE_DIR": state, "TZ": "Asia/Tokyo"}
        texts = [run(*shlex.split(command), **environment) for command in commands]
    return "\n\n".join("\n".join(text.splitlines()[:lines]) for text in texts)
