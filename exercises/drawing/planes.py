"""Draw the plane of two inputs: labeled points and the decision boundary of a model, computed from its logits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from exercises.expectations import Array
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, Plane, contour, element, path, picture, text

WIDTH, CELLS = 300, 48
PLANE = Plane(-0.5, 1.5, -0.5, 1.5, (30.0, 270.0, 30.0, 270.0))


def plane(logits: Callable[[Array], Array], points: Array, labels: Array, *, title: str, description: str) -> str:
    """Return a picture of a model of two inputs.

    Args:
        logits: maps rows of shape (N, 2) to one number each; above zero means class 1.
        points: rows of shape (N, 2).
        labels: zeros and ones, of shape (N,), drawn as hollow and filled points.
        title: the title of the picture.
        description: a description of the picture for screen readers.
    """
    left, right, top, bottom = PLANE.box
    ((across, zero),) = PLANE.places([(0.0, 0.0)])
    parts = [
        path([(left, zero), (right, zero)], [(across, bottom), (across, top)], stroke_opacity=0.4),
        text(right + 14, zero + 4, "x₁"),
        text(across, top - 8, "x₂"),
        *_boundary(logits),
    ]
    for (x, y), label in zip(PLANE.places(points), labels, strict=True):
        inside = "currentColor" if label == 1.0 else "none"
        parts.append(element("circle", cx=x, cy=y, r=7, fill=inside, stroke="currentColor", stroke_width=2))
    return picture(WIDTH, WIDTH, title, description, parts)


def _boundary(logits: Callable[[Array], Array]) -> tuple[str, str]:
    """Return the line where the logit is zero, and dots that mark the side of class 1."""
    ticks = np.linspace(PLANE.left, PLANE.right, CELLS + 1)
    grid = np.array([[x, y] for y in ticks for x in ticks])
    values = logits(grid).reshape(len(ticks), len(ticks))
    yes = [(ticks[column], ticks[row]) for row, column in np.argwhere(values > 0) if row % 3 == column % 3 == 1]
    dots = [[place, place] for place in PLANE.places(yes)]
    style = {"stroke_opacity": 0.5, "stroke_width": 3, "stroke_linecap": "round"}
    pieces = [PLANE.places(piece) for piece in contour(-values, ticks, ticks, 0.0)]  # a logit of zero means class 0
    return (
        path(*dots, stroke=VALUE_COLOR, class_="graph-value", **style),
        path(*pieces, stroke=GRADIENT_COLOR, class_="graph-gradient", stroke_width=2),
    )
