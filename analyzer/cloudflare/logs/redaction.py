"""Records of a log without a name: devices, people, places and addresses by stand-ins, before they are saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Record = dict[str, Any]


class StandIns(Protocol):
    """What gives them: see `answers.stand_ins`."""

    def device(self, name: str) -> str:
        """For a device's id."""

    def device_name(self, name: str) -> str:
        """For its name."""

    def user(self, name: str) -> str:
        """For a person."""

    def location(self, name: str) -> str:
        """For a place."""

    def address(self, name: str) -> str:
        """For an address."""

    def account(self, name: str) -> str:
        """For an account's id."""


def redacting(stand_ins: StandIns) -> Callable[[Record], Record]:
    """What makes of a record the same one with stand-ins; keys that it lacks or has empty stay so."""
    changes: Mapping[str, Callable[[str], str]] = {
        "DeviceID": stand_ins.device,
        "DeviceName": stand_ins.device_name,
        "Email": stand_ins.user,
        "Location": stand_ins.location,
        "SrcIP": stand_ins.address,
    }

    def change(record: Record) -> Record:
        told = {key: stand_in(str(record[key])) for key, stand_in in changes.items() if record.get(key)}
        return record | told

    return change


def unchanged(record: Record) -> Record:
    """The record as it is."""
    return record
