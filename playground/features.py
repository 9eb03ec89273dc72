"""The inputs of a network: functions of the two coordinates of a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from playground.datasets import Array


@dataclass(frozen=True, slots=True)
class Feature:
    """One input.

    Attributes:
        label: its name for people.
        formula: the expression in a script, of points `x` of shape (N, 2).
        values: maps the two columns of the points to the values.
    """

    label: str
    formula: str
    values: Callable[[Array, Array], Array]


FEATURES: Mapping[str, Feature] = {
    "x1": Feature("x₁", "x[:, 0]", lambda a, b: a),
    "x2": Feature("x₂", "x[:, 1]", lambda a, b: b),
    "x1sq": Feature("x₁²", "x[:, 0] ** 2", lambda a, b: a**2),
    "x2sq": Feature("x₂²", "x[:, 1] ** 2", lambda a, b: b**2),
    "x1x2": Feature("x₁·x₂", "x[:, 0] * x[:, 1]", lambda a, b: a * b),
    "sinx1": Feature("sin x₁", "np.sin(x[:, 0])", lambda a, b: np.sin(a)),
    "sinx2": Feature("sin x₂", "np.sin(x[:, 1])", lambda a, b: np.sin(b)),
}


def columns(names: Sequence[str], points: Array) -> Array:
    """Return the features of points, of shape (N, number of features)."""
    a, b = points[:, 0], points[:, 1]
    return np.stack([FEATURES[name].values(a, b) for name in names], axis=1)
