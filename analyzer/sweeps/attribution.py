"""Refusals of sessions that name no device: whose they were, as far as the network log tells."""

from __future__ import annotations

import pandas as pd

from analyzer.schema import CONNECTION
from analyzer.sweeps.sightings import MINUTE


def attribute(broken: pd.DataFrame, used: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Broken handshakes with the device that connected to the host in that minute or the one before, if only one did.

    `is_attributed` marks the rows that this gave a device. The live account's sessions name no devices, its network
    log does, and it has a row for every session. So where any broken handshake names no device, the network log's
    rows that name one are left out of `used`: each is a session that is there already.
    """
    anonymous = broken["device"] == ""
    connections = used[(used["kind"] == CONNECTION) & (used["device"] != "")]
    broken = broken.assign(is_attributed=False)
    if not anonymous.any() or connections.empty:
        return broken, used
    wanted = broken.loc[anonymous, ["hostname", "seen_at"]]
    minutes = pd.concat([wanted.assign(seen_at=wanted["seen_at"].dt.floor(MINUTE) - step * MINUTE) for step in (0, 1)])
    met = minutes.reset_index(names="row").merge(connections, on=["hostname", "seen_at"])
    devices = met.groupby("row")["device"].agg(["nunique", "first"])
    owners = devices.loc[devices["nunique"] == 1, "first"]
    known = broken.index.isin(owners.index)
    device = broken["device"].mask(known, owners.reindex(broken.index)).astype("str")
    return broken.assign(device=device, is_attributed=known), used.drop(connections.index)
