"""The picture of ``momentum``: the same valley without and with momentum."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 25


def path() -> str:
    """Draw SGD and momentum with the same learning rate."""
    return draw(
        "The paths of SGD and momentum down a narrow valley",
        Walk(f"SGD(lr=0.02), {STEPS} steps", optim.SGD(0.02), STEPS),
        Walk(f"Momentum(lr=0.02, momentum=0.8), {STEPS} steps", optim.Momentum(0.02, 0.8), STEPS),
    )


FIGURES = {"path.svg": path}
