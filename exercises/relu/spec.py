"""The specification of ``relu``."""

from __future__ import annotations

import numpy as np

from exercises.activations import between, near_and_far, with_zeros
from exercises.spec import Array, Bounds, Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    zeros = with_zeros(rng)
    extremes = np.array([-1000.0, -1e-300, 0.0, 1e-300, 1000.0])
    both_signs = np.abs(rng.normal(size=6)) * [-1.0, 1.0, -1.0, 1.0, 1.0, -1.0]
    return [
        Case("6 numbers", {"x": both_signs}, gradcheck=True),
        Case("4 rows of 5 with some zeros", {"x": zeros}),
        Case("shape (2, 3, 4)", {"x": near_and_far(rng, 2, 3, 4)}),
        Case("numbers from -1000 to 1000", {"x": extremes}, group="extremes"),
        Case("a single row", {"x": rng.normal(size=(1, 6))}, group="single_row"),
    ]


def subgradients(case: Case, grad_output: Array) -> Bounds:
    """Return the bounds of the gradient: at 0, any slope from 0 to 1."""
    return between(case.inputs["x"], np.zeros_like(grad_output), grad_output)


SPEC = LayerSpec(
    title="ReLU",
    summary="A gate that is open where the input is positive, in both passes.",
    version=3,
    class_name="ReLU",
    reference=F.relu,
    cases=cases,
    subgradients=subgradients,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
