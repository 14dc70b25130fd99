"""The sessions of a span from the live account, with the decrypted requests beside them: what a sweep reads."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from analyzer.cloudflare.account import Account
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs.for_incident import SIGNALS, fetch_span
from analyzer.cloudflare.logs.log import Fetched
from analyzer.cloudflare.logs.store import LATE
from analyzer.errors import NodeRefusedError
from analyzer.facts import fact
from analyzer.schema import TLS_ERROR
from analyzer.sweeps.period import Period
from analyzer.sweeps.sightings import merge, sight_file
from analyzer.talk import QUIET, Talk

DAY = dt.timedelta(hours=24)
MOST_NAMES = 200
"""Hostnames, the most refused, whose connections are asked for to learn the devices."""


def fetch_from_environment(
    period: Period,
    folder: Path,
    talk: Talk = QUIET,
) -> tuple[Fetched, Period]:
    """What was fetched with the token in the environment, and the period meant: the last 24 hours by default.

    Raises NodeRefusedError where sessions are not open to the token or plan.
    """
    with Cloudflare.from_environment(talk) as client:
        account = Account.open(client)
        return fetch_sessions(account, period, folder, talk)


def fetch_sessions(account: Account, period: Period, folder: Path, talk: Talk) -> tuple[Fetched, Period]:
    """As `fetch_from_environment`, for an account that is open."""
    sessions, requests, connections = map(account.nodes, SIGNALS)
    if not sessions:
        raise NodeRefusedError("sweep_no_live", fact("sweep_no_sessions_hint"))
    now = account.now()
    until = min(period.until or now, now)
    meant = period._replace(since=period.since or until - DAY, until=until)
    span = (meant.since or now, until)
    fetched = fetch_span(account, span, [*sessions[:1], *requests[:1]], folder, talk, zone=meant.zone)
    who = [node for node in connections if node.device]
    if who and (names := _refused_names(fetched.files, meant)):
        fetched.files += fetch_span(account, span, who[:1], folder, talk, where={"sni_in": names}).files
    if not requests:
        fetched.note(fact("live_lacks", dataset="gateway_http"))
    if until + LATE > now:
        fetched.note(fact("sweep_late"))
    return fetched, meant


def _refused_names(files: list[Path], period: Period) -> list[str]:
    broken = merge(sight_file(str(file), period=period)[0] for file in files).broken
    refused = broken.loc[broken["kind"] == TLS_ERROR, "hostname"].astype("str")
    return sorted(map(str, refused.value_counts().index[:MOST_NAMES]))
