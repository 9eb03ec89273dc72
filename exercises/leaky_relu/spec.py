"""The specification of ``leaky_relu``."""

from __future__ import annotations

import numpy as np

from exercises.activations import between, both_signs, near_and_far, with_zeros
from exercises.spec import Array, Bounds, Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

DEFAULT = 0.01


def cases(rng: np.random.Generator) -> list[Case]:
    zeros = with_zeros(rng)
    extremes = [-1000.0, -1e-300, 0.0, 1e-300, 1000.0]
    return [
        Case("6 numbers, slope below 1", {"x": both_signs(rng)}, _below(rng), gradcheck=True),
        Case("6 numbers, slope above 1", {"x": both_signs(rng)}, _above(rng), gradcheck=True),
        Case("4 rows of 5 with some zeros, default slope", {"x": zeros}),
        Case("shape (2, 3, 4), slope above 1", {"x": near_and_far(rng, 2, 3, 4)}, _above(rng)),
        Case("numbers from -1000 to 1000, slope below 1", {"x": np.array(extremes)}, _below(rng), group="extremes"),
        Case("numbers from -1000 to 1000, slope above 1", {"x": np.array(extremes)}, _above(rng), group="extremes"),
        Case("a single row", {"x": both_signs(rng)[None, :]}, _below(rng), group="single_row"),
    ]


def _below(rng: np.random.Generator) -> dict[str, float]:
    return {"negative_slope": float(rng.uniform(0.05, 0.5))}


def _above(rng: np.random.Generator) -> dict[str, float]:
    return {"negative_slope": float(rng.uniform(1.5, 3.0))}


def subgradients(case: Case, grad_output: Array) -> Bounds:
    """Return the bounds of the gradient: at 0, any slope between the two one-sided slopes."""
    x, slope = np.asarray(case.inputs["x"]), case.construct.get("negative_slope", DEFAULT)
    left, right = slope * grad_output, grad_output
    return between(x, left, right)


SPEC = LayerSpec(
    title="Leaky ReLU",
    summary="ReLU with a small slope on the negative side, so that no unit dies.",
    version=3,
    class_name="LeakyReLU",
    arguments=("negative_slope",),
    reference=F.leaky_relu,
    cases=cases,
    subgradients=subgradients,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
