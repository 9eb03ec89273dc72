"""The plane of two inputs as SVG: labelled points, and the line where a model is undecided, computed from its logits.

Presentation attributes, no style sheet, as in `reference.svg`: a page may show it inline and recolour its classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

import numpy as np

from exercises.expectations import Array
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

SIZE, MARGIN, CELLS = 240, 30, 48
LOW, HIGH = -0.5, 1.5


def plane(logits: Callable[[Array], Array], points: Array, labels: Array, *, title: str, description: str) -> str:
    """Return the picture of a model of two inputs.

    Args:
        logits: given rows of shape (N, 2), one number for each; above zero means yes.
        points: rows of shape (N, 2).
        labels: zeros and ones, of shape (N,): a hollow and a filled point.
        title: the text alternative.
        description: what there is to see, for readers who do not see it.
    """
    width = SIZE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{width}" height="{width}" '
        'role="img" font-family="sans-serif" font-size="13" text-anchor="middle">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        *_axes(),
        *_boundary(logits),
    ]
    parts += [_point(*point, filled=label == 1.0) for point, label in zip(points, labels, strict=True)]
    return "\n".join([*parts, "</svg>"])


def _place(x: float, y: float) -> tuple[float, float]:
    """Where a point of the plane lies in the picture, which counts from the top."""
    scale = SIZE / (HIGH - LOW)
    return MARGIN + (x - LOW) * scale, MARGIN + (HIGH - y) * scale


def _axes() -> Iterator[str]:
    left, zero = _place(LOW, 0.0)
    right, _ = _place(HIGH, 0.0)
    across, bottom = _place(0.0, LOW)
    _, top = _place(0.0, HIGH)
    path = f"M{left:.1f} {zero:.1f} H{right:.1f} M{across:.1f} {bottom:.1f} V{top:.1f}"
    yield f'<path d="{path}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>'
    yield f'<text x="{right + 14:.1f}" y="{zero + 4:.1f}" fill="currentColor">x₁</text>'
    yield f'<text x="{across:.1f}" y="{top - 8:.1f}" fill="currentColor">x₂</text>'


def _boundary(logits: Callable[[Array], Array]) -> Iterator[str]:
    """The line where the logit is zero, as one path, with the side of yes marked by dots."""
    ticks = np.linspace(LOW, HIGH, CELLS + 1)
    grid = np.array([[x, y] for y in ticks for x in ticks])
    values = logits(grid).reshape(len(ticks), len(ticks))
    yes = [_place(ticks[column], ticks[row]) for row, column in np.argwhere(values > 0) if row % 3 == column % 3 == 1]
    dots = " ".join(f"M{x:.1f} {y:.1f}h0" for x, y in yes)
    yield (
        f'<path class="graph-value" d="{dots}" fill="none" stroke="{VALUE_COLOUR}" stroke-opacity="0.5" '
        'stroke-width="3" stroke-linecap="round"/>'
    )
    path = " ".join(f"M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}" for (x1, y1), (x2, y2) in _segments(values, ticks))
    yield f'<path class="graph-gradient" d="{path}" fill="none" stroke="{GRADIENT_COLOUR}" stroke-width="2"/>'


def _segments(values: Array, ticks: Array) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """One piece of the line for each cell of the grid whose corners differ in sign."""
    for row in range(CELLS):
        for column in range(CELLS):
            corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
            found = []
            for one, other in zip(corners, corners[1:] + corners[:1], strict=True):
                if (values[one] > 0) != (values[other] > 0):
                    share = values[one] / (values[one] - values[other])
                    x = ticks[one[1]] + share * (ticks[other[1]] - ticks[one[1]])
                    y = ticks[one[0]] + share * (ticks[other[0]] - ticks[one[0]])
                    found.append(_place(x, y))
            if len(found) == 2:
                yield found[0], found[1]


def _point(x: float, y: float, *, filled: bool) -> str:
    across, down = _place(x, y)
    inside = 'fill="currentColor"' if filled else 'fill="none"'
    return f'<circle cx="{across:.1f}" cy="{down:.1f}" r="7" {inside} stroke="currentColor" stroke-width="2"/>'
