"""Answers to open as pages: of each bundled incident and sweep, and one whose names are hostile."""

from __future__ import annotations

import functools
from pathlib import Path

import analyzer
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.accounting import Input
from tests.builders import background, incident, queries, signals

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
INCIDENTS = sorted(path.parent.name for path in FIXTURES.glob("*/incident.toml"))
SWEEPS = ["archive-day"]
HOSTILE = [
    "<img src=x onerror=alert(1)>.example.jp",
    '"><script>alert(1)</script>.example.jp',
    "javascript:alert(1).example.jp",
    "</style><script>alert(1)</script>.jp",
    "{{ 7*7 }}.example.jp",
    "\u202egpj.example.jp",
    "ペイペイ銀行.jp",
    "은행.kr",
    "x" * 200 + ".example.jp",
]


@functools.cache
def answer_of(name: str) -> analyzer.Finding | analyzer.Survey:
    """The answer to the bundled incident or sweep of that name, or the hostile one."""
    if name == "hostile":
        return hostile()
    folder = FIXTURES / name
    logs = [folder / kind for kind in ("dns", "sessions", "http", "network") if (folder / kind).exists()]
    if name in SWEEPS:
        return analyzer.sweep(*logs, tz="Asia/Tokyo")
    return analyzer.find(*logs, incident=folder / "incident.toml")


def hostile() -> analyzer.Finding:
    """Hostile names everywhere: of the app, the device, hosts that are asked and hosts that are refused."""
    app = "<svg onload=alert(1)>Pay</title><script>alert(1)</script>"
    device = "<b onmouseover=alert(1)>phone"
    about = incident(0, 600, app=app)
    asked = [(name, number % 20, device) for number, name in enumerate(HOSTILE)]
    told = [("tls_error", name, 2, device) for name in HOSTILE]
    own = [(name, second, device) for name, second, _ in background()]
    rows = queries(*own, ("api.pay.jp", 0, device), ("api.pay.jp", 600, device), *asked)
    return rank_tally(Tally(rows, signals(*told)), about, DEFAULT_WEIGHTS, Input.of_frame(len(rows)))
