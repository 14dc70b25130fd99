"""Cloudflare Gateway network log: Logpush `gateway_network`. Names seen in TLS handshakes, whatever came of them."""

from __future__ import annotations

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import CONNECTION
from analyzer.sources._dataset import IDENTITY_FIELDS, Dataset, Field, Records, folded
from analyzer.sources._signals import signal_frame

FIELDS = {
    "sni": Field("SNI", str | None),
    "opened_at": Field("Datetime", str | int, ("Timestamp", "Time")),
    "session_id": Field("SessionID", str | None),
    "port": Field("DestinationPort", str | int | None),  # not read: by its key a file's spelling is told
} | IDENTITY_FIELDS


FOREIGN = ("ConnectionCloseReason", "HTTPHost", "HTTPMethod", "URL", "QueryName", "bundleID")
_FOREIGN = folded(FOREIGN)


def recognises(keys: frozenset[str]) -> bool:
    """A network row names a host or a destination port, and is neither a request nor a session."""
    return bool(keys & {"sni", "destinationport"}) and not keys & _FOREIGN


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Signals of kind `connection`: the name was asked for in a handshake; how that ended is not told."""
    return signal_frame(
        records,
        dropped,
        hostnames=records["sni"],
        seen_at=records["opened_at"],
        kinds=[CONNECTION] * len(records),
        session_ids=records.combined(lambda id_, sni: id_ if sni else "", "session_id", "sni"),
    )


DATASET = Dataset(
    name="gateway_network",
    becomes="signals",
    fields=FIELDS,
    required=("opened_at", "sni"),
    recognises=recognises,
    foreign=FOREIGN,
    to_frame=to_frame,
    times=("opened_at",),
)
