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
from analyzer.sources._values import Coded, categorical, clean_hostname, clean_user, parse_times, without_faults


def signal_frame(
    records: Records,
    dropped: Dropped,
    *,
    hostnames: Sequence[Any] | Coded,
    seen_at: Sequence[Any] | Coded,
    kinds: Sequence[str] | Coded,
    apps: Sequence[str] | Coded = (),
    session_ids: Sequence[Any] | Coded = (),
) -> pd.DataFrame:
    """DataFrame[Signals]; a record without a usable hostname, time or meaning is counted and left out.

    Each sequence has a value for each record; `apps` and `session_ids` may be empty. A kind of "" means that the record
    says nothing of inspection. `session_ids` has those ids that may tie it to records of another log: a record without
    a hostname is kept if it has one.
    """
    told, times = categorical(kinds), parse_times(seen_at)
    sessions = categorical(session_ids if len(session_ids) else [""] * len(records))
    frame = pd.DataFrame(
        {
            "seen_at": times,
            "hostname": categorical(hostnames, clean_hostname),
            "device": device_of(records),
            "device_name": categorical(records["device_name"]),
            "user": categorical(records["user"], clean_user),
            "kind": told,
            "app": categorical(apps if len(apps) else [""] * len(records)),
            "session_id": sessions,
        },
        columns=SIGNAL_COLUMNS,
    )
    return without_faults(
        frame,
        dropped,
        may_lack_name=np.asarray(sessions != ""),
        no_time=times.isna().to_numpy(),
        no_meaning=np.asarray(told == ""),
    )
