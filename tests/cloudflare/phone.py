"""A person whose app failed, at a terminal: commands run in this process, over real HTTP, against a stand-in."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from analyzer.cli import main

STORIES = Path(__file__).parents[2] / "fixtures"
TOKEN = "standin-full"


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments, check=None, **environment):
    """Run a command here. Whatever is raised that a person should not see is raised here, too."""
    result = CliRunner().invoke(main, list(arguments), env=environment, catch_exceptions=False)
    done = Done(result.exit_code, result.stdout, result.stderr)
    assert "Traceback" not in done.stderr
    if check is not None:
        assert done.returncode == check, done.stderr
    return done


def command(*arguments):
    """How a command is started as a process of its own, where the process is the point."""
    return [sys.executable, "-m", "analyzer", *arguments]


def begin_warm(*arguments, **environment):
    """Begin a command in a process of its own that need not import all first, its words unheard."""
    warm = multiprocessing.get_context("forkserver")
    warm.set_forkserver_preload(["analyzer.cli.fetch", "analyzer.cloudflare.logs.archive", "tests.cloudflare.phone"])
    process = warm.Process(target=_unheard, args=(arguments, environment), daemon=True)
    process.start()
    return process


def _unheard(arguments, environment):
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    os.environ |= environment
    main(list(arguments))


class Phone:
    """A person whose iPhone's app failed, the last time an hour ago: a story of the fixtures, as if it were today."""

    def __init__(self, start, *, story="paypay", hours_ago=1.0, **configuration):
        self.story = tomllib.loads((STORIES / story / "incident.toml").read_text())
        failed = [dt.datetime.fromisoformat(at) for at in self.story["at"]]
        self.shift = int(dt.datetime.now(dt.UTC).timestamp() - hours_ago * 3600 - max(failed).timestamp())
        self.server = start(STORIES / story, shift=self.shift, **configuration)
        self.times = [(at + dt.timedelta(seconds=self.shift)).isoformat() for at in failed]
        self.at = [part for at in self.times for part in ("--at", at)]

    def environment(self, token=TOKEN, account=None, **more):
        return os.environ | self.server.environment(token, account) | more

    def run(self, *arguments, check=None, token=TOKEN, account=None, **more):
        return run(*arguments, check=check, **self.server.environment(token, account) | more)

    def begin(self, *arguments, **environment):
        return subprocess.Popen(
            command(*arguments),
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def question(self, *more, device="iPhone"):
        asked = ["find", "--app", self.story["app"], "--tz", "UTC", *self.at]
        return [*asked, *(["--device", device] if device else []), *more]

    def find(self, *more, device="iPhone", **options):
        return self.run(*self.question(*more, device=device), **options)

    def answer(self, *more, device="iPhone", **options):
        """Candidates and notes."""
        done = self.find("--format", "json", *more, device=device, **options)
        assert done.returncode in (0, 3), done.stderr
        return json.loads(done.stdout)["candidates"], done.stderr

    def candidates(self, *more, **options):
        return self.answer(*more, **options)[0]

    def log_requests(self):
        """Queries for rows, as the server saw them."""
        return [asked for asked in self.server.requests if "filter" in asked.variables]
