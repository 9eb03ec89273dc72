"""Contour lines of a surface given on a grid, by marching squares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from exercises.spec import Array

LEVELS = 8
Point = tuple[float, float]
Segment = tuple[Point, Point]


def contours(surface: Mapping[str, Any]) -> Iterator[Segment]:
    """Yield short pieces of the contour lines at a few levels, denser near the lowest point.

    Args:
        surface: ``low`` and ``high`` corners (x, y), and ``values[j][i]`` at the i-th x and the j-th y.
    """
    values = np.array(surface["values"], dtype=np.float64)
    rows, columns = values.shape
    xs = np.linspace(surface["low"][0], surface["high"][0], columns)
    ys = np.linspace(surface["low"][1], surface["high"][1], rows)
    low, high = float(values.min()), float(values.max())
    for share in np.linspace(0.0, 1.0, LEVELS + 2)[1:-1]:
        level = low + (high - low) * share**2
        for j in range(rows - 1):
            for i in range(columns - 1):
                yield from _cell(values[j : j + 2, i : i + 2], xs[i : i + 2], ys[j : j + 2], level)


def _cell(corner: Array, xs: Array, ys: Array, level: float) -> Iterator[Segment]:
    """Yield the one or two pieces in which a level crosses a cell."""
    sides = (
        ((0, 0), (0, 1)),
        ((0, 1), (1, 1)),
        ((1, 1), (1, 0)),
        ((1, 0), (0, 0)),
    )
    found = [_crossing(corner, xs, ys, level, *side) for side in sides]
    points = [point for point in found if point is not None]
    yield from zip(points[::2], points[1::2], strict=False)


def _crossing(
    corner: Array, xs: Array, ys: Array, level: float, one: tuple[int, int], other: tuple[int, int]
) -> Point | None:
    """Return where a level crosses the side between two corners (row, column); None if it does not."""
    first, second = float(corner[one]), float(corner[other])
    if (first < level) is (second < level):
        return None
    share = (level - first) / (second - first)
    (j1, i1), (j2, i2) = one, other
    x = float(xs[i1] + share * (xs[i2] - xs[i1]))
    y = float(ys[j1] + share * (ys[j2] - ys[j1]))
    return x, y
