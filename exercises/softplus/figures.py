"""The picture of ``softplus``, drawn from the engine's numbers."""

from __future__ import annotations

from exercises.drawing.curves import activation
from reference.nn import functional as F  # noqa: N812 - the conventional name


def curve() -> str:
    """Draw softplus and ReLU, and the derivative of softplus, which is the sigmoid."""
    return activation(
        F.softplus,
        "softplus(x)",
        across=(-5.0, 4.0),
        up=(0.0, 4.0),
        rise=1.0,
        kink=0.0,
        beside=("relu(x)", F.relu),
        description=(
            "Softplus follows ReLU far from the origin and rounds its corner: at x = 0, it is about 0.69, while ReLU "
            "is 0. Its derivative is the sigmoid, which rises from 0 through 0.5 to 1."
        ),
    )


FIGURES = {"curve.svg": curve}
