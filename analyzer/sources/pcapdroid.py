"""PCAPdroid's list of connections, as an Android phone exports it (CSV): what each app asked for, and what failed.

Where PCAPdroid decrypts, a client that refuses its certificate leaves a connection in error; what it does not decrypt
tells of connections alone.
"""

from __future__ import annotations

import pandas as pd

from analyzer.reading.accounting import Dropped
from analyzer.schema import CONNECTION, TLS_ERROR
from analyzer.sources._dataset import NOBODY_FIELDS, Dataset, Field, Records
from analyzer.sources._signals import signal_frame
from analyzer.sources._values import clean_hostname, clean_text, to_int

FIELDS = {
    "info": Field("Info", str | int | None),
    "first_seen": Field("FirstSeen", str | int),
    "protocol": Field("Proto", str | None),
    "status": Field("Status", str | None),
    "bytes_received": Field("BytesRcvd", str | int | None),
    "package": Field("PackageName", str | None),
} | NOBODY_FIELDS
"""Whose phone it is, the list does not tell: its source address is that of the capture itself."""
_TLS = {"tls", "https", "quic", "http2"}
_ERRORS = {
    "error", "erreur", "errore", "fehler", "erro", "fout", "fel", "feil", "błąd", "chyba", "hiba", "eroare", "hata",
    "galat", "ошибка", "помилка", "エラー", "错误", "錯誤", "오류", "خطأ",
}  # fmt: skip
"""PCAPdroid writes the state of a connection in the phone's language."""


def recognises(keys: frozenset[str]) -> bool:
    """A connection has its protocol's number, and bytes and times in PCAPdroid's words."""
    return {"ipproto", "bytesrcvd", "firstseen"} <= keys


def to_frame(records: Records, dropped: Dropped) -> pd.DataFrame:
    """Signals at the time when a connection began, with the app whose it was.

    Names asked by DNS and clear text tell nothing of inspection.
    """
    return signal_frame(
        records,
        dropped,
        hostnames=records["info"],
        seen_at=records["first_seen"],
        kinds=records.combined(classify, "info", "protocol", "status", "bytes_received"),
        apps=records["package"],
    )


def classify(info: object, protocol: object, status: object, bytes_received: object) -> str:
    """`tls_error` where a connection of TLS ended in error after the other side had answered, else `connection`.

    Without an answer the server was not reached; "" for what is no TLS, and for what names no host.
    """
    if clean_text(protocol).casefold() not in _TLS or "." not in clean_hostname(info):
        return ""
    is_error = clean_text(status).casefold() in _ERRORS
    answered = (to_int(bytes_received) or 0) > 0
    return TLS_ERROR if is_error and answered else "" if is_error else CONNECTION


DATASET = Dataset(
    name="pcapdroid",
    becomes="signals",
    fields=FIELDS,
    required=("info", "first_seen"),
    recognises=recognises,
    foreign=("QueryName", "HTTPHost", "SNI", "bundleID", "ConnectionCloseReason"),
    to_frame=to_frame,
    times=("first_seen",),
    inspector="pcapdroid",
)
