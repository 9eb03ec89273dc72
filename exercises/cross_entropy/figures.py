"""The pictures of ``cross_entropy``, computed by the reference from the numbers of the worked example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from exercises.drawing.bars import bars as drawn_bars
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, number, path, picture, text

WIDTH, HEIGHT, PANEL, TALLEST, BASE = 560, 220, 180, 90, 140


def bars() -> str:
    """The first row of the worked example: logits, probabilities and gradient as bars."""
    z = Tensor(np.array([[1.0, 2.0, 3.0]]), requires_grad=True)
    F.cross_entropy(z, np.array([2])).backward()
    return picture(
        WIDTH,
        HEIGHT,
        "Logits, probabilities and gradient of one row",
        "Three classes with logits 1, 2 and 3 get probabilities 0.09, 0.245 and 0.665. The true class is the "
        "third; the gradient is 0.09, 0.245 and 0.665 - 1 = -0.335, which adds up to zero.",
        [
            *_panel(10, "logits z", z.data[0] / 3.0, z.data[0], "graph-value", VALUE_COLOR),
            *_panel(190, "probabilities p", F.softmax(z).data[0], F.softmax(z).data[0], "graph-value", VALUE_COLOR),
            *_panel(370, "p − 1 at the label", z.grad[0], z.grad[0], "graph-gradient", GRADIENT_COLOR),
        ],
    )


def _panel(
    left: float, title: str, shares: Sequence[float], values: Sequence[float], kind: str, color: str
) -> Iterator[str]:
    middles = [left + 45 + place * 45 for place in range(len(values))]
    yield text(left + PANEL / 2, 20, title)
    yield path([(left + 12, BASE), (left + PANEL - 12, BASE)], stroke_opacity=0.5)
    labels, label = [number(value, 3) for value in values], {"class_": kind, "fill": color}
    sizes = [TALLEST * float(share) for share in shares]
    style = {"fill": color, "fill_opacity": 0.6}
    yield from drawn_bars(middles, BASE, sizes, labels, width=30, above=6, below=16, label=label, **style)
    yield from (text(middle, HEIGHT - 12, str(place)) for place, middle in enumerate(middles))


FIGURES = {"bars.svg": bars}
