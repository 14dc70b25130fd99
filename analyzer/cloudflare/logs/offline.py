"""An account as it was seen last: where Cloudflare can't be reached, what was fetched can be read again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from analyzer.checked_files import check, read_json
from analyzer.cloudflare.account import ACCOUNT_VARIABLE, Account, Device
from analyzer.cloudflare.client import UNREACHED, Cloudflare
from analyzer.cloudflare.logs.explorer import EXPLORER
from analyzer.cloudflare.logs.graphql import DISABLED, Settings
from analyzer.cloudflare.logs.nodes import ALL_NODES
from analyzer.errors import AnalyzerError, CloudflareError
from analyzer.private_files import is_own, write_private

VERSION = 1


class _Seen(msgspec.Struct):
    account: str
    at: dt.datetime
    settings: dict[str, Settings]
    devices: list[Device]


class _Unreached(Cloudflare):
    """Asks nothing: whatever is not kept is the error that told that Cloudflare can't be reached."""

    def __init__(self, client: Cloudflare, error: CloudflareError) -> None:
        super().__init__("", client.base_url)
        self._error = error

    def _send(self, method: str, path: str, **content: Any) -> dict[str, Any]:  # noqa: ARG002, RUF100 - as there
        raise self._error

    def _worth_repeating(self, error: Exception, failed: list[float]) -> bool:  # noqa: ARG002, RUF100 - as there
        return False


@dataclass
class KeptAccount(Account):
    """An account as it was seen at that time."""

    kept_devices: Mapping[str, Device] = field(default_factory=dict)
    seen_at: dt.datetime | None = None
    is_reached: ClassVar[bool] = False

    def devices(self) -> dict[str, Device]:
        """Those that it had then."""
        return dict(self.kept_devices)


def keep(account: Account, devices: Mapping[str, Device], folder: Path) -> None:
    """Keep what is known of an account that was reached, beside its logs."""
    if account.is_reached:
        seen = _Seen(account.id, account.now(), dict(account.settings), list(devices.values()))
        told = {"version": VERSION, **msgspec.to_builtins(seen)}
        write_private(_place(account.client, folder), json.dumps(told, ensure_ascii=False).encode())


def open_kept(client: Cloudflare, folder: Path, error: CloudflareError) -> KeptAccount:
    """The account as it was seen last. Raises the error where none was, or it was none of the line."""
    path = _place(client, folder)
    if error.fact.key not in UNREACHED or not is_own(folder, path):
        raise error
    try:
        seen = check(read_json(path.read_bytes(), str(path)), _Seen, str(path), VERSION)
    except (AnalyzerError, OSError):
        raise error from None
    settings = {node.name: seen.settings.get(node.name, DISABLED) for node in ALL_NODES}
    settings |= {node.name: seen.settings[node.name] for node in EXPLORER.values() if node.name in seen.settings}
    devices = {device.id: device for device in seen.devices}
    return KeptAccount(_Unreached(client, error), seen.account, settings, devices, seen.at)


def _place(client: Cloudflare, folder: Path) -> Path:
    about = f"{client.base_url} {os.environ.get(ACCOUNT_VARIABLE, '').strip()}"
    return folder / f"account-{hashlib.sha256(about.encode()).hexdigest()[:12]}.json"
