"""The picture of ``sigmoid``, drawn from the engine's numbers."""

from __future__ import annotations

from exercises.drawing.curves import activation
from reference.nn import functional as F  # noqa: N812 - the conventional name


def curve() -> str:
    """Draw the sigmoid and its derivative, a bump of height 1/4."""
    return activation(
        F.sigmoid,
        "σ(x)",
        across=(-6.0, 6.0),
        up=(0.0, 1.0),
        rise=0.25,
        description=(
            "The sigmoid rises from 0 on the left through 0.5 at x = 0 to 1 on the right. Its derivative is a bump: "
            "0.25 at x = 0, and almost 0 beyond 5 on either side."
        ),
    )


FIGURES = {"curve.svg": curve}
