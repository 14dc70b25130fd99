"""What the JSON of find, sweep and explain holds, as JSON Schema. `python -m` this module writes the file beside it.

Columns of candidates are those of the frames: their types and meanings are said in `analyzer/schema.py` alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analyzer.answers.ranking import JSON_VERSION
from analyzer.schema import BANDS, MATCHES, Candidates, Frame, Hosts, RefusedDomains
from analyzer.text import to_json

FILE = Path(__file__).with_name("answer.schema.json")
_TEXT, _COUNT, _TEXTS = (
    {"type": "string"},
    {"type": "integer", "minimum": 0},
    {"type": "array", "items": {"type": "string"}},
)
_TIME = {"type": "string", "format": "date-time"}
_MAYBE_TIME = {"anyOf": [_TIME, {"type": "null"}]}
_TYPES = {"int64": "integer", "float64": "number", "bool": "boolean"}


def json_schema() -> dict[str, Any]:
    """The schema of all answers; which of them it is, says their `kind`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of pinscout",
        "oneOf": [_finding(), _sweep(), _explanation(), _sweep_explanation()],
        "$defs": {"term": _term(), "input": _input()},
    }


def _incident() -> dict[str, Any]:
    return _object(
        {
            "app": _TEXT,
            "device": _TEXT,
            "at": _TEXTS,
            "before": _TEXT,
            "after": _TEXT,
            "baseline": _TEXT,
            "zone": _TEXT,
        },
        all_devices={"type": "boolean"},
    )


def _finding() -> dict[str, Any]:
    return _answer("finding", Candidates, {"summary": _TEXT, "incident": _incident(), "signals": _TEXTS})


def _explanation() -> dict[str, Any]:
    lookup = _object(
        {
            "asked_at": _TIME,
            "hostname": _TEXT,
            "query_types": _TEXTS,
            "is_blocked": {"type": "boolean", "description": "whether a DNS policy blocked any of it"},
            "failure": _maybe("integer", "around which failure, from 1; null outside the windows"),
            "offset_s": _maybe("number", "seconds from that failure"),
        }
    )
    own = {
        "incident": _incident(),
        "candidate": _candidate(Candidates),
        "hosts": {"type": "array", "items": _object(_columns(Hosts))},
        "lookups": {"type": "array", "items": lookup},
        "changes": _TEXTS | {"description": "what would change the answer"},
        "origins": _TEXTS | {"description": "whose certificate was refused, where it was not the gateway's alone"},
    }
    return _object(_head("explanation") | own)


def _sweep_explanation() -> dict[str, Any]:
    host = _object(
        {
            "hostname": _TEXT,
            "device": _TEXT,
            "device_name": _TEXT,
            "refused_count": _COUNT,
            "first_at": _TIME,
            "last_at": _TIME,
        }
    )
    own = {"candidate": _candidate(RefusedDomains), "refused_hosts": {"type": "array", "items": host}}
    return _object(_head("sweep_explanation") | own)


def _sweep() -> dict[str, Any]:
    device = _object(
        {
            "device": _TEXT,
            "device_name": _TEXT,
            "user": _TEXT,
            "refused_domain_count": _COUNT,
            "served_domain_count": _COUNT,
        }
    )
    span = {"type": "array", "items": _TIME, "maxItems": 2, "description": "the first and the last connection, or none"}
    return _answer("sweep", RefusedDomains, {"span": span, "distrusting": {"type": "array", "items": device}})


def _answer(kind: str, frame: type[Frame], own: dict[str, Any]) -> dict[str, Any]:
    shared = {
        **_head(kind),
        "verdict": {"enum": ["candidates", "no_clear_candidate"]},
        "candidates": {"type": "array", "items": _candidate(frame)},
        "plan": _TEXTS | {"description": "what to do, step by step"},
        "input": {"$ref": "#/$defs/input"},
    }
    return _object(shared | own)


def _head(kind: str) -> dict[str, Any]:
    return {
        "kind": {"const": kind},
        "version": {"const": JSON_VERSION},
        "pinscout": {"type": "string", "description": "the version of the program that wrote it"},
    }


def _columns(frame: type[Frame]) -> dict[str, Any]:
    return {
        name: {"type": _TYPES.get(column.dtype, "string"), "description": column.description}
        for name, column in frame.columns.items()
        if not column.is_prefix
    }


def _maybe(kind: str, description: str) -> dict[str, Any]:
    return {"type": [kind, "null"], "description": description}


def _candidate(frame: type[Frame]) -> dict[str, Any]:
    columns = _columns(frame)
    told = {
        "band": columns["band"] | {"enum": list(BANDS)},
        "match": columns["match"] | {"enum": list(MATCHES)},
        "likelihood": columns["likelihood"] | {"minimum": 0, "maximum": 1},
        "exclude": _TEXTS | {"description": columns["exclude"]["description"].partition(",")[0]},
        "label": {"type": "string", "description": "what it is known to be, in words; '' if nothing is"},
        "reasons": _TEXTS,
        "terms": {"type": "array", "items": {"$ref": "#/$defs/term"}},
    }
    return _object(columns | told)


def _term() -> dict[str, Any]:
    return _object(
        {"term": _TEXT, "points": {"type": "number"}, "key": _TEXT, "values": {"type": "object"}, "text": _TEXT}
    )


def _input() -> dict[str, Any]:
    counts = dict.fromkeys(("files", "rows", "used"), _COUNT)
    dropped = {"type": "object", "additionalProperties": _COUNT, "description": "rows that were left out, by reason"}
    return _object(
        counts | {"dropped": dropped, "notes": _TEXTS, "empty": _TEXTS, "first_at": _MAYBE_TIME, "last_at": _MAYBE_TIME}
    )


def _object(required: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An object that has all of these, and may have more: a later version adds keys."""
    return {"type": "object", "properties": required | more, "required": list(required)}


if __name__ == "__main__":
    FILE.write_text(to_json(json_schema()) + "\n", encoding="utf-8")
