"""The picture of ``relu``, drawn from the engine's numbers."""

from __future__ import annotations

from exercises.drawing.curves import activation
from reference.nn import functional as F  # noqa: N812 - the conventional name


def curve() -> str:
    """Draw ReLU and its derivative, a step from 0 to 1."""
    return activation(
        F.relu,
        "relu(x)",
        across=(-4.0, 4.0),
        up=(0.0, 4.0),
        rise=1.0,
        kink=0.0,
        description=(
            "ReLU is 0 where x is negative and the straight line x where it is positive. Its derivative steps from 0 "
            "to 1 at x = 0, where it is undefined."
        ),
    )


FIGURES = {"curve.svg": curve}
