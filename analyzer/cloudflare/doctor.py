"""Preflight: what works with this token and account, and what to do about the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from analyzer.cloudflare.account import find_account
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.logs.graphql import Settings, open_nodes, read_settings
from analyzer.cloudflare.logs.nodes import NODES, Node
from analyzer.cloudflare.logs.reader import Reader, read_time
from analyzer.errors import CloudflareError
from analyzer.sources._values import REDACTED
from analyzer.times import write_duration

State = Literal["ok", "warning", "problem", "unknown"]
MOST_SKEW = dt.timedelta(seconds=5)
_FRESH = dt.timedelta(minutes=15)
_EDIT = "Edit the token in the dashboard (My Profile > API Tokens) and add"


@dataclass(frozen=True)
class Check:
    """One line of the doctor's report."""

    what: str
    state: State
    found: str
    advice: str = ""


@dataclass
class Patient:
    """What is known of the account so far; later checks lean on earlier ones."""

    client: Cloudflare
    account: str = ""
    settings: dict[str, Settings] = field(default_factory=dict)


def examine(client: Cloudflare) -> Iterator[Check]:
    """All checks, the first problem being the one to mend first; a missing permission is a line, not an error."""
    patient = Patient(client)
    yield _account(patient)
    yield _token(patient)
    yield _clock(patient)
    if not patient.account:
        return
    yield _analytics(patient)
    yield _devices(patient)
    yield from _zero_trust(patient)
    for dataset in NODES:
        yield from _dataset(patient, dataset)
    yield from _log(patient)


def _account(patient: Patient) -> Check:
    try:
        patient.account = find_account(patient.client)
    except CloudflareError as error:
        return Check("account", "problem", str(error), error.hint)
    return Check("account", "ok", patient.account)


def _token(patient: Patient) -> Check:
    paths = ["/user/tokens/verify", f"/accounts/{patient.account}/tokens/verify"][: 2 if patient.account else 1]
    problem: CloudflareError | None = None
    for path in paths:
        try:
            answer = patient.client.get(path)
        except CloudflareError as error:
            problem = error
            continue
        until = f", until {answer['expires_on']}" if answer.get("expires_on") else ""
        good = answer.get("status") == "active"
        return Check(
            "token", "ok" if good else "problem", f"{answer.get('status')}{until}", "" if good else "Make a new one."
        )
    return Check("token", "problem", str(problem), problem.hint if problem else "")


def _clock(patient: Patient) -> Check:
    skew = patient.client.skew
    if skew is None:
        return Check("clock", "unknown", "Cloudflare sent no time")
    if abs(skew) <= MOST_SKEW:
        return Check("clock", "ok", "as Cloudflare's")
    way = "behind" if skew > dt.timedelta(0) else "ahead of"
    seconds = abs(skew).total_seconds()
    return Check(
        "clock", "warning", f"{seconds:.0f} s {way} Cloudflare's", "Set this machine's clock, or times are off."
    )


def _analytics(patient: Patient) -> Check:
    what = "Account Analytics > Read"
    try:
        patient.settings = read_settings(patient.client, patient.account)
    except CloudflareError as error:
        return Check(what, "problem", str(error), f"{_EDIT} Account > Account Analytics > Read.")
    return Check(what, "ok", "the token may read logs")


def _devices(patient: Patient) -> Check:
    what = "device names"
    if _read(patient, "devices/physical-devices", per_page=5) is None and (
        _read(patient, "devices/registrations", per_page=5) is None
    ):
        advice = f"{_EDIT} Account > Zero Trust > Read; until then give --device an id."
        return Check(what, "warning", "the token may not read them", advice)
    return Check(what, "ok", "the token may read them")


def _zero_trust(patient: Patient) -> Iterator[Check]:
    logging, configuration = _read(patient, "gateway/logging"), _read(patient, "gateway/configuration")
    if logging is None and configuration is None:
        yield Check(
            "Zero Trust > Read", "warning", "the token may not read settings",
            f"{_EDIT} Account > Zero Trust > Read to have DNS logging and TLS decryption checked.",
        )  # fmt: skip
        return
    yield Check("Zero Trust > Read", "ok", "the token may read settings")
    yield _logging(logging or {})
    yield _redaction(logging or {})
    yield _decryption((configuration or {}).get("settings") or {})


def _logging(logging: dict[str, Any]) -> Check:
    dns = (logging.get("settings_by_rule_type") or {}).get("dns") or {}
    if "log_all" not in dns:
        return Check("DNS logging", "unknown", "the account does not tell")
    if dns["log_all"]:
        return Check("DNS logging", "ok", "all queries are logged")
    where = "Zero Trust > Settings > Network > Gateway logging"
    return Check("DNS logging", "problem", "allowed queries are not logged", f"Log all DNS queries: {where}.")


def _redaction(logging: dict[str, Any]) -> Check:
    if logging.get("redact_pii"):
        advice = "Devices can't be told apart; let one phone alone ask while you reproduce, or switch redaction off."
        return Check("redaction", "warning", "user and device are redacted in logs", advice)
    return Check("redaction", "ok", "off")


def _decryption(settings: dict[str, Any]) -> Check:
    decrypt = (settings.get("tls_decrypt") or {}).get("enabled")
    if decrypt is None:
        return Check("TLS decryption", "unknown", "the account does not tell")
    if not decrypt:
        advice = "Then inspection is not what breaks the app; look elsewhere."
        return Check("TLS decryption", "warning", "off", advice)
    mode = (settings.get("inspection") or {}).get("mode")
    return Check("TLS decryption", "ok", f"on{f', inspection mode {mode}' if mode else ''}")


def _dataset(patient: Patient, dataset: str) -> Iterator[Check]:
    """One line for each node of a dataset: which is used, or what is lacking if none is open."""
    if not patient.settings:
        yield from (Check(node.name, "unknown", "could not be asked") for node in NODES[dataset])
        return
    used = next(iter(open_nodes(patient.settings, dataset)), None)
    for node in NODES[dataset]:
        settings = patient.settings[node.name]
        if settings.opens(node):
            back, at_once = _length(settings.not_older_than), _length(settings.max_duration)
            yield Check(node.name, "ok", f"back {back}, {at_once} at once, {settings.max_page_size:,} rows a page")
        else:
            yield _closed(node, used)


def _closed(node: Node, used: Node | None) -> Check:
    found = "not open to this token or plan"
    if used is None:
        is_needed = node.dataset == "gateway_dns"
        advice = "One of the two DNS logs is needed." if is_needed else f"Rankings do without {node.dataset}."
        return Check(node.name, "problem" if is_needed else "warning", found, advice)
    if node.device and not used.device:
        return Check(node.name, "warning", found, f"{used.name} is used instead, which names no devices.")
    return Check(node.name, "unknown", found)


def _log(patient: Patient) -> Iterator[Check]:
    node = next(iter(open_nodes(patient.settings, "gateway_dns")), None) if patient.settings else None
    if node is None:
        return
    settings = patient.settings[node.name]
    now = dt.datetime.now(dt.UTC) + (patient.client.skew or dt.timedelta(0))
    reach = dt.timedelta(seconds=min(settings.max_duration or 3600, settings.not_older_than or 3600, 3600))
    reader = Reader(patient.client, patient.account, node, settings)
    try:
        newest = reader.newest(now - reach, now)
    except CloudflareError as error:
        yield Check("freshness", "unknown", str(error), error.hint)
        return
    if newest is None:
        advice = "Is a device connected, and DNS logging on?"
        yield Check("freshness", "warning", f"no query in the last {_length(reach.total_seconds())}", advice)
        return
    age = now - read_time(newest["dimensions"]["datetime"])
    seen = f"newest query {write_duration(age - age % dt.timedelta(seconds=1))} old"
    late = "Newer rows may take a while: pinscout find --wait."
    yield Check("freshness", "ok" if age < _FRESH else "warning", seen, "" if age < _FRESH else late)
    if node.device:
        device = newest["dimensions"].get(node.device)
        if device in (REDACTED, None, ""):
            advice = f"{_EDIT} Account > Zero Trust PII > Read, if the account may."
            yield Check("identities", "warning", "the log gives no device ids to this token", advice)
        else:
            yield Check("identities", "ok", "the log names devices")


def _read(patient: Patient, path: str, **parameters: object) -> Any:
    """The answer, or None where the token may not read it."""
    try:
        return patient.client.get(f"/accounts/{patient.account}/{path}", **parameters)
    except CloudflareError:
        return None


def _length(seconds: float | None) -> str:
    if seconds is None:
        return "any time"
    days, rest = divmod(int(seconds), 86400)
    return f"{days} d" if days and not rest else write_duration(dt.timedelta(seconds=int(seconds)))
