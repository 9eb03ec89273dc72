"""The specification of ``linear``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    def case(
        rows: int, size_in: int, size_out: int, *, scale: float = 1.0, group: str | None = None, gradcheck: bool = False
    ) -> Case:
        many = f"{rows} rows" if rows > 1 else "1 row"
        name = f"{many}, {size_in} inputs, {size_out} outputs"
        return Case(
            name if scale == 1.0 else f"{name}, values around {scale:g}",
            {"x": scale * rng.normal(size=(rows, size_in))},
            {"weight": rng.normal(size=(size_out, size_in)), "bias": rng.normal(size=size_out)},
            group=group,
            gradcheck=gradcheck,
        )

    return [
        case(4, 3, 2),
        case(2, 3, 4, gradcheck=True),
        case(5, 2, 6),
        case(3, 3, 3),
        case(2, 3, 4, scale=1000.0, group="extremes"),
        case(1, 3, 4, group="single_row"),
    ]


SPEC = LayerSpec(
    title="Linear",
    summary="y = x Wᵀ + b and its three gradients.",
    version=3,
    class_name="Linear",
    arguments=("weight", "bias"),
    parameters=("weight", "bias"),
    reference=F.linear,
    cases=cases,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
