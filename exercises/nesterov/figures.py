"""The picture of ``nesterov``: the same valley with plain momentum and with a lookahead."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 18


def path() -> str:
    """Draw momentum and Nesterov momentum with the same hyperparameters."""
    return draw(
        "The paths of momentum and Nesterov momentum down a narrow valley",
        Walk(f"Momentum(lr=0.02, momentum=0.9), {STEPS} steps", optim.Momentum(0.02, 0.9), STEPS),
        Walk(f"Nesterov(lr=0.02, momentum=0.9), {STEPS} steps", optim.Nesterov(0.02, 0.9), STEPS),
    )


FIGURES = {"path.svg": path}
