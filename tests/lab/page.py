"""The page of the lab and the table in it, as `make lab` wrote it."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).with_name("README.md")
_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.DOTALL)


def rows() -> list[str]:
    """The lines of the table: headings, rule, and a line for each client."""
    return [line for line in PAGE.read_text().splitlines() if line.startswith("|")]


def write(table: str) -> None:
    """Put another table in its place."""
    PAGE.write_text(_TABLE.sub(lambda _: f"\n{table}\n\n", PAGE.read_text()))
