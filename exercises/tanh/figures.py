"""The picture of ``tanh``, drawn from the engine's numbers."""

from __future__ import annotations

from exercises.drawing.curves import activation
from reference.nn import functional as F  # noqa: N812 - the conventional name


def curve() -> str:
    """Draw the hyperbolic tangent and its derivative, a bump of height 1."""
    return activation(
        F.tanh,
        "tanh(x)",
        across=(-4.0, 4.0),
        up=(-1.0, 1.0),
        rise=0.5,
        description=(
            "tanh rises from -1 on the left through 0 at x = 0 to 1 on the right, symmetric about the origin. "
            "Its derivative is a bump: 1 at x = 0, and almost 0 beyond 3 on either side."
        ),
    )


FIGURES = {"curve.svg": curve}
