"""Pictures of activations as SVG: a function of one number and its derivative in one pair of axes.

The engine computes both, so a picture shows what is graded. Colours are presentation attributes that a page may change
by the classes curve-value and curve-gradient; the derivative is dashed as well, for readers who see no colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from exercises.expectations import Array
from reference import Tensor, vjp
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

WIDTH, HEIGHT = 460, 290
LEFT, RIGHT, ABOVE, BELOW = 46, 26, 42, 30  # margins; the legend stands above the frame
POINTS = 81  # of each piece of a curve
JUMP = 0.02  # a difference across a kink that can be seen
_STYLES = {
    "value": f'class="curve-value" color="{VALUE_COLOUR}" stroke-width="2.5"',
    "gradient": f'class="curve-gradient" color="{GRADIENT_COLOUR}" stroke-width="2" stroke-dasharray="7 4"',
    "beside": 'class="curve-beside" stroke-width="1.5" stroke-opacity="0.7" stroke-dasharray="2 3"',
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that is shown, and where it lies in the picture."""

    left: float
    right: float
    bottom: float
    top: float

    def across(self, x: float) -> float:
        """Return the horizontal place of x."""
        return LEFT + (x - self.left) / (self.right - self.left) * (WIDTH - LEFT - RIGHT)

    def down(self, y: float) -> float:
        """Return the vertical place of y; pictures count from the top."""
        return ABOVE + (self.top - y) / (self.top - self.bottom) * (HEIGHT - ABOVE - BELOW)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the picture.

    Attributes:
        label: for the legend.
        kind: ``value``, ``gradient`` or ``beside``.
        pieces: x and y of each piece; between two pieces the curve may jump.
    """

    label: str
    kind: str
    pieces: Sequence[tuple[Array, Array]]


def activation(
    function: Callable[[Tensor], Tensor],
    name: str,
    *,
    frame: Frame,
    rise: float,
    description: str,
    kink: float | None = None,
    beside: tuple[str, Callable[[Tensor], Tensor]] | None = None,
) -> str:
    """Draw a function of one number with its derivative.

    Args:
        function: on tensors, element by element.
        name: what it is called, for example ``"tanh(x)"``.
        frame: what is shown.
        rise: from one tick of the vertical axis to the next.
        description: what there is to see, for readers who do not see it.
        kink: where the derivative may jump.
        beside: a function to compare with, and its name.
    """
    pieces = _pieces(frame, kink)
    curves = [
        Curve(name, "value", [(x, value_and_slope(function, x)[0]) for x in pieces]),
        Curve("derivative", "gradient", [(x, value_and_slope(function, x)[1]) for x in pieces]),
    ]
    if beside is not None:
        other, compared = beside
        curves.append(Curve(other, "beside", [(x, value_and_slope(compared, x)[0]) for x in pieces]))
    parts = [*_axes(frame, rise), *_legend(curves)]
    for curve in curves:
        parts += _drawn(curve, frame)
    return drawing(WIDTH, HEIGHT, f"{name} with its derivative", description, parts)


def value_and_slope(function: Callable[[Tensor], Tensor], x: Array) -> tuple[Array, Array]:
    """Return value and derivative of a function at each number of x."""
    value, pullback = vjp(function, x)
    (slope,) = pullback(np.ones_like(x))
    return np.asarray(value), np.asarray(slope)


def drawing(width: int, height: int, title: str, description: str, parts: Iterable[str]) -> str:
    """Return the parts as one SVG element with its text alternatives."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="13" text-anchor="middle">'
    )
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>", *parts, "</svg>"])


def text(x: float, y: float, words: str, anchor: str = "middle") -> str:
    """Return one label in the colour of its surroundings."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">{escape(words)}</text>'


def line(points: Iterable[tuple[float, float]], style: str) -> str:
    """Return a line through points of the picture."""
    path = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="currentColor" {style}/>'


def shown(number: float) -> str:
    """Return a number for a label, with a true minus sign."""
    return f"{number:g}".replace("-", "−")


def _pieces(frame: Frame, kink: float | None) -> list[Array]:
    if kink is None:
        return [np.linspace(frame.left, frame.right, 2 * POINTS)]
    near = 1e-9
    return [np.linspace(frame.left, kink - near, POINTS), np.linspace(kink + near, frame.right, POINTS)]


def _axes(frame: Frame, rise: float) -> list[str]:
    """Return a light grid with its numbers outside the frame, where no curve runs over them, and the axes at zero."""
    left, right, top, bottom = frame.across(frame.left), frame.across(frame.right), ABOVE, HEIGHT - BELOW
    parts = [text(right + 14, bottom + 18, "x")]
    for number in _ticks(frame.left, frame.right, 1.0):
        x = frame.across(number)
        parts += [line([(x, top), (x, bottom)], _grid(number)), text(x, bottom + 18, shown(number))]
    for number in _ticks(frame.bottom, frame.top, rise):
        y = frame.down(number)
        parts += [line([(left, y), (right, y)], _grid(number)), text(left - 8, y + 4, shown(number), "end")]
    return parts


def _grid(number: float) -> str:
    return f'stroke-opacity="{0.15 if number else 0.6}"'


def _ticks(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of `step` from low to high."""
    return [n * step for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]


def _legend(curves: Sequence[Curve]) -> list[str]:
    parts, x = [], float(LEFT)
    for curve in curves:
        sample = line([(x, 16), (x + 30, 16)], "")
        parts.append(f"<g {_STYLES[curve.kind]}>{sample}</g>")
        parts.append(text(x + 38, 20, curve.label, "start"))
        x += 62 + 7.5 * len(curve.label)
    return parts


def _drawn(curve: Curve, frame: Frame) -> list[str]:
    """Return the pieces of a curve, and rings at both ends of a jump, where there is no derivative."""
    parts = [f"<g {_STYLES[curve.kind]}>"]
    for x, y in curve.pieces:
        points = [(frame.across(float(a)), frame.down(float(b))) for a, b in zip(x, y, strict=True)]
        parts.append(line(points, ""))
    for (_, before), (x, after) in zip(curve.pieces, curve.pieces[1:], strict=False):
        if abs(float(before[-1] - after[0])) > JUMP:
            parts += [_ring(frame.across(float(x[0])), frame.down(float(y))) for y in (before[-1], after[0])]
    return [*parts, "</g>"]


def _ring(x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-dasharray="none"/>'
    )
