"""Somebody with a phone behind the gateway, whose app fails: what a person does, in the order they would do it."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from tests.cloudflare.phone import Done, run
from tests.lab.clients import ORDINARY, Client
from tests.lab.lab import Lab, Step
from tests.standin.fixture import Standin
from tests.terminal import at_terminal

APP = "Sunny Pay"
NOISE = (
    *(f"www.example{number}.jp" for number in range(4, 10)),
    *(f"www.example{number}.co.jp" for number in range(1, 5)),
    "news.example.com",
    "sync.example.net",
)
_HOURS_AGO, _BETWEEN_S = 8, 600


_SOON, _A_MOMENT_S = ("--after", "1s"), 0.7
"""Nobody waits here for what is late, and keys that come at once are taken for a slip."""
_SELECTED = {"domain": "any(http.conn.domains[*] in ${})", "host": "http.conn.hostname in ${}"}


class Person:
    """Their phone, their app, and a clock that goes on by ten minutes whenever they do something."""

    def __init__(
        self,
        lab: Lab,
        app: Sequence[Step],
        logs: Path,
        app_name: str = APP,
        device_name: str = "Aoi's iPhone",
        *,
        live: bool = False,
    ) -> None:
        self.lab, self.app, self.logs, self.app_name = lab, list(app), logs, app_name
        self.device = {"DeviceID": str(uuid.uuid5(uuid.NAMESPACE_URL, device_name)), "DeviceName": device_name}
        self.source = [] if live else [str(logs)]
        self.told = ""
        """What `find` said last."""
        began = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=_HOURS_AGO)
        self._times = (began + dt.timedelta(seconds=_BETWEEN_S * number) for number in itertools.count())
        self.failed: list[str] = []
        self.ran: list[str] = []

    def lives(self, client: Client = ORDINARY) -> None:
        """The device does what devices do all day, with nothing that pins."""
        for host in NOISE:
            self._start([Step(host, client)])

    def tries(self) -> bool:
        """Whether the app works now; when it does not, the person looks at the clock."""
        at = next(self._times)
        works = self.lab.start([Step(NOISE[0]), *self.app], self.device, at.timestamp(), self.logs)
        self.ran.append(at.isoformat())
        if not works:
            self.failed.append(at.isoformat())
        return works

    def forget(self) -> None:
        """The failures so far are another story."""
        self.failed.clear()

    def finds(self) -> list[tuple[str, str]]:
        """What is proposed to be excluded for the failures so far: a domain or a host, and which."""
        at = [part for time in self.failed for part in ("--at", time)]
        done = self._run(
            "find", *self.source, "--app", self.app_name, "--device", self.device["DeviceID"], *at, "--format", "json",
        )  # fmt: skip
        assert done.returncode in (0, 3), done.stderr
        answer = json.loads(done.stdout)
        self.told = " ".join([answer["summary"], *answer["plan"]])
        found = answer["candidates"]
        return [(row["match"], entry) for row in found if row["band"] == "exclude" for entry in row["exclude"]]

    def records(self, tries: int) -> str:
        """What `record` shows at a terminal, with the keys pressed as the app starts and fails: now, by the real clock."""
        about = ("--app", self.app_name, "--device", self.device["DeviceID"], *_SOON)
        with at_terminal("record", *about, environment=self._live()) as terminal:
            for _ in range(tries):
                terminal.wait_for("Enter when you start it")
                terminal.type("\n")
                terminal.wait_for("Enter when it has failed")
                assert not self.starts()
                time.sleep(_A_MOMENT_S)
                terminal.type("\n")
                terminal.wait_for("failed ")
            terminal.wait_for("Enter when you start it")
            self._goes_on()
            terminal.type("d\n")
            assert terminal.end() == 0, terminal.shown
        return " ".join(terminal.shown.split())

    def verifies_at_once(self) -> str:
        """What `verify --record` shows of a run in which the app works."""
        with at_terminal("verify", "--record", *_SOON, environment=self._live()) as terminal:
            terminal.wait_for("when you start it")
            terminal.type("\n")
            terminal.wait_for("w when it has worked")
            assert self.starts()
            time.sleep(_A_MOMENT_S)
            self._goes_on()
            terminal.type("w\n")
            assert terminal.end() == 0, terminal.shown
        return " ".join(terminal.shown.split())

    def starts(self) -> bool:
        """Whether the app works, started now by the real clock."""
        return self.lab.start([Step(NOISE[0]), *self.app], self.device, time.time(), self.logs)

    def _goes_on(self) -> None:
        """The device asks for something a moment after the app, so that the log is known to have caught up."""
        self.lab.start([Step(NOISE[-1])], self.device, time.time() + 4, self.logs)

    def _live(self) -> dict[str, str]:
        return self.lab.account.environment() | {"PINSCOUT_POLL_S": "0.2"}

    def excludes(self) -> None:
        """What was proposed goes into the account."""
        self._run("exclude", "--yes", check=0)

    def is_refused_an_exclusion(self) -> str:
        """What `exclude` says, which changes nothing."""
        done = self._run("exclude", "--yes")
        assert done.returncode not in (0, 3)
        assert not self.lab.account.gateway.lists
        return " ".join(done.stderr.split())

    def verifies(self) -> str:
        """What `verify` says of the last run."""
        return self._run("verify", *self.source, "--at", self.ran[-1]).stdout

    def restores(self, *which: str) -> None:
        """The last exclusion is taken back, or those that are named."""
        self._run("restore", "--yes", *which, check=0)

    def _run(self, *arguments: str, check: int | None = None) -> Done:
        return run(*arguments, check=check, **self.lab.account.environment())

    def _start(self, steps: Sequence[Step]) -> bool:
        return self.lab.start(steps, self.device, next(self._times).timestamp(), self.logs)


@contextlib.contextmanager
def excluding(account: Standin, match: str, names: Sequence[str]) -> Iterator[None]:
    """With a list of these names and a rule that leaves them alone; without them again afterwards."""
    path = f"{account.base_url}/accounts/{account.account_id}/gateway"
    with httpx.Client(headers={"Authorization": "Bearer standin-full"}, trust_env=False) as http:
        items = [{"value": name} for name in names]
        made = http.post(f"{path}/lists", json={"name": APP, "type": "DOMAIN", "items": items}).json()["result"]["id"]
        rule = {
            "name": APP,
            "action": "off",
            "enabled": True,
            "filters": ["http"],
            "traffic": _SELECTED[match].format(made),
        }
        rule_id = http.post(f"{path}/rules", json=rule).json()["result"]["id"]
        try:
            yield
        finally:
            http.delete(f"{path}/rules/{rule_id}")
            http.delete(f"{path}/lists/{made}")
