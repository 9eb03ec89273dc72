"""The pictures of ``cross_entropy``, computed by the reference from the numbers of the worked example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name
from reference.svg import GRADIENT_COLOR, VALUE_COLOR, element, number, path, picture, text

WIDTH, HEIGHT, PANEL, TALLEST, BASE = 560, 220, 180, 90, 140


def bars() -> str:
    """Draw the first row of the worked example: logits, probabilities and gradient as bars."""
    z = Tensor(np.array([[1.0, 2.0, 3.0]]), requires_grad=True)
    F.cross_entropy(z, np.array([2])).backward()
    return picture(
        WIDTH,
        HEIGHT,
        "Logits, probabilities and gradient of one row",
        "Three classes with logits 1, 2 and 3 have probabilities 0.09, 0.245 and 0.665. The true class is the "
        "third. The gradient is 0.09, 0.245 and 0.665 - 1 = -0.335. These numbers sum to zero.",
        [
            *_panel(10, "logits z", z.data[0], 3.0, VALUE_COLOR, "graph-value"),
            *_panel(190, "probabilities p", F.softmax(z).data[0], 1.0, VALUE_COLOR, "graph-value"),
            *_panel(370, "p − 1 at the label", np.asarray(z.grad)[0], 1.0, GRADIENT_COLOR, "graph-gradient"),
        ],
    )


def _panel(left: float, title: str, values: Sequence[float], largest: float, color: str, kind: str) -> Iterator[str]:
    yield text(left + PANEL / 2, 20, title)
    yield path([(left + 12, BASE), (left + PANEL - 12, BASE)], stroke_opacity=0.5)
    for place, value in enumerate(values):
        middle, height = left + 45 + place * 45, abs(value) / largest * TALLEST
        top = BASE - height if value > 0 else BASE
        yield element("rect", x=middle - 15, y=top, width=30, height=height, fill=color, fill_opacity=0.6)
        yield text(middle, top + height + 16 if value < 0 else top - 6, number(value, 3), color, class_=kind)
        yield text(middle, HEIGHT - 12, str(place))


FIGURES = {"bars.svg": bars}
