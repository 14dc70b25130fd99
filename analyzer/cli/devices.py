"""pinscout devices."""

from __future__ import annotations

import click

from analyzer.cli._options import tell


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--tz", default=None, metavar="ZONE", help="Zone of the times shown.  [default: the machine's]")
def command(sources: tuple[str, ...], tz: str | None) -> None:
    """Show which devices are in a log: names, ids, users, and when they were active.

    \b
        pinscout devices logs/
    """
    import warnings

    from analyzer import devices, pipeline
    from analyzer.incident import parse_zone

    zone = parse_zone(tz)
    with warnings.catch_warnings(record=True) as dropped:
        warnings.simplefilter("always", pipeline.DroppedRowsWarning)
        queries = pipeline.load(*sources)
    tell(*(str(warning.message) for warning in dropped), f"times in {zone}")
    click.echo(devices.table(devices.list_devices(queries), zone))
