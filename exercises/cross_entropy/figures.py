"""The pictures of ``cross_entropy``, computed by the reference from the numbers of the worked example."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

WIDTH, HEIGHT, PANEL, BAR, TALLEST, BASE = 560, 220, 180, 30, 90, 140


def bars() -> str:
    """The first row of the worked example: logits, probabilities and gradient as bars."""
    z = Tensor(np.array([[1.0, 2.0, 3.0]]), requires_grad=True)
    F.cross_entropy(z, np.array([2])).backward()
    panels = [
        ("logits z", z.data[0], 3.0, VALUE_COLOUR, "graph-value"),
        ("probabilities p", F.softmax(z).data[0], 1.0, VALUE_COLOUR, "graph-value"),
        ("p − 1 at the label", np.asarray(z.grad)[0], 1.0, GRADIENT_COLOUR, "graph-gradient"),
    ]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" font-family="sans-serif" font-size="13" text-anchor="middle">',
        "<title>Logits, probabilities and gradient of one row</title>",
        "<desc>Three classes with logits 1, 2 and 3 have probabilities 0.09, 0.245 and 0.665. The true class is the "
        "third; the gradient is 0.09, 0.245 and 0.665 - 1 = -0.335, which sums to zero.</desc>",
    ]
    for place, (title, values, largest, colour, kind) in enumerate(panels):
        parts += _panel(10 + place * PANEL, title, values, largest, colour, kind)
    return "\n".join([*parts, "</svg>"])


def _panel(left: float, title: str, values: Sequence[float], largest: float, colour: str, kind: str) -> list[str]:
    parts = [
        f'<text x="{left + PANEL / 2:g}" y="20" fill="currentColor">{escape(title)}</text>',
        f'<path d="M{left + 12:g} {BASE} H{left + PANEL - 12:g}" stroke="currentColor" stroke-opacity="0.5"/>',
    ]
    for place, value in enumerate(values):
        middle, height = left + 45 + place * 45, abs(value) / largest * TALLEST
        top = BASE - height if value > 0 else BASE
        under = top + height + 16 if value < 0 else top - 6
        shown = f"{value:.3g}".replace("-", "−")
        parts += [
            f'<rect x="{middle - BAR / 2:g}" y="{top:.1f}" width="{BAR}" height="{height:.1f}" fill="{colour}" '
            'fill-opacity="0.6"/>',
            f'<text class="{kind}" x="{middle:g}" y="{under:.1f}" fill="{colour}">{shown}</text>',
            f'<text x="{middle:g}" y="{HEIGHT - 12}" fill="currentColor">{place}</text>',
        ]
    return parts


FIGURES = {"bars.svg": bars}
