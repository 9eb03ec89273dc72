"""The specification of ``chain_rule``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Case, FunctionsSpec, Points
from reference import Tensor


def reference(x: Tensor, y: Tensor, z: Tensor) -> Tensor:
    return (x + y) * z


def cases(rng: np.random.Generator) -> list[Case]:
    def arrays(*shape: int) -> dict[str, np.ndarray]:
        return {name: rng.normal(size=shape) for name in "xyz"}

    large = {name: 1e8 * rng.normal(size=4) for name in "xy"}
    large["y"][2] = -large["x"][2]  # q = 0, so that a gradient computed as f / q is nan
    return [
        Case("the worked example", {"x": -2.0, "y": 5.0, "z": -4.0}, gradcheck=True),
        Case("three numbers", {name: float(rng.normal()) for name in "xyz"}, gradcheck=True),
        Case("arrays of 4 elements", arrays(4), gradcheck=True),
        Case("arrays of shape (2, 3)", arrays(2, 3)),
        Case(
            "very large and very small numbers",
            {**large, "z": rng.normal(size=4) * [1e-8, 0.0, 1.0, 1e8]},
            group="extremes",
        ),
    ]


SPEC = FunctionsSpec(
    title="The chain rule",
    summary="Push a gradient back through (x + y) · z by hand.",
    version=3,
    reference=reference,
    inputs=("x", "y", "z"),
    gradients=("dx", "dy", "dz"),
    cases=cases,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
