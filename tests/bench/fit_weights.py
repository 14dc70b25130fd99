"""Fit the default Weights and Calibration to incidents with known answers, and measure them out of fold.

python -m tests.bench.fit_weights SCENARIOS [--out weights.json] [--left-out NAMES] [--folds 5]

SCENARIOS is described in `tests/bench/fitting/cases.py`. Apps of one brand are always in the same fold. The
incidents are fitted in four forms at once (DNS alone, with the app's name, with refused handshakes, with both),
each with its failure reported rightly, a little off, and up to a minute late. The ridge is chosen inside each
training part, over all these reports. Terms that such incidents cannot show (decrypted requests, bad origins,
App Privacy Report ...) keep their priors. `--out` writes, for each app, the weights of the fold that left it out.
"""

import argparse
import dataclasses
import json
import pickle
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analyzer.incidents.calibration import Calibration
from analyzer.incidents.refusals import SURE
from analyzer.incidents.scoring import DEFAULT_WEIGHTS, Weights
from analyzer.names import NAME_COUNTS
from tests.bench.fitting.cases import COPIES, NAMED, Case, brands, cases, read_scenarios
from tests.bench.fitting.model import Choices, average_precision, fit_choices, fit_logistic

FREE = {
    "lift": 1, "recurrence": 1, "near": 1, "os_neighbours": -1, "country_code": 1,
    "os_label": -1, "sdk_label": -1, "ad_label": -1, "name": 1, "tls_error": 1,
    "refused_again": 1,
}  # fmt: skip
CAUTIOUS = {"country_code": 0.5}
"""Share of a fitted weight that is taken: half the incidents come from one country."""
RIDGES = (30.0, 100.0, 300.0, 1000.0)
ANSWERED = ("dns", "dns+name", "dns+tls", "all", "full", "full-name")
WITH_SESSIONS = ("dns+tls", "all", "full", "full-name")
REPORTED = ("exact", "late", "minute")
"""The copies by which the ridge is chosen: a failure is seldom reported to the second."""
USUAL = "minute"
"""The copy that figures are shown for: times as people type them."""
TERMS = [field.name for field in dataclasses.fields(Weights)]


def stack(chosen: list[Case], free: list[str], fixed: dict[str, float]) -> Choices:
    usable = [case for case in chosen if case.right.any()]
    values = pd.concat([case.terms for case in usable])
    offset = sum((values[term] * weight for term, weight in fixed.items()), pd.Series(0.0, index=values.index))
    return Choices(
        values[free].to_numpy(),
        offset.to_numpy(),
        np.concatenate([case.right for case in usable]),
        np.repeat(np.arange(len(usable)), [len(case.right) for case in usable]),
    )


def fit(chosen: list[Case], ridge: float, left_out: frozenset[str] = frozenset()) -> dict[str, float]:
    """Weights by term; a term left out weighs 0."""
    free = [term for term in FREE if term not in left_out]
    fixed = {t: w for t, w in dataclasses.asdict(DEFAULT_WEIGHTS).items() if t not in FREE and t not in left_out}
    signs = np.array([FREE[term] for term in free])
    found = dict(zip(free, fit_choices(stack(chosen, free, fixed), signs, ridge), strict=True))
    cautious = {term: float(weight) * CAUTIOUS.get(term, 1.0) for term, weight in found.items()}
    return dict.fromkeys(TERMS, 0.0) | fixed | cautious


def points(case: Case, weights: dict[str, float]) -> pd.Series:
    return case.terms.mul(pd.Series(weights)[case.terms.columns]).sum(axis=1)


def precision(chosen: Iterable[Case], weights_for: dict[str, dict[str, float]], track: str, copy: str) -> pd.Series:
    """Average precision of each incident, by app."""
    picked = [case for case in chosen if case.track == track and case.copy == copy]
    values = [average_precision(points(case, weights_for[case.app]).to_numpy(), case.right) for case in picked]
    return pd.Series(values, index=[case.app for case in picked])


def split(names: dict[str, str], folds: int, seed: int) -> list[set[str]]:
    """Apps by fold; brands are dealt out at random, large ones first."""
    sizes = pd.Series(list(names.values())).value_counts()
    order = sorted(sizes.index, key=lambda brand: (-sizes[brand], random.Random(f"{seed} {brand}").random()))
    return [{app for app, brand in names.items() if order.index(brand) % folds == fold} for fold in range(folds)]


def best_ridge(train: list[Case], names: dict[str, str]) -> float:
    """The largest ridge whose mean average precision over inner folds is within one standard error of the highest.

    The differences between ridges are far smaller than those between brands, so the best alone would be picked by
    chance: the one-standard-error rule of Breiman et al., Classification and Regression Trees (1984), 3.4.3.
    """
    inner = split({case.app: names[case.app] for case in train}, 4, seed=7)
    results = {}
    for ridge in RIDGES:
        weights_for = {}
        for apps in inner:
            weights = fit([case for case in train if case.app not in apps], ridge)
            weights_for |= dict.fromkeys(apps, weights)
        every = [precision(train, weights_for, track, copy) for track in ANSWERED for copy in REPORTED]
        results[ridge] = pd.concat(every).groupby(lambda app: names[app]).mean()
    best = max(results.values(), key=lambda by_brand: by_brand.mean())
    return max(ridge for ridge, by_brand in results.items() if by_brand.mean() >= best.mean() - best.sem())


def out_of_fold(
    every: list[Case], names: dict[str, str], folds: int, left_out: frozenset[str], ridge: float | None, seed: int
) -> dict[str, dict[str, float]]:
    weights_for = {}
    for apps in split(names, folds, seed):
        train = [case for case in every if case.app not in apps and case.track in ANSWERED]
        weights = fit(train, ridge or best_ridge(train, names), left_out)
        weights_for |= dict.fromkeys(apps, weights)
    return weights_for


def calibration_rows(every: list[Case], weights_for: dict[str, dict[str, float]]) -> pd.DataFrame:
    """One row a candidate and case: the inputs of the calibration, and whether it is right."""
    frames = []
    for case in every:
        strength = points(case, weights_for[case.app])
        bears_name = case.domains["name"] >= NAME_COUNTS
        named, sessions = case.track in NAMED, case.track in WITH_SESSIONS
        frames.append(
            pd.DataFrame(
                {
                    "strength": strength,
                    "behind": strength - strength.max(),
                    "app_named": float(named and bears_name.any()),
                    "name_missing": float(named and bears_name.any()) * (~bears_name).astype(float),
                    "name_unmet": float(named and not bears_name.any()),
                    "sessions_read": float(sessions),
                    "refusal_missing": sessions * (1 - case.domains["refused"] / SURE).clip(lower=0.0),
                    "right": case.right,
                    "app": case.app,
                    "track": case.track,
                    "copy": case.copy,
                    "case": case.scenario + case.track + case.copy,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def fit_calibration(rows: pd.DataFrame) -> Calibration:
    inputs = [field.name for field in dataclasses.fields(Calibration) if field.name != "intercept"]
    found = fit_logistic(rows[inputs].to_numpy(), rows["right"].to_numpy(), np.ones(len(rows)))
    return Calibration(intercept=float(found[-1]), **dict(zip(inputs, map(float, found[:-1]), strict=True)))


def chances(rows: pd.DataFrame, calibration: Calibration) -> pd.Series:
    inputs = dataclasses.asdict(calibration)
    logit = sum(
        (rows[name] * weight for name, weight in inputs.items() if name != "intercept"), pd.Series(0.0, rows.index)
    )
    return 1 / (1 + np.exp(-(logit + calibration.intercept)))


def show_bands(rows: pd.DataFrame, chance: pd.Series) -> None:
    rows = rows.assign(chance=chance)
    exact = rows[rows["copy"] == USUAL]
    best = exact.groupby(["track", "case"])["chance"].max()
    print(f"\n{'abstain if best below':24}" + "".join(f"{track:>10}" for track in (*ANSWERED, "none")))
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        shares = [(best[track] < threshold).mean() for track in (*ANSWERED, "none")]
        print(f"{threshold:<24}" + "".join(f"{share:10.3f}" for share in shares))
    print("\nexclude from            " + "".join(f"{track:>14}" for track in ANSWERED) + "   (precision / recall)")
    for threshold in (0.4, 0.5, 0.55, 0.6, 0.7):
        cells = []
        for track in ANSWERED:
            mine = exact[exact["track"] == track]
            chosen = mine["chance"] >= threshold
            cells.append(f"{mine['right'][chosen].mean():.2f} / {chosen[mine['right']].mean():.2f}")
        print(f"{threshold:<24}" + "".join(f"{cell:>14}" for cell in cells))
    print("\nreliability, out of fold: " + _reliability(exact))


def _reliability(rows: pd.DataFrame) -> str:
    bins = pd.cut(rows["chance"], [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1])
    table = rows.groupby(bins, observed=True).agg(said=("chance", "mean"), was=("right", "mean"), n=("right", "size"))
    return ", ".join(f"{row.said:.2f} -> {row.was:.2f} (n {row.n})" for row in table.itertuples())


def show_ablation(every: list[Case], names: dict[str, str], folds: int, ridge: float, seed: int) -> None:
    """What leaving a term out costs: change of MAP, paired by incident, with half a 95 % interval over brands."""
    groups = {"labels": ("os_label", "sdk_label", "ad_label"), "lift and recurrence": ("lift", "recurrence")}
    whole = out_of_fold(every, names, folds, frozenset(), ridge, seed)
    asked = [(track, "exact") for track in ANSWERED] + [("dns+name", "late")]
    print(f"\n{'left out':22}" + "".join(f"{track + (' late' if copy == 'late' else ''):>19}" for track, copy in asked))
    for name, terms in ({term: (term,) for term in (*FREE, "companion")} | groups).items():
        without = out_of_fold(every, names, folds, frozenset(terms), ridge, seed)
        cells = []
        for track, copy in asked:
            change = precision(every, without, track, copy).to_numpy() - precision(every, whole, track, copy)
            cells.append(f"{change.mean():+.3f} +-{_half_width(change, names):.3f}")
        print(f"{name:22}" + "".join(f"{cell:>19}" for cell in cells))


def _half_width(values: pd.Series, names: dict[str, str], rounds: int = 1000) -> float:
    by_brand = values.groupby(values.index.map(names)).agg(["sum", "size"]).to_numpy()
    picks = np.random.default_rng(1).integers(0, len(by_brand), (rounds, len(by_brand)))
    sums = by_brand[picks].sum(axis=1)
    low, high = np.percentile(sums[:, 0] / sums[:, 1], [2.5, 97.5])
    return float(high - low) / 2


def kept_cases(scenarios: list[dict[str, Any]], keep: Path | None) -> list[Case]:
    """The cases of the incidents; those of this file if there is one, else kept there for the next run."""
    if keep and keep.exists():
        every: list[Case] = pickle.loads(keep.read_bytes())
        return every
    every = cases(scenarios)
    if keep:
        keep.write_bytes(pickle.dumps(every))
    return every


def parser_of(told: str | None) -> argparse.ArgumentParser:
    """What a program on incidents with known answers is given, whose docstring is this."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("--left-out", default="", help="names that are no true answers, separated by commas")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="how brands are dealt into folds")
    parser.add_argument("--keep", type=Path, help="keep the cases in this file, for the next run")
    return parser


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--out", type=Path, help="JSON: app -> weights of the fold that left it out")
    parser.add_argument("--ablation", action="store_true", help="also fit without each term")
    options = parser.parse_args()
    scenarios = read_scenarios(options.scenarios, frozenset(options.left_out.split(",")))
    names = brands(scenarios)
    every = kept_cases(scenarios, options.keep)
    print(f"{len(scenarios)} incidents of {len(set(names.values()))} brands")

    weights_for = out_of_fold(every, names, options.folds, frozenset(), None, options.seed)
    for copy in COPIES:
        maps = [precision(every, weights_for, track, copy) for track in ANSWERED]
        cells = [f"{values.mean():.3f} +-{_half_width(values, names):.3f}" for values in maps]
        print(f"MAP out of fold, {copy:6}" + "".join(f"{cell:>18}" for cell in cells))
    if options.out:
        options.out.write_text(json.dumps(weights_for, indent=1))
    answered = [case for case in every if case.track in ANSWERED]
    ridge = best_ridge(answered, names)
    final = fit(answered, ridge)
    spread = pd.DataFrame([weights_for[next(iter(apps))] for apps in split(names, options.folds, options.seed)]).std()
    print(f"\nridge {ridge:g}; Weights fitted to all (sd over folds; those without are priors):")
    for term in TERMS:
        print(f"    {term}: float = {final[term]:.2f}" + (f"  ({spread[term]:.2f})" if term in FREE else ""))
    rows = calibration_rows(every, weights_for)
    calibration = fit_calibration(rows)
    print(f"\n{calibration}")
    chance = pd.Series(0.0, index=rows.index)
    for apps in split(names, options.folds, options.seed):
        inside = rows["app"].isin(apps)
        chance[inside] = chances(rows[inside], fit_calibration(rows[~inside]))
    show_bands(rows, chance)
    if options.ablation:
        show_ablation(every, names, options.folds, ridge, options.seed)


if __name__ == "__main__":
    main()
