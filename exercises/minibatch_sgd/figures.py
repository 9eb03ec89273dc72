"""The picture of ``minibatch_sgd``: which rows meet in which batch, for three epochs of one generator."""

from __future__ import annotations

import numpy as np

from reference.svg import GRADIENT_COLOUR, VALUE_COLOUR

ROWS, BATCH_SIZE, EPOCHS = 10, 4, 3
CELL, GAP, LINE, LEFT, TOP = 32, 14, 52, 84, 14


def epochs() -> str:
    """Each epoch as a row of numbered cells, with a gap between the batches."""
    rng = np.random.default_rng(6)
    last = (ROWS - 1) // BATCH_SIZE
    width, height = LEFT + ROWS * CELL + last * GAP + 12, TOP + EPOCHS * LINE
    orders = [rng.permutation(ROWS) for _ in range(EPOCHS)]
    told = "; ".join(", ".join(map(str, order)) for order in orders)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="14" text-anchor="middle">',
        f"<title>{EPOCHS} epochs of {ROWS} rows in batches of {BATCH_SIZE}</title>",
        f"<desc>The row order in each epoch: {told}. The last batch of each epoch has "
        f"{ROWS - last * BATCH_SIZE} rows.</desc>",
    ]
    for epoch, order in enumerate(orders):
        y = TOP + epoch * LINE
        parts.append(f'<text x="{LEFT / 2 - 4:g}" y="{y + 21}" fill="currentColor">epoch {epoch + 1}</text>')
        for place, row in enumerate(order):
            parts += _cell(LEFT + place * CELL + place // BATCH_SIZE * GAP, y, int(row), place // BATCH_SIZE == last)
    return "\n".join([*parts, "</svg>"])


def _cell(x: int, y: int, row: int, is_short: bool) -> list[str]:
    colour, kind = (GRADIENT_COLOUR, "graph-gradient") if is_short else (VALUE_COLOUR, "graph-value")
    return [
        f'<rect class="{kind}" x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="none" stroke="{colour}"/>',
        f'<text x="{x + CELL / 2:g}" y="{y + 21}" fill="currentColor">{row}</text>',
    ]


FIGURES = {"epochs.svg": epochs}
