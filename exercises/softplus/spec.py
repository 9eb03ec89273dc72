"""The specification of ``softplus``."""

from __future__ import annotations

import numpy as np

from exercises.activations import near_and_far
from exercises.spec import Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    both_signs = rng.uniform(0.3, 3.0, size=6) * rng.permutation([-1.0, -1.0, -1.0, 1.0, 1.0, 1.0])
    # Between 5 and 15.5 softplus is close to x, yet further from it than the tolerance.
    wide = np.linspace(-15.3, 15.3, 9) + rng.uniform(-0.2, 0.2, size=9)
    extremes = np.array([-1000.0, -750.0, -100.0, -1.0, 0.0, 1.0, 100.0, 750.0, 1000.0])
    return [
        Case("6 numbers", {"x": both_signs}, gradcheck=True),
        Case("9 numbers from -15 to 15", {"x": wide}),
        Case("3 rows of 4", {"x": rng.normal(size=(3, 4)) * 3.0}),
        Case("shape (2, 3, 2)", {"x": near_and_far(rng, 2, 3, 2)}),
        Case("numbers from -1000 to 1000", {"x": extremes}, group="extremes"),
        Case("a single row", {"x": rng.normal(size=(1, 4))}, group="single_row"),
    ]


SPEC = LayerSpec(
    title="Softplus",
    summary="A smooth version of ReLU with the sigmoid as its derivative, numerically stable even at ±1000.",
    version=4,
    class_name="Softplus",
    reference=F.softplus,
    cases=cases,
    points=Points(forward=35, backward=35, gradcheck=10, properties=20),
    weights={"properties.extremes": 7},
)
