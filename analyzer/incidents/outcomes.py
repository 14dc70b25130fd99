"""What became of the connections to each host while the app ran: within the windows alone, and the last word counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analyzer.domains import registrable_domains
from analyzer.frames import count, with_columns
from analyzer.incidents.hosts import SEVERAL
from analyzer.incidents.incident import Incident
from analyzer.incidents.tally import Tally
from analyzer.incidents.windows import in_windows, place
from analyzer.schema import BYPASSED, CONNECTION, INSPECTED, ORIGIN_ERROR, SESSION, TLS_ERROR, UNUSED, USED
from analyzer.sources import name_sessions, settle_unused

ASKED, EXEMPT, REFUSED, SITE_FAULT, DECRYPTED, SERVED = "asked", "exempt", "refused", "site_fault", "decrypted", "used"
UNDECRYPTED = "undecrypted"
_KINDS = (TLS_ERROR, UNUSED, ORIGIN_ERROR, USED, SESSION, CONNECTION, INSPECTED, BYPASSED)


def outcomes(total: Tally, incident: Incident, devices: Sequence[frozenset[str]]) -> pd.DataFrame:
    """One row per host of the failing devices' windows, indexed by hostname: `registrable_domain, outcome, ...`.

    `outcome` is `exempt` (undecrypted now), `refused` (in the handshake, or twice after it), `site_fault`, `decrypted`,
    `used` (it ended well, and no log tells whether it was decrypted), `undecrypted` (connections, and no request of
    them in a log that has requests: perhaps refused) or `asked` (nothing but lookups is known). A host that was refused
    first and exempt later is exempt: rules take effect while an app runs. Beside it the counts `lookup_count` and
    `<kind>_count`. Rows that name no device count as those of the devices that failed.
    """
    signals = settle_unused(name_sessions(total.signals)[0])
    every = frozenset().union(*devices)
    hostnames = [*total.queries["hostname"].cat.categories, *signals["hostname"].cat.categories]
    parts = registrable_domains(hostnames)
    asked = in_windows(place(total.queries, "asked_at", incident, parts, devices))
    told = in_windows(place(signals, "seen_at", incident, parts, devices))
    asked = asked[asked["device"].isin(every)]
    told = told[told["device"].isin(every | {""}) & told["kind"].isin(_KINDS)]
    names = sorted({*asked["hostname"].astype("str"), *told["hostname"].astype("str")} - {""})
    hosts = with_columns(
        parts.reindex(names)[["registrable_domain"]],
        lookup_count=count(asked, "hostname"),
        refused_at=_last(told, (TLS_ERROR, UNUSED)),
        exempt_at=_last(told, (BYPASSED,)),
        **{f"{kind}_count": count(told[told["kind"] == kind], "hostname") for kind in _KINDS},
    )
    requests_read = bool(signals["kind"].isin([INSPECTED, BYPASSED]).any())
    return hosts.assign(outcome=_outcome(hosts, requests_read=requests_read)).drop(columns=["refused_at", "exempt_at"])


def _last(told: pd.DataFrame, kinds: tuple[str, ...]) -> pd.Series:
    """The last second of these kinds for each host, in seconds since 1970."""
    some = told[told["kind"].isin(kinds)]
    return some.groupby(some["hostname"].astype("str"))["second"].max()


def _outcome(hosts: pd.DataFrame, *, requests_read: bool) -> pd.Series:
    went_well = hosts["used_count"] + hosts["inspected_count"] > 0
    unused = (hosts["unused_count"] >= SEVERAL) & ~went_well
    refused = (hosts["tls_error_count"] > 0) | unused
    exempt = (hosts["bypassed_count"] > 0) & ~(refused & (hosts["refused_at"] > hosts["exempt_at"]))
    connected = hosts["session_count"] + hosts["connection_count"] + hosts["unused_count"] > 0
    outcome = pd.Series(ASKED, index=hosts.index, dtype="str")
    for mask, name in (
        (connected & requests_read, UNDECRYPTED),
        (hosts["used_count"] > 0, SERVED),
        (hosts["inspected_count"] > 0, DECRYPTED),
        (refused, REFUSED),
        (hosts["origin_error_count"] > 0, SITE_FAULT),
        (exempt, EXEMPT),
    ):
        outcome = outcome.mask(mask.astype(bool), name)
    return outcome
