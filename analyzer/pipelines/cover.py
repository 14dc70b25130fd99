"""The likeliest candidates of a finding against what the live account excludes already, or could by an application."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator

import pandas as pd

from analyzer.answers.covers import NAMED_APPLICATION
from analyzer.answers.finding import Finding
from analyzer.cloudflare.account import find_account
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.coverage import Coverage, read_coverage
from analyzer.facts import fact
from analyzer.frames import rows
from analyzer.schema import COVER_COLUMNS
from analyzer.talk import QUIET, Talk

_LIKELIEST, _MOST = 3, 10


def cover_from_environment(finding: Finding, talk: Talk = QUIET) -> Finding:
    """The finding with its columns `covered` and `covered_by` filled in for the candidates that may be excluded.

    What the token may not read is a note of the finding.
    """
    if finding.candidates.empty:
        return finding
    with coverage_from_environment(talk) as coverage:
        return with_coverage(finding, coverage)


@contextlib.contextmanager
def coverage_from_environment(talk: Talk = QUIET) -> Iterator[Coverage]:
    """What of the account that the environment opens bears on exclusions."""
    with Cloudflare.from_environment(talk) as client:
        yield read_coverage(client, find_account(client))


def with_coverage(finding: Finding, coverage: Coverage) -> Finding:
    """The same for rules, lists and applications that are read already; those of lists are read where needed."""
    candidates = finding.candidates
    likely = candidates[(candidates["band"] != "leave") | (candidates["rank"] <= _LIKELIEST)].head(_MOST)
    asked = likely[likely["exclude"] != ""]
    covers = [coverage.of(row.exclude.split(), row.match) for row in rows(asked)]
    told = pd.DataFrame(covers, columns=list(COVER_COLUMNS), index=asked.index, dtype="str")
    columns = {name: told[name].reindex(candidates.index).fillna(candidates[name]) for name in COVER_COLUMNS}
    name = coverage.named(finding.incident.app)
    named = [fact(NAMED_APPLICATION, application=name)] if name else []
    read = finding.input.with_notes(*named, *coverage.all_notes())
    return dataclasses.replace(finding, candidates=candidates.assign(**columns), input=read)
