"""The pictures of ``logistic_regression``: the result of gradient descent after the steps given in the statement."""

from __future__ import annotations

import numpy as np

from exercises.drawing.planes import plane
from exercises.logistic_regression.data import CORNERS, OR, WITH_PRODUCT, XOR, Data
from exercises.scenario import Array


def _trained(x: Array, y: Array, steps: int) -> Data:
    data = Data(x, y, np.zeros(x.shape[1]), 0.0)
    for _ in range(steps):
        data = data.step(2.0)
    return data


def or_line() -> str:
    """Draw OR after 40 steps: a straight line."""
    model = _trained(CORNERS, OR, 40)
    return plane(
        lambda rows: rows @ model.weight + model.bias,
        CORNERS,
        OR,
        title="OR, learned by logistic regression",
        description="A straight line separates the hollow point (0, 0) from the three filled points.",
    )


def xor_curve() -> str:
    """Draw XOR with the product as a third feature, after 80 steps: a curve."""
    model = _trained(WITH_PRODUCT, XOR, 80)
    return plane(
        lambda rows: np.column_stack([rows, rows[:, 0] * rows[:, 1]]) @ model.weight + model.bias,
        CORNERS,
        XOR,
        title="XOR, learned from x₁, x₂ and x₁·x₂",
        description="The boundary is a curve with two branches. The filled points (0, 1) and (1, 0) lie between the "
        "branches, and the hollow points (0, 0) and (1, 1) lie outside.",
    )


FIGURES = {"or.svg": or_line, "xor.svg": xor_curve}
