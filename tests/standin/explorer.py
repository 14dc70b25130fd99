"""Log Explorer: which datasets are switched on, their columns, and statements over their rows, strictly read.

A statement that this does not know in every part is refused, as is a column that the dataset lacks.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from tests.standin.call import BadRequest, Call
from tests.standin.envelope import Answer, success
from tests.standin.rows import DATASETS, Row, epoch, stamp

MOST_ROWS = 10_000
MOST_CONDITIONS = 25
_STATEMENT = re.compile(
    r"SELECT (?P<columns>[a-z, ]+?)(?P<count>, COUNT\(\*\) AS n)? FROM (?P<dataset>[a-z_]+) WHERE (?P<where>.+?)"
    r"(?: GROUP BY (?P<group>[a-z, ]+))?(?: ORDER BY (?P<order>[a-z]+) (?P<way>ASC|DESC))? LIMIT (?P<limit>\d+)"
)
_TEXT = r"'(?:[^']|'')*'"
_CONDITION = re.compile(rf"(?P<column>[a-z]+) (?P<test>>=|<=|<|=|IN) (?P<value>{_TEXT}|\({_TEXT}(?:, {_TEXT})*\))")
COLUMNS = {
    "gateway_dns": "Datetime QueryName DeviceID DeviceName Email QueryTypeName ResolverDecision RCode Location SrcIP",
    "gateway_http": "Datetime HTTPHost Action DeviceID DeviceName Email HTTPStatusCode HTTPMethod HTTPVersion URL",
    "gateway_network": "Datetime SNI DeviceID DeviceName Email SessionID DestinationPort Transport",
    "zero_trust_network_sessions": (
        "SessionStartTime SessionEndTime ConnectionCloseReason SNI DeviceID DeviceName Email SessionID Protocol"
        " DetectedProtocol OriginTLSCertificateValidationResult ClientTLSVersion BytesSent BytesReceived"
    ),
}
_TIMES = ("datetime", "sessionendtime", "sessionstarttime")


def configured(call: Call) -> Answer:
    """The datasets that the account has switched on, or has had on."""
    explorer = call.world.explorer
    return success([{"dataset": name, "object_type": "account", "enabled": on} for name, on in explorer.items()])


def available(call: Call) -> Answer:
    """All datasets with their columns."""
    return success([_about(call, name) for name in DATASETS])


def _about(call: Call, dataset: str) -> dict[str, Any]:
    properties = {column: {"type": "string"} for column in _columns(call, dataset)}
    schema = {"type": "object", "properties": properties}
    return {"dataset": dataset, "object_type": "account", "schema": schema, "timestamp_field": "datetime"}


def _columns(call: Call, dataset: str) -> list[str]:
    lacking = {value.lower() for value in call.world.misbehaviour.names("lacks_column")}
    return [name for name in COLUMNS[dataset].lower().split() if name not in lacking]


def query(call: Call) -> Answer:
    """The rows that a statement asks for."""
    if call.content_type != "text/plain":
        raise BadRequest("the statement must come as text/plain")
    told = _STATEMENT.fullmatch(call.text)
    if told is None:
        raise BadRequest("syntax error in statement")
    dataset = told["dataset"]
    if not call.world.explorer.get(dataset):
        raise BadRequest(f"dataset {dataset} is not enabled")
    if int(told["limit"]) > MOST_ROWS:
        raise BadRequest(f"limit must not exceed {MOST_ROWS}")
    known = _columns(call, dataset)
    wanted = told["columns"].split(", ")
    table = call.world.store[dataset]
    every = map(_lowered, table.rows, table.times)
    rows = [row for row in every if _holds(row, told["where"], known)]
    if unknown := {*wanted, *filter(None, [told["order"]])} - {*known}:
        raise BadRequest(f"unknown column: {min(unknown)}")
    if told["count"]:
        if told["group"] != told["columns"]:
            raise BadRequest("columns must appear in GROUP BY")
        groups = Counter(tuple(row.get(name) for name in wanted) for row in rows)
        counted = [dict(zip(wanted, values, strict=True)) | {"n": count} for values, count in groups.items()]
        return success(counted[: int(told["limit"])])
    if told["order"]:
        rows.sort(key=lambda row: str(row.get(told["order"])), reverse=told["way"] == "DESC")
    return success([{name: row.get(name) for name in wanted} for row in rows[: int(told["limit"])]])


def _lowered(row: Row, second: int) -> Row:
    """The row as it is told; its times are moved so that the one that it is filed under is this second."""
    lowered = {key.lower(): value for key, value in row.items()}
    seconds = {name: int(epoch(lowered[name])) for name in _TIMES if lowered.get(name)}
    shift = second - next(seconds[name] for name in _TIMES if name in seconds)
    times = {name: stamp(told + shift) for name, told in seconds.items()}
    day = times.get("sessionstarttime") or times["datetime"]
    return {key: value for key, value in lowered.items() if value != ""} | times | {"date": day[:10]}


def _holds(row: Row, where: str, known: list[str]) -> bool:
    conditions = where.split(" AND ")
    if len(conditions) > MOST_CONDITIONS:
        raise BadRequest("too many predicates")
    met = [_is_met(row, condition, known) for condition in conditions]  # each is read, whatever the first says
    return all(met)


def _is_met(row: Row, condition: str, known: list[str]) -> bool:
    told = _CONDITION.fullmatch(condition)
    if told is None or told["column"] not in (*known, "date"):
        raise BadRequest(f"can't read condition: {condition}")
    value = str(row.get(told["column"]) or "")
    given = [text[1:-1].replace("''", "'") for text in re.findall(_TEXT, told["value"])]
    if told["test"] == "IN":
        return value in given
    test, (bound,) = told["test"], given
    return {"=": value == bound, ">=": value >= bound, "<=": value <= bound, "<": value < bound}[test]
