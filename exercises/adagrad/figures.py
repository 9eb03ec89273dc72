"""The picture of ``adagrad``: the same valley with one learning rate and with one per coordinate."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 25


def path() -> str:
    """Draw SGD and Adagrad."""
    return draw(
        "The paths of SGD and Adagrad down a narrow valley",
        Walk(f"SGD(lr=0.02), {STEPS} steps", optim.SGD(0.02), STEPS),
        Walk(f"Adagrad(lr=0.4), {STEPS} steps", optim.Adagrad(0.4), STEPS),
    )


FIGURES = {"path.svg": path}
