"""The specification of ``conv2d``."""

from __future__ import annotations

import numpy as np

from exercises.spec import Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def cases(rng: np.random.Generator) -> list[Case]:
    def case(
        x: tuple[int, int, int, int],
        filters: int,
        kernel: tuple[int, int],
        moves: tuple[int, int] | None,
        *,
        scale: float = 1.0,
        group: str | None = None,
        gradcheck: bool = False,
    ) -> Case:
        size = f"x {x}, {filters} kernels of size {kernel[0]} by {kernel[1]}"
        name = (
            f"{size}, default stride and padding" if moves is None else f"{size}, stride {moves[0]}, padding {moves[1]}"
        )
        return Case(
            name if scale == 1.0 else f"{name}, values around {scale:g}",
            {"x": scale * rng.normal(size=x)},
            {
                "weight": rng.normal(size=(filters, x[1], *kernel)),
                "bias": rng.normal(size=filters),
                **({} if moves is None else {"stride": moves[0], "padding": moves[1]}),
            },
            group=group,
            gradcheck=gradcheck,
            part="rectangular" if group is None and (kernel[0] != kernel[1] or x[2] != x[3]) else "",
        )

    return [
        case((2, 3, 5, 5), 4, (3, 3), None),
        case((2, 2, 4, 4), 2, (3, 3), (1, 1)),
        case((3, 2, 5, 5), 3, (2, 2), (2, 1)),
        case((2, 3, 5, 5), 2, (1, 1), (2, 0)),
        case((2, 3, 7, 8), 3, (2, 1), (3, 0)),
        case((2, 2, 3, 5), 3, (3, 4), (2, 2)),
        case((2, 1, 4, 3), 3, (3, 2), (2, 1), gradcheck=True),
        case((3, 2, 6, 7), 2, (3, 2), (2, 1)),
        # The last one is used for most properties: without padding, forward sees the memory layout of the image.
        case((2, 3, 6, 5), 4, (2, 3), None),
        case((2, 2, 5, 4), 3, (2, 3), (1, 1), scale=1000.0, group="extremes"),
        case((1, 2, 4, 5), 3, (3, 2), (1, 0), group="single_image"),
        case((2, 3, 3, 4), 2, (3, 4), (1, 0), group="single_window"),
    ]


SPEC = LayerSpec(
    title="Conv2d",
    summary="Small kernels applied to every window of an image.",
    version=4,
    class_name="Conv2d",
    arguments=("weight", "bias", "stride", "padding"),
    parameters=("weight", "bias"),
    reference=F.conv2d,
    cases=cases,
    rows=20,
    many_calls=5,
    points=Points(forward=40, backward=40, gradcheck=10, properties=10),
)
