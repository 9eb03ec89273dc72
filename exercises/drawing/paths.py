"""Draw the paths that the reference's optimizers take down a valley, over its contour lines.

The valley is that of `surfaces.valley` in two dimensions, flat to the right and steep upward:
f = (x² + 20 y²) / 2. Its contour lines are ellipses, so they are drawn exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from exercises import surfaces
from exercises.expectations import Array
from exercises.optimizers import LooksAhead
from reference import optim
from reference.svg import element, path, picture, text

WIDTH, HEIGHT, UNIT = 560.0, 250.0, 195.0
MINIMUM = (470.0, 125.0)
LEGEND, MARKER = 26.0, 3.0
START = (-2.2, 0.42)
LEVELS = np.arange(0.3, 3.0, 0.3)
"""Where the contour lines cross the flat axis."""
DASHED: dict[str, object] = {"stroke_opacity": 0.7, "stroke_width": 1.5, "stroke_dasharray": "5 3"}
FULL: dict[str, object] = {"stroke": "#2f81f7", "stroke_width": 2}


@dataclass(frozen=True, slots=True)
class Walk:
    """A path in a picture.

    Attributes:
        label: its label in the legend.
        rule: the update rule.
        steps: the number of steps to draw.
    """

    label: str
    rule: optim.Rule
    steps: int


def points(walk: Walk) -> Array:
    """Return the points of a walk from `START`, of shape (steps + 1, 2)."""
    optimizer, params = optim.start(walk.rule), [np.array(START)]
    found = [params[0]]
    for _ in range(walk.steps):
        ahead = optimizer.lookahead(params) if isinstance(optimizer, LooksAhead) else params
        params = optimizer.step(params, surfaces.valley(ahead))
        found.append(params[0])
    return np.array(found)


def draw(title: str, *walks: Walk) -> str:
    """Draw at most two walks as one SVG element; of two, the first one is dashed for comparison."""
    styles = (DASHED, FULL)[-len(walks) :]
    labels = "; ".join(walk.label for walk in walks)
    x, y = MINIMUM
    cross = path([(x - 5, y), (x + 5, y)], [(x, y - 5), (x, y + 5)], stroke_width=1.5)
    inside = [*_levels(surfaces.curvatures(2)), cross]
    legend: list[str] = []
    for row, (walk, style) in enumerate(zip(walks, styles, strict=True)):
        inside += _path([(x + UNIT * a, y - UNIT * b) for a, b in points(walk)], style)
        middle = HEIGHT + LEGEND * (row + 0.5)
        legend += [path([(12.0, middle), (52.0, middle)], **style), _marker(32.0, middle, style)]
        legend.append(text(64.0, middle + 5, walk.label))
    return picture(
        WIDTH,
        HEIGHT + LEGEND * len(walks),
        title,
        f"Contour lines of the valley f = (x² + 20 y²) / 2, and paths toward its minimum: {labels}.",
        [element("svg", "\n".join(["", *inside, ""]), x=0, y=0, width=WIDTH, height=HEIGHT), *legend],
        size=14,
        anchor=None,
    )


def _levels(curvatures: Array) -> Iterator[str]:
    flat, steep = curvatures
    ratio = np.sqrt(flat / steep)
    for level in UNIT * LEVELS:
        size = {"rx": float(level), "ry": float(level * ratio)}
        style = {"fill": "none", "stroke": "currentColor", "stroke_opacity": 0.25}
        yield element("ellipse", cx=MINIMUM[0], cy=MINIMUM[1], **size, **style)


def _path(places: list[tuple[float, float]], style: dict[str, object]) -> list[str]:
    return [path(places, stroke_linejoin="round", **style), *(_marker(x, y, style) for x, y in places)]


def _marker(x: float, y: float, style: dict[str, object]) -> str:
    """Return a dot for a solid path, or a hollow square for a dashed one."""
    if style is FULL:
        return element("circle", cx=x, cy=y, r=MARKER, fill=style["stroke"])
    corner, size = {"x": x - MARKER, "y": y - MARKER}, {"width": 2 * MARKER, "height": 2 * MARKER}
    return element("rect", **corner, **size, fill="none", stroke="currentColor", stroke_opacity=0.7)
