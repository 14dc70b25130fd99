"""What a year of many devices costs to read, from what a record costs: processors, and requests to the object store."""

from dataclasses import dataclass
from typing import NamedTuple

RECORDS_A_DAY = 5_000
"""DNS records of a device; those of the bundled iPhone are as many."""
FILE_RECORDS, FILE_S = 100_000, 60
"""Logpush begins a new file after so many records, or after so long; both can be set."""
LISTED_AT_ONCE = 1_000
USD_A_MILLION_READS, USD_A_MILLION_LISTS, USD_A_PROCESSOR_HOUR = 0.36, 4.50, 0.04
"""R2's operations of class B and A beyond the free ones; a virtual processor of the large clouds, about."""
YEAR_DAYS, HOUR_S, DAY_S = 365, 3600, 86_400


class Rate(NamedTuple):
    """Of a record: processor seconds for all devices and for one, and bytes as they are packed."""

    cpu_s: float
    one_cpu_s: float
    packed: float


@dataclass(frozen=True)
class Year:
    devices: int
    heads = (
        "records",
        "packed",
        "objects",
        "one day, 2 processors",
        "one device of the year, 16 processors",
        "whole year, 16 processors",
        "whole year, requests and processors",
    )

    def told(self, rate: Rate) -> list[str]:
        records = self.devices * RECORDS_A_DAY * YEAR_DAYS
        objects = max(YEAR_DAYS * DAY_S // FILE_S, records // FILE_RECORDS)
        hours = records * rate.cpu_s / HOUR_S
        lists = objects / LISTED_AT_ONCE
        requests = (objects * USD_A_MILLION_READS + lists * USD_A_MILLION_LISTS) / 1e6
        return [
            f"{self.devices:,} devices",
            f"{records / 1e9:,.1f} billion",
            f"{records * rate.packed / 1e12:,.2f} TB",
            f"{objects:,}",
            _span(records / YEAR_DAYS * rate.cpu_s / 2),
            _span(records * rate.one_cpu_s / 16),
            _span(records * rate.cpu_s / 16),
            f"{objects + lists:,.0f}, {requests:,.2f} USD; {hours:,.0f} h, {hours * USD_A_PROCESSOR_HOUR:,.2f} USD",
        ]


YEARS = (Year(500), Year(50_000))


def _span(seconds: float) -> str:
    return f"{seconds / HOUR_S:,.1f} h" if seconds >= HOUR_S else f"{seconds / 60:,.1f} min"
