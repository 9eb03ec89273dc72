"""The picture of ``adadelta``: the same valley with Adagrad and with steps that set their own length."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 40


def path() -> str:
    """Adagrad beside Adadelta, whose eps is large so that it gets going within the picture."""
    return draw(
        "The paths of Adagrad and of Adadelta down a narrow valley",
        Walk(f"Adagrad(lr=0.1), {STEPS} steps", optim.Adagrad(0.1), STEPS),
        Walk(f"Adadelta(eps=0.001), {STEPS} steps", optim.Adadelta(eps=1e-3), STEPS),
    )


FIGURES = {"path.svg": path}
