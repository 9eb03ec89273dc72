"""The specification of ``logistic_neuron``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Case, FunctionsSpec, Points
from reference import Tensor


def reference(w: Tensor, x: Tensor) -> Tensor:
    return (w[0] * x[0] + w[1] * x[1] + w[2]).sigmoid()


def cases(rng: np.random.Generator) -> list[Case]:
    def case(name: str, w: np.ndarray, x: np.ndarray, *, gradcheck: bool = False, group: str | None = None) -> Case:
        return Case(name, {"w": w, "x": x}, gradcheck=gradcheck, group=group)

    def drawn(size: int) -> np.ndarray:
        """Draw numbers of either sign, none of them close to zero."""
        return rng.choice([-1.0, 1.0], size=size) * rng.uniform(0.3, 1.3, size=size)

    def wide(z: float) -> np.ndarray:
        """Draw weights that give z for x = (0.5, -2)."""
        w = drawn(3)
        w[2] = z - 0.5 * w[0] + 2.0 * w[1]
        return w

    wide_x = np.array([0.5, -2.0])
    return [
        case("the worked example", np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0]), gradcheck=True),
        case("zero inputs", drawn(3), np.zeros(2), gradcheck=True),
        case("z = 6", wide(6.0), wide_x),
        case("z = -6", wide(-6.0), wide_x),
        case("random weights and inputs", drawn(3), drawn(2), gradcheck=True),
        case("other weights and inputs", drawn(3), drawn(2)),
        case("z around 1000", np.array([400.0, -300.0, 50.0]) + drawn(3), np.array([1.0, -2.0]), group="extremes"),
        case("z around -1000", np.array([400.0, -300.0, 50.0]) + drawn(3), np.array([-1.0, 2.0]), group="extremes"),
        case("inputs around 1000", 1e-3 * drawn(3), 1e3 * drawn(2), group="extremes"),
    ]


SPEC = FunctionsSpec(
    title="The logistic neuron",
    summary="Two inputs, three weights and a sigmoid, with a backward pass through the whole graph.",
    version=2,
    reference=reference,
    inputs=("w", "x"),
    gradients=("dw", "dx"),
    cases=cases,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
