"""Pictures of optimizers: the paths that the reference's optimizers take down a valley, on its level lines.

The valley is the one of `surfaces.valley` with two directions, a flat one to the right and a steep one upwards:
f = (x² + 20 y²) / 2. Its level lines are ellipses, so they are drawn exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from exercises import surfaces
from exercises.spec import Array, LooksAhead, Stepping

WIDTH, HEIGHT, UNIT = 560.0, 250.0, 195.0
MINIMUM = (470.0, 125.0)
LEGEND, MARKER = 26.0, 3.0
START = (-2.2, 0.42)
LEVELS = np.arange(0.3, 3.0, 0.3)
"""Where the level lines cross the flat axis."""
STYLES = (
    'stroke="currentColor" stroke-opacity="0.7" stroke-width="1.5" stroke-dasharray="5 3"',
    'stroke="#2f81f7" stroke-width="2"',
)


@dataclass(frozen=True, slots=True)
class Walk:
    """One path of a picture.

    Attributes:
        label: what the legend calls it.
        optimizer: fresh from its constructor.
        steps: how many of its steps are drawn.
    """

    label: str
    optimizer: Stepping
    steps: int


def points(walk: Walk) -> Array:
    """Return the points of a walk from `START`, of shape (steps + 1, 2)."""
    params = [np.array(START)]
    found = [params[0]]
    for _ in range(walk.steps):
        ahead = walk.optimizer.lookahead(params) if isinstance(walk.optimizer, LooksAhead) else params
        params = walk.optimizer.step(params, surfaces.valley(ahead))
        found.append(params[0])
    return np.array(found)


def picture(title: str, *walks: Walk) -> str:
    """Draw at most two walks, the first one dashed for comparison if there are two, as one SVG element."""
    styles, markers = STYLES[-len(walks) :], (_square, _dot)[-len(walks) :]
    height = HEIGHT + LEGEND * len(walks)
    labels = "; ".join(walk.label for walk in walks)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" '
        f'height="{height:g}" role="img" font-family="sans-serif" font-size="14">',
        f"<title>{escape(title)}</title>",
        f"<desc>Level lines of the valley f = (x² + 20 y²) / 2, and paths toward its minimum: {escape(labels)}.</desc>",
        f'<svg x="0" y="0" width="{WIDTH:g}" height="{HEIGHT:g}">',
        *_levels(surfaces.curvatures(2)),
        _cross(*MINIMUM),
    ]
    for walk, style, marker in zip(walks, styles, markers, strict=True):
        parts += _path(points(walk), style, marker)
    parts.append("</svg>")
    for row, (walk, style, marker) in enumerate(zip(walks, styles, markers, strict=True)):
        parts += _legend(HEIGHT + LEGEND * (row + 0.5), walk.label, style, marker)
    return "\n".join([*parts, "</svg>"])


def _levels(curvatures: Array) -> list[str]:
    x, y = MINIMUM
    flat, steep = curvatures
    ratio = np.sqrt(flat / steep)
    return [
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{UNIT * level:g}" ry="{UNIT * level * ratio:g}" '
        'fill="none" stroke="currentColor" stroke-opacity="0.25"/>'
        for level in LEVELS
    ]


def _path(found: Array, style: str, marker: Callable[[float, float, str], str]) -> list[str]:
    places = [(MINIMUM[0] + UNIT * x, MINIMUM[1] - UNIT * y) for x, y in found]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return [
        f'<polyline points="{line}" fill="none" stroke-linejoin="round" {style}/>',
        *(marker(x, y, style) for x, y in places),
    ]


def _legend(y: float, label: str, style: str, marker: Callable[[float, float, str], str]) -> Sequence[str]:
    return (
        f'<line x1="12" y1="{y:g}" x2="52" y2="{y:g}" {style}/>',
        marker(32.0, y, style),
        f'<text x="64" y="{y + 5:g}" fill="currentColor">{escape(label)}</text>',
    )


def _cross(x: float, y: float) -> str:
    return f'<path d="M{x - 5:g} {y:g} h10 M{x:g} {y - 5:g} v10" stroke="currentColor" stroke-width="1.5"/>'


def _colour(style: str) -> str:
    return style.split('"')[1]


def _dot(x: float, y: float, style: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{MARKER:g}" fill="{_colour(style)}"/>'


def _square(x: float, y: float, style: str) -> str:
    size = 2 * MARKER
    return (
        f'<rect x="{x - MARKER:.1f}" y="{y - MARKER:.1f}" width="{size:g}" height="{size:g}" fill="none" '
        f'stroke="{_colour(style)}" stroke-opacity="0.7"/>'
    )
