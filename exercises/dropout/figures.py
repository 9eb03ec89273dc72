"""The pictures of ``dropout``, computed by the reference from the numbers of the worked example."""

from __future__ import annotations

import numpy as np

from exercises.spec import Array
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

CELL, LEFT, TOP, GAP = 46, 6, 34, 20


def masks() -> str:
    """Four grids: what was drawn, what came in, what went out, and the gradient that comes back."""
    drawn = np.random.default_rng(10).random((2, 3))
    x = Tensor(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), requires_grad=True)
    kept = drawn >= 0.5
    y = F.dropout(x, 0.5, mask=kept)
    y.backward(np.array([[0.5, 1.0, -1.0], [2.0, -3.0, 1.0]]))
    grids = [
        ("random u", drawn, "graph-name", "currentColor"),
        ("input x", np.asarray(x.data), "graph-value", VALUE_COLOUR),
        ("output y", np.asarray(y.data), "graph-value", VALUE_COLOUR),
        ("gradient of x", np.asarray(x.grad), "graph-gradient", GRADIENT_COLOUR),
    ]
    width, height = LEFT + len(grids) * (3 * CELL + GAP), TOP + 2 * CELL + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="14" text-anchor="middle">',
        "<title>What dropout with p = 0.5 does to six numbers</title>",
        "<desc>Three of the six random numbers are below 0.5. The output is 0 in those positions and twice the "
        "input in the others; the gradient is 0 in the same positions.</desc>",
    ]
    for place, (title, values, kind, colour) in enumerate(grids):
        parts += _grid(LEFT + place * (3 * CELL + GAP), title, values, kept, kind, colour)
    return "\n".join([*parts, "</svg>"])


def _grid(left: int, title: str, values: Array, kept: np.ndarray, kind: str, colour: str) -> list[str]:
    parts = [f'<text x="{left + 1.5 * CELL:g}" y="22" fill="currentColor">{title}</text>']
    for (row, column), value in np.ndenumerate(values):
        x, y = left + CELL * column, TOP + CELL * row
        fill = "none" if kept[row, column] else "#8884"
        shown = f"{value:.3g}".replace("-", "−")
        parts += [
            f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="currentColor"/>',
            f'<text class="{kind}" x="{x + CELL / 2:g}" y="{y + CELL / 2 + 5:g}" fill="{colour}">{shown}</text>',
        ]
    return parts


FIGURES = {"masks.svg": masks}
