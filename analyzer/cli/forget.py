"""pinscout forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli._options import color_option
from analyzer.cli._terminal import echo, page, tell

if TYPE_CHECKING:
    import datetime as dt

    from analyzer.page import Page
    from analyzer.pipelines.forget import Thing


@click.command()
@click.option("--account", default="", metavar="ID", help="Logs of this account.")
@click.option("--device", default="", metavar="NAME", help="What may tell of this device, by its name, id or user.")
@click.option("--older", metavar="LENGTH", help="What was written longer ago than this: 12h, 30d.")
@click.option("--all", "everything", is_flag=True, help="All of it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--tz", default=None, metavar="ZONE", help="Zone of the times.  [default: the machine's]")
@color_option
def command(account: str, device: str, older: str | None, everything: bool, yes: bool, tz: str | None) -> None:
    """List what pinscout keeps on this machine, with what it covers, age and size; delete what is chosen.

    All of it lies in one folder: the one in PINSCOUT_STATE_DIR, else `pinscout` in XDG_STATE_HOME, else
    ~/.local/state/pinscout (on macOS ~/Library/Application Support/pinscout). Only what pinscout wrote there is
    deleted, and never the journal of exclusions, by which they are taken back. What `fetch` saved to a folder of yours
    is yours to delete.

    \b
        pinscout forget
        pinscout forget --older 30d
        pinscout forget --device iPhone
        pinscout forget --all --yes
    """
    from analyzer.cli._changes import ask
    from analyzer.facts import fact
    from analyzer.messages import say
    from analyzer.pipelines.forget import choose, forget, things
    from analyzer.settings import state_folder
    from analyzer.times import parse_duration, parse_zone

    is_chosen = bool(account or device or older or everything)
    chosen = choose(things(), account=account, device=device, older=parse_duration(older) if older else None)
    place = str(state_folder())
    if not chosen:
        tell(say("forget_nothing_chosen" if is_chosen else "forget_nothing", place=place))
        return
    tell(say("forget_place", place=place, size=sum(thing.size for thing in chosen)))
    echo(_table(chosen, parse_zone(tz), page()) + "\n")
    if is_chosen:
        ask(yes=yes, question="forget_ask", declined="forget_kept", hints=(fact("forget_yes"),))
        forget(chosen)
        tell(say("forget_done", count=sum(len(thing.files) for thing in chosen)))


def _table(chosen: list[Thing], zone: dt.tzinfo, where: Page) -> str:
    import datetime as dt

    from analyzer.layout import Column, lay_out
    from analyzer.messages import word

    now = dt.datetime.now(dt.UTC)
    whose = [
        "" if thing.of_all else ", ".join(dict.fromkeys(owner.name or owner.id for owner in thing.owners))
        for thing in chosen
    ]
    covers = [
        " - ".join(f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" for moment in thing.covers) if thing.covers else ""
        for thing in chosen
    ]
    columns = [
        Column("what", [str(thing.what).rstrip() for thing in chosen], least=12, usual=30),
        Column("device", [word("device_or_all", name) for name in whose], least=8, usual=18, worth=3),
        Column("covers", covers, worth=4),
        Column("age", [word("age", (now - thing.kept_at).total_seconds()) for thing in chosen], is_number=True),
        Column("size", [word("bytes", thing.size) for thing in chosen], is_number=True, worth=5),
    ]
    return lay_out(columns, where)
