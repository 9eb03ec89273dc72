"""The specification of ``elu``."""

from __future__ import annotations

import numpy as np

from exercises.activations import between, both_signs, near_and_far, with_zeros
from exercises.spec import Array, Bounds, Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

DEFAULT = 1.0


def cases(rng: np.random.Generator) -> list[Case]:
    zeros = with_zeros(rng)
    extremes = [-1000.0, -750.0, -1e-6, 0.0, 1e-6, 750.0, 1000.0]
    return [
        Case("6 numbers, alpha below 1", {"x": both_signs(rng)}, _below(rng), gradcheck=True),
        Case("6 numbers, alpha above 1", {"x": both_signs(rng)}, _above(rng), gradcheck=True),
        Case("4 rows of 5 with some zeros, default alpha", {"x": zeros}),
        Case("shape (2, 3, 4), alpha above 1", {"x": near_and_far(rng, 2, 3, 4)}, _above(rng)),
        Case("numbers from -1000 to 1000", {"x": np.array(extremes)}, _above(rng), group="extremes"),
        Case("a single row", {"x": both_signs(rng)[None, :]}, _below(rng), group="single_row"),
    ]


def _below(rng: np.random.Generator) -> dict[str, float]:
    return {"alpha": float(rng.uniform(0.2, 0.7))}


def _above(rng: np.random.Generator) -> dict[str, float]:
    return {"alpha": float(rng.uniform(1.5, 3.0))}


def subgradients(case: Case, grad_output: Array) -> Bounds:
    """Return the bounds of the gradient: at 0, any slope between alpha (from the left) and 1 (from the right)."""
    x, alpha = np.asarray(case.inputs["x"]), case.construct.get("alpha", DEFAULT)
    left, right = alpha * np.exp(np.minimum(x, 0.0)) * grad_output, grad_output
    return between(x, left, right)


SPEC = LayerSpec(
    title="ELU",
    summary="The exponential linear unit, which is linear for positive x and levels off at -alpha for negative x.",
    version=3,
    class_name="ELU",
    arguments=("alpha",),
    reference=F.elu,
    cases=cases,
    subgradients=subgradients,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
