"""The specification of ``sigmoid``."""

from __future__ import annotations

import numpy as np

from exercises.activations import near_and_far
from exercises.spec import Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    # No numbers near 0, where the slope is so large that it hides errors of the tiny slopes.
    extremes = np.array([-1000.0, -750.0, -100.0, -40.0, 40.0, 100.0, 750.0, 1000.0])
    return [
        Case("5 numbers", {"x": rng.normal(size=5) * 2.0}, gradcheck=True),
        Case("3 rows of 4", {"x": rng.normal(size=(3, 4)) * 3.0}),
        Case("shape (2, 3, 2)", {"x": near_and_far(rng, 2, 3, 2)}),
        Case("numbers from -1000 to 1000", {"x": extremes}, group="extremes"),
        Case("a single row", {"x": rng.normal(size=(1, 4))}, group="single_row"),
    ]


SPEC = LayerSpec(
    title="Sigmoid",
    summary="The logistic function and its gradient, numerically stable even at ±1000.",
    version=4,
    class_name="Sigmoid",
    reference=F.sigmoid,
    cases=cases,
    points=Points(forward=35, backward=35, gradcheck=10, properties=20),
    weights={"properties.extremes": 7},
)
