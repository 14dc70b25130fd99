"""The sessions of a span from the live account, with the decrypted requests beside them: what a sweep reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.graphql import NodeRefusedError
from analyzer.cloudflare.live import Account, Fetched, fetch_span, silent
from analyzer.cloudflare.nodes import L4, L7, SESSIONS
from analyzer.cloudflare.store import LATE, Progress
from analyzer.messages import say
from analyzer.sightings import Period, merge
from analyzer.sweeping import sight_file

DAY = dt.timedelta(hours=24)
MOST_NAMES = 200
"""Hostnames, the most refused, whose connections are asked for to learn the devices."""


def fetch_from_environment(
    period: Period,
    folder: Path,
    progress: Progress = silent,
    forecast: Callable[[str], None] = lambda sentence: None,
) -> tuple[Fetched, Period]:
    """What was fetched with the token in the environment, and the period meant: the last 24 hours by default.

    Raises NodeRefusedError where sessions are not open to the token or plan.
    """
    with Cloudflare.from_environment() as client:
        account = Account.open(client)
        return fetch_sessions(account, period, folder, progress, forecast)


def fetch_sessions(
    account: Account, period: Period, folder: Path, progress: Progress, forecast: Callable[[str], None]
) -> tuple[Fetched, Period]:
    """As `fetch_from_environment`, for an account that is open."""
    if not account.settings[SESSIONS.name].enabled:
        raise NodeRefusedError(say("sweep_no_live"), say("sweep_no_sessions_hint"))
    now = account.now()
    until = min(period.until or now, now)
    meant = period._replace(since=period.since or until - DAY, until=until)
    nodes = [node for node in (SESSIONS, L7) if account.settings[node.name].enabled]
    fetched = fetch_span(account, (meant.since or now, until), nodes, folder, progress, forecast)
    if account.settings[L4.name].enabled and (names := _refused_names(fetched.files, meant)):
        connections = fetch_span(account, (meant.since or now, until), [L4], folder, progress, where={"sni_in": names})
        fetched.files += connections.files
    if L7 not in nodes:
        fetched.note(say("live_lacks", dataset=L7.dataset))
    if until + LATE > now:
        fetched.note(say("sweep_late"))
    return fetched, meant


def _refused_names(files: list[Path], period: Period) -> list[str]:
    broken = merge(sight_file(str(file), period)[0] for file in files).broken
    refused = broken.loc[broken["kind"] == "tls_error", "hostname"].astype("str")
    return sorted(map(str, refused.value_counts().index[:MOST_NAMES]))
