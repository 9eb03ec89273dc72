"""The specification of ``softmax``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Array, Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case("2 rows of 3", {"x": rng.normal(size=(2, 3)) * 1.5}, gradcheck=True),
        Case("5 rows of 4", {"x": rng.normal(size=(5, 4)) * 2.0}),
        Case("4 rows of 4", {"x": rng.normal(size=(4, 4)) * 2.0}),
        Case("shape (2, 1, 4, 3)", {"x": rng.normal(size=(2, 1, 4, 3))}),
        Case("shape (3, 2, 4)", {"x": rng.normal(size=(3, 2, 4)) * 2.0}),
        Case("rows from -1000 to 1000", {"x": _far_apart(rng)}, group="extremes"),
        Case("a single row", {"x": rng.normal(size=(1, 5))}, group="single_row"),
    ]


def _far_apart(rng: np.random.Generator) -> Array:
    """Rows around 0, 1000 and -1000, and one row that holds all three."""
    near = rng.normal(size=(3, 3)) + np.array([[0.0], [1000.0], [-1000.0]])
    return np.vstack([near, rng.permutation([-1000.0, 0.0, 1000.0])])


SPEC = LayerSpec(
    title="Softmax",
    summary="Probabilities from logits, with the full Jacobian in the backward pass.",
    version=3,
    class_name="Softmax",
    reference=F.softmax,
    cases=cases,
    points=Points(forward=35, backward=35, gradcheck=10, properties=20),
    weights={"properties.extremes": 7},
)
