"""The picture of ``sequential``: the worked example's values on their way there, its gradients on their way back."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import numpy as np

from reference import Tensor, vjp
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

BOX, GAP, HEIGHT, MARGIN = 96, 84, 130, 16
LAYERS: tuple[tuple[str, Callable[[Tensor], Tensor]], ...] = (
    ("Scale(3)", lambda x: 3.0 * x),
    ("Shift(−4)", lambda x: x - 4.0),
    ("Square()", lambda x: x * x),
)


def flow() -> str:
    """The three layers as boxes; above the arrows the values, below them the gradients."""
    values, gradients = _numbers()
    width = len(LAYERS) * BOX + (len(LAYERS) + 1) * GAP + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        'role="img" font-family="sans-serif" font-size="14" text-anchor="middle">',
        "<title>Values pass forward through three layers and gradients pass back</title>",
        f"<desc>{escape(_words(values, gradients))}</desc>",
    ]
    for place, (name, _) in enumerate(LAYERS):
        left = MARGIN + GAP + place * (BOX + GAP)
        parts.append(
            f'<rect x="{left}" y="30" width="{BOX}" height="70" rx="6" fill="none" stroke="currentColor" '
            'stroke-opacity="0.6"/>'
        )
        parts.append(f'<text x="{left + BOX / 2:g}" y="70" fill="currentColor">{escape(name)}</text>')
    for place, (value, gradient) in enumerate(zip(values, gradients, strict=True)):
        left = MARGIN + place * (BOX + GAP)
        parts += _arrow(left + 8, left + GAP - 8, 50, value, "graph-value", VALUE_COLOUR, 40)
        parts += _arrow(left + GAP - 8, left + 8, 82, gradient, "graph-gradient", GRADIENT_COLOUR, 104)
    return "\n".join([*parts, "</svg>"])


def _numbers() -> tuple[list[float], list[float]]:
    """What goes into each layer and out of the last, and the gradients of the same places, by the engine."""
    values = [2.0]
    for _, layer in LAYERS:
        values.append(layer(Tensor(values[-1])).item())
    gradients = [1.0]
    for (_, layer), value in zip(reversed(LAYERS), reversed(values[:-1]), strict=True):
        _, pullback = vjp(layer, np.asarray(value))
        gradients.insert(0, float(np.asarray(pullback(np.asarray(gradients[0]))[0])))
    return values, gradients


def _words(values: list[float], gradients: list[float]) -> str:
    there = ", ".join(f"{value:g}" for value in values)
    back = ", ".join(f"{gradient:g}" for gradient in reversed(gradients))
    return f"Forward, from left to right: {there}. Backward, from right to left: {back}."


def _arrow(start: float, end: float, y: float, number: float, kind: str, colour: str, text: float) -> list[str]:
    back = 6 if end < start else -6
    path = f"M{start:g} {y:g} H{end:g} M{end + back:g} {y - 4:g} L{end:g} {y:g} L{end + back:g} {y + 4:g}"
    middle = (start + end) / 2
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>',
        f'<text class="{kind}" x="{middle:g}" y="{text:g}" fill="{colour}">{number:g}</text>',
    ]


FIGURES = {"flow.svg": flow}
