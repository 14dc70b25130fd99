"""Incidents with known answers -> cases: the value of each term for each candidate, and which candidates are right.

A scenario file is gzip NDJSON, one incident a line: `id`, `app_name`, `app_id`, `failure_times_s` (seconds),
`truth` (a list of `{domain, grade}`), `events` (a list of `[seconds, record type, hostname]`), `app_hosts` (all that
the app asked), `tls_error_events` (a list of `[seconds, hostname]`) and, if need be, `neither`: domains of the app's
owner that are neither right nor wrong.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analyzer import domains, names
from analyzer.incidents import features, scoring
from analyzer.incidents.incident import Failure, Incident
from analyzer.incidents.tally import tally
from analyzer.schema import NUMBERS, QUERY_COLUMNS, SIGNAL_COLUMNS, TLS_ERROR
from tests.bench.fitting.connections import Told, belongs, signals_of

TRACKS = ("dns", "dns+name", "dns+tls", "all", "full", "full-name", "none")
"""What is given: DNS rows, the app's name, broken handshakes, both, or all that an account can log with the name or
without; in `none` all that the failing app asked is taken out."""
NAMED = ("dns+name", "all", "full", "none")
COPIES = ("exact", "moved", "late", "minute")
"""How the failure is reported: rightly, a little off, up to a minute late, or to the minute, as people type it."""
_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_DEVICE = "phone"
_MOMENT, _MINUTE = dt.timedelta(0), dt.timedelta(minutes=1)


@dataclass
class Case:
    """One incident, as one track shows it, with its failure reported at one time."""

    scenario: str
    app: str
    track: str
    copy: str
    terms: pd.DataFrame
    """Values of the terms, by registrable domain."""
    domains: pd.DataFrame
    """All that is known of the candidates, of which the probability needs some."""
    right: np.ndarray
    """Which candidates the app needs; all False in the track `none`."""
    grade: np.ndarray


def read_scenarios(path: Path, left_out: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The incidents of a file; truths of these names are dropped, and incidents without truth."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        scenarios = [json.loads(line) for line in file]
    for scenario in scenarios:
        scenario["truth"] = [truth for truth in scenario["truth"] if truth["domain"].rstrip(".") not in left_out]
    return [scenario for scenario in scenarios if scenario["truth"]]


def app_of(scenario: dict[str, Any]) -> str:
    return str(scenario["app_id"] or scenario["app_name"])


def cases(scenarios: list[dict[str, Any]], copies: tuple[str, ...] = COPIES) -> list[Case]:
    """Every incident in every track, and every copy with its own time of report."""
    tasks = [(scenario, copy) for scenario in scenarios for copy in copies]
    with ProcessPoolExecutor(2) as pool:
        return [case for group in pool.map(_cases_of, tasks, chunksize=8) for case in group]


def _cases_of(task: tuple[dict[str, Any], str]) -> list[Case]:
    return [_case(*task, track) for track in TRACKS]


def _case(scenario: dict[str, Any], copy: str, track: str) -> Case:
    grades = {truth["domain"].rstrip("."): truth["grade"] for truth in scenario["truth"]}
    events = scenario["events"]
    needed, asked_by_app = frozenset(grades), frozenset(host.rstrip(".") for host in scenario["app_hosts"])
    if track == "none":
        events = [event for event in events if not belongs(event[2], needed | asked_by_app)]
    length = _MINUTE if copy == "minute" else _MOMENT
    incident = Incident(
        failures=tuple(Failure(moment, moment + length) for moment in _reported(scenario, copy)),
        app=scenario["app_name"] if track in NAMED else "",
    )
    queries = _frame([(s, host, kind) for s, kind, host in events], "asked_at", QUERY_COLUMNS)
    told: Told = []
    if track in ("dns+tls", "all"):
        told = [(second, host, TLS_ERROR) for second, host in scenario["tls_error_events"]]
    if track in ("full", "full-name"):
        told = signals_of(scenario, needed, frozenset(host for host in asked_by_app if not belongs(host, needed)))
    signals = _frame(told, "seen_at", SIGNAL_COLUMNS)
    devices = [frozenset({_DEVICE})] * len(incident.failures)
    evidence = features.gather(tally(incident, queries=queries, signals=signals), incident, devices)
    frame = evidence.domains
    grade = np.array([max((g for d, g in grades.items() if _same(str(name), d)), default=0) for name in frame.index])
    values = scoring.term_values(frame, evidence.window_count)
    return Case(scenario["id"], app_of(scenario), track, copy, values, frame, grade > 0, grade)


def _reported(scenario: dict[str, Any], copy: str) -> list[dt.datetime]:
    """The failure times as people report them: as they are, a little off, or late."""
    chance = random.Random(f"{scenario['id']} {copy}")
    shifts = {"moved": lambda: chance.gauss(0, 20), "late": lambda: chance.uniform(0, 60)}
    shift = shifts[copy]() if copy in shifts else 0.0
    step = 60 if copy == "minute" else 1
    seconds = {int(second + shift) // step * step for second in scenario["failure_times_s"]}
    return sorted(_START + dt.timedelta(seconds=second) for second in seconds)


def _frame(rows: list[tuple[float, str, str]], time: str, columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["second", "hostname", "what"])
    frame["hostname"] = frame["hostname"].str.lower().str.rstrip(".")
    frame = frame[frame["hostname"] != ""]
    moments = pd.Timestamp(_START) + pd.to_timedelta(np.floor(frame["second"].astype(float)), unit="s")
    what = "query_type" if "query_type" in columns else "kind"
    filled = frame.assign(**{time: moments.astype("datetime64[us, UTC]"), what: frame["what"], "device": _DEVICE})
    filled = filled.reindex(columns=columns)
    texts = [column for column in columns if column != time and column not in NUMBERS]
    filled = filled.fillna(dict.fromkeys(texts, "") | dict.fromkeys(NUMBERS & {*columns}, 0))
    types = dict.fromkeys(texts, "category") | dict.fromkeys(NUMBERS & {*columns}, "int64")
    return filled.astype(types)[[*columns]].reset_index(drop=True)


def _same(candidate: str, truth: str) -> bool:
    """A truth may be a hostname: then the candidate is its registrable domain."""
    return belongs(candidate, frozenset({truth})) or candidate == domains.registrable(truth).domain


def brands(scenarios: list[dict[str, Any]]) -> dict[str, str]:
    """App -> brand: apps that share a needed domain or a word of their names are one, so that no fold splits them."""
    group: dict[str, str] = {}

    def root(key: str) -> str:
        while group.setdefault(key, key) != key:
            key = group[key]
        return key

    for scenario in scenarios:
        app = f"app:{app_of(scenario)}"
        keys = [f"domain:{truth['domain']}" for truth in scenario["truth"]]
        tokens = names.parse_app_name(scenario["app_name"]).tokens
        keys += [f"word:{token.text}" for token in tokens if token.kind == "word" and token.weight >= 1]
        for key in keys:
            group[root(key)] = root(app)
    return {app_of(scenario): root(f"app:{app_of(scenario)}") for scenario in scenarios}
