"""The lab: names, gateway, origins and account together, apps that are started, and a clock that can be set."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests import logpush
from tests.lab import gateway, names, origins
from tests.lab.clients import ORDINARY, Client, Visit
from tests.lab.gateway import Told
from tests.standin.fixture import Standin
from tests.standin.fixture import running as account_running

HOSTS = tuple(
    [f"{part}.example{number}.jp" for number in range(1, 10) for part in ("www", "api", "pay", "cdn", "img", "mail")]
    + [f"www.example{number}.co.jp" for number in range(1, 5)]
    + ["news.example.com", "sync.example.net"]
)
"""Names that registries keep for examples: nobody can have them."""


@dataclass(frozen=True)
class Step:
    """One host that an app needs, and how it connects to it."""

    host: str
    client: Client = ORDINARY


@dataclass
class Lab:
    """Everything that runs. `start` starts an app, and writes what happened as files of Logpush."""

    account: Standin
    gateway: gateway.Gateway
    names: names.Names
    origins: origins.Origins
    trusted: Path
    told: list[tuple[Step, Told]] = field(default_factory=list)
    """Every connection so far, and whose it was."""

    def start(self, app: Sequence[Step], device: Mapping[str, str], at: float, logs: Path) -> bool:
        """Whether the app worked: it needs its hosts in turn, and stops at the first that it does not get.

        Real time is moments; in the log files, which are in the folder `logs`, it is `at`, in seconds since 1970.
        """
        began, asked = time.time(), len(self.names.asked)
        visited: list[Step] = []
        works = True
        for step in app:
            visited.append(step)
            if not (works := self._visit(step)):
                break
        later_s = at - began
        told = self.gateway.told(len(visited))
        self.told += zip(visited, told, strict=True)
        queries = [
            logpush.dns_row(query.host, query.at + later_s, device, query.record_type, query.address, query.rcode)
            for query in self.names.asked[asked:]
        ]
        rows = [row for each in told for row in gateway.rows_of(each, device, later_s)]
        _write(logs, "gateway_dns", queries)
        _write(logs, "zero_trust_network_sessions", [row for row in rows if "SNI" in row])
        _write(logs, "gateway_http", [row for row in rows if "HTTPHost" in row])
        self.account.add_rows([*queries, *rows])
        return works

    def _visit(self, step: Step) -> bool:
        self.names.look_up(step.host)
        return step.client.visit(
            Visit(
                step.host,
                self.gateway.port,
                self.trusted,
                self.origins.root,
                self.origins.fingerprint(step.host),
                self.origins.key_pin(step.host),
            )
        )


def _write(logs: Path, dataset: str, rows: list[logpush.Row]) -> None:
    with (logs / f"{dataset}.log").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@contextlib.contextmanager
def running(folder: Path, hosts: Collection[str] = HOSTS) -> Iterator[Lab]:
    """A lab for these hosts, in this folder, until the block ends."""
    with contextlib.ExitStack() as stack:
        account = stack.enter_context(account_running())
        served = stack.enter_context(origins.running(hosts, folder))
        named = stack.enter_context(names.running(hosts))
        inspecting = stack.enter_context(gateway.running(folder, account.beside("policy"), served.port, served.root))
        trusted = folder / "trusted.pem"
        trusted.write_text(served.root.read_text() + inspecting.root.read_text())
        yield Lab(account, inspecting, named, served, trusted)
