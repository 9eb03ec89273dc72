"""The picture of ``jacobians``: four matrices with a mark in every nonzero entry, computed by the engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from exercises.drawing.grids import cell
from exercises.expectations import Array
from exercises.jacobians.spec import ORACLES
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, element, picture, text

CELL, GAP, MARGIN, HEAD, FOOT = 36, 44, 12, 26, 26
X = np.array([0.3, -1.0, 0.9, 0.0])
WEIGHT = np.array([[1.5, -0.7, 0.9, 0.4], [-1.1, 0.8, -0.3, 1.2]])
MATRICES = {
    "identity": ORACLES["identity"](X),
    "linear map": ORACLES["linear"](WEIGHT, X),
    "sigmoid": ORACLES["sigmoid"](X),
    "softmax": ORACLES["softmax"](X),
}


def pattern() -> str:
    """Draw the four Jacobians: the area of each disc shows the magnitude, its color the sign."""
    parts: list[str] = []
    for place, (name, matrix) in enumerate(MATRICES.items()):
        parts += _matrix(MARGIN + place * (4 * CELL + GAP), name, matrix)
    return picture(
        2 * MARGIN + len(MATRICES) * (4 * CELL + GAP) - GAP,
        HEAD + 4 * CELL + FOOT + MARGIN,
        "The zero, positive and negative entries of the four Jacobians",
        " ".join(_described(name, matrix) for name, matrix in MATRICES.items()),
        parts,
        size=14,
    )


def _matrix(left: float, name: str, matrix: Array) -> Iterator[str]:
    """Yield one matrix: its name, its grid, a disc with a sign for each nonzero entry, and its shape."""
    rows, columns = matrix.shape
    top = HEAD + (4 - rows) * CELL / 2
    middle = left + columns * CELL / 2
    yield text(middle, HEAD - 10, name)
    for (row, column), value in np.ndenumerate(matrix):
        x, y = left + column * CELL, top + row * CELL
        yield from cell(x, y, CELL, outline={"stroke_opacity": 0.3})
        if value:
            yield from _disc(x + CELL / 2, y + CELL / 2, value / np.abs(matrix).max())
    yield text(middle, HEAD + 4 * CELL + 20, f"outputs × inputs: {rows} × {columns}", font_size=12)


def _disc(x: float, y: float, share: float) -> tuple[str, str]:
    """Return a disc whose area is a share of the largest one's, with its sign for readers who cannot see the color."""
    radius = max(5.0, 0.44 * CELL * abs(share) ** 0.5)
    color, sign = (VALUE_COLOR, "+") if share > 0 else (GRADIENT_COLOR, "−")
    return element("circle", cx=x, cy=y, r=radius, fill=color), text(x, y + 4, sign, "#ffffff", font_size=12)


def _described(name: str, matrix: Array) -> str:
    on = np.eye(*matrix.shape) == 1.0
    places = {"on the diagonal": matrix[on], "off the diagonal": matrix[~on]}
    return f"{name.capitalize()}: " + ", ".join(f"{_signs(found)} {where}" for where, found in places.items()) + "."


def _signs(found: Array) -> str:
    kinds = {0.0: "zero", 1.0: "positive", -1.0: "negative"}
    return " and ".join(kinds[sign] for sign in sorted(set(np.sign(found).tolist()), reverse=True))


FIGURES = {"pattern.svg": pattern}
