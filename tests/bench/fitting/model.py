"""Conditional logit with a ridge and fixed signs; and the calibration, a row-wise logistic model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Choices:
    """Candidates of many cases one below the other."""

    values: Array
    """One row a candidate, one column a free term."""
    offset: Array
    """Points of the terms that are not fitted."""
    right: Array
    case: Array
    """The number of the case that a row belongs to, from 0, in order."""


def fit_choices(choices: Choices, signs: Array, ridge: float) -> Array:
    """Weights under which the right candidates of a case are likeliest among all its candidates.

    The target is spread evenly over the right ones. `ridge` weighs the squares of the weights of terms
    scaled to unit variance; a sign of 0 leaves a weight free.
    """
    scale = choices.values.std(axis=0)
    scale[scale == 0] = 1
    values = choices.values / scale
    starts = np.flatnonzero(np.r_[True, choices.case[1:] != choices.case[:-1]])
    counts = np.diff(np.r_[starts, len(choices.case)])
    share = choices.right / np.repeat(np.add.reduceat(choices.right.astype(float), starts), counts)

    def loss(weights: Array) -> tuple[float, Array]:
        points = values @ weights + choices.offset
        points -= np.repeat(np.maximum.reduceat(points, starts), counts)
        raised = np.exp(points)
        total = np.add.reduceat(raised, starts)
        gap = raised / np.repeat(total, counts) - share
        fit = np.log(total).sum() - (share * points).sum()
        return fit + ridge * (weights**2).sum() / 2, values.T @ gap + ridge * weights

    bounds = [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs]
    return _least(loss, values.shape[1], bounds) / scale


def fit_logistic(values: Array, right: Array, weight: Array, ridge: float = 1.0) -> Array:
    """Coefficients of a logistic model; the last is the intercept, which alone is not drawn to 0."""
    design = np.c_[values, np.ones(len(values))]

    def loss(coefficients: Array) -> tuple[float, Array]:
        logit = design @ coefficients
        chance = 1 / (1 + np.exp(-logit))
        drawn = np.r_[coefficients[:-1], 0]
        cost = (weight * (np.logaddexp(0, logit) - right * logit)).sum() + ridge * (drawn**2).sum() / 2
        return cost, design.T @ (weight * (chance - right)) + ridge * drawn

    return _least(loss, design.shape[1])


def _least(
    loss: Callable[[Array], tuple[float, Array]], size: int, bounds: list[tuple[int | None, int | None]] | None = None
) -> Array:
    """Where a function is least, which gives its value and its gradient."""
    from scipy.optimize import minimize  # a second to import, which the examples in docstrings need not wait for

    return np.asarray(minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", bounds=bounds).x)


def average_precision(points: Sequence[float], right: Array) -> float:
    """Mean of the precision at each right candidate; candidates in order of points, ties as they stand."""
    order = np.argsort(-np.asarray(points), kind="stable")
    hits = np.asarray(right)[order]
    if not hits.any():
        return 0.0
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())
