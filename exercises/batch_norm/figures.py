"""The pictures of ``batch_norm``, computed by the reference."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from exercises.expectations import Array
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, element, number, path, picture, text

HEIGHT, PANEL, ROWS = 190, 270, 16
SCALE = 12.0  # pixels per unit


def columns() -> str:
    """Draw three columns of a batch as dots on a line, before and after normalization."""
    rng = np.random.default_rng(3)
    before = rng.normal(size=(ROWS, 3)) * [2.0, 0.4, 1.2] + [4.0, -5.0, 0.5]
    after = np.asarray(F.batch_norm(Tensor(before), None, None, training=True).data)
    return picture(
        560,
        HEIGHT,
        "Three columns of a batch before and after normalization",
        "Each column is drawn as dots on a line from -10 to 10. Before normalization, the three columns have "
        "different means and spreads. After normalization, the dots are drawn as rings in the same order, and all "
        "three columns have a mean of 0 and the same spread. A short vertical line marks each mean.",
        [
            *_panel(before, 5.0, "before", fill=VALUE_COLOR, fill_opacity=0.85),
            *_panel(after, 15.0 + PANEL, "after", fill="none", stroke=GRADIENT_COLOR, stroke_width=1.5),
        ],
    )


def _panel(batch: Array, left: float, title: str, **dots: object) -> Iterator[str]:
    zero = left + PANEL / 2
    yield text(zero, 20, title)
    yield from (text(zero + SCALE * tick, HEIGHT - 8, number(tick)) for tick in (-10, -5, 0, 5, 10))
    for place, column in enumerate(batch.T):
        y, mean = 55 + 45 * place, zero + SCALE * float(column.mean())
        yield path([(left, y), (left + PANEL, y)], [(mean, y - 14), (mean, y + 14)], stroke_opacity=0.5)
        for value in column:
            yield element("circle", cx=zero + SCALE * float(value), cy=y, r=4, **dots)


FIGURES = {"columns.svg": columns}
