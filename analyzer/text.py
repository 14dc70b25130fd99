"""Text from a log made harmless for where it goes: terminal, CSV, Markdown, HTML, JSON.

A name in a log can hold anything that a client put into a query: formulas, escape codes, markup.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from analyzer import line_breaks

_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks of other widths than the usual; no line ends and no marks."""
_MARKDOWN = re.compile(r"([\\`*_\[\]|~])")
# What a spreadsheet takes for the start of a formula, full-width forms included (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def printable(text: str) -> str:
    r"""The text with every character that is not printable written as its escape; wide blanks as blanks.

    >>> printable("Taro's\u3000Mac\x1b")
    "Taro's Mac\\x1b"
    """
    if text.isprintable():
        return text
    text = _BLANKS.sub(" ", text)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def printable_lines(text: str) -> str:
    """As `printable`, but line ends stay."""
    return "\n".join(map(printable, text.split("\n")))


def width(text: str) -> int:
    """Columns that printable text takes on a terminal: two for kana and kanji."""
    import wcwidth  # here, since --help must not wait for its tables

    return max(wcwidth.wcswidth(text), 0)


def shorten(text: str, columns: int) -> str:
    """Printable text, cut at the end to so many columns, with an ellipsis in place of what is missing."""
    text = printable(text[: columns * 4])
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) >= columns:
            break
        kept += character
    return kept + "…"


def wrap(text: str, columns: int, lead: str = "", next_lead: str | None = None) -> str:
    """Printable text in lines of so many columns, the first behind `lead`, the others behind `next_lead` or blanks."""
    import wcwidth

    indent = " " * len(lead) if next_lead is None else next_lead
    text = printable(text)
    if line_breaks.WIDE.search(text):
        return "\n".join(_filled(text, columns, lead, indent))
    lines = wcwidth.wrap(text, columns, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(lines)


def _filled(text: str, columns: int, line: str, indent: str) -> list[str]:
    """Lines of text that may break without a blank, the first of which begins with `line`."""
    lines: list[str] = []
    start = line
    for piece, has_blank in line_breaks.pieces(text):
        blank = " " if has_blank and line != start else ""
        if line != start and width(line + blank + piece) > columns:
            lines.append(line)
            line, start, blank = indent, indent, ""
        line += blank + piece
        while width(line) > columns and len(line) > len(start) + 1:  # a name that is longer than a line
            kept = _head(line, columns, len(start) + 1)
            lines.append(kept)
            line, start = indent + line[len(kept) :], indent
    return [*lines, line]


def _head(text: str, columns: int, least: int) -> str:
    """As much of its beginning as fits, and so many characters at least."""
    end = least
    while end < len(text) and width(text[: end + 1]) <= columns:
        end += 1
    return text[:end]


def csv_cell(value: object) -> object:
    """The value for a spreadsheet: text that it would take for a formula starts with an apostrophe."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def markdown(text: str) -> str:
    """The text as Markdown that shows it, within a table too."""
    return _MARKDOWN.sub(r"\\\1", html.escape(printable(text), quote=False))


def to_json(value: Any) -> str:
    """Indented JSON; kana stay readable, characters that a terminal would act on are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
