"""The pictures of ``mse_loss``, computed by the reference."""

from __future__ import annotations

import numpy as np

from exercises.drawing.curves import Curve, plot
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name


def curve() -> str:
    """Draw the squared error of one element and its derivative as functions of the error."""
    error = np.linspace(-2.0, 2.0, 41)
    x = Tensor(error, requires_grad=True)
    loss = F.mse_loss(x, np.zeros_like(error), reduction="none")
    loss.backward(np.ones_like(error))
    return plot(
        [
            Curve(error, np.asarray(loss.data), "loss e²", (-1.1, 2.6)),
            Curve(error, np.asarray(x.grad), "gradient 2e", (-0.85, -3.3), "gradient"),
        ],
        title="The squared error of one element and its gradient",
        description="The loss is a parabola with its minimum, 0, at error 0. The gradient is a straight line of "
        "slope 2 through zero: negative where the prediction is too small, positive where it is too large.",
        axis="e",
    )


FIGURES = {"curve.svg": curve}
