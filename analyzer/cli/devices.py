"""pinscout devices."""

from __future__ import annotations

import datetime as dt

import click

from analyzer.cli._options import tell


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--since", default="1 hour ago", show_default=True, metavar="TIME", help="Live: active since when.")
@click.option("--tz", default=None, metavar="ZONE", help="Zone of the times.  [default: the machine's]")
def command(sources: tuple[str, ...], since: str, tz: str | None) -> None:
    """Show which devices were active: names, ids, users, number of queries, and in files from when to when.

    Reads log files; without a SOURCE it asks the live account who was active lately.

    \b
        pinscout devices
        pinscout devices logs/
    """
    from analyzer.times import parse_zone

    zone = parse_zone(tz)
    click.echo(_from_files(sources, zone) if sources else _from_account(since, zone))


def _from_files(sources: tuple[str, ...], zone: dt.tzinfo) -> str:
    import warnings

    from analyzer.incidents import devices
    from analyzer.pipelines import find as pipeline

    with warnings.catch_warnings(record=True) as dropped:
        warnings.simplefilter("always", pipeline.DroppedRowsWarning)
        queries = pipeline.load(*sources)
    tell(*(str(warning.message) for warning in dropped), f"times in {zone}")
    return devices.table(devices.list_devices(queries), zone)


def _from_account(since: str, zone: dt.tzinfo) -> str:
    from tabulate import tabulate

    from analyzer.cloudflare.client import Cloudflare
    from analyzer.cloudflare.logs.for_incident import Account, active_devices
    from analyzer.incidents.devices import UNNAMED
    from analyzer.text import printable, shorten
    from analyzer.times import parse_time

    with Cloudflare.from_environment() as client:
        account = Account.open(client)
        now = account.now()
        active = active_devices(account, parse_time(since, now=now, zone=zone), now)
    cells = [
        (shorten(d.name or UNNAMED, 22), shorten(d.user, 24), f"{count:,}", printable(d.id)) for d, count in active
    ]
    headers, align = ("device", "user", "queries", "id"), ("left", "left", "right", "left")
    text: str = tabulate(cells, headers, colalign=align, disable_numparse=True)
    return text
