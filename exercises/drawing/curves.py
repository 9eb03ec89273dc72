"""Curves over one variable: a function with its derivative on a grid, or several curves with axes through zero.

The engine computes the values, so a picture shows what is graded. Colors are presentation attributes that a page may
override by class. Curves of one color differ in their dashes, for readers who cannot distinguish colors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from exercises.expectations import Array
from reference import Tensor, vjp
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, Plane, element, multiples, number, path, picture, text

Range = tuple[float, float]
POINTS = 81  # per piece of a curve
JUMP = 0.02  # a visible difference across a kink
WIDTH, HEIGHT, BOX = 460, 290, (46.0, 434.0, 42.0, 260.0)  # the legend is above the frame
_STYLES: dict[str, dict[str, object]] = {
    "value": {"class_": "curve-value", "color": VALUE_COLOR, "stroke_width": 2.5},
    "gradient": {"class_": "curve-gradient", "color": GRADIENT_COLOR, "stroke_width": 2, "stroke_dasharray": "7 4"},
    "beside": {"class_": "curve-beside", "stroke_width": 1.5, "stroke_opacity": 0.7, "stroke_dasharray": "2 3"},
}
_COLORS = {"value": VALUE_COLOR, "gradient": GRADIENT_COLOR}


def activation(
    function: Callable[[Tensor], Tensor],
    name: str,
    *,
    across: Range,
    up: Range,
    rise: float,
    description: str,
    kink: float | None = None,
    beside: tuple[str, Callable[[Tensor], Tensor]] | None = None,
) -> str:
    """Draw a function of one variable with its derivative.

    Args:
        function: an elementwise function of tensors.
        name: the name of the function, for example ``"tanh(x)"``.
        across: the range of the horizontal axis.
        up: the range of the vertical axis.
        rise: the distance between ticks of the vertical axis.
        description: a description of the picture for screen readers.
        kink: where the derivative may jump.
        beside: a function to compare with, and its name.
    """
    plane = Plane(*across, *up, BOX)
    ends = [across] if kink is None else [(across[0], kink - 1e-9), (kink + 1e-9, across[1])]
    pieces = [np.linspace(*end, 2 * POINTS // len(ends)) for end in ends]
    drawn = [(name, "value", function, 0), ("derivative", "gradient", function, 1)]
    if beside is not None:
        drawn.append((beside[0], "beside", beside[1], 0))
    parts = [*_grid(plane, rise), *_legend([(label, kind) for label, kind, _, _ in drawn])]
    for _, kind, shown, which in drawn:
        curve = [plane.places(zip(x, value_and_slope(shown, x)[which], strict=True)) for x in pieces]
        parts.append(
            element("g", "".join(_with_rings(curve, abs(plane.down(JUMP) - plane.down(0.0)))), **_STYLES[kind])
        )
    return picture(WIDTH, HEIGHT, f"{name} and its derivative", description, parts)


def value_and_slope(function: Callable[[Tensor], Tensor], x: Array) -> tuple[Array, Array]:
    """Return the value and the derivative of a function at each x."""
    value, pullback = vjp(function, x)
    (slope,) = pullback(np.ones_like(x))
    return np.asarray(value), np.asarray(slope)


def _grid(plane: Plane, rise: float) -> Iterator[str]:
    """Yield a light grid with its numbers outside the frame, where no curve covers them, and the axes at zero."""
    left, right, top, bottom = plane.box
    yield text(right + 14, bottom + 18, "x")
    for at in multiples(plane.left, plane.right, 1.0):
        x = plane.across(at)
        yield path([(x, top), (x, bottom)], stroke_opacity=0.15 if at else 0.6)
        yield text(x, bottom + 18, number(at))
    for at in multiples(plane.bottom, plane.top, rise):
        y = plane.down(at)
        yield path([(left, y), (right, y)], stroke_opacity=0.15 if at else 0.6)
        yield text(left - 8, y + 4, number(at), text_anchor="end")


def _legend(curves: Sequence[tuple[str, str]]) -> Iterator[str]:
    x = BOX[0]
    for label, kind in curves:
        yield element("g", path([(x, 16), (x + 30, 16)]), **_STYLES[kind])
        yield text(x + 38, 20, label, text_anchor="start")
        x += 62 + 7.5 * len(label)


def _with_rings(pieces: Sequence[list[tuple[float, float]]], jump: float) -> Iterator[str]:
    """Yield the pieces of a curve, with rings at both ends of a jump, where there is no derivative."""
    yield from (path(piece) for piece in pieces)
    for before, after in pairwise(pieces):
        if abs(before[-1][1] - after[0][1]) > jump:
            for _, y in (before[-1], after[0]):
                ring = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.5, "stroke_dasharray": "none"}
                yield element("circle", cx=after[0][0], cy=y, r=3.5, **ring)


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve of a plot.

    Attributes:
        x: the x coordinates, increasing.
        y: the values there, of the same shape.
        label: the label of the curve.
        at: the center of the label, in the coordinates of the curve, where there is room.
        kind: ``"value"`` for a function, ``"gradient"`` for its derivative.
        dashed: whether it is dashed, to distinguish two curves of one kind.
    """

    x: Array
    y: Array
    label: str
    at: tuple[float, float]
    kind: str = "value"
    dashed: bool = False


def plot(curves: Sequence[Curve], *, title: str, description: str, axis: str) -> str:
    """Draw curves with axes that cross at zero and ticks at the integers.

    Args:
        curves: the curves; the frame contains all their points and the origin.
        title: the title of the picture.
        description: a description of the picture for screen readers.
        axis: the label of the horizontal axis.
    """
    across = np.concatenate([[0.0], *(curve.x for curve in curves)])
    up = np.concatenate([[0.0], *(curve.y for curve in curves)])
    plane = Plane(across.min(), across.max(), up.min(), up.max(), (28.0, 412.0, 28.0, 232.0))
    parts = [*_crossed(plane, axis)]
    for curve in curves:
        color, (place,) = _COLORS[curve.kind], plane.places([curve.at])
        dashes = "5 4" if curve.dashed else None
        line = plane.places(zip(curve.x, curve.y, strict=True))
        parts.append(path(line, stroke=color, stroke_width=2, stroke_dasharray=dashes))
        parts.append(text(place[0], place[1] + 4, curve.label, color, class_=f"graph-{curve.kind}"))
    return picture(440, 260, title, description, parts)


def _crossed(plane: Plane, axis: str) -> Iterator[str]:
    """Yield axes that cross at zero."""
    x0, y0 = plane.across(0.0), plane.down(0.0)
    left, right, top, bottom = plane.box
    lines, labels = [[(left, y0), (right, y0)], [(x0, top), (x0, bottom)]], []
    for at in range(-10, 11):
        if at and plane.left <= at <= plane.right:
            x = plane.across(at)
            lines.append([(x, y0 - 3), (x, y0 + 3)])
            labels.append(text(x, y0 + 17, number(at), class_="graph-name"))
        if at and plane.bottom <= at <= plane.top:
            y = plane.down(at)
            lines.append([(x0 - 3, y), (x0 + 3, y)])
            labels.append(text(x0 - 13, y + 4, number(at), class_="graph-name"))
    yield path(*lines, stroke_opacity=0.5)
    yield from labels
    yield text(right + 12, y0 + 4, axis, class_="graph-name")
