"""The picture of ``adadelta``: paths of Adagrad and Adadelta in the same valley."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 40


def path() -> str:
    """Draw Adagrad and Adadelta, with a large eps so that Adadelta gets going within the picture."""
    return draw(
        "The paths of Adagrad and Adadelta down a narrow valley",
        Walk(f"Adagrad(lr=0.1), {STEPS} steps", optim.Adagrad(0.1), STEPS),
        Walk(f"Adadelta(eps=0.001), {STEPS} steps", optim.Adadelta(eps=1e-3), STEPS),
    )


FIGURES = {"path.svg": path}
