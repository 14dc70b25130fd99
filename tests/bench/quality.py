"""How good the ranking is on incidents with known answers: the table of the README.

python -m tests.bench.quality SCENARIOS [--left-out NAMES] [--folds 5] [--keep FILE]

Each incident is ranked with weights that were fitted without its brand, so every figure is out of sample. SCENARIOS is
described in `tests/bench/fitting/cases.py`; names that are neither right nor wrong are no part of a ranking here.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analyzer.incidents.calibration import EXCLUDE_FROM, likelihood
from analyzer.incidents.cautions import weigh_up
from analyzer.incidents.scoring import Weights, points_of
from analyzer.points import rank
from tests.bench.fit_weights import WITH_SESSIONS, kept_cases, out_of_fold, parser_of
from tests.bench.fitting.cases import NAMED, Case, brands, read_scenarios
from tests.bench.fitting.connections import belongs
from tests.bench.fitting.model import average_precision

LINES = {
    "DNS, the time to the second": ("dns", "exact"),
    "the same and the app's name": ("dns+name", "exact"),
    "the same, reported up to a minute late": ("dns+name", "late"),
    "DNS, the app's name, the time to the minute": ("dns+name", "minute"),
    "DNS and broken handshakes": ("dns+tls", "exact"),
    "DNS, broken handshakes, the app's name": ("all", "exact"),
    "every log, the app's name, the time to the minute": ("full", "minute"),
    "the same without the app's name": ("full-name", "minute"),
}
"""What is given: the track of the cases, and their copy."""
NOTHING_TO_FIND = ("none", "exact")


class Figures(NamedTuple):
    """What one incident came to; NaN where there is nothing to measure."""

    precision: float
    """Average precision of the domains that the app needs."""
    first: float
    """1 where the first candidate is one of them."""
    found: float
    """The share of them in the band `exclude`."""
    right: float
    """The share of that band that the app needs."""
    silent: float
    """1 where no candidate reached that band."""


def ranked(case: Case, weights: Weights) -> pd.DataFrame:
    """What `find` makes of the case: the candidates with `likelihood`, the likeliest first."""
    sessions_read = case.track in WITH_SESSIONS
    chance = likelihood(case.domains, app_named=case.track in NAMED, sessions_read=sessions_read)
    points, weighed = weigh_up(points_of(case.terms, weights), case.domains, chance, sessions_read=sessions_read)
    frame = pd.DataFrame({"score": points["score"], "likelihood": weighed["likelihood"]})
    return rank(frame.rename_axis("registrable_domain"))


def figures(case: Case, weights: Weights, neither: frozenset[str]) -> Figures:
    every = ranked(case, weights)
    right = pd.Series(case.right, index=case.domains.index)
    is_judged = every["registrable_domain"].map(lambda name: bool(right[name]) or not belongs(name, neither))
    listed = every[is_judged.astype(bool)]
    hits, excluded = right[listed["registrable_domain"]].to_numpy(), listed["likelihood"].to_numpy() >= EXCLUDE_FROM
    silent = float(not excluded.any())
    if not hits.any():
        return Figures(np.nan, np.nan, np.nan, np.nan, silent)
    return Figures(
        precision=average_precision(-np.arange(len(hits)), hits),
        first=float(hits[0]),
        found=float((hits & excluded).sum() / hits.sum()),
        right=float(hits[excluded].mean()) if excluded.any() else np.nan,
        silent=silent,
    )


def table(every: Iterable[Case], weights_for: dict[str, dict[str, float]], neither: dict[str, frozenset[str]]) -> str:
    """The table in Markdown: means over the incidents."""
    measured = pd.DataFrame(
        [
            (case.track, case.copy, *figures(case, Weights(**weights_for[case.app]), neither[case.scenario]))
            for case in every
            if (case.track, case.copy) in (*LINES.values(), NOTHING_TO_FIND)
        ],
        columns=["track", "copy", *Figures._fields],
    )
    means = measured.groupby(["track", "copy"]).mean()
    lines = [
        "| what pinscout is given | MAP | first is right | found | right | silent |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for given, key in LINES.items():
        mean = means.loc[key]
        shares = [f"{mean[name]:.1%}".replace("%", " %") for name in ("first", "found", "right", "silent")]
        lines.append(f"| {given} | {mean['precision']:.3f}".replace("0.", ".") + f" | {' | '.join(shares)} |")
    nothing = f"{means.loc[NOTHING_TO_FIND]['silent']:.0%}".replace("%", " %")
    return "\n".join([*lines, "", f"Silent where all that the failing app asked is taken out of the log: {nothing}."])


def main() -> None:
    options = parser_of(__doc__).parse_args()
    left_out = frozenset(options.left_out.split(","))
    scenarios = read_scenarios(options.scenarios, left_out)
    every = kept_cases(scenarios, options.keep)
    weights_for = out_of_fold(every, brands(scenarios), options.folds, frozenset(), None, options.seed)
    neither = {scenario["id"]: left_out.union(scenario.get("neither", ())) for scenario in scenarios}
    print(table(every, weights_for, neither))


if __name__ == "__main__":
    main()
