"""The picture of ``jacobians``: the four matrices with a mark in every entry, from numbers that the engine computes."""

from __future__ import annotations

import numpy as np

from exercises.jacobians.spec import ORACLES
from exercises.scenario import Array

CELL, GAP, MARGIN, HEAD, FOOT = 36, 44, 12, 26, 26
POSITIVE, NEGATIVE = "#1a7f37", "#cf222e"
X = np.array([0.3, -1.0, 0.9, 0.0])
WEIGHT = np.array([[1.5, -0.7, 0.9, 0.4], [-1.1, 0.8, -0.3, 1.2]])
MATRICES = {
    "identity": ORACLES["identity"](X),
    "linear map": ORACLES["linear"](WEIGHT, X),
    "sigmoid": ORACLES["sigmoid"](X),
    "softmax": ORACLES["softmax"](X),
}


def pattern() -> str:
    """The four Jacobians as SVG: the area of each disc shows the magnitude, its color the sign."""
    width = 2 * MARGIN + len(MATRICES) * (4 * CELL + GAP) - GAP
    height = HEAD + 4 * CELL + FOOT + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="14" text-anchor="middle">',
        "<title>The zero, positive and negative entries of the four Jacobians</title>",
        f"<desc>{' '.join(_described(name, matrix) for name, matrix in MATRICES.items())}</desc>",
    ]
    for place, (name, matrix) in enumerate(MATRICES.items()):
        parts += _matrix(MARGIN + place * (4 * CELL + GAP), name, matrix)
    return "\n".join([*parts, "</svg>"])


def _matrix(left: float, name: str, matrix: Array) -> list[str]:
    """One matrix: its name, its grid, a disc with a sign for each entry that is not zero, and its shape."""
    rows, columns = matrix.shape
    top = HEAD + (4 - rows) * CELL / 2
    middle = left + columns * CELL / 2
    parts = [f'<text x="{middle:g}" y="{HEAD - 10}" fill="currentColor">{name}</text>']
    for (row, column), value in np.ndenumerate(matrix):
        x, y = left + column * CELL, top + row * CELL
        parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{CELL}" height="{CELL}" fill="none" stroke="currentColor" '
            'stroke-opacity="0.3"/>'
        )
        if value:
            parts += _disc(x + CELL / 2, y + CELL / 2, value / np.abs(matrix).max())
    shape = f"outputs × inputs: {rows} × {columns}"
    parts.append(f'<text x="{middle:g}" y="{HEAD + 4 * CELL + 20}" font-size="12" fill="currentColor">{shape}</text>')
    return parts


def _disc(x: float, y: float, share: float) -> list[str]:
    """A disc whose area is a share of the largest entry's, with its sign for readers who cannot see the color."""
    radius = max(5.0, 0.44 * CELL * abs(share) ** 0.5)
    colour, sign = (POSITIVE, "+") if share > 0 else (NEGATIVE, "−")
    return [
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.2f}" fill="{colour}"/>',
        f'<text x="{x:g}" y="{y + 4:g}" font-size="12" fill="#ffffff">{sign}</text>',
    ]


def _described(name: str, matrix: Array) -> str:
    on = np.eye(*matrix.shape) == 1.0
    places = {"on the diagonal": matrix[on], "off the diagonal": matrix[~on]}
    return f"{name.capitalize()}: " + ", ".join(f"{_signs(found)} {where}" for where, found in places.items()) + "."


def _signs(found: Array) -> str:
    kinds = {0.0: "zero", 1.0: "positive", -1.0: "negative"}
    return " and ".join(kinds[sign] for sign in sorted(set(np.sign(found).tolist()), reverse=True))


FIGURES = {"pattern.svg": pattern}
