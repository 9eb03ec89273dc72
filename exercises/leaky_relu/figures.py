"""The picture of ``leaky_relu``, drawn from the engine's numbers."""

from __future__ import annotations

from exercises.drawing.curves import activation
from reference.nn import functional as F  # noqa: N812 - the conventional name

SLOPE = 0.2  # with the default, 0.01, the picture would look like ReLU


def curve() -> str:
    """Draw leaky ReLU and its derivative, a step from the slope to 1."""
    return activation(
        lambda x: F.leaky_relu(x, SLOPE),
        f"leaky ReLU, slope {SLOPE}",
        across=(-4.0, 4.0),
        up=(-1.0, 4.0),
        rise=1.0,
        kink=0.0,
        description=(
            f"Leaky ReLU is the straight line x where x is positive and the flatter line {SLOPE} x where it is "
            f"negative. Its derivative steps from {SLOPE} to 1 at x = 0, where it is undefined."
        ),
    )


FIGURES = {"curve.svg": curve}
