"""Curves over one number as SVG, for statements: computed points in, one element out.

Presentation attributes, no style sheet: a page may show it inline under a strict content policy and recolour it with
the classes graph-value and graph-gradient, as it does with computation graphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from exercises.expectations import Array
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

WIDTH, HEIGHT, MARGIN = 440, 260, 28
_COLOURS = {"value": VALUE_COLOUR, "gradient": GRADIENT_COLOUR}


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a plot.

    Attributes:
        x: where it is drawn, rising.
        y: its values there, of the same shape.
        label: what it is called.
        at: the middle of the label, in the coordinates of the curve, where there is room.
        kind: ``"value"`` for a function, ``"gradient"`` for its derivative.
        dashed: to tell two curves of one kind apart.
    """

    x: Array
    y: Array
    label: str
    at: tuple[float, float]
    kind: str = "value"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that is shown, and where it lies in the picture."""

    left: float
    right: float
    bottom: float
    top: float

    def across(self, x: float) -> float:
        """The horizontal place of x."""
        return MARGIN + (x - self.left) / (self.right - self.left) * (WIDTH - 2 * MARGIN)

    def down(self, y: float) -> float:
        """The vertical place of y; pictures count from the top."""
        return MARGIN + (self.top - y) / (self.top - self.bottom) * (HEIGHT - 2 * MARGIN)


def plot(curves: Sequence[Curve], *, title: str, description: str, axis: str) -> str:
    """Curves in one pair of axes that cross at zero, with ticks at the whole numbers.

    Args:
        curves: what to draw; the frame is that of all their points, and holds the origin.
        title: the text alternative.
        description: what there is to see, for readers who do not see it.
        axis: what runs along the horizontal axis.
    """
    frame = _frame(curves)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" font-family="sans-serif" font-size="13" text-anchor="middle">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        *_axes(frame, axis),
    ]
    for curve in curves:
        parts += _curve(curve, frame)
    return "\n".join([*parts, "</svg>"])


def _frame(curves: Sequence[Curve]) -> Frame:
    across = [float(x) for curve in curves for x in (curve.x.min(), curve.x.max(), 0.0)]
    down = [float(y) for curve in curves for y in (curve.y.min(), curve.y.max(), 0.0)]
    return Frame(min(across), max(across), min(down), max(down))


def _axes(frame: Frame, axis: str) -> list[str]:
    x0, y0 = frame.across(0.0), frame.down(0.0)
    lines = [(MARGIN, y0, WIDTH - MARGIN, y0), (x0, MARGIN, x0, HEIGHT - MARGIN)]
    ticks = []
    for number in range(-10, 11):
        if number and frame.left <= number <= frame.right:
            x = frame.across(number)
            lines.append((x, y0 - 3, x, y0 + 3))
            ticks.append(_text(x, y0 + 17, _number(number)))
        if number and frame.bottom <= number <= frame.top:
            y = frame.down(number)
            lines.append((x0 - 3, y, x0 + 3, y))
            ticks.append(_text(x0 - 13, y + 4, _number(number)))
    path = " ".join(f"M{x1:.1f} {y1:.1f} L{x2:.1f} {y2:.1f}" for x1, y1, x2, y2 in lines)
    drawn = f'<path d="{path}" fill="none" stroke="currentColor" stroke-opacity="0.5"/>'
    return [drawn, *ticks, _text(WIDTH - MARGIN + 12, y0 + 4, axis)]


def _curve(curve: Curve, frame: Frame) -> list[str]:
    points = [(frame.across(float(x)), frame.down(float(y))) for x, y in zip(curve.x, curve.y, strict=True)]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    colour = _COLOURS[curve.kind]
    dash = ' stroke-dasharray="5 4"' if curve.dashed else ""
    x, y = curve.at
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>',
        _text(frame.across(x), frame.down(y) + 4, curve.label, f"graph-{curve.kind}", colour),
    ]


def _text(x: float, y: float, text: str, kind: str = "graph-name", colour: str = "currentColor") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" fill="{colour}">{escape(text)}</text>'


def _number(number: int) -> str:
    return str(number).replace("-", "−")
