"""The specification of ``tanh``."""

from __future__ import annotations

import numpy as np

from exercises.activations import near_and_far
from exercises.spec import Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    both_signs = rng.uniform(0.3, 2.0, size=6) * rng.permutation([-1.0, -1.0, -1.0, 1.0, 1.0, 1.0])
    extremes = np.array([-1000.0, -750.0, -100.0, -6.0, 0.0, 6.0, 100.0, 750.0, 1000.0])
    return [
        Case("6 numbers", {"x": both_signs}, gradcheck=True),
        Case("3 rows of 4", {"x": rng.normal(size=(3, 4)) * 1.5}),
        Case("shape (2, 3, 2)", {"x": near_and_far(rng, 2, 3, 2)}),
        Case("numbers from -1000 to 1000", {"x": extremes}, group="extremes"),
        Case("a single row", {"x": rng.normal(size=(1, 4))}, group="single_row"),
    ]


SPEC = LayerSpec(
    title="Tanh",
    summary="The zero-centered hyperbolic tangent, with a gradient computed from its output.",
    version=3,
    class_name="Tanh",
    reference=F.tanh,
    cases=cases,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
