"""Signals from records about connections: what sessions, requests and the App Privacy Report have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import SIGNAL_COLUMNS
from analyzer.sources._dataset import Records
from analyzer.sources._identities import device_of
from analyzer.sources._values import categorical, clean_hostname, clean_user, hostname_fault, parse_times


def signal_frame(
    records: Records,
    dropped: Dropped,
    *,
    hostnames: Sequence[Any],
    seen_at: Sequence[Any],
    kinds: Sequence[str],
    apps: Sequence[str] = (),
    session_ids: Sequence[Any] = (),
) -> pd.DataFrame:
    """DataFrame[Signals]; a record without a usable hostname, time or meaning is counted and left out.

    Each sequence has a value for each record; `apps` and `session_ids` may be empty. A kind of "" means that the record
    says nothing of inspection. `session_ids` has those ids that may tie it to records of another log: a record without
    a hostname is kept if it has one.
    """
    names = pd.Series(categorical(hostnames, clean_hostname))
    told = categorical(kinds)
    times = parse_times(seen_at)
    fault = names.cat.codes.map(pd.Series([hostname_fault(name) for name in names.cat.categories]))
    sessions = categorical(session_ids or [""] * len(records))
    fault = fault.mask((fault == "no_name") & np.asarray(sessions != ""), "")
    fault = fault.mask((fault == "") & times.isna(), "no_time")
    fault = fault.mask((fault == "") & np.asarray(told == ""), "no_meaning")
    dropped.update({str(reason): int(count) for reason, count in fault.value_counts().items() if reason})
    frame = pd.DataFrame(
        {
            "seen_at": times,
            "hostname": names,
            "device": device_of(records),
            "device_name": categorical(records["device_name"]),
            "user": categorical(records["user"], clean_user),
            "kind": told,
            "app": categorical(apps or [""] * len(records)),
            "session_id": sessions,
        },
        columns=SIGNAL_COLUMNS,
    )
    usable = frame[(fault == "").to_numpy()].reset_index(drop=True)
    return usable.assign(hostname=usable["hostname"].cat.remove_unused_categories())
