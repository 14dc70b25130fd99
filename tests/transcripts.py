"""Transcripts for the README: the real command, run against the stand-in, at the hour of the bundled incident."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import re
import shlex
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from click.testing import CliRunner

from analyzer.cli import NO_CANDIDATE_EXIT, main
from tests.standin.fixture import Standin, running
from tests.standin.play import Host
from tests.terminal import at_terminal

ROOT = Path(__file__).parent.parent
_MARK = re.compile(r"\b[0-9a-f]{12}\b")
_CLOCK = re.compile(r"^(?:this machine's clock|このマシンの時計は).*\n", re.MULTILINE)
"""True of a stand-in that lives on another day, and of no account."""
_ASKED = {"en": ("when you start it", "when it has failed"), "ja": ("起動すると同時に Enter", "失敗したら Enter")}
_PROGRESS = re.compile(r"\x1b\[\?25[lh]|^.*(?:fetching|取得中) .*\n", re.MULTILINE)
EVENING = dt.datetime(2026, 11, 10, 10, 56, tzinfo=dt.UTC)


def run(*arguments: str, **environment: str) -> str:
    """What a person sees of a command: its line, then all that it says."""
    with tempfile.TemporaryDirectory() as state, contextlib.chdir(ROOT):
        here = {"PINSCOUT_STATE_DIR": state, "PINSCOUT_LANG": "en"} | environment
        done = CliRunner().invoke(main, arguments, env=here, catch_exceptions=False)
    if done.exit_code not in (0, NO_CANDIDATE_EXIT):
        raise RuntimeError(f"{shlex.join(arguments)} failed: {done.output}")
    return "$ pinscout " + shlex.join(arguments) + "\n" + _CLOCK.sub("", done.output).rstrip()


def live(*commands: str, lines: int = 26) -> str:
    """The beginnings of these commands' output, one after the other, with a token of the stand-in."""
    with _evening() as (_, environment):
        texts = [run(*shlex.split(command), **environment) for command in commands]
    return "\n\n".join("\n".join(text.splitlines()[:lines]) for text in texts)


def excluded(*commands: str) -> str:
    """The whole output of these commands, which say the mark of one change."""
    return _planned(live(*commands, lines=60), "4f1d09c2a7be")


def _planned(shown: str, mark: str) -> str:
    """With this mark in place of the one that chance decided."""
    (told,) = set(_MARK.findall(shown))
    return shown.replace(told, mark)


def after_exclusion(
    find: str, *steps: tuple[str, dt.datetime | None], hosts: Iterable[Host], mark: str, lang: str = "", skip: int = 2
) -> str:
    """What these commands say after `find` and `exclude`; where a time stands beside one, the app runs then before it.

    The first ones are not shown. The mark stands for that of the one change that is.
    """
    told, pinned = [], tuple(hosts)
    with _evening(lang) as (server, environment):
        row = next(row for row in server.rows("gateway_dns") if row["DeviceName"] == "iPhone")
        device = {key: row[key] for key in ("DeviceID", "DeviceName", "Email")}
        for command, at in [(find, None), ("exclude --yes", None), *steps]:
            if at is not None:
                server.start_app(pinned, at.timestamp(), device)
            told.append(run(*shlex.split(command), **environment))
    return _planned("\n\n".join(told[skip:]), mark)


@contextlib.contextmanager
def _evening(lang: str = "") -> Iterator[tuple[Standin, dict[str, str]]]:
    """The stand-in with the bundled incident, soon after its last failure, and what a command needs to meet it."""
    rows = ROOT / "fixtures" / "paypay" / "dns"
    with running(rows, now=EVENING, misbehave=[_skew(EVENING)]) as server, tempfile.TemporaryDirectory() as state:
        yield server, server.environment() | {"PINSCOUT_STATE_DIR": state} | _japan(lang)


def _japan(lang: str) -> dict[str, str]:
    return {"TZ": "Asia/Tokyo", "PINSCOUT_LANG": lang or "en"}


def recorded(lines: int, lang: str = "en") -> str:
    """The beginning of an evening with the stopwatch. The clock times are planned: which second it is, nobody knows."""
    command = ["record", "--app", "PayPay", "--device", "iPhone"]
    home, planned = "~/.local/state/pinscout", ["19:39:57", "19:40:06", "19:45:06", "19:38:27", "19:41:36"]
    started = dt.datetime(2026, 11, 10, 10, 39, 57, tzinfo=dt.UTC)
    with (
        running(ROOT / "fixtures" / "paypay" / "dns", now=EVENING, misbehave=[_skew(started)]) as server,
        tempfile.TemporaryDirectory() as state,
        at_terminal(
            *command,
            environment=server.environment() | {"PINSCOUT_STATE_DIR": state, "NO_COLOR": "1"} | _japan(lang),
        ) as terminal,
    ):
        start, fail = _ASKED[lang]
        for asked in (start, fail):
            terminal.wait_for(asked)
            time.sleep(1.1)
            terminal.type("\n")
        terminal.wait_for(start)
        server.configure(misbehave=[_skew(EVENING + dt.timedelta(minutes=1))])
        terminal.type("d\n")
        terminal.end()
        shown = re.sub(r"paypay-[\d-]+", "paypay-20261110-193955", terminal.shown.replace(state, home))
    shown = _PROGRESS.sub("", _CLOCK.sub("", shown))
    times = dict(zip(dict.fromkeys(re.findall(r"\d\d:\d\d:\d\d", shown)), planned, strict=True))
    shown = re.sub(r"\d\d:\d\d:\d\d", lambda found: times[found[0]], shown)
    told = (line.rstrip() for line in shown.splitlines())
    return "\n".join(["$ pinscout " + shlex.join(command), *itertools.islice(told, lines)])


def _skew(shown: dt.datetime) -> str:
    """Makes the stand-in's clock show that time now."""
    return f"skew:{(shown - dt.datetime.now(dt.UTC)).total_seconds():.0f}"
