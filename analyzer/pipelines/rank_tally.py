"""A merged tally -> the finding: the pure half of the analysis, which reads nothing and asks nobody."""

from __future__ import annotations

from analyzer.answers import candidates as proposals
from analyzer.answers.finding import Finding
from analyzer.answers.terms import list_terms
from analyzer.facts import fact
from analyzer.incidents import calibration, devices, scoring, sentences
from analyzer.incidents.cautions import weigh_up
from analyzer.incidents.events import events_in_windows
from analyzer.incidents.features import gather
from analyzer.incidents.incident import Incident
from analyzer.incidents.scoring import Weights
from analyzer.incidents.tally import Tally
from analyzer.reading.accounting import Input
from analyzer.schema import Candidates, Events, Hosts, candidate_columns, tells_endings
from analyzer.sources import name_sessions, settle_unused


def rank_tally(total: Tally, incident: Incident, weights: Weights, read: Input, never: tuple[str, ...] = ()) -> Finding:
    """The finding for a merged tally."""
    signals, unnamed = name_sessions(total.signals)
    signals = settle_unused(signals)
    total = total._replace(signals=signals)
    kinds = tuple(sorted(map(str, signals["kind"].unique())))
    chosen = devices.choose(total, incident)
    evidence = gather(total, incident, chosen)
    points = scoring.score(evidence.domains, evidence.window_count, weights)
    sessions_read = tells_endings(kinds)
    likelihood = calibration.likelihood(evidence.domains, app_named=bool(incident.app), sessions_read=sessions_read)
    points, weighed = weigh_up(points, evidence.domains, likelihood, sessions_read=sessions_read)
    ranked = proposals.of_incident(evidence, points, weighed, incident.app)
    return Finding(
        incident=incident,
        candidates=Candidates.validate(ranked)[candidate_columns(ranked)],
        hosts=Hosts.validate(proposals.hosts_of_incident(evidence, ranked)),
        queries=total.queries[total.queries["device"].isin(frozenset().union(*chosen))].reset_index(drop=True),
        events=Events.validate(events_in_windows(signals, incident, chosen)),
        terms=list_terms(ranked, scoring.TERMS, sentences.tell),
        input=read.with_notes(fact("unnamed_sessions", count=unnamed)) if unnamed else read,
        weights=weights,
        signals=kinds,
        devices=tuple(tuple(sorted(own)) for own in chosen),
        never=never,
    )
