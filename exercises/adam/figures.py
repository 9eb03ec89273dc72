"""The picture of ``adam``: the same valley with the latest gradient and with an average of gradients."""

from __future__ import annotations

from exercises.drawing.paths import Walk, draw
from reference import optim

STEPS = 30


def path() -> str:
    """Draw RMSProp and Adam with the same learning rate."""
    return draw(
        "The paths of RMSProp and Adam down a narrow valley",
        Walk(f"RMSProp(lr=0.1), {STEPS} steps", optim.RMSProp(0.1), STEPS),
        Walk(f"Adam(lr=0.1), {STEPS} steps", optim.Adam(0.1), STEPS),
    )


FIGURES = {"path.svg": path}
