"""The picture of ``sequential``: the worked example's values on the way forward, its gradients on the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reference import Tensor, vjp
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, element, path, picture, text

BOX, GAP, HEIGHT, MARGIN = 96, 84, 130, 16
LAYERS: tuple[tuple[str, Callable[[Tensor], Tensor]], ...] = (
    ("Scale(3)", lambda x: 3.0 * x),
    ("Shift(−4)", lambda x: x - 4.0),
    ("Square()", lambda x: x * x),
)


def flow() -> str:
    """Draw the three layers as boxes, with values above the arrows and gradients below them."""
    values, gradients = _numbers()
    parts: list[str] = []
    for place, (name, _) in enumerate(LAYERS):
        left = MARGIN + GAP + place * (BOX + GAP)
        style = {"rx": 6, "fill": "none", "stroke": "currentColor", "stroke_opacity": 0.6}
        parts += [element("rect", x=left, y=30, width=BOX, height=70, **style), text(left + BOX / 2, 70, name)]
    for place, (value, gradient) in enumerate(zip(values, gradients, strict=True)):
        left = MARGIN + place * (BOX + GAP)
        parts += _arrow(left + 8, left + GAP - 8, 50, value, "graph-value", VALUE_COLOR, 40)
        parts += _arrow(left + GAP - 8, left + 8, 82, gradient, "graph-gradient", GRADIENT_COLOR, 104)
    there = ", ".join(f"{value:g}" for value in values)
    back = ", ".join(f"{gradient:g}" for gradient in reversed(gradients))
    return picture(
        len(LAYERS) * BOX + (len(LAYERS) + 1) * GAP + 2 * MARGIN,
        HEIGHT,
        "Values pass forward through three layers and gradients pass back",
        f"Forward, from left to right: {there}. Backward, from right to left: {back}.",
        parts,
        size=14,
    )


def _numbers() -> tuple[list[float], list[float]]:
    """Return the input of each layer, the output of the last one, and the gradients at the same places."""
    values = [2.0]
    for _, layer in LAYERS:
        values.append(layer(Tensor(values[-1])).item())
    gradients = [1.0]
    for (_, layer), value in zip(reversed(LAYERS), reversed(values[:-1]), strict=True):
        _, pullback = vjp(layer, np.asarray(value))
        gradients.insert(0, float(np.asarray(pullback(np.asarray(gradients[0]))[0])))
    return values, gradients


def _arrow(start: float, end: float, y: float, number: float, kind: str, color: str, label: float) -> Iterator[str]:
    back = 6 if end < start else -6
    head = [(end + back, y - 4), (end, y), (end + back, y + 4)]
    yield path([(start, y), (end, y)], head, stroke=color, stroke_width=1.5)
    yield text((start + end) / 2, label, f"{number:g}", color, class_=kind)


FIGURES = {"flow.svg": flow}
