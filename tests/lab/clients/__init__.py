"""Clients, each with its own way to check whom it talks to. All connect to the gateway, as apps behind one do."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import urllib3

from tests.lab.gateway import VENV

_HERE = Path(__file__).parent
TIMEOUT_S = 60


@dataclass(frozen=True)
class Visit:
    """What a client is told: where to go, what to trust, and the certificate and key that it may pin."""

    host: str
    port: int
    trusted: Path
    """The roots of an ordinary device behind the gateway: the public one and the gateway's."""
    public: Path
    """The public root alone, as an app with a trust store of its own has it."""
    fingerprint: str
    key_pin: str


@dataclass(frozen=True)
class Client:
    """One way to check; `visit` tells whether the server answered, over one connection."""

    name: str
    checks: str
    visit: Callable[[Visit], bool]
    is_here: bool = True
    pins: bool = True


def _get(visit: Visit, roots: Path, **options: object) -> bool:
    context = ssl.create_default_context(cafile=roots)
    with urllib3.HTTPSConnectionPool(
        "127.0.0.1", visit.port, ssl_context=context, server_hostname=visit.host, assert_hostname=visit.host,
        retries=False, timeout=TIMEOUT_S, **options,
    ) as pool:  # fmt: skip
        try:
            return pool.request("GET", "/", headers={"Host": visit.host}).status == 200
        except urllib3.exceptions.HTTPError:
            return False


def _ends_well(*command: object) -> bool:
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=TIMEOUT_S, check=False)
    return done.returncode == 0


def _in_handshake(way: str) -> Callable[[Visit], bool]:
    script = _HERE / "in_handshake.py"
    return lambda visit: _ends_well(
        VENV / "bin/python", script, visit.host, visit.port, visit.fingerprint, visit.trusted, way
    )


def _curl(visit: Visit, roots: Path, *more: str) -> bool:
    to = f"{visit.host}:{visit.port}"
    return _ends_well(
        "curl", "--silent", "--fail", "--noproxy", "*", "--cacert", roots, "--connect-to", f"{to}:127.0.0.1:{visit.port}",
        *more, f"https://{to}/",
    )  # fmt: skip


HAS_CURL = shutil.which("curl") is not None
ORDINARY = Client("urllib3", "no pin", lambda visit: _get(visit, visit.trusted), pins=False)
OWN_STORE = Client("urllib3, roots of its own", "in the handshake", lambda visit: _get(visit, visit.public), pins=False)
PINNING = (
    Client("pyOpenSSL, verify callback", "in the handshake", _in_handshake("alert")),
    Client("pyOpenSSL, hangs up", "in the handshake", _in_handshake("hangup")),
    Client(
        "urllib3 `assert_fingerprint`",
        "after the handshake",
        lambda visit: _get(visit, visit.trusted, assert_fingerprint=visit.fingerprint),
    ),
    Client(
        "curl `--pinnedpubkey`",
        "after the handshake",
        lambda visit: _curl(visit, visit.trusted, "--pinnedpubkey", f"sha256//{visit.key_pin}"),
        is_here=HAS_CURL,
    ),
)


def _elsewhere(visit: Visit, *start: object, pin: str = "") -> bool:
    return _ends_well(*start, visit.host, visit.port, pin or visit.fingerprint, visit.trusted)


OKHTTP = "LAB_OKHTTP"
"""Names the class path of OkHttp 4: its jar, Okio's and Kotlin's standard library. Without it OkHttp is left out."""
HAS_JAVA, HAS_OKHTTP = shutil.which("java") is not None, bool(os.environ.get(OKHTTP))
OTHER_STACKS = (
    Client(
        "Node `checkServerIdentity`",
        "in the handshake",
        lambda visit: _elsewhere(visit, "node", _HERE / "pin.js"),
        is_here=shutil.which("node") is not None,
    ),
    Client(
        "Java `X509TrustManager`",
        "in the handshake",
        lambda visit: _elsewhere(visit, "java", _HERE / "PinTrust.java"),
        is_here=HAS_JAVA,
    ),
    Client(
        "OkHttp `CertificatePinner`",
        "after the handshake",
        lambda visit: _elsewhere(
            visit, "java", "-cp", os.environ.get(OKHTTP, ""), _HERE / "PinOkHttp.java", pin=visit.key_pin
        ),
        is_here=HAS_JAVA and HAS_OKHTTP,
    ),
)
"""Stacks that not every machine has; `make lab` takes those that are here."""
