"""The picture of ``rmsprop``: the same valley with a cache that keeps growing and with a decaying one."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 40


def path() -> str:
    """Draw Adagrad and RMSProp with the same learning rate."""
    return draw(
        "The paths of Adagrad and RMSProp down a narrow valley",
        Walk(f"Adagrad(lr=0.1), {STEPS} steps", optim.Adagrad(0.1), STEPS),
        Walk(f"RMSProp(lr=0.1), {STEPS} steps", optim.RMSProp(0.1), STEPS),
    )


FIGURES = {"path.svg": path}
