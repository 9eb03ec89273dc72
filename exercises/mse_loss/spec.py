"""The specification of ``mse_loss``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Case, LossSpec, Points
from exercises.surfaces import away_from_zero
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    def case(name: str, *shape: int, scale: float = 1.0, group: str | None = None, gradcheck: bool = False) -> Case:
        inputs = {part: scale * rng.normal(size=shape) for part in ("prediction", "target")}
        return Case(name, inputs, group=group, gradcheck=gradcheck)

    exact = rng.normal(size=(2, 3))
    one = rng.normal(size=1)
    return [
        case("4 numbers", 4, gradcheck=True),
        case("3 rows of 2", 3, 2, gradcheck=True),
        case("3 rows of 3", 3, 3, scale=0.1),  # a loss so small that a constant added to it shows
        case("shape (2, 3, 4)", 2, 3, 4),
        case("4 rows of 5", 4, 5),
        case("numbers around 1000", 3, 2, scale=1000.0, group="extremes"),
        Case("a perfect prediction", {"prediction": exact, "target": exact.copy()}, group="extremes"),
        case("one row of 4", 1, 4, group="single_row"),
        # The error is bounded, so that a clipped gradient shows with every seed or with none.
        Case("a single number", {"prediction": one, "target": one - away_from_zero(rng, 1)}, group="single_row"),
    ]


SPEC = LossSpec(
    title="Mean squared error",
    summary="The standard loss for regression, with a gradient that points from the target to the prediction.",
    version=4,
    class_name="MSELoss",
    reference=F.mse_loss,
    cases=cases,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
