"""Hosts -> how sure it is that clients refused the certificate of each."""

from __future__ import annotations

import pandas as pd

from analyzer.schema import DISTRUST_FROM, INSPECTED, TLS_ERROR, UNUSED, USED

ANONYMOUS = 0.5
"""What a refused certificate or a decrypted request counts where the log does not tell whose it was."""
SURE = 0.5
"""From here on a host counts as refused."""
PERHAPS = 0.3
"""What one connection closed unused counts, with no other to the host: a browser's opened ahead of need looks so."""
AGAIN = 4
"""So many refusals of a host at which handshakes break by chance are more than chance, if none went well."""
AGAIN_BY_CHANCE = 0.7
"""What such a host counts then."""
CONTESTED = 0.6
"""What decrypted requests count against a host that was refused as well: another app, or a part of it, does not pin."""


def refuses_nearly_all(signals: pd.DataFrame) -> bool:
    """Whether the device refused so many domains at any time, and more than it was served on, that it trusts nobody.

    That is a device without the gateway's certificate, or a program with a list of its own: no pins. `signals` have a
    `registrable_domain`; those that name no device are left out.
    """
    named = signals[signals["device"] != ""]
    refused, served = (
        named.loc[named["kind"].isin(kinds), "registrable_domain"].nunique()
        for kinds in ((TLS_ERROR, UNUSED), (USED, INSPECTED))
    )
    return bool(refused >= DISTRUST_FROM and refused > served)


def refusal_strength(hosts: pd.DataFrame) -> pd.Series:
    """How sure it is that a host was refused, 0 to 1.

    1 for a broken handshake, or several connections closed unused and none used; less where one alone was closed so,
    and for hosts at which handshakes break by chance (advertising, static files): those count if they were refused
    again and again. Half where the log does not tell whose it was.
    """
    refused_count = hosts["tls_error_count"] + hosts["unused_count"]
    is_again = (refused_count >= AGAIN) & (hosts["inspected_count"] + hosts["used_count"] == 0)
    by_chance = hosts["breaks_by_chance"].astype(bool)
    again = (hosts["is_refused"] & is_again).astype(float) * AGAIN_BY_CHANCE
    strength = hosts["is_refused"].astype(float).mask(hosts["is_perhaps_refused"], PERHAPS).mask(by_chance, again)
    whose = pd.Series(1.0, index=hosts.index).mask(hosts["named_refusal_count"] == 0, ANONYMOUS)
    counted: pd.Series = strength * whose
    return counted
