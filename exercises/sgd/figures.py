"""The picture of ``sgd``: the same valley with a small and with a large learning rate."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 25


def path() -> str:
    """Draw two paths of SGD, one slow and one zigzagging."""
    return draw(
        "Two paths of SGD down a narrow valley",
        Walk(f"SGD(lr=0.02), {STEPS} steps", optim.SGD(0.02), STEPS),
        Walk(f"SGD(lr=0.095), {STEPS} steps", optim.SGD(0.095), STEPS),
    )


FIGURES = {"path.svg": path}
