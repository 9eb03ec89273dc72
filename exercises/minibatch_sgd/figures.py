"""The picture of ``minibatch_sgd``: the rows of each batch, for three epochs with one generator."""

from __future__ import annotations

import numpy as np

from exercises.drawing.grids import cell
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, picture, text

ROWS, BATCH_SIZE, EPOCHS = 10, 4, 3
CELL, GAP, LINE, LEFT, TOP = 32, 14, 52, 84, 14


def epochs() -> str:
    """Draw each epoch as a row of numbered cells, with gaps between the batches."""
    rng = np.random.default_rng(6)
    last = (ROWS - 1) // BATCH_SIZE
    orders = [rng.permutation(ROWS) for _ in range(EPOCHS)]
    parts: list[str] = []
    for epoch, order in enumerate(orders):
        y = TOP + epoch * LINE
        parts.append(text(LEFT / 2 - 4, y + 21, f"epoch {epoch + 1}"))
        for place, row in enumerate(order):
            batch = place // BATCH_SIZE
            color, kind = (GRADIENT_COLOR, "graph-gradient") if batch == last else (VALUE_COLOR, "graph-value")
            x = LEFT + place * CELL + batch * GAP
            parts += cell(x, y, CELL, str(row), outline={"stroke": color, "class_": kind})
    return picture(
        LEFT + ROWS * CELL + last * GAP + 12,
        TOP + EPOCHS * LINE,
        f"{EPOCHS} epochs of {ROWS} rows in batches of {BATCH_SIZE}",
        f"The row order in each epoch: {'; '.join(', '.join(map(str, order)) for order in orders)}. The last "
        f"batch of each epoch has {ROWS - last * BATCH_SIZE} rows.",
        parts,
        size=14,
    )


FIGURES = {"epochs.svg": epochs}
