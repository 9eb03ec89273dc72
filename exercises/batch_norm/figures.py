"""The pictures of ``batch_norm``, computed by the reference."""

from __future__ import annotations

import numpy as np

from exercises.spec import Array
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it
from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

WIDTH, HEIGHT, PANEL, ROWS = 560, 190, 270, 16
SCALE = 12.0  # pixels for each unit


def columns() -> str:
    """Three columns of a batch as dots on a line, before and after."""
    rng = np.random.default_rng(3)
    before = rng.normal(size=(ROWS, 3)) * [2.0, 0.4, 1.2] + [4.0, -5.0, 0.5]
    after = np.asarray(F.batch_norm(Tensor(before), None, None, training=True).data)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" font-family="sans-serif" font-size="13" text-anchor="middle">',
        "<title>Three columns of a batch before and after normalization</title>",
        "<desc>Each column is a row of dots on a line from -10 to 10. Before, the three have different means and "
        "spreads. After, all three are centered at 0 and equally wide, with the dots in the same order. A short "
        "vertical line marks each mean.</desc>",
        *_panel(before, 5.0, "before", VALUE_COLOUR),
        *_panel(after, 5.0 + PANEL + 10.0, "after", GRADIENT_COLOUR),
    ]
    return "\n".join([*parts, "</svg>"])


def _panel(batch: Array, left: float, title: str, colour: str) -> list[str]:
    zero = left + PANEL / 2
    parts = [f'<text x="{zero:g}" y="20" fill="currentColor">{title}</text>']
    parts += [
        f'<text x="{zero + SCALE * tick:g}" y="{HEIGHT - 8}" fill="currentColor">{str(tick).replace("-", "−")}</text>'
        for tick in (-10, -5, 0, 5, 10)
    ]
    for place, column in enumerate(batch.T):
        y = 55 + 45 * place
        mean = zero + SCALE * float(column.mean())
        parts.append(
            f'<path d="M{left:g} {y} H{left + PANEL:g} M{mean:.1f} {y - 14} V{y + 14}" stroke="currentColor" '
            'stroke-opacity="0.5"/>'
        )
        parts += [
            f'<circle cx="{zero + SCALE * float(value):.1f}" cy="{y}" r="4" fill="{colour}" fill-opacity="0.5"/>'
            for value in column
        ]
    return parts


FIGURES = {"columns.svg": columns}
