"""pinscout fetch."""

from __future__ import annotations

import click

from analyzer.cli._options import device_option, redact_option, time_option, zone_option
from analyzer.cli._terminal import talking, tell

DATASETS = ("gateway_dns", "gateway_http", "gateway_network", "zero_trust_network_sessions")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
@time_option("--since", "From when on.", default="24 hours ago", show_default=True)
@time_option("--until", "Until when, exclusive.", default="now", show_default=True)
@click.option(
    "--dataset",
    multiple=True,
    type=click.Choice(DATASETS),
    help="Which logs.  [default: all that are open]",
)
@device_option("Rows of this device only, where the log knows devices.")
@zone_option("Zone of times that name none.  [default: the machine's]")
@redact_option
def command(
    folder: str, since: str, until: str, dataset: tuple[str, ...], device: str, tz: str | None, redact: bool
) -> None:
    """Save a span of the live account's log to FOLDER, to be read offline and later.

    Writes Logpush-shaped gzip files and a manifest, piece by piece. If it is interrupted, run it again
    with the same FOLDER: it goes on where it stopped, with the same --since and --until.

    \b
        pinscout fetch today/ --since '24 hours ago'
        pinscout find today/ --at 14:05 --app PayPay --device iPhone
    """
    from pathlib import Path

    from analyzer.answers.stand_ins import own_stand_ins
    from analyzer.cloudflare.account import Account
    from analyzer.cloudflare.client import Cloudflare
    from analyzer.cloudflare.logs.archive import Archive, Wanted, hold
    from analyzer.cloudflare.logs.log import MANY_REQUESTS
    from analyzer.messages import say
    from analyzer.times import parse_zone

    stand_ins = own_stand_ins() if redact else None
    wanted = Wanted(since, until, dataset or DATASETS, device)
    with hold(Path(folder)), talking("fetching") as talk, Cloudflare.from_environment(talk) as client:
        account = Account.open(client)
        archive = Archive.open_or_begin(account, Path(folder), wanted, parse_zone(tz), talk, stand_ins)
        if archive.requests > MANY_REQUESTS:
            tell(say("live_forecast", requests=archive.requests))
        records = archive.fill(account, talk)
    tell(say("fetched", folder=folder, records=records, requests=client.budget.spent))
