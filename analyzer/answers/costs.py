"""What inspection loses by an exclusion."""

from __future__ import annotations

from typing import Any

from analyzer.facts import Fact, fact
from analyzer.knowledge import is_shared_platform


def cost_in_sweep(row: Any) -> Fact:
    """What excluding the entries of a refused domain costs, as far as a log of refusals tells."""
    if row.match == "host":
        return fact("cost_host", count=len(row.exclude.split()))
    return fact("cost_domain_none", domain=row.registrable_domain)


def cost(row: Any, baseline_lookup_count: int) -> Fact:
    """What excluding the entries of a candidate costs, of all lookups that its device made outside the windows."""
    if row.match == "host":
        key = "cost_host_shared" if is_shared_platform(row.registrable_domain) else "cost_host"
        return fact(key, count=len(row.exclude.split()))
    if not (row.baseline_lookup_count or row.other_device_count):
        return fact("cost_domain_none", domain=row.registrable_domain)
    share = row.baseline_lookup_count / max(baseline_lookup_count, 1)
    counts = {"baseline": row.baseline_lookup_count, "others": row.other_device_count}
    return fact("cost_domain", domain=row.registrable_domain, share=share, **counts)
