"""Devices and registrations, as far as the rows tell of them."""

from __future__ import annotations

import uuid
from typing import Any

from tests.standin.rows import Store, stamp

_TYPES = (("iphone", "ios"), ("ipad", "ios"), ("mac", "mac"), ("pixel", "android"), ("galaxy", "android"))
_NAMESPACE = uuid.UUID("5f0c4b1e-3a52-4bb1-9a4e-6f1e2d3c4b5a")


def devices(store: Store, *, ids_are_registrations: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Physical devices and their registrations, one of each for every device id in the rows, by name.

    Nobody outside knows which of the two ids the logs carry: `ids_are_registrations` decides.
    """
    seen: dict[str, dict[str, Any]] = {}
    for table in store.values():
        for row, second in zip(table.rows, table.times, strict=True):
            if (key := row.get("DeviceID")) and second >= seen.get(key, {}).get("second", 0):
                seen[key] = {"second": second, "row": row}
    physical, registrations = [], []
    for key, last in sorted(seen.items(), key=lambda item: (str(item[1]["row"].get("DeviceName")), item[0])):
        other = str(uuid.uuid5(_NAMESPACE, key))
        ids = (other, key) if ids_are_registrations else (key, last["row"].get("RegistrationID") or other)
        physical.append(_physical(ids[0], last["row"], last["second"]))
        registrations.append(_registration(*ids, last["row"], last["second"]))
    return physical, registrations


def _user(row: dict[str, Any]) -> dict[str, str]:
    email = str(row.get("Email") or "")
    return {
        "id": str(row.get("UserID") or uuid.uuid5(_NAMESPACE, email)),
        "email": email,
        "name": email.partition("@")[0],
    }


def _physical(identity: str, row: dict[str, Any], second: int) -> dict[str, Any]:
    name = str(row.get("DeviceName") or "")
    return {
        "id": identity,
        "name": name,
        "device_type": next((kind for part, kind in _TYPES if part in name.lower()), "windows"),
        "client_version": "2026.9.1",
        "os_version": "26.1",
        "last_seen_at": stamp(second),
        "last_seen_user": _user(row),
        "hardware_id": str(uuid.uuid5(_NAMESPACE, f"hardware {identity}")),
        "active_registrations": 1,
        "deleted_at": None,
    }


def _registration(device: str, identity: str, row: dict[str, Any], second: int) -> dict[str, Any]:
    return {
        "id": identity,
        "device": {"id": device, "name": str(row.get("DeviceName") or ""), "client_version": "2026.9.1"},
        "user": _user(row),
        "registration_type": "warp",
        "last_seen_at": stamp(second),
        "revoked_at": None,
    }
