"""Apple's App Privacy Report: which app contacted which hostname, as an iPhone exports it (NDJSON).

A row is a total of up to seven days with its first and last time; there is nothing in between.
"""

from __future__ import annotations

import ipaddress

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import APP_CONTACT
from analyzer.sources._dataset import IDENTITY_FIELDS, Dataset, Field, Records
from analyzer.sources._signals import signal_frame
from analyzer.sources._values import clean_hostname

FIELDS = {
    "domain": Field("domain", str | None),
    "last_at": Field("timeStamp", str | int, ("timestamp",)),
    "bundle": Field("bundleID", str | None),
} | IDENTITY_FIELDS


def recognises(keys: frozenset[str]) -> bool:
    """A row of network activity has a bundle and a domain; a row of data access is of the report, too."""
    return {"bundleid", "domain"} <= keys or {"accessor", "category"} <= keys


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Signals of kind `app_contact` at the last contact; addresses and rows of data access say nothing of hostnames."""
    return signal_frame(
        records,
        dropped,
        # A row of data access has no domain. Any name will do for it: then it is counted as no_meaning, not as no_name.
        hostnames=records.combined(lambda domain: domain or "access", "domain"),
        seen_at=records["last_at"],
        kinds=records.combined(_kind, "domain"),
        apps=records["bundle"],
    )


def _kind(domain: object) -> str:
    hostname = clean_hostname(domain)
    return APP_CONTACT if hostname and not _is_address(hostname) else ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True


DATASET = Dataset(
    name="app_privacy_report",
    becomes="signals",
    fields=FIELDS,
    required=("last_at", "domain", "bundle"),
    recognises=recognises,
    foreign=(),
    to_frame=to_frame,
    times=("last_at",),
)
