"""The pictures of ``dropout``, computed by the reference from the numbers of the worked example."""

from __future__ import annotations

import numpy as np

from exercises.drawing.grids import cell
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, number, picture, text

CELL, LEFT, TOP, GAP = 46, 6, 34, 20


def masks() -> str:
    """Draw four grids: the random numbers, the input, the output, and the gradient."""
    drawn = np.random.default_rng(10).random((2, 3))
    x = Tensor(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), requires_grad=True)
    kept = drawn >= 0.5
    y = F.dropout(x, 0.5, mask=kept)
    y.backward(np.array([[0.5, 1.0, -1.0], [2.0, -3.0, 1.0]]))
    grids = [
        ("random u", drawn, "graph-name", "currentColor"),
        ("input x", np.asarray(x.data), "graph-value", VALUE_COLOR),
        ("output y", np.asarray(y.data), "graph-value", VALUE_COLOR),
        ("gradient of x", np.asarray(x.grad), "graph-gradient", GRADIENT_COLOR),
    ]
    parts: list[str] = []
    for panel, (title, values, kind, color) in enumerate(grids):
        left = LEFT + panel * (3 * CELL + GAP)
        parts.append(text(left + 1.5 * CELL, 22, title))
        for (row, column), value in np.ndenumerate(values):
            place, inside = (left + CELL * column, TOP + CELL * row), "none" if kept[row, column] else "#8884"
            parts += cell(*place, CELL, number(value, 3), outline={"fill": inside}, fill=color, class_=kind)
    return picture(
        LEFT + len(grids) * (3 * CELL + GAP),
        TOP + 2 * CELL + 8,
        "What dropout with p = 0.5 does to six numbers",
        "Three of the six random numbers are below 0.5. The output is 0 at those positions and twice the "
        "input at the others. The gradient is 0 at the same positions.",
        parts,
        size=14,
    )


FIGURES = {"masks.svg": masks}
