"""Is it a program with a trust store of its own that failed? Then a certificate helps, and no exclusion is needed."""

from __future__ import annotations

import pandas as pd

from analyzer.incidents.device_kinds import PHONE
from analyzer.knowledge.programs import program_asking, program_named

_ON_PHONES = frozenset({"mozilla", "android_emulator"})
_WENT_WELL = ("decrypted", "used", "exempt")


def program_of(app: str, candidates: pd.DataFrame, hosts: pd.DataFrame, kind: str, *, sessions_read: bool) -> str:
    """The program that failed, by the app's name or by what was asked; "" if it is none, or has the certificate."""
    program = program_named(app)
    if not program and not hosts["bears_name"].any():
        program = _program_asking(candidates, hosts)
    if kind == PHONE and program not in _ON_PHONES:
        return ""
    return "" if sessions_read and _has_certificate(program, hosts) else program


def _program_asking(candidates: pd.DataFrame, hosts: pd.DataFrame) -> str:
    """The program whose registry would be excluded first, if most of what would be are registries."""
    first = candidates.loc[candidates["band"] == "exclude", "registrable_domain"]
    in_question = hosts[~hosts["outcome"].isin(_WENT_WELL)]
    asking = [_first_program(in_question[in_question["registrable_domain"] == domain]) for domain in first]
    known = sum(map(bool, asking))
    return asking[0] if asking and known * 2 >= len(asking) else ""


def _first_program(hosts: pd.DataFrame) -> str:
    return next(filter(None, map(program_asking, hosts["hostname"])), "")


def _has_certificate(program: str, hosts: pd.DataFrame) -> bool:
    """Whether the program's own hosts were decrypted without trouble, and none was refused."""
    own = hosts[hosts["bears_name"] | hosts["hostname"].map(program_asking).eq(program)]
    outcomes = set(own["outcome"])
    return "decrypted" in outcomes and "refused" not in outcomes
