"""Answers and explanations in a notebook: as the command prints them, with the reasons unfolding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from analyzer.answers.ranking import SHOWN_CANDIDATES
from analyzer.frames import rows
from analyzer.messages import say, word
from analyzer.report.explanation import SHOWN_HOSTS, SHOWN_LOOKUPS, entries_line, head_line
from analyzer.report.rows import MOST_ENTRIES, columns_of, rows_of, terms_of
from analyzer.report.templates import fill, read

if TYPE_CHECKING:
    from analyzer.answers.finding import Explanation
    from analyzer.answers.ranking import Ranking
    from analyzer.answers.refused import SurveyExplanation


def to_html(ranking: Ranking) -> str:
    """Verdict, the ten likeliest candidates, steps and notes; everything from the log is escaped."""
    return fill(
        "notebook.html.jinja",
        style=_style(),
        summary=ranking.summary(),
        columns=columns_of(ranking),
        rows=rows_of(ranking, SHOWN_CANDIDATES),
        most_entries=MOST_ENTRIES,
        plan=ranking.plan(),
        notes=ranking.notes(),
    )


def explain_html(explanation: Explanation) -> str:
    """Rank and entries, each term with its points, what is known of ten hosts, what would change the answer."""
    proposed = set(explanation.candidate["exclude"].split())
    hosts = [
        (
            host.hostname,
            host.window_count,
            host.baseline_lookup_count,
            word("outcome", host.outcome),
            say("explain_entry") if host.hostname in proposed else "",
        )
        for host in rows(explanation.hosts.head(SHOWN_HOSTS))
    ]
    columns = ("hostname", "seen", "ordinary", "connections", "proposed")
    return _explained(explanation, columns, hosts, explanation.origins, explanation.changes())


def explain_sweep_html(explanation: SurveyExplanation) -> str:
    """Rank and entries, each term with its points, and who refused which host: the first twenty."""
    zone = explanation.survey.zone
    hosts = [
        (
            host.hostname,
            host.name or say("device_unknown"),
            f"{host.count:,}",
            *(f"{moment.tz_convert(zone):%m-%d %H:%M}" for moment in (host.first, host.last)),
        )
        for host in rows(explanation.hosts().head(SHOWN_LOOKUPS))
    ]
    return _explained(explanation, ("hostname", "device", "refused", "first", "last"), hosts)


def _explained(
    explanation: Explanation | SurveyExplanation,
    columns: Iterable[str],
    hosts: Sequence[Sequence[object]],
    origins: Iterable[str] = (),
    changes: Sequence[str] = (),
) -> str:
    return fill(
        "explanation.html.jinja",
        style=_style(),
        domain=explanation.registrable_domain,
        head=head_line(explanation),
        entries=entries_line(explanation),
        terms=terms_of(explanation.terms),
        origins=list(origins),
        headings=[say(f"column_{column}") for column in columns],
        hosts=hosts,
        changes=changes,
    )


def _style() -> Markup:
    return Markup(read("notebook.css") + read("terms.css"))  # noqa: S704 - our own files
