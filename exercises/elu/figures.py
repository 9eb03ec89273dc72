"""The picture of ``elu``, drawn from the engine's numbers."""

from __future__ import annotations

from exercises.drawing.curves import activation
from reference.nn import functional as F  # noqa: N812 - the conventional name

ALPHA = 1.5  # with 1, the derivative would not jump


def curve() -> str:
    """Draw ELU and its derivative, which jumps from alpha to 1."""
    return activation(
        lambda x: F.elu(x, ALPHA),
        f"ELU with α = {ALPHA}",
        across=(-5.0, 3.0),
        up=(-ALPHA, 3.0),
        rise=0.5,
        kink=0.0,
        description=(
            f"ELU is the straight line x for positive x. For negative x, it curves and levels off at minus alpha, "
            f"-{ALPHA}. Its derivative grows from 0 on the left to {ALPHA} just below x = 0 and is 1 above x = 0."
        ),
    )


FIGURES = {"curve.svg": curve}
