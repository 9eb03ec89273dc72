"""The pictures of ``bce_with_logits``, computed by the reference."""

from __future__ import annotations

import numpy as np

from exercises.drawing.curves import Curve, plot
from exercises.spec import Array
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name


def curve() -> str:
    """Draw the loss of one element over the logit for both labels, and the gradient for label 1."""
    logits = np.linspace(-5.0, 5.0, 51)
    for_one, slope = _loss(logits, 1.0)
    for_zero, _ = _loss(logits, 0.0)
    return plot(
        [
            Curve(logits, for_one, "loss if y = 1", (-2.4, 4.0)),
            Curve(logits, for_zero, "loss if y = 0", (2.2, 4.0), dashed=True),
            Curve(logits, slope, "gradient if y = 1", (2.6, -0.8), "gradient"),
        ],
        title="The log-loss of one element and its gradient, as functions of the logit",
        description="With label 1, the loss falls from about 5 at logit -5 to nearly 0 at logit 5. With label 0, "
        "the loss curve is the mirror image. The gradient for label 1 rises from nearly -1, where the prediction is "
        "confident and wrong, to nearly 0.",
        axis="z",
    )


def _loss(logits: Array, label: float) -> tuple[Array, Array]:
    z = Tensor(logits, requires_grad=True)
    loss = F.binary_cross_entropy_with_logits(z, np.full_like(logits, label), reduction="none")
    loss.backward(np.ones_like(logits))
    return np.asarray(loss.data), np.asarray(z.grad)


FIGURES = {"curve.svg": curve}
