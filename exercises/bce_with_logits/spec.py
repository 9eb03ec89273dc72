"""The specification of ``bce_with_logits``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Array, Case, LossSpec, Points
from exercises.surfaces import away_from_zero
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

# The loss of one number in most cases. The others are far less wrong. So a small epsilon inside the logarithm
# shows in this number or nowhere, with every seed.
WRONG = 10.0


def cases(rng: np.random.Generator) -> list[Case]:
    def case(name: str, *shape: int, scale: float = 2.0, group: str | None = None, gradcheck: bool = False) -> Case:
        logits, target = scale * rng.normal(size=shape), labels(rng, shape)
        if scale == 2.0:
            logits = away_from_zero(rng, *shape) if gradcheck else rng.uniform(-3.0, 3.0, size=shape)
            logits.flat[0] = (1.0 - 2.0 * target.flat[0]) * np.log(np.expm1(WRONG))
        inputs = {"prediction": logits, "target": target}
        return Case(name, inputs, group=group, gradcheck=gradcheck)

    # At ±30, the probability of the wrong label is rounded, but not to 0: its logarithm is inexact, but not infinite.
    far = np.array([-1000.0, -1000.0, -750.0, -30.0, 0.0, 0.0, 30.0, 750.0, 1000.0, 1000.0])
    doubtful = np.array([0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    sure = np.array([-1000.0, 1000.0, -800.0, 800.0])
    return [
        case("5 logits", 5, gradcheck=True),
        case("3 rows of 2", 3, 2, gradcheck=True),
        case("3 rows of 3", 3, 3),
        right_predictions(rng),
        case("shape (2, 3, 4)", 2, 3, 4),
        case("4 rows of 5", 4, 5),
        Case("logits from -1000 to 1000", {"prediction": far, "target": doubtful}, group="extremes"),
        Case(
            "confident and correct predictions",
            {"prediction": sure, "target": np.array([0.0, 1.0, 0.0, 1.0])},
            group="extremes",
        ),
        case("logits around 100", 3, 3, scale=100.0, group="extremes"),
        case("one row of 4", 1, 4, group="single_row"),
        case("a single logit", 1, group="single_row"),
    ]


def right_predictions(rng: np.random.Generator) -> Case:
    """Return right predictions between two numbers of float32, so that rounding them to float32 shows in every result.

    Twice as many would move away from zero as toward it, so that the changes do not cancel in the loss.
    """
    near = rng.uniform(2.0, 2.2, size=(2, 3)).astype(np.float32)
    moves = rng.permutation([0.45, 0.45, 0.45, 0.45, -0.45, -0.45]).reshape(near.shape)
    target = labels(rng, near.shape)
    logits = (2.0 * target - 1.0) * (near.astype(np.float64) - moves * np.spacing(near))
    return Case("6 correct predictions", {"prediction": logits, "target": target})


def labels(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Return zeros and ones in random order; both appear if there is more than one element."""
    size = int(np.prod(shape))
    return rng.permutation(np.arange(size) % 2).reshape(shape).astype(np.float64)


SPEC = LossSpec(
    title="Log-loss on logits",
    summary="Sigmoid and binary cross-entropy in one numerically stable formula.",
    version=5,
    class_name="BCEWithLogitsLoss",
    reference=F.binary_cross_entropy_with_logits,
    cases=cases,
    points=Points(forward=35, backward=35, gradcheck=10, properties=20),
    weights={"properties.extremes": 7},
)
