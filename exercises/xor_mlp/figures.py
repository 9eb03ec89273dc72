"""The picture of ``xor_mlp``: the region where the logits of the worked example are positive."""

from __future__ import annotations

import numpy as np

from exercises.drawing.planes import plane
from exercises.scenario import Array
from exercises.xor_mlp.point import CORNERS, XOR

W1, B1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
W2, B2 = np.array([[1.0, -2.0]]), np.array([-0.5])


def logits(x: Array) -> Array:
    """Return the logits of the worked example's network, with ReLU."""
    out: Array = (np.maximum(x @ W1.T + B1, 0.0) @ W2.T + B2)[:, 0]
    return out


def boundary() -> str:
    """Draw two parallel lines with the two points of label 1 between them."""
    return plane(
        logits,
        CORNERS,
        XOR,
        title="XOR, solved by two hidden units",
        description="Two parallel lines: the filled points (0, 1) and (1, 0) lie between them, where the logits are "
        "positive; the hollow points (0, 0) and (1, 1) lie outside.",
    )


FIGURES = {"boundary.svg": boundary}
