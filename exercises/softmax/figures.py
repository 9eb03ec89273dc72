"""The picture of ``softmax``: the numbers of the worked example before and after, as bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises.drawing.curves import drawing, line, shown, text
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it
from reference.svg import VALUE_COLOUR

WIDTH, HEIGHT = 460, 210
PANEL, BAR, LARGEST = 170, 34, 80  # widths of a panel and of a bar, and the height of the tallest bar
LOGITS = (2.0, 1.0, -1.0)


def bars() -> str:
    """The logits on the left, the probabilities that softmax makes of them on the right."""
    probabilities = [float(p) for p in F.softmax(Tensor(np.array(LOGITS))).numpy()]
    floor = HEIGHT - 70
    arrow = [(212.0, floor - 40.0), (248.0, floor - 40.0)]
    return drawing(
        WIDTH,
        HEIGHT,
        "Three logits and their softmax probabilities",
        f"Bars on the left show the logits {', '.join(map(shown, LOGITS))}. Bars on the right show their "
        f"probabilities, {', '.join(f'{p:.3f}' for p in probabilities)}: positive, in the same order, summing to 1.",
        [
            *_panel(20, floor, LOGITS, [shown(x) for x in LOGITS], "logits x"),
            line(arrow, ""),
            line([(241.0, floor - 46.0), arrow[1], (241.0, floor - 34.0)], ""),
            text(230, floor - 54, "softmax"),
            *_panel(WIDTH - 20 - PANEL, floor, probabilities, [f"{p:.3f}" for p in probabilities], "probabilities p"),
        ],
    )


def _panel(left: int, floor: int, heights: Sequence[float], labels: Sequence[str], name: str) -> list[str]:
    """One group of bars, each with its number at its end, and the name of the group below."""
    parts = [line([(left, floor), (left + PANEL, floor)], 'stroke-opacity="0.45"')]
    tallest = max(map(abs, heights))
    for place, (height, label) in enumerate(zip(heights, labels, strict=True)):
        x = left + PANEL * (place + 0.5) / len(heights)
        size = LARGEST * abs(height) / tallest
        top = floor - size if height > 0 else floor
        parts.append(
            f'<rect class="curve-value" color="{VALUE_COLOUR}" fill="currentColor" x="{x - BAR / 2:.1f}" y="{top:.1f}" '
            f'width="{BAR}" height="{size:.1f}"/>'
        )
        parts.append(text(x, top - 6 if height > 0 else floor + size + 15, label))
    return [*parts, text(left + PANEL / 2, HEIGHT - 6, name)]


FIGURES = {"bars.svg": bars}
