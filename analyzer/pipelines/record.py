"""Around the stopwatch: where an incident is kept while it is stamped, and by which clock."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.answers.saved import state_folder
from analyzer.errors import AmbiguousDeviceError, AnalyzerError, NodeRefusedError
from analyzer.facts import fact
from analyzer.frames import rows
from analyzer.incidents.incident import Incident
from analyzer.incidents.stopwatch import Stopwatch
from analyzer.private_files import make_private_folder, write_private
from analyzer.talk import QUIET, Talk

if TYPE_CHECKING:
    from analyzer.cloudflare.account import Account

MOST_SKEW = dt.timedelta(seconds=2)
"""From here on a clock is off: what Cloudflare tells of its own is to the second."""
_ACTIVE = dt.timedelta(minutes=15)
_MOST_NAME = 40


def file_for(app: str, now: dt.datetime) -> Path:
    """Where a new incident is kept, if nobody says where: in the user's state folder, named by app and time."""
    name = re.sub(r"[^\w]+", "-", app).strip("-")[:_MOST_NAME] or "incident"
    return state_folder() / "incidents" / f"{name.lower()}-{now:%Y%m%d-%H%M%S}.toml"


def refuse_unwritable(path: Path) -> None:
    """Raises AnalyzerError if nothing can be kept there: better said before the first try than after it."""
    try:
        make_private_folder(path.parent)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise AnalyzerError("not_written", path=str(path), error=error.strerror or str(error)) from error


def keep(watch: Stopwatch, path: Path) -> None:
    """Write what is stamped as an incident that only its owner may read; with nothing stamped there is no file.

    Raises AnalyzerError if that can't be.
    """
    if incident := watch.incident:
        write_private(path, incident.to_toml().encode())
    else:
        path.unlink(missing_ok=True)


def has_token() -> bool:
    """Whether the environment names a token, so that there is a live account to ask."""
    from analyzer.cloudflare.client import TOKEN_VARIABLE

    return bool(os.environ.get(TOKEN_VARIABLE, "").strip())


def clock_of_account(incident: Incident, talk: Talk = QUIET) -> dt.timedelta:
    """How far the log's clock is ahead of this machine's, if it is; found out before anybody makes an app fail in vain.

    Raises CloudflareError where the account's log can't be read, AmbiguousDeviceError where the incident names no
    device and several are in use.
    """
    from analyzer.cloudflare.account import Account
    from analyzer.cloudflare.client import Cloudflare

    with Cloudflare.from_environment(talk) as client:
        account = Account.open(client)
        if account.dns.device and not (incident.device_names or incident.all_devices):
            _only_device(account)
        skew = client.skew or dt.timedelta(0)
        return skew if abs(skew) >= MOST_SKEW else dt.timedelta(0)


def _only_device(account: Account) -> None:
    from analyzer.cloudflare.logs.for_incident import active_devices

    now = account.now()
    try:
        active = active_devices(account, now - _ACTIVE, now)
    except NodeRefusedError:
        return
    if len(active) > 1:
        lines = [
            fact("device_line", name=row.device_name, user=row.user, id=row.device or "-", count=row.query_count)
            for row in rows(active)
        ]
        raise AmbiguousDeviceError("record_devices", fact("record_device_list", devices=lines), count=len(active))
