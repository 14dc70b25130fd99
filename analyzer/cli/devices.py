"""pinscout devices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from analyzer.cli._options import ago, color_option, sources_argument, time_option, zone_option
from analyzer.cli._terminal import echo, page, tell

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@sources_argument
@time_option("--since", "Active since when.  [default: the log's beginning; live: 1 hour ago]")
@zone_option("Zone of the times.  [default: the machine's]")
@color_option
def command(sources: tuple[str, ...], since: str | None, tz: str | None) -> None:
    """Show which devices were active: names, ids, users, number of rows, and in files from when to when.

    Reads log files; without a SOURCE it asks the live account who was active lately.

    \b
        pinscout devices
        pinscout devices logs/ --since '2026-11-10 14:00'
    """
    from analyzer.answers import completions
    from analyzer.messages import say
    from analyzer.report.devices import table
    from analyzer.times import parse_zone

    zone = parse_zone(tz)
    if sources:
        devices = _from_files(sources, since, zone)
        tell(say("times_in", zone=str(zone)))
    else:
        devices = _from_account(since or ago("1h"), zone)
    completions.keep_devices(map(str, devices["device_name"]))
    echo(table(devices, zone, page()) + "\n")


def _from_files(sources: tuple[str, ...], since: str | None, zone: dt.tzinfo) -> pd.DataFrame:
    from analyzer.incidents.devices import list_devices, seen_in
    from analyzer.pipelines.load import read_all
    from analyzer.times import parse_time

    queries, signals, read = read_all(sources)
    tell(*read.losses())
    seen = seen_in(queries, signals)
    if since:
        seen = seen[seen["asked_at"] >= parse_time(since, now=dt.datetime.now(dt.UTC), zone=zone)]
    return list_devices(seen)


def _from_account(since: str, zone: dt.tzinfo) -> pd.DataFrame:
    from analyzer.cloudflare.account import Account
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.cloudflare.logs.for_incident import active_devices
    from analyzer.times import parse_time

    with Cloudflare.from_environment() as client:
        account = Account.open(client)
        now = account.now()
        return active_devices(account, parse_time(since, now=now, zone=zone), now)
