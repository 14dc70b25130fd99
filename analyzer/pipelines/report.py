"""The report: an answer and what is exported of it, as one page.

Finding ──┐                       ┌─ gateway-list, expression, terraform
          ├─> report ─> page <────┘
Survey  ──┘
"""

from __future__ import annotations

from analyzer.answers.entries import matches_of
from analyzer.answers.finding import Finding
from analyzer.answers.survey import Survey
from analyzer.exports import render
from analyzer.report.page import Attachment
from analyzer.report.pages import incident_page, sweep_page

_WHOLE = ("expression", "terraform")


def report(answer: Finding | Survey) -> str:
    """The answer as a page of HTML, complete in itself: it needs no other file and no network.

    Names out of the log are text in it, whatever they hold; the same answer gives the same page.
    """
    attachments = attachments_of(answer)
    return sweep_page(answer, attachments) if isinstance(answer, Survey) else incident_page(answer, attachments)


def attachments_of(answer: Finding | Survey) -> list[Attachment]:
    """The exports that a page holds: a list for each match, and what covers both; none where nothing is proposed."""
    matches = matches_of(answer.candidates)
    lists = [Attachment("gateway-list", match, render(answer, "gateway-list", match)) for match in matches]
    return [*lists, *(Attachment(name, "", render(answer, name)) for name in _WHOLE if matches)]
