"""Stand-ins for devices, people and addresses: on this machine the same for the same, each time.

Nobody else can tell whose they are.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analyzer.answers import saved
from analyzer.incidents.device_kinds import UNKNOWN, kind_of_name
from analyzer.private_files import write_private

_KEY_BYTES, _MARK_LENGTH = 32, 12
_WORDS = {"computer": "pc"}


class StandIns(NamedTuple):
    """What takes the place of names. "" stays "", since nothing is known there."""

    key: bytes
    """Known to its owner alone: without it, stand-ins could be tried out for names that somebody guesses."""

    def device(self, name: str) -> str:
        """For what tells a device: its id, or whatever the log has in its place."""
        return self._marked("device", name)

    def device_name(self, name: str) -> str:
        """For a device's name. It still tells a phone from a computer, since advice depends on it."""
        kind = kind_of_name(name) or UNKNOWN
        return self._marked(_WORDS.get(kind, kind), name)

    def user(self, name: str) -> str:
        """For a person."""
        return self._marked("user", name)

    def location(self, name: str) -> str:
        """For a place."""
        return self._marked("location", name)

    def address(self, name: str) -> str:
        """For an address of a device."""
        return self._marked("address", name)

    def account(self, name: str) -> str:
        """For the id of an account."""
        return self._marked("account", name)

    def frame(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A frame with stand-ins in the columns that name devices, people or places; types stay."""
        columns = {"device": self.device, "device_name": self.device_name, "user": self.user, "location": self.location}
        told = {}
        for column, stand_in in columns.items():
            if column in frame:
                names = frame[column].astype("str")
                replaced = names.map({name: stand_in(name) for name in names.unique()}).astype("str")
                is_category = isinstance(frame[column].dtype, pd.CategoricalDtype)
                told[column] = replaced.astype("category") if is_category else replaced
        return frame.assign(**told)

    def _marked(self, kind: str, name: str) -> str:
        if not name:
            return ""
        mark = hmac.digest(self.key, name.encode(errors="surrogatepass"), hashlib.sha256).hex()[:_MARK_LENGTH]
        return f"{kind}-{mark}"


def own_stand_ins() -> StandIns:
    """Those of this machine's user, whose key is kept beside the findings. Raises AnalyzerError if it can't be."""
    path = _key_file()
    if not path.is_file() or path.stat().st_size != _KEY_BYTES:
        write_private(path, secrets.token_bytes(_KEY_BYTES))
    return StandIns(path.read_bytes())


def _key_file() -> Path:
    return saved.state_folder() / "stand-ins.key"
