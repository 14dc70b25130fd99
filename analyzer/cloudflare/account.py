"""Which account, and which device: from what a person types to ids."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from analyzer.cloudflare.client import Cloudflare, CloudflareError

ACCOUNT_VARIABLE = "CLOUDFLARE_ACCOUNT_ID"


class Device(NamedTuple):
    """A device as the account knows it. A log's device id may be its own or that of its registration."""

    id: str
    name: str
    user: str


def find_account(client: Cloudflare) -> str:
    """The account's id: the one in the environment, else the only one that the token sees.

    Raises CloudflareError where the token sees none or several; the hint lists them.
    """
    if named := os.environ.get(ACCOUNT_VARIABLE, "").strip():
        return named
    accounts = list(client.pages("/accounts"))
    if len(accounts) == 1:
        return str(accounts[0]["id"])
    if not accounts:
        raise CloudflareError(
            "The token sees no account.",
            f"Set {ACCOUNT_VARIABLE} to the account's id, which stands in the dashboard's address.",
        )
    listing = "\n".join(f"  {account['id']}  {account.get('name', '')}" for account in accounts)
    raise CloudflareError(
        f"The token sees {len(accounts)} accounts.", f"Set {ACCOUNT_VARIABLE} to one of them:\n{listing}"
    )


def list_devices(client: Cloudflare, account: str, search: str = "") -> list[Device]:
    """Devices and registrations of the account, each under its own id; [] where the token may not read them."""
    wanted = {"search": search} if search else {}
    devices = [
        Device(str(item["id"]), item.get("name") or "", _user(item.get("last_seen_user")))
        for item in _readable(client, f"/accounts/{account}/devices/physical-devices", wanted)
    ]
    devices += [
        Device(str(item["id"]), (item.get("device") or {}).get("name") or "", _user(item.get("user")))
        for item in _readable(client, f"/accounts/{account}/devices/registrations", wanted)
    ]
    return devices


def _readable(client: Cloudflare, path: str, parameters: dict[str, str]) -> list[dict[str, Any]]:
    try:
        return list(client.pages(path, **parameters))
    except CloudflareError as error:
        if error.status in (400, 403, 404):
            return []
        raise


def _user(user: object) -> str:
    return str(user.get("email") or "") if isinstance(user, dict) else ""
