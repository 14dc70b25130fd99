"""mitmproxy as the inspecting gateway: started, listened to, and its connections as rows of Logpush."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import logpush

VENV = Path(__file__).parents[2] / ".venv-lab"
_ADDON = Path(__file__).with_name("inspecting.py")
Told = dict[str, Any]
"""What the add-on tells of one connection."""


def is_installed() -> bool:
    """Whether `make .venv-lab/installed` has made mitmproxy's environment."""
    return all((VENV / made).exists() for made in ("installed", "bin/mitmdump"))


@dataclass
class Gateway:
    """A running gateway: where clients connect to, the root that they must trust, and what it has told so far."""

    port: int
    root: Path
    told_file: Path
    log: Path
    """What mitmproxy complains of; nothing is expected there."""
    read: int = 0

    def told(self, count: int) -> list[Told]:
        """The next so many connections, once they have ended; AssertionError if they do not within a minute."""
        end = time.monotonic() + 60
        while len(new := self._lines()[self.read :]) < count:
            assert time.monotonic() < end, f"{len(new)} of {count} connections have ended: {new}"
            time.sleep(0.02)
        self.read += len(new)
        return [json.loads(line) for line in new]

    def _lines(self) -> list[str]:
        return self.told_file.read_text().splitlines() if self.told_file.exists() else []


@contextlib.contextmanager
def running(folder: Path, policy_url: str, origin_port: int, origin_root: Path) -> Iterator[Gateway]:
    """A gateway until the block ends. It asks `policy_url` what to leave alone, and believes origins of that root."""
    told, ready, root = (folder / name for name in ("connections.ndjson", "port", "gateway-ca"))
    options = {
        "confdir": root,
        "listen_host": "127.0.0.1",
        "listen_port": 0,
        "connection_strategy": "lazy",
        # Nothing goes to the origin before the client has asked for something.
        "upstream_cert": "false",
        "keep_host_header": "true",
        "ssl_verify_upstream_trusted_ca": origin_root,
    }
    settings = [part for name, value in options.items() for part in ("--set", f"{name}={value}")]
    command = [VENV / "bin" / "mitmdump", "--quiet", "--mode", f"reverse:https://127.0.0.1:{origin_port}"]
    environment = os.environ | {
        "LAB_POLICY_URL": policy_url,
        "LAB_TOLD": str(told),
        "LAB_READY": str(ready),
        "LAB_ORIGIN_PORT": str(origin_port),
    }
    with (folder / "gateway.log").open("w") as log, subprocess.Popen(
        [*map(str, command), *settings, "--scripts", str(_ADDON)], env=environment, stdout=log, stderr=log
    ) as process:  # fmt: skip
        try:
            yield Gateway(_port(process, ready), root / "mitmproxy-ca-cert.pem", told, Path(log.name))
        finally:
            process.terminate()


def _port(process: subprocess.Popen[bytes], ready: Path) -> int:
    while not (ready.exists() and ready.read_text()):
        assert process.poll() is None, "the gateway did not start"
        time.sleep(0.05)
    return int(ready.read_text())


def rows_of(told: Told, device: Mapping[str, str], later_s: float = 0) -> list[logpush.Row]:
    """What Logpush would tell of the connection: its session, and its requests, moved by so many seconds."""
    sid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{told['host']} {told['start']:.6f}"))
    connection = logpush.Connection(
        told["host"], told["start"] + later_s, told["end"] + later_s, reason_of(told), told["tls"],
        told["sent"], told["received"], session_id=sid,
    )  # fmt: skip
    return [
        logpush.session_row(connection, device),
        *(
            logpush.http_row(told["host"], told["start"] + later_s, device, sid, action, status)
            for action, status in _requests(told)
        ),
    ]


def reason_of(told: Told) -> str:
    """Logpush's word for how the connection ended."""
    if told["origin_error"]:
        return logpush.ORIGIN_TLS_ERROR
    if told["error"]:
        return logpush.CLIENT_TLS_ERROR
    return logpush.ORIGIN_CLOSED if told["origin_closed"] else logpush.CLIENT_CLOSED


def _requests(told: Told) -> list[tuple[str, int]]:
    if told["passed_on"]:
        return [("bypass", 0)]
    if told["tls"] and not told["statuses"]:
        # "If a connection closes before Gateway inspects and filters the traffic, Gateway logs the event with an
        # Unknown action."
        return [("unknown", 0)]
    return [("allow", status) for status in told["statuses"]]
