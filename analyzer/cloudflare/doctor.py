"""Preflight: what works with this token and account, and what to do about the rest."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from analyzer.cloudflare.account import ACCOUNT_VARIABLE, find_account, list_accounts
from analyzer.cloudflare.client import UNREACHED, Cloudflare
from analyzer.cloudflare.gateway.rules import read_rules
from analyzer.cloudflare.logs.graphql import Settings, open_nodes, read_settings
from analyzer.cloudflare.logs.nodes import NODES, Node
from analyzer.cloudflare.logs.reader import Reader, read_time
from analyzer.cloudflare.rule_traps import traps
from analyzer.errors import CloudflareError
from analyzer.facts import Fact, fact
from analyzer.sources._values import REDACTED
from analyzer.times import write_duration

State = Literal["ok", "warning", "problem", "unknown"]
Verdict = Literal["ready", "ready_with_gaps", "not_ready"]
MOST_SKEW = dt.timedelta(seconds=5)
MOST_SILENT_S = 10.0
"""So long Cloudflare may be silent while it is looked at; a log takes longer to answer."""
_OF_DOCTOR = {"cf_doctor_checks", "cf_or_files", "cf_error_hint", "cf_node_refused_hint", "cf_too_old_hint"}
"""Hints that lead here, and are of no use to those who are here."""
_ACCOUNT_ID = re.compile(r"[0-9a-f]{32}")
_FRESH, _SECOND = dt.timedelta(minutes=15), dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Check:
    """One line of the doctor's report."""

    what: Fact
    state: State
    found: Fact
    advice: Fact | None = None


def judge(checks: Sequence[Check]) -> tuple[Verdict, Fact]:
    """Whether `find` can work on this account, and the sentence that says so and why."""
    problems, warnings = ([check.what for check in checks if check.state == state] for state in ("problem", "warning"))
    if problems:
        return "not_ready", fact("doctor_not_ready", first=problems[0], more=problems[1:])
    if warnings:
        return "ready_with_gaps", fact("doctor_ready_gaps", gaps=list(dict.fromkeys(map(str, warnings))))
    return "ready", fact("doctor_ready")


@dataclass
class Patient:
    """What is known of the account so far; later checks lean on earlier ones."""

    client: Cloudflare
    account: str = ""
    settings: dict[str, Settings] = field(default_factory=dict)


def examine(client: Cloudflare) -> Iterator[Check]:
    """All checks, the first problem being the one to mend first; a missing permission is a line, not an error.

    Where Cloudflare can't be reached, that is the only one.
    """
    patient = Patient(client)
    account = _account(patient)
    yield account
    if account.found.key in UNREACHED:
        return
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
    what = fact("doctor_account")
    try:
        account, seen = find_account(patient.client), _seen_accounts(patient.client)
    except CloudflareError as error:
        return Check(what, "problem", error.fact, _hints(error.all_hints))
    if not _ACCOUNT_ID.fullmatch(account.lower()):
        return Check(
            what, "problem", fact("doctor_account_odd"), fact("doctor_account_where", variable=ACCOUNT_VARIABLE)
        )
    if seen and account.lower() not in seen:
        lines = [fact("cf_account_line", id=id_, name=name) for id_, name in seen.items()]
        advice = fact("cf_accounts_hint", variable=ACCOUNT_VARIABLE, accounts=lines)
        return Check(what, "problem", fact("doctor_account_unseen"), advice)
    patient.account = account
    return Check(what, "ok", fact("doctor_account_id", id=account))


def _seen_accounts(client: Cloudflare) -> dict[str, str]:
    """Names of the accounts by id; {} where none was named, and so none can be wrong, or where they can't be listed."""
    if not os.environ.get(ACCOUNT_VARIABLE, "").strip():
        return {}
    try:
        return {each.id: each.name or "" for each in list_accounts(client)}
    except CloudflareError as error:
        if error.status == httpx.codes.FORBIDDEN:
            return {}
        raise


def _token(patient: Patient) -> Check:
    what = fact("doctor_token")
    refused: list[CloudflareError] = []
    for path in ["/user/tokens/verify", f"/accounts/{patient.account}/tokens/verify"][: 2 if patient.account else 1]:
        try:
            answer = patient.client.get(path, dict[str, Any])
        except CloudflareError as error:
            refused.append(error)
            continue
        status, until = answer.get("status"), answer.get("expires_on")
        found = (
            fact("doctor_token_until" if status == "active" else "doctor_token_since", status=status, until=until)
            if until
            else fact("doctor_token_status", status=status)
        )
        return (
            Check(what, "ok", found) if status == "active" else Check(what, "problem", found, fact("doctor_token_new"))
        )
    return Check(what, "problem", refused[-1].fact, _hints(refused[-1].all_hints))


def _clock(patient: Patient) -> Check:
    what, skew = fact("doctor_clock"), patient.client.skew
    if skew is None:
        return Check(what, "unknown", fact("doctor_clock_unknown"))
    if abs(skew) <= MOST_SKEW:
        return Check(what, "ok", fact("doctor_clock_right"))
    seconds = abs(skew).total_seconds()
    is_behind = skew > dt.timedelta(0)
    found = fact("doctor_clock_behind", seconds=seconds) if is_behind else fact("doctor_clock_ahead", seconds=seconds)
    return Check(what, "warning", found, fact("doctor_clock_set"))


def _analytics(patient: Patient) -> Check:
    what = fact("doctor_analytics")
    try:
        patient.settings = read_settings(patient.client, patient.account)
    except CloudflareError as error:
        return Check(what, "problem", error.fact, fact("doctor_analytics_add"))
    if not any(settings.enabled for settings in patient.settings.values()):
        return Check(what, "problem", fact("doctor_analytics_closed"), fact("doctor_analytics_add"))
    return Check(what, "ok", fact("doctor_analytics_open"))


def _devices(patient: Patient) -> Check:
    what = fact("doctor_devices")
    if _read(patient, "devices/physical-devices", per_page=5) is None and (
        _read(patient, "devices/registrations", per_page=5) is None
    ):
        return Check(what, "warning", fact("doctor_devices_closed"), fact("doctor_devices_add"))
    return Check(what, "ok", fact("doctor_devices_open"))


def _zero_trust(patient: Patient) -> Iterator[Check]:
    what = fact("doctor_zero_trust")
    logging, configuration = _read(patient, "gateway/logging"), _read(patient, "gateway/configuration")
    if logging is None and configuration is None:
        yield Check(what, "warning", fact("doctor_zero_trust_closed"), fact("doctor_zero_trust_add"))
        return
    yield Check(what, "ok", fact("doctor_zero_trust_open"))
    yield _logging(_table(logging))
    yield _redaction(_table(logging))
    yield _decryption(_table(_table(configuration).get("settings")))
    yield from _rules(patient)


def _logging(logging: dict[str, Any]) -> Check:
    what, dns = fact("doctor_logging"), _table(_table(logging.get("settings_by_rule_type")).get("dns"))
    if "log_all" not in dns:
        return Check(what, "unknown", fact("doctor_not_told"))
    if dns["log_all"]:
        return Check(what, "ok", fact("doctor_logging_all"))
    return Check(what, "problem", fact("doctor_logging_some"), fact("doctor_logging_switch_on"))


def _redaction(logging: dict[str, Any]) -> Check:
    what = fact("doctor_redaction")
    if logging.get("redact_pii"):
        return Check(what, "warning", fact("doctor_redaction_on"), fact("doctor_redaction_live_with"))
    return Check(what, "ok", fact("doctor_off"))


def _decryption(settings: dict[str, Any]) -> Check:
    what, decrypt = fact("doctor_decryption"), _table(settings.get("tls_decrypt")).get("enabled")
    if decrypt is None:
        return Check(what, "unknown", fact("doctor_not_told"))
    if not decrypt:
        return Check(what, "warning", fact("doctor_off"), fact("doctor_decryption_not_it"))
    mode = _table(settings.get("inspection")).get("mode")
    return Check(what, "ok", fact("doctor_decryption_mode", mode=mode) if mode else fact("doctor_decryption_on"))


def _rules(patient: Patient) -> Iterator[Check]:
    """One line for each rule that does not do what it looks like."""
    what = fact("doctor_rules")
    try:
        found = list(traps(read_rules(patient.client, patient.account)))
    except CloudflareError as error:
        yield Check(what, "unknown", error.fact, _hints(error.all_hints))
        return
    yield from (Check(what, "warning", trap.found, trap.advice) for trap in found)
    if not found:
        yield Check(what, "ok", fact("doctor_rules_fine"))


def _dataset(patient: Patient, dataset: str) -> Iterator[Check]:
    """One line for each node of a dataset: which is used, or what is lacking if none is open."""
    if not patient.settings:
        yield from (Check(_name(node), "unknown", fact("doctor_node_unasked")) for node in NODES[dataset])
        return
    used = next(iter(open_nodes(patient.settings, dataset)), None)
    for node in NODES[dataset]:
        settings = patient.settings[node.name]
        yield Check(_name(node), "ok", _limits(settings)) if settings.opens(node) else _closed(node, used)


def _name(node: Node) -> Fact:
    return fact("doctor_node", name=node.name)


def _limits(settings: Settings) -> Fact:
    back, at_once = _length(settings.not_older_than), _length(settings.max_duration)
    return fact("doctor_node_open", back=back, at_once=at_once, rows=settings.max_page_size)


def _closed(node: Node, used: Node | None) -> Check:
    what, found = _name(node), fact("doctor_node_closed")
    if used is None and node.dataset == "gateway_dns":
        return Check(what, "problem", found, fact("doctor_node_needed"))
    if used is None:
        return Check(what, "warning", found, fact("doctor_node_done_without", dataset=node.dataset))
    if node.device and not used.device:
        return Check(what, "warning", found, fact("doctor_node_instead", used=used.name))
    return Check(what, "unknown", found)


def _log(patient: Patient) -> Iterator[Check]:
    node = next(iter(open_nodes(patient.settings, "gateway_dns")), None) if patient.settings else None
    if node is None:
        return
    settings = patient.settings[node.name]
    now = patient.client.now()
    reach = dt.timedelta(seconds=min(settings.max_duration or 3600, settings.not_older_than or 3600, 3600))
    reader = Reader(patient.client, patient.account, node, settings)
    try:
        newest = reader.newest(now - reach, now)
    except CloudflareError as error:
        yield Check(fact("doctor_freshness"), "unknown", error.fact, _hints(error.all_hints))
        return
    if newest is None:
        found = fact("doctor_no_query", reach=_length(reach.total_seconds()))
        yield Check(fact("doctor_freshness"), "warning", found, fact("doctor_no_query_why"))
        return
    yield _freshness(now - read_time(str(newest.dimensions["datetime"])))
    if node.device:
        yield _identities(newest.dimensions.get(node.device))


def _freshness(age: dt.timedelta) -> Check:
    what, found = fact("doctor_freshness"), fact("doctor_newest", age=write_duration(age - age % _SECOND))
    if age < _FRESH:
        return Check(what, "ok", found)
    return Check(what, "warning", found, fact("doctor_newest_late"))


def _identities(device: object) -> Check:
    what = fact("doctor_identities")
    if device in (REDACTED, None, ""):
        return Check(what, "warning", fact("doctor_identities_closed"), fact("doctor_identities_add"))
    return Check(what, "ok", fact("doctor_identities_open"))


def own_hints(hints: Iterable[Fact]) -> list[Fact]:
    """Those of the hints that do not send people where they are already."""
    return [hint for hint in hints if hint.key not in _OF_DOCTOR]


def _hints(hints: Iterable[Fact]) -> Fact | None:
    own = own_hints(hints)
    return fact("doctor_hints", hints=own) if own else None


def _read(patient: Patient, path: str, **parameters: object) -> Any:
    """The answer, or None where the token may not read it."""
    try:
        return patient.client.get(f"/accounts/{patient.account}/{path}", **parameters)
    except CloudflareError:
        return None


def _table(value: object) -> dict[str, Any]:
    """The keys of what is told; none where it is told in another shape."""
    return value if isinstance(value, dict) else {}


def _length(seconds: float | None) -> Fact | str:
    if seconds is None:
        return fact("doctor_any_time")
    days, rest = divmod(int(seconds), 86400)
    return fact("doctor_days", days=days) if days and not rest else write_duration(dt.timedelta(seconds=int(seconds)))
