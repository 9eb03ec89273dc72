"""The picture of ``softmax``: the worked example's numbers before and after, as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name
from reference.svg import VALUE_COLOR, element, number, path, picture, text

WIDTH, HEIGHT, PANEL, FLOOR = 460, 210, 170, 140
LARGEST = 80  # the height of the tallest bar
LOGITS = (2.0, 1.0, -1.0)


def bars() -> str:
    """Draw the logits on the left and their softmax probabilities on the right."""
    probabilities = [float(p) for p in F.softmax(Tensor(np.array(LOGITS))).numpy()]
    shown = [f"{p:.3f}" for p in probabilities]
    return picture(
        WIDTH,
        HEIGHT,
        "Three logits and their softmax probabilities",
        f"Bars on the left show the logits {', '.join(map(number, LOGITS))}. Bars on the right show their "
        f"probabilities, {', '.join(shown)}, which are all positive, sum to 1 and rank in the same order as the "
        "logits.",
        [
            *_panel(20, LOGITS, [number(x) for x in LOGITS], "logits x"),
            path([(212, FLOOR - 40), (248, FLOOR - 40)]),
            path([(241, FLOOR - 46), (248, FLOOR - 40), (241, FLOOR - 34)]),
            text(230, FLOOR - 54, "softmax"),
            *_panel(WIDTH - 20 - PANEL, probabilities, shown, "probabilities p"),
        ],
    )


def _panel(left: int, values: Sequence[float], labels: Sequence[str], name: str) -> Iterator[str]:
    """Yield one group of bars, with its name below."""
    yield path([(left, FLOOR), (left + PANEL, FLOOR)], stroke_opacity=0.45)
    style = {"class_": "curve-value", "color": VALUE_COLOR, "fill": "currentColor", "width": 34}
    for place, (value, label) in enumerate(zip(values, labels, strict=True)):
        x, size = left + PANEL * (place + 0.5) / len(values), LARGEST * abs(value) / max(map(abs, values))
        top = FLOOR - size if value > 0 else FLOOR
        yield element("rect", x=x - 17, y=top, height=size, **style)
        yield text(x, top - 6 if value > 0 else FLOOR + size + 15, label)
    yield text(left + PANEL / 2, HEIGHT - 6, name)


FIGURES = {"bars.svg": bars}
