"""Which account, what it may be asked, and which device: from what a person types to ids."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import msgspec

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs import explorer
from analyzer.cloudflare.logs.explorer import EVERY_NODE, EXPLORER, ExplorerReader
from analyzer.cloudflare.logs.graphql import Settings, open_nodes, read_settings
from analyzer.cloudflare.logs.nodes import Node
from analyzer.cloudflare.logs.reader import Reader
from analyzer.errors import CloudflareError, NodeRefusedError
from analyzer.facts import fact
from analyzer.incidents.device_names import NOT, fit_of

ACCOUNT_VARIABLE = "CLOUDFLARE_ACCOUNT_ID"
SPARE = dt.timedelta(minutes=1)
"""Asked for less than the log still holds, since its oldest rows fall away between planning and asking."""


class Device(NamedTuple):
    """A device as the account knows it, under its own id or that of a registration: a log may hold either."""

    id: str
    name: str
    user: str
    machine: str
    """Its own id, also where `id` is that of its registration."""


class _AccountRecord(msgspec.Struct):
    id: str
    name: str | None = None


class _UserRecord(msgspec.Struct):
    email: str | None = None


class _MachineRecord(msgspec.Struct):
    id: str | None = None
    name: str | None = None


class _DeviceRecord(msgspec.Struct):
    id: str
    name: str | None = None
    last_seen_user: _UserRecord | None = None


class _RegistrationRecord(msgspec.Struct):
    id: str
    device: _MachineRecord | None = None
    user: _UserRecord | None = None


@dataclass
class Account:
    """An account as a token sees it: its id, its clock, and what it may be asked."""

    client: Cloudflare
    id: str
    settings: Mapping[str, Settings]
    is_reached: ClassVar[bool] = True
    """Whether Cloudflare answers; else it is known from an earlier time."""

    @classmethod
    def open(cls, client: Cloudflare) -> Account:
        """Finds the account and reads its settings."""
        account = find_account(client)
        return cls(client, account, read_settings(client, account) | explorer.read_settings(client, account))

    @property
    def dns(self) -> Node:
        """The better DNS node of those that are open. Raises NodeRefusedError where none is open to the token."""
        if found := self.nodes("gateway_dns"):
            return found[0]
        raise NodeRefusedError("cf_no_dns_log")

    def nodes(self, dataset: str) -> list[Node]:
        """The nodes of a dataset that are open, the better one first; behind each that knows devices Log Explorer."""
        found, rows = open_nodes(self.settings, dataset), EXPLORER[dataset]
        if rows.name in self.settings and self.settings[rows.name].opens(rows):
            found.insert(sum(bool(node.device) for node in found), rows)
        return found

    def reader(self, node: Node) -> Reader:
        """A reader of one node."""
        kind = ExplorerReader if node in EXPLORER.values() else Reader
        return kind(self.client, self.id, node, self.settings[node.name])

    def now(self) -> dt.datetime:
        """The time by Cloudflare's clock, which is the one that the log goes by."""
        return self.client.now()

    def oldest(self, node: Node, spare: dt.timedelta = SPARE) -> dt.datetime | None:
        """How far back a log may be asked for, with some time to spare for asking; None if that is not stated."""
        back = self.settings[node.name].not_older_than
        return self.now().replace(microsecond=0) - dt.timedelta(seconds=back) + spare if back else None

    def devices(self) -> dict[str, Device]:
        """The devices of the account by id; {} where the logs or the token know none."""
        enabled = {name for name, settings in self.settings.items() if settings.enabled}
        if not any(node.device and node.name in enabled for node in EVERY_NODE):
            return {}
        return {device.id: device for device in list_devices(self.client, self.id)}


def find_account(client: Cloudflare) -> str:
    """The account's id: the one in the environment, else the only one that the token sees.

    Raises CloudflareError where the token sees none or several; the hint lists them.
    """
    if named := os.environ.get(ACCOUNT_VARIABLE, "").strip():
        return named
    accounts = list_accounts(client)
    if len(accounts) == 1:
        return accounts[0].id
    if not accounts:
        raise CloudflareError("cf_no_account", variable=ACCOUNT_VARIABLE)
    lines = [fact("cf_account_line", id=account.id, name=account.name or "") for account in accounts]
    raise CloudflareError("cf_accounts", count=len(accounts), variable=ACCOUNT_VARIABLE, accounts=lines)


def list_accounts(client: Cloudflare) -> list[_AccountRecord]:
    """The accounts that the token sees."""
    return list(client.pages("/accounts", _AccountRecord))


def list_devices(client: Cloudflare, account: str) -> list[Device]:
    """Devices and registrations of the account, each under its own id; [] where the token may not read them."""
    devices = [
        Device(item.id, item.name or "", _user(item.last_seen_user), item.id)
        for item in _readable(client, f"/accounts/{account}/devices/physical-devices", _DeviceRecord)
    ]
    for item in _readable(client, f"/accounts/{account}/devices/registrations", _RegistrationRecord):
        machine = item.device or _MachineRecord()
        devices.append(Device(item.id, machine.name or "", _user(item.user), machine.id or item.id))
    return devices


def device_filter(names: Iterable[str], devices: Mapping[str, Device]) -> dict[str, object]:
    """The filter for the rows of the devices of these names, ids or users; {} for all, also where one fits none."""
    found = [_ids_of(name, devices) for name in names]
    return {"deviceId_in": sorted({id_ for ids in found for id_ in ids})} if found and all(found) else {}


def _ids_of(wanted: str, devices: Mapping[str, Device]) -> set[str]:
    """All ids of the devices that fit best, since it is not known which of them the log holds."""
    fits = {id_: fit_of(wanted, id_=id_, name=device.name, user=device.user) for id_, device in devices.items()}
    best = max(fits.values(), default=NOT)
    machines = {devices[id_].machine for id_, fit in fits.items() if fit == best} if best else set()
    return {id_ for id_, device in devices.items() if device.machine in machines}


def as_named(devices: Mapping[str, Device], names: Iterable[str]) -> dict[str, Device]:
    """The devices by id, as before; where a person named one by an id, its entries all have that id.

    A device has an id of its own and one for each registration, and a log may hold any of them. Fetched rows are
    written with the `id` of the entry here. So after `--device ID` they have the id that was typed, and the analysis
    finds them by it.

    >>> own = Device("machine-1", "iPhone", "aoi@example.jp", machine="machine-1")
    >>> devices = {"machine-1": own, "registration-7": own._replace(id="registration-7")}
    >>> {id_: device.id for id_, device in as_named(devices, ["registration-7"]).items()}
    {'machine-1': 'registration-7', 'registration-7': 'registration-7'}
    """
    ids = {id_.casefold(): id_ for id_ in devices}
    named = {devices[id_].machine: id_ for name in names if (id_ := ids.get(name.casefold()))}
    return {id_: device._replace(id=named.get(device.machine, id_)) for id_, device in devices.items()}


def _readable(client: Cloudflare, path: str, shape: Any) -> list[Any]:
    try:
        return list(client.pages(path, shape))
    except CloudflareError as error:
        if error.status in (400, 403, 404):
            return []
        raise


def _user(user: _UserRecord | None) -> str:
    return (user and user.email) or ""
